package org.relais.db;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.relais.runtime.Cursor;
import org.relais.runtime.HaltException;

/** The cursors in the database. They move by compare-and-set, which is what fences another process. Not thread-safe. */
final class Cursors {

    /** The lock makes us wait for a transaction of ours, or of a predecessor, of which nobody knows yet how it ends. */
    private static final String READ = """
            SELECT topic, partition, topic_id, next_offset, leader_epoch, outcomes
            FROM relais.cursor
            WHERE (topic, partition) IN (SELECT * FROM unnest(?::text[], ?::int[]))
            ORDER BY topic, partition
            FOR UPDATE""";

    private static final String ADVANCE = """
            WITH given AS (
                SELECT * FROM unnest(?::text[], ?::int[], ?::uuid[], ?::int8[], ?::int8[], ?::int[], ?::bytea[])
                    AS given(topic, partition, topic_id, expected, next_offset, leader_epoch, outcomes)
            ), moved AS (
                UPDATE relais.cursor AS cursor
                SET next_offset = given.next_offset, leader_epoch = given.leader_epoch, outcomes = given.outcomes
                FROM given
                WHERE cursor.topic = given.topic AND cursor.partition = given.partition
                    AND cursor.topic_id = given.topic_id AND cursor.next_offset = given.expected
                RETURNING 1
            ), begun AS (
                INSERT INTO relais.cursor (topic, partition, topic_id, next_offset, leader_epoch, outcomes)
                SELECT topic, partition, topic_id, next_offset, leader_epoch, outcomes FROM given WHERE expected IS NULL
                ON CONFLICT DO NOTHING
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM begun)""";

    private final Map<TopicPartition, Long> offsets = new HashMap<>();

    /**
     * Reads the cursors and remembers them.
     *
     * @param connection in a transaction that is to be ended after this
     * @param topicIds the partitions with their topics' ids
     * @return the cursors of those partitions that have one
     * @throws HaltException if a cursor is another topic's
     */
    Map<TopicPartition, Cursor> read(Connection connection, Map<TopicPartition, Uuid> topicIds) throws SQLException {
        offsets.clear();
        Map<TopicPartition, Cursor> cursors = new HashMap<>();
        List<TopicPartition> partitions = List.copyOf(topicIds.keySet());
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setArray(1, array(connection, "text", partitions, TopicPartition::topic));
            statement.setArray(2, array(connection, "int4", partitions, TopicPartition::partition));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    cursors.put(new TopicPartition(result.getString(1), result.getInt(2)), cursor(result));
                }
            }
        }
        cursors.forEach((partition, cursor) -> requireTopic(partition, cursor.topicId(), topicIds.get(partition)));
        cursors.forEach((partition, cursor) -> offsets.put(partition, cursor.nextOffset()));
        return cursors;
    }

    /**
     * Moves cursors, without committing that.
     *
     * @return whether all of them stood where they were known to stand; if not, the transaction must be rolled back
     */
    boolean advance(Connection connection, Map<TopicPartition, Cursor> cursors) throws SQLException {
        List<Map.Entry<TopicPartition, Cursor>> moves = new ArrayList<>(cursors.entrySet());
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setArray(
                    1, array(connection, "text", moves, move -> move.getKey().topic()));
            statement.setArray(
                    2, array(connection, "int4", moves, move -> move.getKey().partition()));
            statement.setArray(
                    3,
                    array(
                            connection,
                            "uuid",
                            moves,
                            move -> uuid(move.getValue().topicId())));
            statement.setArray(4, array(connection, "int8", moves, move -> offsets.get(move.getKey())));
            statement.setArray(
                    5, array(connection, "int8", moves, move -> move.getValue().nextOffset()));
            statement.setArray(
                    6,
                    array(
                            connection,
                            "int4",
                            moves,
                            move -> move.getValue().leaderEpoch().orElse(null)));
            statement.setArray(7, outcomes(connection, moves));
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1) == moves.size();
            }
        }
    }

    /** Remembers cursors whose move is committed. */
    void advanced(Map<TopicPartition, Cursor> cursors) {
        cursors.forEach((partition, cursor) -> offsets.put(partition, cursor.nextOffset()));
    }

    private static Cursor cursor(ResultSet result) throws SQLException {
        UUID topicId = result.getObject(3, UUID.class);
        return new Cursor(
                new Uuid(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits()),
                result.getLong(4),
                Optional.ofNullable(result.getObject(5, Integer.class)),
                ByteBuffer.wrap(result.getBytes(6)));
    }

    private static void requireTopic(TopicPartition partition, Uuid stored, @Nullable Uuid present) {
        if (!stored.equals(present)) {
            throw new HaltException("the database has applied " + partition + " of a topic with the id " + uuid(stored)
                    + ", but the topic with this name has the id " + (present == null ? "none" : uuid(present))
                    + ": it was deleted and made again. To process it from its beginning: DELETE FROM relais.cursor WHERE topic = '"
                    + partition.topic() + "'; then start again.");
        }
    }

    private static Array outcomes(Connection connection, List<Map.Entry<TopicPartition, Cursor>> moves)
            throws SQLException {
        byte[][] outcomes =
                moves.stream().map(move -> bytes(move.getValue().outcomes())).toArray(byte[][]::new);
        return connection.createArrayOf("bytea", outcomes);
    }

    private static <E> Array array(
            Connection connection, String type, List<E> elements, Function<E, @Nullable Object> value)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[elements.size()];
        for (int index = 0; index < values.length; index++) {
            values[index] = value.apply(elements.get(index));
        }
        return connection.createArrayOf(type, values);
    }

    private static UUID uuid(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
