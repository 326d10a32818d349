package org.relais.rest;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * Takes in a request's body as it comes: no thread waits for a client that is slow, else a few dozen of them would keep all others out. The
 * server's threads use it, one at a time.
 */
final class BodyReader implements ReadListener {

    /** Enough for the largest body at 300 kbit/s. A client that sends nothing the server's own limit ends sooner. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int CHUNK = 8 * 1024;

    private final ServletInputStream in;
    private final int most;
    private final BodyBudget budget;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final long end = System.nanoTime() + LONGEST.toNanos();

    private BodyReader(ServletInputStream in, int most, BodyBudget budget) {
        this.in = in;
        this.most = most;
        this.budget = budget;
    }

    /**
     * Begins to read the body of a request that is answered later.
     *
     * @param most how many bytes it may have
     * @param budget of which it takes what it holds
     */
    static BodyReader of(HttpServletRequest request, int most, BodyBudget budget) {
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        try {
            BodyReader reader = new BodyReader(request.getInputStream(), most, budget);
            reader.in.setReadListener(reader);
            return reader;
        } catch (IOException e) {
            throw unreadable();
        }
    }

    /** {@return the body, or the problem with it} */
    CompletableFuture<byte[]> body() {
        return body;
    }

    /** The request is answered, and what it held is free for others. */
    void release() {
        budget.giveBack(taken.size());
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] chunk = new byte[CHUNK];
        while (!body.isDone() && in.isReady()) {
            int length = in.read(chunk);
            if (length < 0) {
                return;
            }
            take(chunk, length);
        }
    }

    private void take(byte[] chunk, int length) {
        if (!budget.take(length)) {
            body.completeExceptionally(tooMuch());
            return;
        }
        taken.write(chunk, 0, length);
        if (taken.size() > most) {
            body.completeExceptionally(tooLarge(most));
        } else if (System.nanoTime() - end > 0) {
            body.completeExceptionally(tooSlow());
        }
    }

    @Override
    public void onAllDataRead() {
        body.complete(taken.toByteArray());
    }

    @Override
    public void onError(Throwable failure) {
        boolean slow = failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException;
        body.completeExceptionally(slow ? tooSlow() : unreadable());
    }

    private static ProblemException tooLarge(int most) {
        return Problem.of(413, "the body is larger than " + most + " bytes").exception();
    }

    private static ProblemException tooMuch() {
        return Problem.of(503, "too much is being sent at once; try again later")
                .exception();
    }

    private static ProblemException tooSlow() {
        return Problem.of(408, "the body did not come in time").exception();
    }

    private static ProblemException unreadable() {
        return Problem.of(400, "the body could not be read to its end").exception();
    }
}
