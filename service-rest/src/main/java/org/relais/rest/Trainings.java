package org.relais.rest;

import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Formation;
import org.relais.messages.FormationDelete;
import org.relais.messages.FormationListRequest;
import org.relais.messages.FormationPage;
import org.relais.messages.FormationQuery;
import org.relais.messages.FormationReply;
import org.relais.messages.FormationRequest;
import org.relais.messages.FormationUpdate;
import org.relais.messages.FormationsChanged;
import org.relais.messages.Topics;
import org.relais.runtime.FailedReply;

/** Formations over HTTP: new ones go through the router, what is stored is read and changed by the postgres operation. */
record Trainings(Calls calls, JsonBody bodies) {

    /** What the training operation's columns take. */
    private static final int LONGEST = 50;

    private static final int USUAL_LIMIT = 100;
    private static final int MOST = 1_000;

    CompletableFuture<Response> create(Context context) {
        return bodies.answer(context, Formation.class, body -> create(context, body));
    }

    private CompletableFuture<Response> create(Context context, Formation body) {
        Formation formation = checked(body, LONGEST);
        long id = JsonBody.required(formation.id(), "id");
        return calls.change(
                context,
                Topics.ROUTER,
                new FormationRequest(formation),
                (session, reply) -> {
                    Answers.Routed routed = new Answers.Routed(session, reply.stored(), formation);
                    Response response = Response.json(reply.stored() ? 201 : 200, Answers.Routed.class, routed);
                    return reply.stored() ? response.with("Location", "/training/" + id) : response;
                },
                (session, failed) -> problem(500, session, failed));
    }

    CompletableFuture<Response> list(Context context) {
        return calls.ask(
                context,
                Topics.POSTGRES_OPERATION,
                new FormationListRequest(null, limit(context), after(context)),
                reply -> page(context, (FormationPage) reply));
    }

    CompletableFuture<Response> get(Context context) {
        long id = id(context);
        FormationListRequest all = new FormationListRequest(id, limit(context), after(context));
        return Parameters.flag(context, "all")
                ? calls.ask(context, Topics.POSTGRES_OPERATION, all, reply -> page(context, (FormationPage) reply))
                : calls.ask(context, Topics.POSTGRES_OPERATION, new FormationQuery(id), Trainings::first);
    }

    CompletableFuture<Response> update(Context context) {
        long id = id(context);
        return bodies.answer(context, Formation.class, body -> update(context, id, body));
    }

    private CompletableFuture<Response> update(Context context, long id, Formation given) {
        Formation body = checked(given, Integer.MAX_VALUE);
        if (body.id() != null && body.id() != id) {
            throw Problem.ofField("id", "field 'id' is not the id of the path").exception();
        }
        Formation formation = new Formation(id, body.nom(), body.salle());
        return calls.change(
                context,
                Topics.POSTGRES_OPERATION,
                new FormationUpdate(formation),
                (session, reply) -> count(reply) == 0
                        ? none()
                        : Response.json(
                                200, Answers.Updated.class, new Answers.Updated(session, count(reply), formation)),
                Trainings::refused);
    }

    CompletableFuture<Response> delete(Context context) {
        return calls.change(
                context,
                Topics.POSTGRES_OPERATION,
                new FormationDelete(id(context)),
                (session, reply) -> count(reply) == 0 ? none() : Response.empty(204),
                Trainings::refused);
    }

    private static Response first(FormationReply reply) {
        FormationPage page = (FormationPage) reply;
        return page.formations().isEmpty()
                ? none()
                : Response.json(200, Formation.class, page.formations().get(0));
    }

    private static Response page(Context context, FormationPage page) {
        if (page.formations().isEmpty() && context.pathParamMap().containsKey("id") && after(context) == null) {
            return none();
        }
        Response response = Response.json(200, FormationPage.class, page);
        return page.next() == null ? response : response.with("Link", next(context, page.next()));
    }

    private static String next(Context context, long after) {
        String all = context.pathParamMap().containsKey("id") ? "all=true&" : "";
        return "<?" + all + "limit=" + limit(context) + "&after=" + after + ">; rel=\"next\"";
    }

    private static Response none() {
        return Problem.of(404, "there is no formation with this id").response();
    }

    private static long count(FormationReply reply) {
        return ((FormationsChanged) reply).count();
    }

    private static Response refused(String session, FailedReply failed) {
        return problem(failed.isRejected() ? 400 : 500, session, failed);
    }

    private static Response problem(int status, String session, FailedReply failed) {
        return Problem.of(status, String.valueOf(failed.getMessage()))
                .in(session)
                .response();
    }

    private static Formation checked(Formation formation, int longest) {
        return new Formation(
                formation.id(),
                Texts.check(formation.nom(), "nom", longest),
                Texts.check(formation.salle(), "salle", longest));
    }

    private static long id(Context context) {
        return Parameters.number("id", context.pathParam("id"), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static int limit(Context context) {
        String limit = Parameters.value(context, "limit");
        return limit == null ? USUAL_LIMIT : (int) Parameters.number("limit", limit, 1, MOST);
    }

    private static @Nullable Long after(Context context) {
        String after = Parameters.value(context, "after");
        return after == null ? null : Parameters.number("after", after, 0, Long.MAX_VALUE);
    }
}
