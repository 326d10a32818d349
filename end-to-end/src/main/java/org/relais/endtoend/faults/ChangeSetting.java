package org.relais.endtoend.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.relais.messages.Topics;

/** A live setting changes: every copy of the component stops between two polls and begins anew. */
record ChangeSetting() implements Fault {
    private static final List<String> SIZES = List.of("200", "500", "1000", "2000");
    private static final Map<String, Work> COMPONENTS = Map.of(
            "service-csv",
            Work.OF_SERVICE,
            "process-router",
            Work.OF_ROUTER,
            "file-operation",
            Work.OF_FILE_OPERATION,
            "operation-db",
            Work.OF_TRAINING);

    @Override
    public String kind() {
        return "live setting changed";
    }

    @Override
    public boolean strike(Scene scene) throws Exception {
        String component = any(COMPONENTS.keySet().stream().sorted().toList(), scene.random());
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, scene.bootstrap());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            String key = component + "/max.poll.records";
            producer.send(new ProducerRecord<>(Topics.settings(Work.PRODUCTION), 0, key, any(SIZES, scene.random())))
                    .get();
        }
        scene.recoveries().expect(kind(), COMPONENTS.getOrDefault(component, Work.OF_ANYONE), Scene.now());
        return true;
    }

    private static String any(List<String> choice, Random random) {
        return choice.get(random.nextInt(choice.size()));
    }
}
