package org.relais.csv;

import org.relais.messages.Topics;
import org.relais.runtime.Component;

/** The component that reads CSV files. */
public final class ServiceCsv {

    private ServiceCsv() {}

    /**
     * Runs the component.
     *
     * @param args the command line: see {@code --help}
     */
    public static void main(String[] args) {
        Component.named("service-csv")
                .settings(CsvSettings.class)
                .service(Topics.SERVICE_CSV, CsvService::new)
                .run(args);
    }
}
