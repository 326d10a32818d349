package org.relais.messages;

/** What the postgres operation answers: to a request to store with {@link Done}, to a question with a page, to a change with a count. */
public sealed interface FormationReply permits Done, FormationPage, FormationsChanged {}
