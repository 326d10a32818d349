package org.relais.endtoend.faults;

/**
 * The CSV file gets another name while it is read and a new one begins, or another file that begins with the same rows takes its place.
 *
 * @param rotated whether it is rotated, not replaced
 */
record ChangeFile(boolean rotated) implements Fault {
    @Override
    public String kind() {
        return "CSV file " + (rotated ? "rotated" : "replaced");
    }

    @Override
    public boolean strike(Scene scene) throws Exception {
        if (rotated) {
            scene.feed().rotate();
        } else {
            scene.feed().replace();
        }
        scene.recoveries().expect(kind(), Work.OF_SERVICE, Scene.now());
        return true;
    }
}
