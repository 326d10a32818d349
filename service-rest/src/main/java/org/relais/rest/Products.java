package org.relais.rest;

import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import org.relais.messages.Product;
import org.relais.messages.ProductMessage;
import org.relais.messages.Topics;

/** The Kafka demo over HTTP: products go through the product process. The answers are those of the source system. */
record Products(Calls calls, JsonBody bodies) {

    CompletableFuture<Response> send(Context context) {
        return bodies.answer(context, ProductMessage.class, product -> send(context, product));
    }

    private CompletableFuture<Response> send(Context context, ProductMessage product) {
        Texts.check(product.name(), "name", Product.LONGEST_NAME);
        return calls.change(
                context,
                Topics.PRODUCT_PROCESS,
                product,
                (session, stored) -> answer(200, "Message sent to KafkaDemoBP", session),
                (session, failed) -> answer(500, String.valueOf(failed.getMessage()), session));
    }

    private static Response answer(int status, String message, String session) {
        return Response.json(status, Answers.Message.class, new Answers.Message(message, session));
    }
}
