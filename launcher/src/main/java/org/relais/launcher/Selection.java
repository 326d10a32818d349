package org.relais.launcher;

import java.util.ArrayList;
import java.util.List;
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

    /** The letters it selects; those that are settled only if they were named, or if all are wanted. */
    List<Letter> of(Letters letters, String production, boolean settledToo) {
        List<Letter> found = new ArrayList<>();
        for (String id : ids) found.add(letters.at(place(production, id)));
        if (!ids.isEmpty()) return found.stream().filter(conditions()).toList();
        return letters.find(component, conditions().and(letter -> settledToo || letter.fate() == null));
    }

    private static Place place(String production, String id) {
        Place place = Letter.place(production, id);
        if (place == null)
            throw new WrongSettings("'" + id + "' is no dead letter's id such as training-operation/2@15");
        return place;
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
        return letter -> value.matcher(letter.field(field)).matches();
    }
}
