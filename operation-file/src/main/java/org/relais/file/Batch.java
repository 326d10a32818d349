package org.relais.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.apache.kafka.common.Uuid;

/** A batch as the journal keeps it. Not to be changed. */
final class Batch {

    private final long sequence;
    private final Uuid topicId;
    private final long start;
    private final byte[] bytes;

    Batch(long sequence, Uuid topicId, long start, byte[] bytes) {
        this.sequence = sequence;
        this.topicId = topicId;
        this.start = start;
        this.bytes = bytes;
    }

    long sequence() {
        return sequence;
    }

    Uuid topicId() {
        return topicId;
    }

    /** {@return where it begins in the file} */
    long start() {
        return start;
    }

    /**
     * {@return whether all that stands in a file from this batch's start on was written by it: a part of the batch, in which blocks that a power
     * cut kept from the disk may read as zeros}
     *
     * @param file open for reading
     */
    boolean explainsEndOf(FileChannel file) throws IOException {
        long length = file.size() - start;
        if (length < 0 || length > bytes.length) {
            return false;
        }
        byte[] found = new byte[(int) length];
        Channels.readFully(file, ByteBuffer.wrap(found), start);
        for (int index = 0; index < found.length; index++) {
            if (found[index] != bytes[index] && found[index] != 0) {
                return false;
            }
        }
        return true;
    }
}
