package org.relais.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DbSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jdbc:mysql://db/x-hidden",
                "postgresql://db/x-hidden",
                "jdbc:postgresql://db:port/x-hidden",
                "jdbc:postgresql://db/x?user=a&password=x-hidden",
                "jdbc:postgresql://db/x?sslPassword=x-hidden",
                "jdbc:postgresql://db/x?pass%77ord=x-hidden",
                "jdbc:postgresql://a:x-hidden@db/x"
            })
    void refusesAUrlWithoutShowingIt(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DbSettingsBuilder().trainingUrl(url).build())
                .withMessageContaining("training.url must")
                .withMessageNotContaining("hidden");
    }

    @Test
    void refusesToRunNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new DbSettingsBuilder().enabled(false, false, false).build())
                .withMessageContaining("training.enabled");
    }

    @Test
    void anyOperationMayBeOff() {
        assertThat(new DbSettingsBuilder().enabled(true, true, false).build().productEnabled())
                .isFalse();
        assertThat(new DbSettingsBuilder().enabled(true, false, false).build().postgresEnabled())
                .isFalse();
        assertThat(new DbSettingsBuilder().enabled(false, false, true).build().trainingEnabled())
                .isFalse();
    }

    @Test
    void productsGoWhereTrainingsGoUnlessToldOtherwise() {
        DbSettings same = new DbSettingsBuilder().build();
        assertThat(same.product().url()).isEqualTo(same.training().url());
        assertThat(same.product().user()).isEqualTo(same.training().user());
        assertThat(same.product().password()).isEqualTo(same.training().password());
        String other = "jdbc:postgresql://elsewhere:5432/products";
        assertThat(new DbSettingsBuilder().productUrl(other).build().product().url())
                .isEqualTo(other);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new DbSettingsBuilder().productUrl("jdbc:mysql://db/x").build())
                .withMessageContaining("product.url must");
    }

    @Test
    void showsNoSecret() {
        DbSettings settings = new DbSettingsBuilder().build();
        assertThat(settings + " " + settings.training() + settings.postgres())
                .doesNotContain("secret")
                .doesNotContain("jdbc:");
    }
}
