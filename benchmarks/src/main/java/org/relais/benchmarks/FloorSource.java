package org.relais.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.relais.runtime.FloorClients;

/**
 * The floor's way in: sends all rows, and holds back while too many are on their way, as services do. All bodies are at hand before it
 * starts, one behind the other, so that the garbage collector has nothing to do with them. Used by one thread.
 */
final class FloorSource {

    private static final long LOOK_MILLIS = 100;

    private final byte[] bodies;
    private final int[] ends;
    private final long firstId;
    private final FloorClients clients;
    private final FloorSends sends;
    private final FloorRecords records = new FloorRecords();
    private final FloorIds ids = new FloorIds();
    private long looked;
    private boolean tooLong;
    private int sent;

    FloorSource(Rows rows, FloorClients clients) {
        this.clients = clients;
        this.sends = new FloorSends(clients.producer("floor.source"));
        this.firstId = Rows.FIRST_ID;
        this.ends = new int[rows.count()];
        byte[] all = new byte[Math.multiplyExact(rows.count(), 110)];
        int position = 0;
        for (int i = 0; i < rows.count(); i++) {
            byte[] body = rows.row(i).json();
            System.arraycopy(body, 0, all, position, body.length);
            position += body.length;
            ends[i] = position;
        }
        this.bodies = all;
    }

    /** Sends all rows.
     *
     * @param ended how many sessions are over */
    void run(LongSupplier ended) throws InterruptedException {
        while (sent < ends.length) {
            if (tooLong(ended)) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } else {
                sendBatch();
            }
        }
    }

    private boolean tooLong(LongSupplier ended) {
        long now = System.nanoTime();
        if (now - looked >= TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
            tooLong = sent - ended.getAsLong() > clients.maxBacklog();
            looked = now;
        }
        return tooLong;
    }

    private void sendBatch() {
        long millis = System.currentTimeMillis();
        records.tick(millis);
        ids.tick(millis);
        int end = Math.min(sent + clients.batch(), ends.length);
        sends.begin();
        for (; sent < end; sent++) {
            byte[] body = Arrays.copyOfRange(bodies, sent == 0 ? 0 : ends[sent - 1], ends[sent]);
            sends.send(records.opening(Bytes.of(Long.toString(firstId + sent)), body, ids.next()));
        }
        sends.commit();
    }
}
