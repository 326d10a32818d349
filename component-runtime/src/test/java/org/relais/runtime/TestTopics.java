package org.relais.runtime;

import org.relais.messages.Topic;

/** The components of the tests' productions. */
final class TestTopics {

    static final Topic<Ask, Told> PROCESS = new Topic<>("process", Ask.class, Told.class);
    static final Topic<Ask, Told> OPERATION = new Topic<>("operation", Ask.class, Told.class);
    static final Topic<Ask, Told> OTHER = new Topic<>("other-operation", Ask.class, Told.class);
    static final Topic<Ask, Told> SERVICE = new Topic<>("service", Ask.class, Told.class);

    private TestTopics() {}
}
