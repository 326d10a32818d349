package org.relais.db;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.relais.runtime.Setting;

/** The settings of all operations. */
record DbSettings(
        @Setting(description = "Whether the training operation runs", byDefault = "true")
        boolean trainingEnabled,

        @Setting(
                description = "The training operation's database; without password",
                byDefault = "jdbc:postgresql://db:5432/IRISAPP")
        String trainingUrl,

        @Setting(description = "The training operation's user", byDefault = "DemoData")
        String trainingUser,

        @Setting(description = "The training operation's password", byDefault = "DemoData", secret = true)
        String trainingPassword,

        @Setting(
                key = "boolean",
                description = "What the training operation replies: random (half of them true), true or false",
                byDefault = "random")
        Decision decision,

        @Setting(
                description =
                        "Makes random replies a function of this number and the request: the same request, the same reply",
                byDefault = Setting.NONE)
        @Nullable
        Long seed,

        @Setting(description = "Whether the postgres operation runs", byDefault = "true")
        boolean postgresEnabled,

        @Setting(
                description = "The postgres operation's database; without password",
                byDefault = "jdbc:postgresql://db:5432/DemoData")
        String postgresUrl,

        @Setting(description = "The postgres operation's user", byDefault = "DemoData")
        String postgresUser,

        @Setting(description = "The postgres operation's password", byDefault = "DemoData", secret = true)
        String postgresPassword,

        @Setting(description = "Whether the product operation runs", byDefault = "true")
        boolean productEnabled,

        @Setting(
                description = "The product operation's database; without password; default: the training operation's",
                byDefault = Setting.NONE)
        @Nullable
        String productUrl,

        @Setting(
                description = "The product operation's user; default: the training operation's",
                byDefault = Setting.NONE)
        @Nullable
        String productUser,

        @Setting(
                description = "The product operation's password; default: the training operation's",
                byDefault = Setting.NONE,
                secret = true)
        @Nullable
        String productPassword,

        @Setting(description = "Connections of each operation at most", byDefault = "2", min = 1, max = 20)
        int poolSize,

        @Setting(description = "How long to wait for a connection", byDefault = "5 s", min = 250, max = 60_000)
        Duration connectTimeout,

        @Setting(
                description = "How long to wait for another transaction's lock",
                byDefault = "5 s",
                min = 1,
                max = 60_000)
        Duration lockTimeout,

        @Setting(
                description = "How long a statement may take; the connection is given up 10 s later",
                byDefault = "20 s",
                min = 1,
                max = 200_000)
        Duration statementTimeout) {

    /** As a parameter; or before the host, which pgjdbc takes for a part of its name, and shows when it can't be found. */
    private static final Pattern SECRET = Pattern.compile("password=|//[^/?]*@", Pattern.CASE_INSENSITIVE);

    /** Checks what one setting alone can't show. */
    DbSettings {
        checkUrl("training.url", trainingUrl);
        checkUrl("postgres.url", postgresUrl);
        if (productUrl != null) {
            checkUrl("product.url", productUrl);
        }
        if (!trainingEnabled && !postgresEnabled && !productEnabled) {
            throw new IllegalArgumentException(
                    "training.enabled, postgres.enabled and product.enabled are all false: nothing would run");
        }
    }

    /** {@return the training operation's database} */
    DatabaseSettings training() {
        return database("training", trainingUrl, trainingUser, trainingPassword);
    }

    /** {@return the postgres operation's database} */
    DatabaseSettings postgres() {
        return database("postgres", postgresUrl, postgresUser, postgresPassword);
    }

    /** {@return the product operation's database} */
    DatabaseSettings product() {
        return database(
                "product",
                productUrl == null ? trainingUrl : productUrl,
                productUser == null ? trainingUser : productUser,
                productPassword == null ? trainingPassword : productPassword);
    }

    private DatabaseSettings database(String name, String url, String user, String password) {
        return new DatabaseSettings(name, url, user, password, poolSize, connectTimeout, lockTimeout, statementTimeout);
    }

    /** The messages don't show the URL: it may hold what it must not. */
    private static void checkUrl(String key, String url) {
        if (!url.startsWith("jdbc:postgresql:") || Driver.parseURL(url, null) == null) {
            throw new IllegalArgumentException(key + " must be like jdbc:postgresql://host:5432/database");
        }
        if (SECRET.matcher(decoded(url)).find()) {
            throw new IllegalArgumentException(
                    key
                            + " must not hold a password, which everybody could read in the status: there is a setting of its own for the user's");
        }
    }

    /** The driver decodes names as well as values. */
    private static String decoded(String url) {
        try {
            return URLDecoder.decode(url, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return url; // the driver will not decode it either
        }
    }

    /** Without the secrets, and without the rest, which would be of no use in a log. */
    @Override
    public String toString() {
        return "DbSettings";
    }
}
