package org.relais.runtime;

import java.lang.reflect.RecordComponent;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One setting as its record declares it: how it is called, what it takes, and how its text is read. */
record Definition(String key, Class<?> type, Setting declared) {

    static Definition of(RecordComponent component) {
        Setting declared = component.getAnnotation(Setting.class);
        if (declared == null) {
            throw new IllegalArgumentException(component + " lacks @Setting");
        }
        return new Definition(
                declared.key().isEmpty() ? dotted(component.getName()) : declared.key(), component.getType(), declared);
    }

    /** {@return whether it stands for all keys that begin with its own and a dot} */
    boolean open() {
        return type == Map.class;
    }

    boolean required() {
        return declared.byDefault().equals(Setting.REQUIRED);
    }

    @Nullable
    String byDefault() {
        return required() || declared.byDefault().equals(Setting.NONE) ? null : declared.byDefault();
    }

    String environment(String component) {
        return environmentName(component) + '_' + upper(key);
    }

    static String environmentName(String component) {
        return "RELAIS_" + upper(component);
    }

    static String upper(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    /**
     * {@return the value in a text}
     *
     * @throws IllegalArgumentException with what was expected
     */
    Object parse(String text) {
        Object value = parseUnchecked(text);
        if (value instanceof Number number) {
            checkRange(number.longValue(), "");
        } else if (value instanceof Duration duration) {
            checkRange(duration.toMillis(), " ms");
        }
        return value;
    }

    private Object parseUnchecked(String text) {
        try {
            return convert(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("expected " + expected(), e);
        }
    }

    @SuppressWarnings("unchecked")
    private Object convert(String text) {
        if (type == String.class) {
            return text;
        } else if (type == int.class || type == Integer.class) {
            return Integer.parseInt(text);
        } else if (type == long.class || type == Long.class) {
            return Long.parseLong(text);
        } else if (type == boolean.class) {
            return bool(text);
        } else if (type == char.class) {
            return character(text);
        } else if (type == Duration.class) {
            return Durations.parse(text);
        } else if (type == Path.class) {
            return Path.of(text);
        } else if (type == Charset.class) {
            return Charset.forName(text);
        } else if (type.isEnum()) {
            return constant((Class<? extends Enum<?>>) type, text);
        }
        throw new IllegalStateException("no setting can be a " + type);
    }

    String expected() {
        if (type.isEnum()) {
            return constants().collect(Collectors.joining(", "));
        } else if (type == boolean.class) {
            return "true or false";
        } else if (type == char.class) {
            return "a single character";
        } else if (type == Duration.class) {
            return "a duration such as 5 s, 200 ms or PT5S";
        } else if (type == Charset.class) {
            return "a character set such as UTF-8";
        } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        return type == Path.class ? "a path" : "a text";
    }

    private void checkRange(long value, String unit) {
        if (value < declared.min() || value > declared.max()) {
            String from = declared.min() == Long.MIN_VALUE ? "" : " from " + declared.min() + unit;
            String to = declared.max() == Long.MAX_VALUE ? "" : " to " + declared.max() + unit;
            throw new IllegalArgumentException("expected a value" + from + to);
        }
    }

    private java.util.stream.Stream<String> constants() {
        return Arrays.stream(Objects.requireNonNull(type.getEnumConstants())).map(value -> lower((Enum<?>) value));
    }

    private static Object constant(Class<? extends Enum<?>> type, String text) {
        return Arrays.stream(Objects.requireNonNull(type.getEnumConstants()))
                .filter(value -> lower(value).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return text.equals("true");
    }

    private static char character(String text) {
        String plain = text.equals("\\t") ? "\t" : text;
        if (plain.length() != 1) {
            throw new IllegalArgumentException(text);
        }
        return plain.charAt(0);
    }

    private static String dotted(String name) {
        return name.replaceAll("([A-Z])", ".$1").toLowerCase(Locale.ROOT);
    }
}
