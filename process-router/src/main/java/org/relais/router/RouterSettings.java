package org.relais.router;

/** The router has no settings of its own. */
record RouterSettings() {}
