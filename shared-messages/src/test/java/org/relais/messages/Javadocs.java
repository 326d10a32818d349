package org.relais.messages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the sources say of themselves: the documents repeat it, so that nothing is told twice. */
final class Javadocs {

    private static final Path SOURCES = Path.of("src/main/java/org/relais/messages");
    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\{@link\\s+#?([\\w.]*#)?([^}\\s]+)\\}");

    private Javadocs() {}

    /** {@return what a type is} */
    static String of(Class<?> type) {
        return prose(before(source(type), "(?:sealed )?(?:record|interface) " + type.getSimpleName() + "\\b"));
    }

    /** {@return what a record's component means} */
    static String of(Class<?> type, String component) {
        String comment = before(source(type), "record " + type.getSimpleName() + "\\b");
        Matcher param = Pattern.compile("@param " + component + "\\s+(.*?)(?=\\n@param|$)", Pattern.DOTALL)
                .matcher(comment);
        if (!param.find()) {
            throw new AssertionError(type.getSimpleName() + " does not tell what '" + component + "' means");
        }
        return clean(param.group(1));
    }

    /** {@return what a constant stands for} */
    static String ofConstant(Class<?> type, String constant) {
        return prose(before(source(type), "(?:public static final [\\w<>?, ]+ )?" + constant + "\\b"));
    }

    private static String source(Class<?> type) {
        Class<?> outer = type.getEnclosingClass() == null ? type : type.getEnclosingClass();
        try {
            return Files.readString(SOURCES.resolve(outer.getSimpleName() + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String before(String source, String declaration) {
        Pattern declared =
                Pattern.compile("\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*(?:public |private |static )*" + declaration);
        return COMMENT.matcher(source)
                .results()
                .filter(comment -> declared.matcher(source)
                        .region(comment.end(), source.length())
                        .lookingAt())
                .map(Javadocs::text)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no comment before " + declaration));
    }

    private static String text(MatchResult comment) {
        return Objects.requireNonNull(comment.group(1))
                .replaceAll("\\n\\s*\\* ?", "\n")
                .strip();
    }

    private static String prose(String comment) {
        return clean(comment.replaceAll("(?s)\\n?@param.*", ""));
    }

    private static String clean(String text) {
        String linked = LINK.matcher(text).replaceAll("`$2`");
        return linked.replaceAll("\\{@code\\s+([^{}]*(?:\\{[^{}]*\\})?[^{}]*)\\}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
