package org.relais.endtoend;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One row of the input. Its {@code nom} is its own; its {@code id}, the key, is shared with others where a test says so. */
public record Row(long id, String nom, String salle) {

    /** The rows of the file that the repository ships. */
    public static final List<Row> SAMPLE = IntStream.rangeClosed(3, 6)
            .mapToObj(id -> new Row(id, "formation" + id, "salle" + id))
            .toList();

    public static final String HEADER = "id;nom;salle\n";

    /** Many rows: {@code keys} ids take turns. The first id is 100. */
    public static List<Row> many(String prefix, int count, int keys) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Row(100 + number % keys, prefix + number, "salle" + number % 7))
                .toList();
    }

    /** What the training operation replies, with this seed, as docs/settings.md says: the same request, the same reply. */
    public boolean isAgreed(long seed) {
        return new SplittableRandom(seed ^ (long) Objects.hash(nom, salle) << Integer.SIZE).nextBoolean();
    }

    /** As in the CSV file, without line end. */
    public String csv() {
        return id + ";" + nom + ";" + salle;
    }

    /** As {@link Tables#training} gives it. */
    public String training() {
        return nom + ";" + salle;
    }

    public String json() {
        return "{\"id\":" + id + ",\"nom\":\"" + nom + "\",\"salle\":\"" + salle + "\"}";
    }

    public String requestJson() {
        return "{\"formation\":" + json() + "}";
    }
}
