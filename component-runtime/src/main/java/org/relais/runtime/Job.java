package org.relais.runtime;

/** One part's work, from clients made anew to clients closed. After a failure that can pass it is run again from the start. */
interface Job extends AutoCloseable {

    /** {@return the part's name, unique in the production} */
    String name();

    /**
     * Works until the lifecycle ends.
     *
     * @param lifecycle tells when to stop, and is told how it goes
     */
    void run(Lifecycle lifecycle);

    /** Gives back what outlives one run. */
    @Override
    void close();
}
