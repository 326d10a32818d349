package org.relais.launcher;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a production is.
 *
 * @param production its name
 * @param time when that was
 * @param jobs what its components do, each job once, by the components' names
 * @param deadLetters all that nobody has resent or discarded
 */
record ProductionStatus(
        String production,
        String time,
        List<Job> jobs,
        @JsonProperty("dead_letters") long deadLetters) {

    /**
     * One job of a component, done by all its copies together.
     *
     * @param component the component's name
     * @param name the job's name, that of its topic
     * @param copies the copies that are there, or were there last
     * @param lag offsets that wait in its topics, where a commit marker takes one, too; of a service for HTTP the requests that wait for
     *     their answer
     * @param done messages that it has taken in, or a service has sent, ever; what only the copies can tell counts from their start
     * @param perSecond how many of them a second, since the last look or, as far as only the copies can tell, within the last seconds; null if
     *     it was looked only once
     * @param deadLetters those of its messages that nobody has resent or discarded
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Job(
            String component,
            String name,
            List<Copy> copies,
            long lag,
            long done,
            @JsonProperty("per_second") @Nullable Double perSecond,
            @JsonProperty("dead_letters") long deadLetters) {}

    /**
     * One copy of a component, as to one job.
     *
     * @param copy its number or name
     * @param host where it runs
     * @param pid its process id there
     * @param state what it said last, or {@code SILENT} if that is too long ago for one that lives
     * @param reason why, if that needs a reason
     * @param time when it said so
     */
    record Copy(String copy, String host, long pid, String state, String reason, String time) {}
}
