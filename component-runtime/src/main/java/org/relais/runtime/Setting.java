package org.relais.runtime;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a component of a settings record as a setting. Its key is the record component's name with a dot before each capital:
 * {@code callInterval} is {@code call.interval}, in the environment {@code RELAIS_SERVICE_CSV_CALL_INTERVAL}.
 *
 * <p>Types: {@code String}, {@code int}, {@code long}, {@code boolean}, {@code char}, {@link java.time.Duration} ({@code 5 s},
 * {@code 200 ms}, {@code PT5S}), {@link java.nio.file.Path}, {@link java.nio.charset.Charset} and enums. A
 * {@code Map<String, String>} takes all settings whose keys begin with its own and a dot, by the rest of their keys. A check that involves more than
 * one setting belongs into the record's constructor, as an {@link IllegalArgumentException}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** The default of a setting that has none and must be given. */
    String REQUIRED = "\0required";

    /** The default of a setting that may be absent: the record's component is null and marked {@code @Nullable}. */
    String NONE = "\0none";

    /** {@return what it is for, in one sentence} */
    String description();

    /** {@return its default, as text} */
    String byDefault() default REQUIRED;

    /** {@return the key, where the record component's name does not serve; empty: it does} */
    String key() default "";

    /** {@return the least value of a number, of a duration in milliseconds} */
    long min() default Long.MIN_VALUE;

    /** {@return the greatest value of a number, of a duration in milliseconds} */
    long max() default Long.MAX_VALUE;

    /** {@return whether the value must never be shown; no live value is accepted for it} */
    boolean secret() default false;

    /** {@return whether it says who or where the process is, and so can't change while it runs} */
    boolean identity() default false;
}
