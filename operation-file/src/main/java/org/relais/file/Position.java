package org.relais.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.relais.messages.OneLine;
import org.relais.runtime.HaltException;

/**
 * How far the file is committed: the operation's cursor, which travels in the metadata of the offsets.
 *
 * @param sequence the number of the batch it was committed with; it grows by one with each
 * @param path a hash of the file's path: another one means that the settings name another file now
 * @param inode which file it was, to find it again when it was renamed
 * @param length how long the file was, in bytes
 * @param check what {@link Tail} says of its end
 */
record Position(long sequence, int path, long inode, long length, int check) {

    /** The digits of any language: earlier versions wrote those of the machine's own. */
    private static final Pattern TEXT =
            Pattern.compile("1 (\\p{Nd}{1,18}) ([0-9a-f]{8}) (\\p{Nd}{1,20}) (\\p{Nd}{1,18}) ([0-9a-f]{8})");

    private static final int LONGEST = 80;

    /** {@return the position in a form for people and for {@link #parse}: at most 80 characters} */
    String text() {
        return String.format(
                Locale.ROOT, "1 %d %08x %s %d %08x", sequence, path, Long.toUnsignedString(inode), length, check);
    }

    /**
     * {@return the position in a text}
     *
     * @throws HaltException if it is not one
     */
    static Position parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw unreadable(text);
        }
        try {
            return of(matcher);
        } catch (NumberFormatException e) { // twenty digits can be more than 64 bits
            throw unreadable(text);
        }
    }

    private static HaltException unreadable(String text) {
        return new HaltException("the metadata of the committed offsets is '" + OneLine.of(text, LONGEST)
                + "', which this version can't read: run the version that wrote it, or reset the offsets of the group");
    }

    private static Position of(MatchResult matcher) {
        return new Position(
                Long.parseLong(matcher.group(1)),
                Integer.parseUnsignedInt(matcher.group(2), 16),
                Long.parseUnsignedLong(matcher.group(3)),
                Long.parseLong(matcher.group(4)),
                Integer.parseUnsignedInt(matcher.group(5), 16));
    }

    /**
     * {@return the newest position that is known; offsets that people have set carry none, and may have carried a newer one}
     *
     * @param metadata of all partitions
     */
    static Optional<Position> newest(Collection<String> metadata) {
        return metadata.stream()
                .filter(text -> !text.isEmpty())
                .map(Position::parse)
                .max(Comparator.comparingLong(Position::sequence));
    }

    /** {@return the hash by which a position knows its file} */
    static int hash(Path file) {
        CRC32C crc = new CRC32C();
        crc.update(file.toString().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    boolean isOf(Path file) {
        return path == hash(file);
    }
}
