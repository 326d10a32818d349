package org.relais.launcher;

/**
 * How far a production was at one moment; all counts are of everything that ever happened on its data directory.
 *
 * @param rows rows that services have sent
 * @param done sessions that the first process has finished
 * @param answered calls that operations have answered
 * @param deadLetters messages kept aside because they can't be processed
 * @param lag messages that wait for their component
 * @param filesDone whether every file in the input folder has been read up to its end
 * @param up whether every component process says that it is at work
 * @param trouble what a component can't do at this moment; empty if there is nothing
 */
public record Look(
        long rows,
        long done,
        long answered,
        long deadLetters,
        long lag,
        boolean filesDone,
        boolean up,
        String trouble) {
    /** Before anything happened. */
    static final Look NOTHING = new Look(0, 0, 0, 0, 0, false, false, "");

    /** Whether everything is at work and finds nothing to do at this moment. Only two such looks in a row that are equal mean the end of the input. */
    public boolean isQuiet() {
        return lag == 0 && filesDone && up;
    }
}
