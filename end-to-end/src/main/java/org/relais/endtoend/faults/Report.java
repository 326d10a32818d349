package org.relais.endtoend.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a run ended.
 *
 * @param seed repeats it
 * @param seconds how long it took, the checks included
 * @param faults how many of each kind
 * @param kills how many SIGKILLs are among them
 * @param counts of rows and effects
 * @param recoveries the times from restart to first effect
 * @param differences all that is not as promised; empty if every guarantee held
 */
public record Report(
        long seed,
        long seconds,
        Map<String, Integer> faults,
        int kills,
        Counts counts,
        RecoversWithin recoveries,
        List<String> differences) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * What counts.
     *
     * @param rows that came in
     * @param done those that have had their last effect
     * @param dead those that are dead letters
     * @param pending those that wait
     * @param calls that were made to operations
     * @param lost effects that are missing
     * @param duplicated effects that nobody asked for, or not twice
     * @param outOfOrder effects behind one of a later row with the same key
     * @param unanswered calls without just one reply
     */
    public record Counts(
            long rows,
            long done,
            long dead,
            long pending,
            long calls,
            long lost,
            long duplicated,
            long outOfOrder,
            long unanswered) {}

    /** {@return whether every guarantee held} */
    public boolean holds() {
        return differences.isEmpty();
    }

    /** {@return how many faults there were} */
    public int faultCount() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** {@return it as a table for people} */
    public String table() {
        StringBuilder text = new StringBuilder();
        line(text, "%-52s %6s   %s", "fault", "count", "recovery in ms: p50     p95     max");
        faults.forEach((kind, count) -> line(text, "%-52s %,6d   %s", kind, count, times(recoveries.millis(kind))));
        line(text, "%-52s %,6d   %s", "all", faultCount(), times(recoveries.millis()));
        line(
                text,
                "%n%,d rows = %,d done + %,d dead letters + %,d pending; %,d calls; %,d SIGKILLs; %,d s; seed %d",
                counts.rows,
                counts.done,
                counts.dead,
                counts.pending,
                counts.calls,
                kills,
                seconds,
                seed);
        line(
                text,
                "lost %,d, duplicated %,d, out of order %,d, unanswered %,d",
                counts.lost,
                counts.duplicated,
                counts.outOfOrder,
                counts.unanswered);
        differences.forEach(difference -> line(text, "BROKEN: %s", difference));
        line(text, holds() ? "Every guarantee held." : "Repeat with --seed %d", seed);
        return text.toString();
    }

    private static String times(List<Long> millis) {
        return millis.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%19d %7d %7d",
                        RecoversWithin.percentile(millis, 50),
                        RecoversWithin.percentile(millis, 95),
                        RecoversWithin.percentile(millis, 100));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** {@return it as JSON} */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seed", seed);
        json.put("holds", holds());
        json.put("seconds", seconds);
        json.put("kills", kills);
        json.put("counts", counts);
        Map<String, Object> kinds = new LinkedHashMap<>();
        faults.forEach((kind, count) -> kinds.put(kind, kind(count, recoveries.millis(kind))));
        json.put("faults", kinds);
        json.put("all", kind(faultCount(), recoveries.millis()));
        json.put("differences", differences);
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> kind(int count, List<Long> millis) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", count);
        if (!millis.isEmpty()) {
            json.put("recovery_ms_p50", RecoversWithin.percentile(millis, 50));
            json.put("recovery_ms_p95", RecoversWithin.percentile(millis, 95));
            json.put("recovery_ms_max", RecoversWithin.percentile(millis, 100));
        }
        return json;
    }
}
