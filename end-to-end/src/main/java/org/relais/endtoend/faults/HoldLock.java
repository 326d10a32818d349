package org.relais.endtoend.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.relais.endtoend.Tables;

/** Somebody else holds a lock on the table for longer than an operation waits for it. */
record HoldLock() implements Fault {
    private static final int HELD_MILLIS = 7_000;

    @Override
    public String kind() {
        return "table locked for 7 s";
    }

    @Override
    public boolean strike(Scene scene) {
        try (Connection connection = scene.connect(Tables.TRAINING);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE iris.training IN EXCLUSIVE MODE");
            Scene.pass(HELD_MILLIS);
            connection.rollback();
        } catch (SQLException serverIsGone) { // killed just before: that counts already
            return false;
        }
        scene.recoveries().expect(kind(), Work.OF_TRAINING, Scene.now());
        return true;
    }
}
