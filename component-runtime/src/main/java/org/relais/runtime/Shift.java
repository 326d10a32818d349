package org.relais.runtime;

import java.util.List;
import org.relais.messages.ComponentStatus;
import org.relais.runtime.Lifecycle.State;

/** The workers of a process while its settings stay the same: one for each part, or none while the component is switched off. */
final class Shift {

    private final Context context;
    private final List<Worker> workers;
    private final List<ComponentStatus.Part> idle;
    private volatile boolean replaced;

    /**
     * @param context their surroundings; closed with the shift
     * @param workers who work
     * @param idle what to say of the parts that nobody works on
     */
    Shift(Context context, List<Worker> workers, List<ComponentStatus.Part> idle) {
        this.context = context;
        this.workers = workers;
        this.idle = idle;
    }

    void start() {
        workers.forEach(Worker::start);
    }

    /** {@return whether one of the workers has ended: without one of its parts it is not the component any more} */
    boolean broken() {
        return workers.stream().anyMatch(worker -> worker.end().isDone());
    }

    /** Ends the work, and waits for that; {@return whether all ended as they were told to} */
    boolean end() {
        workers.forEach(Worker::stop);
        long stopped = workers.stream().filter(Worker::awaitEnd).count();
        context.close();
        return stopped == workers.size();
    }

    /** Ends the work like {@link #end}, since another shift goes on with it: to others the component doesn't stop. */
    boolean makeWay() {
        replaced = true;
        return end();
    }

    List<ComponentStatus.Part> status() {
        return workers.isEmpty() ? idle : workers.stream().map(this::status).toList();
    }

    private ComponentStatus.Part status(Worker worker) {
        ComponentStatus.Part part = worker.status();
        return replaced && part.state().equals(State.STOPPED.name())
                ? new ComponentStatus.Part(part.name(), State.STARTING.name(), "", part.figures())
                : part;
    }
}
