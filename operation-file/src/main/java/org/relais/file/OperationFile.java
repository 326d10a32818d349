package org.relais.file;

import org.relais.messages.Topics;
import org.relais.runtime.Component;

/** The component that appends to a file. */
public final class OperationFile {

    private OperationFile() {}

    /**
     * Runs the component.
     *
     * @param args the command line: see {@code --help}
     */
    public static void main(String[] args) {
        Component.named("file-operation")
                .settings(FileSettings.class)
                .operation(Topics.FILE_OPERATION, FileSink::new, settings -> new FileOperation())
                .run(args);
    }
}
