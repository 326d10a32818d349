package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is to be done with a message, for every way in which the two cursors can stand to each other. */
class StandingTest {

    @Test
    void atTheVeryBeginningEverythingIsMissing() {
        Standing standing = standing(null, null);
        assertThat(standing.start()).isEmpty();
        assertBoth(standing, 0);
    }

    @Test
    void equalCursorsGoOnTogether() {
        Standing standing = standing(10L, 10L);
        assertThat(start(standing)).isEqualTo(10);
        assertNothing(standing, 9);
        assertBoth(standing, 10);
    }

    @Test
    void aSinkAheadNeedsRepliesOnly() {
        Standing standing = standing(10L, 12L);
        assertThat(start(standing)).isEqualTo(10);
        assertNothing(standing, 9);
        assertThat(standing.needsEffect(10)).isFalse();
        assertThat(standing.needsReply(10)).isTrue();
        assertThat(standing.needsEffect(11)).isFalse();
        assertBoth(standing, 12);
        assertThat(standing.stored(11)).isInstanceOf(Outcome.Replied.class);
        assertThat(standing.stored(10)).isNull();
    }

    @Test
    void aSinkBehindNeedsRowsOnly() {
        Standing standing = standing(12L, 10L);
        assertThat(start(standing)).isEqualTo(10);
        assertThat(standing.needsEffect(10)).isTrue();
        assertThat(standing.needsReply(10)).isFalse();
        assertBoth(standing, 12);
    }

    @Test
    void aSinkWithoutACursorBeginsAtTheBeginning() {
        Standing standing = standing(12L, null);
        assertThat(standing.start()).isEmpty();
        assertThat(standing.needsEffect(0)).isTrue();
        assertThat(standing.needsReply(11)).isFalse();
    }

    @Test
    void aGroupWithoutAnOffsetRepliesFromTheBeginning() {
        Standing standing = standing(null, 12L);
        assertThat(standing.start()).isEmpty();
        assertThat(standing.needsEffect(11)).isFalse();
        assertThat(standing.needsReply(0)).isTrue();
    }

    @Test
    void aSinkWhoseCursorIsTheGroupsGoesByThat() {
        Standing standing = new Standing(Records.TOPIC_ID, offset(12), null, false);
        assertThat(start(standing)).isEqualTo(12);
        assertNothing(standing, 11);
        assertBoth(standing, 12);
    }

    @Test
    void startsWithTheEpochOfTheCursorItStartsAtSoThatATruncatedLogIsNoticed() {
        assertThat(standing(12L, 10L).start().orElseThrow().leaderEpoch()).contains(5);
        assertThat(standing(10L, 12L).start().orElseThrow().leaderEpoch()).contains(3);
        assertThat(standing(10L, 10L).start().orElseThrow().leaderEpoch()).contains(5);
    }

    @Test
    void noticesThatWhatIsSaidToBeAppliedWasWrittenOver() {
        Standing standing = standing(10L, 12L);
        standing.checkApplied(record(11, 5));
        standing.checkApplied(record(12, 6));
        assertThatThrownBy(() -> standing.checkApplied(record(11, 6)))
                .isInstanceOf(HaltException.class)
                .hasMessageContaining("f.topic/1");
    }

    @Test
    void commitsNothingBehindTheGroup() {
        Standing standing = standing(12L, 10L);
        assertThat(standing.commit(offset(11), "")).isEmpty();
        assertThat(standing.commit(offset(12), "")).isEmpty();
        assertThat(standing.commit(offset(13), "").orElseThrow().offset()).isEqualTo(13);
    }

    @Test
    void keepsWhatTheSinkAddedLast() {
        Standing standing =
                new Standing(Records.TOPIC_ID, new OffsetAndMetadata(3, "c=3,d=0,a=0,x=0;old"), null, false);
        assertThat(standing.commit(offset(4), "").orElseThrow().metadata()).endsWith(";old");
        assertThat(standing.commit(offset(5), "new").orElseThrow().metadata()).endsWith(";new");
        assertThat(standing.commit(offset(6), "").orElseThrow().metadata()).endsWith(";new");
    }

    @Test
    void movesForwardOnly() {
        Standing standing = standing(12L, 10L);
        standing.moveTo(11);
        assertThat(standing.needsEffect(10)).isFalse();
        assertThat(standing.needsReply(11)).isFalse();
        standing.moveTo(20);
        assertNothing(standing, 19);
        assertBoth(standing, 20);
    }

    private static void assertBoth(Standing standing, long offset) {
        assertThat(standing.needsEffect(offset)).isTrue();
        assertThat(standing.needsReply(offset)).isTrue();
    }

    private static void assertNothing(Standing standing, long offset) {
        assertThat(standing.needsEffect(offset)).isFalse();
        assertThat(standing.needsReply(offset)).isFalse();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, int epoch) {
        return Records.record("f.topic", 1, offset, epoch, null, null, new RecordHeaders());
    }

    private static long start(Standing standing) {
        return standing.start().orElseThrow().offset();
    }

    private static Standing standing(@Nullable Long replied, @Nullable Long applied) {
        return new Standing(
                Records.TOPIC_ID,
                replied == null ? null : offset(replied),
                applied == null ? null : cursor(applied),
                true);
    }

    private static OffsetAndMetadata offset(long offset) {
        return new OffsetAndMetadata(offset, Optional.of(3), "c=1,d=0,a=0,x=0");
    }

    private static Cursor cursor(long next) {
        Outcomes.Encoder encoder = new Outcomes.Encoder();
        encoder.add(next - 1, new Outcome.Replied("T", "{}".getBytes(UTF_8)));
        ByteBuffer outcomes = encoder.finish();
        return new Cursor(Records.TOPIC_ID, next, Optional.of(5), outcomes);
    }
}
