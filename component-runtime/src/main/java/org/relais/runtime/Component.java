package org.relais.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topic;

/**
 * Describes a component and runs it: one process with one job, or with several that belong together.
 *
 * <pre>{@code
 * Component.named("file-operation").settings(FileSettings.class)
 *     .operation(FILE_OPERATION, FileSink::new, settings -> new FileOperation())
 *     .run(args);
 * }</pre>
 *
 * <p>Not thread-safe: describe it and run it in {@code main}.
 *
 * @param <T> the record of the component's settings
 */
public final class Component<T extends Record> {

    private final String name;
    private final Class<T> settings;
    private final List<Part<T>> parts = new ArrayList<>();

    private Component(String name, Class<T> settings) {
        this.name = name;
        this.settings = settings;
    }

    /**
     * {@return the start of a description}
     *
     * @param name the component's name in {@code production.yml}, settings and logs
     */
    public static Named named(String name) {
        return new Named(Objects.requireNonNull(name));
    }

    /**
     * Adds an operation.
     *
     * @param topic what it reads
     * @param sink makes what its effects go into
     * @param operation makes the handler
     * @return this
     */
    public <Q, R, S> Component<T> operation(
            Topic<Q, R> topic, Function<T, ? extends Sink<S>> sink, Function<T, Operation<Q, R, S>> operation) {
        return add(
                topic.name(),
                (values, context) -> new OperationJob<>(context, topic, sink.apply(values), operation.apply(values)));
    }

    /**
     * Adds a business process.
     *
     * @param topic what it reads
     * @param process makes the handler
     * @return this
     */
    public <Q, R> Component<T> process(Topic<Q, R> topic, Function<T, Process<Q, R>> process) {
        return add(topic.name(), (values, context) -> new ProcessJob<>(context, topic, process.apply(values)));
    }

    /**
     * Adds a service.
     *
     * @param topic what names the service: its dead letters go to this topic's
     * @param service makes the service
     * @return this
     */
    public Component<T> service(Topic<?, ?> topic, Function<T, Service> service) {
        return add(topic.name(), (values, context) -> new ServiceJob(context, topic, service.apply(values)));
    }

    /**
     * Adds a gateway: three parts, of which one sends its calls, one reads the replies, and one carries calls with a key out once.
     *
     * @param topic what names it: replies to its calls go to this topic's
     * @param keys the topic of calls with a key
     * @param memory how long and how many keys are remembered
     * @param gateway makes the gateway
     * @return this
     */
    public Component<T> gateway(
            Topic<?, ?> topic,
            Topic<?, ?> keys,
            Function<T, Gateway.Memory> memory,
            Function<T, ? extends Gateway> gateway) {
        Switchboard board = new Switchboard();
        add(topic.name(), (values, context) -> new GatewaySender(context, topic, keys, board));
        add(keys.name(), (values, context) -> new LedgerJob(context, keys, memory.apply(values)));
        return add(
                topic.name() + ".replies",
                (values, context) -> new GatewayReplies(context, topic, gateway.apply(values), board));
    }

    /**
     * Adds a service that reads a Kafka topic outside the production.
     *
     * @param topic what names the service: its dead letters go to this topic's
     * @param service makes the service
     * @return this
     */
    public Component<T> topicService(Topic<?, ?> topic, Function<T, ? extends TopicService<?>> service) {
        return add(topic.name(), (values, context) -> new TopicServiceJob<>(context, topic, service.apply(values)));
    }

    /**
     * Adds an operation that writes to a Kafka topic outside the production.
     *
     * @param topic what it reads
     * @param outside where its effects go
     * @param operation makes the handler
     * @return this
     */
    public <Q, R> Component<T> topicOperation(
            Topic<Q, R> topic, Function<T, OutsideTopic> outside, Function<T, Operation<Q, R, TopicWriter>> operation) {
        return add(topic.name(), (values, context) -> {
            TopicSink sink = new TopicSink(context, topic, outside.apply(values));
            return new OperationJob<>(context, topic, sink, operation.apply(values), sink::sendTo);
        });
    }

    /**
     * Switches the part added last on or off.
     *
     * @param condition whether it is to run
     * @return this
     */
    public Component<T> onlyIf(Predicate<T> condition) {
        parts.get(parts.size() - 1).condition = condition;
        return this;
    }

    /**
     * Runs until it is told to stop (SIGTERM) or a part fails, then ends the process: 0 stopped, 1 failed, 2 wrong settings.
     *
     * @param args the command line
     */
    public void run(String... args) {
        System.exit(new Main<>(name, settings, parts).run(args));
    }

    private Component<T> add(String partName, JobFactory<T> factory) {
        parts.add(new Part<>(partName, factory));
        return this;
    }

    /** A component that has a name and no settings yet. */
    public static final class Named {

        private final String name;

        private Named(String name) {
            this.name = name;
        }

        /**
         * {@return the description, to be added to}
         *
         * @param settings the record of its settings
         */
        public <T extends Record> Component<T> settings(Class<T> settings) {
            return new Component<>(name, settings);
        }
    }

    /** Makes a part's job once the settings are known. */
    @FunctionalInterface
    interface JobFactory<T> {
        Job create(T settings, Context context);
    }

    /** One job of the process. */
    static final class Part<T> {
        final String name;
        final JobFactory<T> factory;

        @Nullable
        Predicate<T> condition;

        Part(String name, JobFactory<T> factory) {
            this.name = name;
            this.factory = factory;
        }

        boolean runs(T settings) {
            return condition == null || condition.test(settings);
        }
    }
}
