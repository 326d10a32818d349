package org.relais.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measurements as JSON. Figures a row are in microseconds of processor time, memory is in MiB, latency in milliseconds. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int TOP_THREADS = 8;

    private Report() {}

    /**
     * {@return the report}
     *
     * @param shown the measurement that it tells of
     * @param all all of them
     */
    static String json(Measurement shown, List<Measurement> all) {
        Map<String, Object> report = new LinkedHashMap<>();
        ProductionResult production = shown.production();
        if (production != null) {
            report.put("rows", production.rows());
            report.put("rows_per_s", rounded(production.rowsPerSecond()));
            report.put("cpu_us_per_row", rounded(production.cpuMicrosPerRow()));
        }
        report.put("floor_cpu_us_per_row", rounded(shown.floorMicrosPerRow()));
        report.put("ratio_to_floor", Math.round(shown.ratio() * 1_000) / 1_000.0);
        Percentiles latency = shown.latency();
        if (latency != null) {
            report.put("latency_ms", latency(latency));
        }
        Percentiles floorLatency = shown.floorLatency();
        if (floorLatency != null) {
            report.put("floor_latency_ms", latency(floorLatency));
        }
        HttpResult http = shown.http();
        if (http != null) {
            report.put("http_ms", latency(http.idle()));
            report.put("http_ms_during_bulk", latency(http.bulk()));
            report.put("http_rate", http.rate());
        }
        if (production != null) {
            report.put("rss_mib", memory(production));
            report.put("processes", processes(production));
            report.put("record_bytes_per_row", rounded(production.recordBytes()));
            report.put("log_bytes_per_row", rounded(production.logBytes()));
            report.put("bench_cpu_s", rounded(production.benchMicros() / 1e6));
        }
        ProductionResult refusing = shown.refusing();
        if (production != null && refusing != null) {
            report.put("rejecting", refusing(production, refusing));
        }
        report.put("floor", shown.floors().stream().map(Report::floor).toList());
        report.put("ratios", all.stream().map(each -> rounded(each.ratio())).toList());
        return write(report);
    }

    private static Map<String, Object> latency(Percentiles latency) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("p50", rounded(latency.at(50) / 1e6));
        json.put("p99", rounded(latency.at(99) / 1e6));
        json.put("max", rounded(latency.max() / 1e6));
        json.put("messages", latency.count());
        return json;
    }

    private static Map<String, Object> memory(ProductionResult production) {
        Map<String, Object> json = new LinkedHashMap<>();
        production
                .used()
                .forEach((name, used) -> json.put(name, rounded(used.memory().peakMebibytes())));
        return json;
    }

    private static Map<String, Object> processes(ProductionResult production) {
        Map<String, Object> json = new LinkedHashMap<>();
        production.used().forEach((name, used) -> json.put(name, process(used, production.rows())));
        return json;
    }

    private static Map<String, Object> process(Meter.Used used, int rows) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cpu_us_per_row", rounded(used.micros() / (double) rows));
        json.put("jit_us_per_row", rounded(used.threads().compiler() / (double) rows));
        json.put("gc_us_per_row", rounded(used.threads().collector() / (double) rows));
        json.put("startup_cpu_s", rounded(used.startMicros() / 1e6));
        json.put("rss_mib_at_end", rounded(used.memory().mebibytes()));
        json.put("threads_us_per_row", threads(used.threads(), rows));
        return json;
    }

    private static Map<String, Object> threads(ThreadShares threads, int rows) {
        Map<String, Object> json = new LinkedHashMap<>();
        threads.top(TOP_THREADS).forEach((name, micros) -> json.put(name, rounded(micros / (double) rows)));
        return json;
    }

    private static Map<String, Object> refusing(ProductionResult production, ProductionResult refusing) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows_per_s", rounded(refusing.rowsPerSecond()));
        json.put("cpu_us_per_row", rounded(refusing.cpuMicrosPerRow()));
        json.put("ratio_of_rows_per_s", rounded(refusing.rowsPerSecond() / production.rowsPerSecond()));
        json.put("ratio_of_cpu", rounded(refusing.cpuMicrosPerRow() / production.cpuMicrosPerRow()));
        json.put("processes", processes(refusing));
        return json;
    }

    private static Map<String, Object> floor(FloorResult floor) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows_per_s", rounded(floor.rowsPerSecond()));
        json.put("cpu_us_per_row", rounded(floor.cpuMicrosPerRow()));
        json.put("client_us_per_row", rounded(floor.clientMicros() / (double) floor.rows()));
        json.put("broker_us_per_row", rounded(floor.brokerMicros() / (double) floor.rows()));
        json.put("jit_us_per_row", rounded(floor.client().compiler() / (double) floor.rows()));
        json.put("gc_us_per_row", rounded(floor.client().collector() / (double) floor.rows()));
        json.put("record_bytes_per_row", rounded(floor.recordBytes()));
        json.put("log_bytes_per_row", rounded(floor.logBytes()));
        json.put("threads_us_per_row", threads(floor.client(), floor.rows()));
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static String write(Map<String, Object> report) {
        try {
            return JSON.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
