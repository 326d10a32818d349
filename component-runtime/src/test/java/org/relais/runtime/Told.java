package org.relais.runtime;

/** A reply of the tests. */
record Told(String text) {}
