package org.relais.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a channel does only partly at each call. */
final class Channels {

    private Channels() {}

    /**
     * Fills a buffer.
     *
     * @throws EOFException if the file ends before
     */
    static void readFully(FileChannel file, ByteBuffer target, long position) throws IOException {
        long next = position;
        while (target.hasRemaining()) {
            int count = file.read(target, next);
            if (count < 0) {
                throw new EOFException("the file ends at byte " + next);
            }
            next += count;
        }
    }

    /** Writes all of the buffers at the channel's position, or at the end of a channel opened for appending. */
    static void writeFully(FileChannel file, ByteBuffer... sources) throws IOException {
        ByteBuffer last = sources[sources.length - 1];
        while (last.hasRemaining()) {
            file.write(sources);
        }
    }

    /** Makes durable that a file was made in this folder, or a folder in its parent. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
