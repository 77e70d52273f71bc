/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-operation.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-reply.h"
#include "anf-tus.h"

#include <glib/gi18n.h>

AnfAnswer *
anf_operation_explain (const AnfExchange *exchange, const GError *error)
{
  const char *operation = exchange->match.route->operation;
  /* With If-Match the client said which version it means to change. */
  if (exchange->if_match >= 0 && anf_error_code (error) == ANF_ERROR_CONFLICT)
    return anf_problem_answer (ANF_PROBLEM_PRECONDITION, error->message, NULL);
  /* A login that has to wait was tried too often. */
  if (g_str_equal (operation, "createSession") && anf_error_code (error) == ANF_ERROR_BUSY)
    return anf_problem_answer (ANF_PROBLEM_TOO_MANY, error->message, NULL);
  return anf_problem_from_error (error, operation);
}

static AnfAnswer *
explain_faults (GPtrArray *faults)
{
  const AnfSchemaFault *first = g_ptr_array_index (faults, 0);
  g_autofree char *detail = *first->pointer == '\0'
                                ? g_strdup_printf (_ ("the body %s"), first->detail)
                                : g_strdup_printf (_ ("“%s”: %s"), first->pointer, first->detail);
  return anf_problem_answer (ANF_PROBLEM_INVALID, detail, faults);
}

/* Reads the body and checks it against its schema; NULL with @answer when it is wrong. */
static JsonNode *
read_body (AnfExchange *exchange, AnfAnswer **answer)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (exchange->body, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = anf_json_parse (text == NULL ? "" : text, size, &error);
  if (body == NULL)
    {
      *answer = anf_problem_answer (ANF_PROBLEM_MALFORMED, error->message, NULL);
      return NULL;
    }
  g_autoptr (GPtrArray) faults = anf_schemas_check (
      anf_router_get_schemas (exchange->frame->router), exchange->match.route->body_schema, body);
  if (faults->len == 0 && JSON_NODE_HOLDS_OBJECT (body))
    return g_steal_pointer (&body);
  *answer = faults->len > 0
                ? explain_faults (faults)
                : anf_problem_answer (ANF_PROBLEM_INVALID, _ ("the body is not an object"), NULL);
  return NULL;
}

static AnfAnswer *
call_office (AnfExchange *exchange, AnfReply **reply)
{
  AnfAnswer *answer = NULL;
  g_autoptr (JsonNode) body = exchange->body == NULL ? NULL : read_body (exchange, &answer);
  if (answer != NULL)
    return answer;
  const AnfCall call = {
    .operation = exchange->match.route->operation,
    .token = exchange->token,
    .id = exchange->match.parameters[0],
    .sub = exchange->match.parameters[1],
    .query = exchange->query,
    .body = body == NULL ? NULL : json_node_get_object (body),
    .if_match = exchange->if_match,
    .idempotency_key = exchange->repeat_key,
  };
  g_autoptr (GError) error = NULL;
  *reply = anf_office_call (exchange->frame->office, &call, &error);
  return *reply == NULL ? anf_operation_explain (exchange, error) : NULL;
}

static AnfAnswer *
tell_readiness (AnfExchange *exchange)
{
  g_autoptr (GError) error = NULL;
  if (!anf_office_is_ready (exchange->frame->office, &error))
    {
      g_warning ("not ready: %s", error->message);
      return anf_problem_answer (ANF_PROBLEM_UNAVAILABLE, NULL, NULL);
    }
  static const char ready[] = "{\"status\":\"ready\"}";
  AnfAnswer *answer = anf_answer_new (200);
  g_autoptr (GBytes) body = g_bytes_new_static (ready, sizeof ready - 1);
  anf_answer_set_body (answer, "application/json", body);
  return answer;
}

static AnfAnswer *
tell_metrics (AnfExchange *exchange)
{
  AnfFrame *frame = exchange->frame;
  GString *text = g_string_new (NULL);
  anf_metrics_append (&frame->metrics, exchange->connections,
                      anf_transfers_count (frame->transfers), text);
  anf_office_append_metrics (frame->office, text);
  AnfAnswer *answer = anf_answer_new (200);
  g_autoptr (GBytes) body = g_string_free_to_bytes (text);
  anf_answer_set_body (answer, "text/plain; version=0.0.4; charset=utf-8", body);
  return answer;
}

void
anf_operation_run (gpointer data)
{
  AnfExchange *exchange = data;
  const char *operation = exchange->match.route->operation;
  AnfReply *reply = NULL;
  AnfAnswer *answer = NULL;
  anf_language_enter (exchange->language);
  if (g_str_equal (operation, "getReadiness"))
    answer = tell_readiness (exchange);
  else if (g_str_equal (operation, "getMetrics"))
    answer = tell_metrics (exchange);
  else if (anf_tus_is_operation (operation))
    answer = anf_tus_perform (exchange);
  else
    answer = call_office (exchange, &reply);
  anf_language_leave ();

  if (reply != NULL)
    anf_reply_give (exchange, reply);
  else
    anf_exchange_reply (exchange, answer);
}
