package org.relais.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/messages.md and docs/asyncapi.yaml say what the records say. */
class MessageDocumentsTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final String WRITE = "relais.docs.write";
    private static final String HINT =
            "to make it again: mvn -pl shared-messages test -Dtest=MessageDocumentsTest -D" + WRITE + "=true";

    @Test
    void messagesPageIsUpToDate() throws IOException {
        compare("messages.md", MessagesMarkdown.text());
    }

    @Test
    void asyncApiDocumentIsUpToDate() throws IOException {
        compare("asyncapi.yaml", AsyncApi.text());
    }

    private static void compare(String name, String expected) throws IOException {
        Path document = DOCS.resolve(name);
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(document, expected);
        }
        assertThat(document).as(HINT).exists();
        assertThat(Files.readString(document)).as(HINT).isEqualTo(expected);
    }
}
