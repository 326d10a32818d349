# One image for each component: docker build --build-arg MODULE=operation-file .
# Works with BuildKit and without it. All modules are built once, in a stage that is the same for every image.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -q -Dmaven.test.skip=true -Dspotless.check.skip=true package \
        -pl '!benchmarks,!end-to-end' \
    && for jar in service-*/target/service-*.jar process-*/target/process-*.jar operation-*/target/operation-*.jar; do \
        module=$(basename "$jar" .jar) \
        && mkdir -p "/out/$module/lib" "/out/$module/own" \
        && cp "$module"/target/lib/*.jar "/out/$module/lib/" \
        && mv "/out/$module/lib"/component-runtime-*.jar "/out/$module/lib"/shared-messages-*.jar "/out/$module/own/" \
        && cp "$jar" "/out/$module/app.jar" || exit 1; \
    done \
    && cp launcher/target/launcher.jar /out/

# Kafka's image with the broker that ./relais run starts: Kafka's own loses ends of transactions when it is killed (docs/guarantees.md).
# Settings, folders and tools are the image's. The jar's name comes last, so that the image's archive of classes still fits.
FROM apache/kafka:4.3.1 AS broker
USER root
COPY --from=build /out/launcher.jar /opt/kafka/libs/zz-relais.jar
RUN sed -i 's/ kafka\.Kafka / org.relais.launcher.BrokerMain /' /opt/kafka/bin/kafka-server-start.sh \
    && grep -q BrokerMain /opt/kafka/bin/kafka-server-start.sh
USER appuser

FROM eclipse-temurin:25-jre
ARG MODULE
RUN groupadd --gid 10001 relais && useradd --uid 10001 --gid relais --no-create-home --shell /usr/sbin/nologin relais \
    && mkdir -p /data/in /data/out && chown relais:relais /data/in /data/out
WORKDIR /app
# From what changes seldom to what changes often: a new class of ours does not copy the libraries again.
COPY --from=build /out/${MODULE}/lib/ lib/
COPY --from=build /out/${MODULE}/own/ lib/
COPY --from=build /out/${MODULE}/app.jar app.jar
COPY launcher/src/main/resources/formation.csv sample/
# Class data sharing: the classes of a start without a broker are mapped instead of parsed. A missing archive does no harm.
RUN RELAIS_PATH=/tmp timeout -s TERM 4 java -XX:ArchiveClassesAtExit=app.jsa -Xmx96m -XX:+UseSerialGC -jar app.jar \
        --bootstrap.servers=127.0.0.1:1 --health.port=0 > /dev/null 2>&1; \
    if [ -s app.jsa ]; then chmod 644 app.jsa; fi
# As for the processes that ./relais run starts: a small heap, one collector thread, code compiled once, but for business processes.
RUN printf '%s\n' -XX:SharedArchiveFile=/app/app.jsa -Xlog:cds=off -Xlog:class+path=off -Xmx96m -Xmn48m -Xss512k -XX:+UseSerialGC \
        -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Djava.io.tmpdir=/tmp > jvm.options \
    && case "$MODULE" in \
        process-*) printf '%s\n' -XX:MaxInlineLevel=6 -XX:FreqInlineSize=70 -XX:InlineSmallCode=500 ;; \
        *) echo -XX:TieredStopAtLevel=1 ;; \
    esac >> jvm.options
USER 10001:10001
ENV RELAIS_HEALTH_PORT=8080 RELAIS_HEALTH_HOST=0.0.0.0
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 \
    CMD ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "@/app/jvm.options", "-jar", "/app/app.jar"]
