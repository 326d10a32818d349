package org.relais.rest;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.relais.runtime.HaltException;
import org.relais.runtime.Requester;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for HTTP requests and hands each to whoever answers it. Threads may share it. */
final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("org.relais.service-rest");
    private static final String OTHER_METHOD = "X-HTTP-Method-Override";
    private static final int THREADS = 64;
    private static final int LEAST_THREADS = 8;
    private static final int SEARCHES = 8;
    private static final int IDLE_MILLIS = 60_000;
    private static final int READ_MILLIS = 10_000;
    private static final int LAST_ANSWERS_MILLIS = 2_000;

    private final RestSettings settings;
    private final QueuedThreadPool threads = new QueuedThreadPool(THREADS, LEAST_THREADS, IDLE_MILLIS);
    private final GracefulHandler requests = new GracefulHandler();
    private final InFlight inFlight;
    private final Metrics metrics;
    private final Tokens tokens;
    private final Requester requester;
    private final Routes routes = new Routes();
    private final Javalin javalin;

    private Server(RestSettings settings, Requester requester) {
        this.settings = settings;
        this.requester = requester;
        this.inFlight = new InFlight(settings.maxInFlight());
        this.metrics = new Metrics(inFlight::count);
        this.tokens = new Tokens(settings.tokenHashes());
        threads.setName("http");
        addRoutes();
        this.javalin = Javalin.create(this::configure);
    }

    /**
     * Begins to listen.
     *
     * @throws HaltException if the port is taken
     */
    static Server start(RestSettings settings, Requester requester) {
        Server server = new Server(settings, requester);
        try {
            server.javalin.start(settings.address(), settings.port());
        } catch (JavalinBindException e) {
            throw new HaltException(
                    "port " + settings.port() + " of " + settings.address()
                            + " can't be listened on: give another one with --port, or another address with --host",
                    e);
        }
        LOG.info("listening on http://{}:{}", settings.address(), server.port());
        return server;
    }

    int port() {
        return javalin.port();
    }

    Routes routes() {
        return routes;
    }

    /** Who waits has been told by now what became of the request, or is about to be: that answer still goes out. */
    @Override
    public void close() {
        requests.shutdown()
                .completeOnTimeout(null, LAST_ANSWERS_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        javalin.stop();
        metrics.close();
    }

    private void addRoutes() {
        Docs docs = new Docs();
        Calls calls = new Calls(requester, tokens, threads, inFlight, settings.timeout());
        JsonBody bodies = new JsonBody();
        Sessions sessions = new Sessions(requester, threads, new InFlight(SEARCHES), settings.timeout());
        Products products = new Products(calls, bodies);
        Trainings trainings = new Trainings(calls, bodies);
        routes.add("GET", "/", guarded(context -> version()))
                .add("GET", "/training", calling(trainings::list))
                .add("POST", "/training", calling(trainings::create))
                .add("GET", "/training/{id}", calling(trainings::get))
                .add("PUT", "/training/{id}", calling(trainings::update))
                .add("DELETE", "/training/{id}", calling(trainings::delete))
                .add("POST", "/kafka", calling(products::send))
                .add("GET", "/sessions/{id}", calling(sessions::get))
                .add("GET", "/health/live", open(context -> health("up")))
                .add("GET", "/health/ready", open(context -> ready()))
                .add("GET", "/metrics", guarded(context -> metrics.scrape()))
                .add("GET", "/openapi.json", open(context -> docs.description()))
                .add("GET", "/docs", open(context -> docs.page()))
                .add("GET", "/docs/{file}", open(docs::file));
    }

    /** Whoever asks is answered. */
    private static Handler open(Function<Context, Response> answer) {
        return context -> answer.apply(context).write(context);
    }

    /** Whoever has a token is answered. */
    private Handler guarded(Function<Context, Response> answer) {
        return context -> {
            tokens.check(context);
            answer.apply(context).write(context);
        };
    }

    /** Whoever has a token is answered when the reply is there; no thread waits for it. */
    private Handler calling(Function<Context, CompletableFuture<Response>> answer) {
        return context -> {
            tokens.check(context);
            context.future(() -> answer.apply(context).thenAccept(response -> response.write(context)));
        };
    }

    private static Response version() {
        String version = Server.class.getPackage().getImplementationVersion();
        return Response.json(
                200, Answers.Version.class, new Answers.Version(version == null ? "development" : version));
    }

    private static Response health(String status) {
        return Response.json(200, Answers.Health.class, new Answers.Health(status));
    }

    private Response ready() {
        return requester.isReady()
                ? health("ready")
                : Problem.of(503, "the cluster can't be reached").response();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.asyncTimeout = 0; // each call has its own limit
        config.http.maxRequestSize = JsonBody.MOST_BYTES;
        config.router.ignoreTrailingSlashes = true;
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(Server::bound);
        config.jetty.modifyServer(server -> server.insertHandler(requests));
        config.jetty.modifyServer(server -> server.setErrorHandler(new ErrorPage()));
        config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(new ErrorPage()));
        config.requestLogger.http((context, millis) -> metrics.answered(context, routes.of(context), millis));
        config.routes.exception(
                ProblemException.class,
                (problem, context) -> problem.problem().response().write(context));
        config.routes.exception(HttpResponseException.class, this::refuse);
        config.routes.exception(Exception.class, (e, context) -> {
            LOG.error("{} {} failed", context.req().getMethod(), routes.of(context), e);
            Problem.of(500, "an error of this service; its log says more")
                    .response()
                    .write(context);
        });
        routes.install(config);
    }

    /** What was refused before any route was found. */
    private void refuse(HttpResponseException refusal, Context context) {
        if (refusal.getStatus() == HttpStatus.NOT_FOUND_404) {
            routes.none(context);
        } else {
            Problem.of(refusal.getStatus(), "the request can't be understood")
                    .response()
                    .write(context);
        }
    }

    /** What a client can make the server hold for it. */
    private static void bound(HttpConfiguration configuration) {
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRequestHeaderSize(16 * 1024);
        configuration.setIdleTimeout(READ_MILLIS); // of a request that is being read or answered, not of one that waits
        configuration.addCustomizer((request, answer) -> asItCame(request));
    }

    /** Javalin would take the method from this header: a GET that some gateway lets through could delete. */
    private static Request asItCame(Request request) {
        if (!request.getHeaders().contains(OTHER_METHOD)) {
            return request;
        }
        HttpFields headers =
                HttpFields.build(request.getHeaders()).remove(OTHER_METHOD).asImmutable();
        return new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return headers;
            }
        };
    }
}
