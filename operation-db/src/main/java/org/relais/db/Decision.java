package org.relais.db;

/** How the training operation decides whether a formation goes further. */
enum Decision {
    /** Half of them do. */
    RANDOM,
    /** All of them do. */
    TRUE,
    /** None of them does. */
    FALSE
}
