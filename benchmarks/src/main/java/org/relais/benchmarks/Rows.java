package org.relais.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The rows of the benchmark: the same for the same seed. Each has an id of its own; name and room are as long as those of a real
 * catalogue and contain what tempts a parser: letters beyond ASCII, spaces. Immutable.
 *
 * @param count how many
 * @param seed what they are made from
 * @param refused how many in a hundred the training operation refuses
 * @param refusal why
 */
record Rows(int count, long seed, int refused, Refusal refusal) {

    /** The first row's id; ids are consecutive. */
    static final long FIRST_ID = 100_000;

    private static final int HUNDRED = 100;
    private static final String[] SUBJECTS = {
        "Introduction", "Java", "Kafka", "Sécurité", "Réseaux", "Bases de données", "Gestion de projet", "Statistiques"
    };
    private static final String[] LEVELS = {"débutant", "intermédiaire", "avancé", "expert"};

    /**
     * One row.
     *
     * @param id its id
     * @param nom the course's name
     * @param salle the room
     */
    record Row(long id, String nom, String salle) {

        String csv() {
            return id + ";" + nom + ';' + salle;
        }

        /** The row as the body of a FormationRequest. */
        byte[] json() {
            String json = "{\"formation\":{\"id\":" + id + ",\"nom\":\"" + nom + "\",\"salle\":\"" + salle + "\"}}";
            return json.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Rows of which none is refused. */
    Rows(int count, long seed) {
        this(count, seed, 0, Refusal.LENGTH);
    }

    /** {@return how many are refused} */
    int refusals() {
        return (int) IntStream.range(0, count).filter(this::isRefused).count();
    }

    private boolean isRefused(int index) {
        return refused > 0 && new SplittableRandom(~seed * 0x9E3779B97F4A7C15L + index).nextInt(HUNDRED) < refused;
    }

    /** {@return a row}
     *
     * @param index 0 for the first */
    Row row(int index) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index);
        String subject = SUBJECTS[random.nextInt(SUBJECTS.length)];
        String level = LEVELS[random.nextInt(LEVELS.length)];
        String nom = subject + ' ' + level + ' ' + random.nextInt(10_000);
        return new Row(FIRST_ID + index, isRefused(index) ? refusal.name(nom) : nom, "salle" + random.nextInt(1_000));
    }

    /** {@return the row of a message that is measured by itself}
     *
     * @param id its id */
    static Row single(long id) {
        return new Row(id, "formation" + id, "salle" + id);
    }

    /** Writes all rows as a CSV file with its header. */
    void write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("id;nom;salle\n");
            for (int i = 0; i < count; i++) {
                out.write(row(i).csv());
                out.write('\n');
            }
        }
    }
}
