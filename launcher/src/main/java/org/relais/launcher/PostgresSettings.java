package org.relais.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

/** The server's settings that differ from PostgreSQL's own. Durability is untouched: fsync and synchronous commit are on. */
final class PostgresSettings {
    private PostgresSettings() {}

    static Map<String, String> of(int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        // A socket's path may have 107 bytes at most, which a data directory easily exceeds; TCP it is, for everyone.
        settings.put("unix_socket_directories", "");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("max_connections", "50");
        settings.put("shared_buffers", "64MB");
        settings.put("max_wal_size", "512MB");
        // Nobody replicates from here, so the log needs what recovery needs and no more.
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        // No reader reads more than it finds in memory: the three I/O processes of the default would only take memory.
        settings.put("io_method", "sync");
        settings.put("jit", "off");
        settings.put("log_checkpoints", "off");
        return settings;
    }
}
