package org.relais.launcher;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Place;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is about: named, or by what they say. */
final class Selection {
    @Parameters(
            paramLabel = "ID",
            description = "dead letters by their ids, as the list shows them: training-operation/2@15")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--component",
            paramLabel = "NAME",
            completionCandidates = ComponentNames.class,
            description = "those of this component or job, such as training-operation")
    private @Nullable String component;

    @Option(
            names = "--where",
            paramLabel = "FIELD=VALUE",
            description =
                    "those with this value, where * stands for anything; may be given more than once. Fields: id, component,"
                            + " session, type, error, class, origin, and those of the body, such as formation.id")
    private List<String> where = new ArrayList<>();

    boolean isEmpty() {
        return ids.isEmpty() && component == null && where.isEmpty();
    }

    /**
     * Reads the letters it selects, those of a partition together; those that are settled only if they were named, or if all are wanted.
     *
     * @param reader takes them one by one, since there may be more than can be remembered, and tells whether to go on
     */
    void read(Letters letters, String production, boolean settledToo, Predicate<Letter> reader) {
        if (ids.isEmpty()) {
            letters.find(component, settledToo, conditions(), reader);
            return;
        }
        List<Letter> named = new ArrayList<>();
        for (String id : ids) named.add(letters.at(place(production, id)));
        var unused = named.stream()
                .filter(conditions().and(this::isOfComponent))
                .sorted(Comparator.comparing(
                        letter -> letter.place().topicPartition().toString()))
                .allMatch(reader);
    }

    /**
     * The only letter it selects, if there is one.
     *
     * @throws WrongSettings if there are several
     */
    Optional<Letter> only(Letters letters, String production) {
        List<Letter> first = new ArrayList<>();
        AtomicLong count = new AtomicLong();
        read(letters, production, false, letter -> {
            if (count.incrementAndGet() == 1) first.add(letter);
            return true;
        });
        if (count.get() > 1) {
            throw new WrongSettings("--edit is for one dead letter, but " + count.get() + " are selected");
        }
        return first.stream().findFirst();
    }

    private static Place place(String production, String id) {
        Place place = Letter.place(production, id);
        if (place == null)
            throw new WrongSettings("'" + id + "' is no dead letter's id such as training-operation/2@15");
        return place;
    }

    private boolean isOfComponent(Letter letter) {
        return component == null || Recipient.jobs(component).contains(letter.component());
    }

    private Predicate<Letter> conditions() {
        return where.stream().map(Selection::condition).reduce(letter -> true, Predicate::and);
    }

    private static Predicate<Letter> condition(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) throw new WrongSettings("--where " + text + " is not FIELD=VALUE");
        String field = text.substring(0, equals);
        String pattern = Pattern.quote(text.substring(equals + 1)).replace("*", "\\E.*\\Q");
        Pattern value = Pattern.compile(pattern, Pattern.DOTALL);
        return letter -> matches(value, letter.field(field));
    }

    /** What is not there matches nothing, not even a star: a slip of the pen must not select all. */
    private static boolean matches(Pattern value, @Nullable String field) {
        return field != null && value.matcher(field).matches();
    }
}
