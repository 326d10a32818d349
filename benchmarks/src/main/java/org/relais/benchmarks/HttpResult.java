package org.relais.benchmarks;

/**
 * What the HTTP service does.
 *
 * @param idle nanoseconds of requests, 50 a second, on an otherwise idle production
 * @param rate the highest rate that was tried and held, in requests a second
 * @param bulk nanoseconds of requests, 50 a second, while a bulk file is worked on
 */
record HttpResult(Percentiles idle, int rate, Percentiles bulk) {}
