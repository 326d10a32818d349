package org.relais.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What became of the messages of one partition's last batch, by their offsets; compressed, since a database stores it with every batch
 * and replies are much alike.
 */
final class Outcomes {

    static final Outcomes NONE = new Outcomes(Map.of());

    private static final int VERSION = 1;
    private static final int END = 0;
    private static final int REPLIED = 1;
    private static final int FAILED = 2;

    private final Map<Long, Outcome> byOffset;

    private Outcomes(Map<Long, Outcome> byOffset) {
        this.byOffset = byOffset;
    }

    /** {@return the outcome of the message at an offset, or null if none is stored} */
    @Nullable
    Outcome of(long offset) {
        return byOffset.get(offset);
    }

    /**
     * {@return the outcomes in these bytes}
     *
     * @throws HaltException if they are not what an {@link Encoder} made
     */
    static Outcomes decode(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(copy)))) {
            int version = in.read();
            if (version != VERSION) {
                throw new IOException("version " + version);
            }
            return new Outcomes(read(in));
        } catch (IOException | IllegalArgumentException e) {
            throw new HaltException("the outcomes stored with the cursor can't be read", e);
        }
    }

    private static Map<Long, Outcome> read(DataInputStream in) throws IOException {
        Map<Long, Outcome> outcomes = new HashMap<>();
        for (int kind = in.readByte(); kind != END; kind = in.readByte()) {
            outcomes.put(in.readLong(), outcome(kind, in));
        }
        return outcomes;
    }

    private static Outcome outcome(int kind, DataInputStream in) throws IOException {
        return switch (kind) {
            case REPLIED -> new Outcome.Replied(in.readUTF(), in.readNBytes(in.readInt()));
            case FAILED -> new Outcome.Failed(in.readUTF(), in.readUTF(), in.readUTF(), in.readInt());
            default -> throw new IOException("kind " + kind);
        };
    }

    /** Collects the outcomes of one partition's batch. */
    static final class Encoder {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Encoder() {
            write(() -> out.writeByte(VERSION));
        }

        void add(long offset, Outcome outcome) {
            write(() -> {
                if (outcome instanceof Outcome.Replied replied) {
                    out.writeByte(REPLIED);
                    out.writeLong(offset);
                    out.writeUTF(replied.type());
                    out.writeInt(replied.body().length);
                    out.write(replied.body());
                } else if (outcome instanceof Outcome.Failed failed) {
                    out.writeByte(FAILED);
                    out.writeLong(offset);
                    out.writeUTF(failed.errorClass());
                    out.writeUTF(failed.error());
                    out.writeUTF(failed.origin());
                    out.writeInt(failed.attempts());
                }
            });
        }

        ByteBuffer finish() {
            write(() -> out.writeByte(END));
            return compressed();
        }

        /** At once, since each call of the native code costs more than what it does to a few bytes. */
        private ByteBuffer compressed() {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            Deflater deflater = new Deflater(Deflater.BEST_SPEED);
            write(() -> {
                try (DeflaterOutputStream deflating = new DeflaterOutputStream(compressed, deflater, 8192)) {
                    bytes.writeTo(deflating);
                }
            });
            deflater.end();
            return ByteBuffer.wrap(compressed.toByteArray());
        }

        private static void write(Writing writing) {
            try {
                writing.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e); // writing to memory
            }
        }

        private interface Writing {
            void run() throws IOException;
        }
    }
}
