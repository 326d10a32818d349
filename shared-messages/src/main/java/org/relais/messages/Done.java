package org.relais.messages;

/** The reply of whoever has nothing more to tell than that the request was carried out. */
public record Done() implements FormationReply {

    /** The only value that is needed. */
    public static final Done DONE = new Done();
}
