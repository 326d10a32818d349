package org.relais.rest;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server itself refuses, before any of our code runs, is a problem like the others: no page, no trace, no version. */
final class ErrorPage extends ErrorHandler {

    @Override
    public boolean handle(Request request, org.eclipse.jetty.server.Response response, Callback callback) {
        int status = Math.max(400, response.getStatus());
        Response problem = Problem.of(status, detail(status)).response();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, problem.contentType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        problem.headers().forEach(response.getHeaders()::put);
        response.write(true, ByteBuffer.wrap(problem.body()), callback);
        return true;
    }

    private static String detail(int status) {
        return status == HttpStatus.SERVICE_UNAVAILABLE_503
                ? "this process ends; try again later"
                : "the request can't be understood";
    }
}
