package org.relais.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.relais.messages.trace.Step;
import org.relais.messages.trace.Trace;

/** A session as a Mermaid sequence diagram. What was sent can't break out of its label. */
final class SequenceDiagram {
    private static final int BODY = 60;
    private static final String HARMLESS = " _.,-/=()'+*!?@";

    private final Map<String, String> participants = new LinkedHashMap<>();
    private final List<String> arrows = new ArrayList<>();

    private SequenceDiagram() {}

    static List<String> of(Trace trace) {
        SequenceDiagram diagram = new SequenceDiagram();
        trace.messages().forEach(diagram::add);
        List<String> lines = new ArrayList<>(List.of("sequenceDiagram"));
        diagram.participants.forEach((name, alias) -> lines.add("    participant " + alias + " as " + label(name)));
        lines.addAll(diagram.arrows);
        return lines;
    }

    private void add(Step step) {
        String from = alias(step.from());
        String body = Shown.cut(step.body().toString(), BODY);
        arrows.add("    "
                + switch (step.kind()) {
                    case REQUEST -> from + "->>" + alias(step.to()) + ": " + label(step.type() + " " + body);
                    case REPLY ->
                        from + ("error".equals(step.status()) ? "--x" : "-->>") + alias(step.to()) + ": "
                                + label(step.type() + " " + body
                                        + (step.millis() == null ? "" : " " + step.millis() + " ms"));
                    case DEAD_LETTER ->
                        "Note over " + from + ": " + label("dead letter (" + step.status() + "): " + step.error());
                });
    }

    private String alias(String name) {
        return participants.computeIfAbsent(name, each -> "p" + (participants.size() + 1));
    }

    /** As entity codes what Mermaid may take for syntax: all but letters, digits and a few signs; and the word "end". */
    private static String label(String text) {
        StringBuilder label = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || HARMLESS.indexOf(c) >= 0) label.appendCodePoint(c);
            else label.append('#').append(c).append(';');
        });
        return label.toString().replaceAll("(?i)\\b(e)(nd)\\b", "#101;$2");
    }
}
