package org.relais.endtoend.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The production that is hurt: the formation production from the CSV file on, with two copies of what may have several. */
final class ProductionUnderFire {
    private ProductionUnderFire() {}

    static Path write(Path file) throws IOException {
        return Files.writeString(file, """
                production: %s
                partitions: 4
                components:
                  service-csv:
                    module: service-csv
                    settings:
                      filename: "%s"
                      call.interval: 100 ms
                  process-router:
                    module: process-router
                    copies: 2
                  file-operation:
                    module: operation-file
                    settings:
                      filename: toto.csv
                  operation-db:
                    module: operation-db
                    copies: 2
                """.formatted(Work.PRODUCTION, Feed.PATTERN));
    }
}
