package org.relais.benchmarks;

import java.util.Locale;

/** A measurement as text for people. */
final class Table {

    private final StringBuilder text = new StringBuilder();

    private Table() {}

    static String of(Measurement measurement) {
        Table table = new Table();
        ProductionResult production = measurement.production();
        if (production != null) {
            table.production(production);
        }
        ProductionResult refusing = measurement.refusing();
        if (production != null && refusing != null) {
            table.refusing(production, refusing);
        }
        for (FloorResult floor : measurement.floors()) {
            table.floor(floor);
        }
        if (production != null && !measurement.floors().isEmpty()) {
            table.line(
                    "%nThe production takes %.2f times the processor time of the floor: %.1f against %.1f us a row.",
                    measurement.ratio(), production.cpuMicrosPerRow(), measurement.floorMicrosPerRow());
        }
        Percentiles latency = measurement.latency();
        if (latency != null) {
            table.latency(latency);
        }
        Percentiles floorLatency = measurement.floorLatency();
        if (latency != null && floorLatency != null) {
            table.floorLatency(latency, floorLatency);
        }
        HttpResult http = measurement.http();
        if (http != null) {
            table.http(http);
        }
        return table.text.toString();
    }

    private void production(ProductionResult production) {
        line(
                "%,d rows in %.1f s: %,.0f rows/s; each effect checked to be there once",
                production.rows(), production.nanos() / 1e9, production.rowsPerSecond());
        line("%nprocessor time        us/row   of that JIT     GC   start-up s    memory MiB: peak    at the end");
        production.used().forEach((name, used) -> process(name, used, production.rows()));
        line(
                "%-20s %7.1f   (this program's own, not counted: %.1f)",
                "all", production.cpuMicrosPerRow(), production.benchMicros() / (double) production.rows());
        line(
                "records of a row: %,.0f bytes; on the broker's disk: %,.0f%n",
                production.recordBytes(), production.logBytes());
    }

    private void refusing(ProductionResult production, ProductionResult refusing) {
        line("With rejected rows:");
        production(refusing);
        line(
                "That is %.2f times the rows/s, and %.2f times the processor time of a row, without them.%n",
                refusing.rowsPerSecond() / production.rowsPerSecond(),
                refusing.cpuMicrosPerRow() / production.cpuMicrosPerRow());
    }

    private void process(String name, Meter.Used used, int rows) {
        line(
                "%-20s %7.1f   %11.1f %6.1f   %10.1f   %16.0f   %11.0f",
                name,
                used.micros() / (double) rows,
                used.threads().compiler() / (double) rows,
                used.threads().collector() / (double) rows,
                used.startMicros() / 1e6,
                used.memory().peakMebibytes(),
                used.memory().mebibytes());
    }

    private void floor(FloorResult floor) {
        double rows = floor.rows();
        line(
                "%-20s %7.1f   (client %.1f, of that JIT %.1f and GC %.1f; broker %.1f; %,.0f rows/s; %,.0f bytes a row, on disk %,.0f)",
                "floor",
                floor.cpuMicrosPerRow(),
                floor.clientMicros() / rows,
                floor.client().compiler() / rows,
                floor.client().collector() / rows,
                floor.brokerMicros() / rows,
                floor.rowsPerSecond(),
                floor.recordBytes(),
                floor.logBytes());
    }

    private void latency(Percentiles latency) {
        line(
                "Latency of %,d single messages at 50 a second, from send to the row visible: p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                latency.count(), latency.at(50) / 1e6, latency.at(99) / 1e6, latency.max() / 1e6);
    }

    private void floorLatency(Percentiles latency, Percentiles floor) {
        line(
                "Through the floor, until the last operation has them: p50 %.1f ms, p99 %.1f ms, max %.1f ms; the production takes %.2f times as long (p50)",
                floor.at(50) / 1e6, floor.at(99) / 1e6, floor.max() / 1e6, latency.at(50) / (double) floor.at(50));
    }

    private void http(HttpResult http) {
        line(
                "POST /training/ at 50 a second, until the answer: p50 %.1f ms, p99 %.1f ms; while a bulk file is worked on: p50 %.1f ms, p99 %.1f ms",
                http.idle().at(50) / 1e6,
                http.idle().at(99) / 1e6,
                http.bulk().at(50) / 1e6,
                http.bulk().at(99) / 1e6);
        line("Highest rate tried with p99 under 500 ms: %,d requests a second", http.rate());
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
