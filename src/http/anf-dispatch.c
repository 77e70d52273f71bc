/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-dispatch.h"

#include "anf-contract.h"
#include "anf-field.h"
#include "anf-http-limits.h"
#include "anf-tus.h"

#include <glib/gi18n.h>

#include <string.h>

#define TOKEN_MAX 512

static const char *
get_field (AnfExchange *exchange, const char *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (exchange->message),
                                       name);
}

static gboolean
is_operation (const AnfExchange *exchange, const char *operation)
{
  return g_str_equal (exchange->match.route->operation, operation);
}

/* ---- fields ---- */

char *
anf_dispatch_parse_token (const char *field)
{
  if (field == NULL || g_ascii_strncasecmp (field, "Bearer ", 7) != 0)
    return NULL;
  const char *token = field + 7;
  const gsize size = strlen (token);
  if (size == 0 || size > TOKEN_MAX)
    return NULL;
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isalnum (token[i]) && strchr ("-._~+/=", token[i]) == NULL)
      return NULL;
  return g_strdup (token);
}

/* `"7"` is version 7, `*` any; FALSE for a tag that we never gave. */
static gboolean
read_if_match (AnfExchange *exchange)
{
  const char *field = get_field (exchange, "If-Match");
  if (field == NULL || g_str_equal (field, "*"))
    return TRUE;
  const gsize size = strlen (field);
  if (size < 3 || field[0] != '"' || field[size - 1] != '"')
    return FALSE;
  g_autofree char *digits = g_strndup (field + 1, size - 2);
  guint64 version;
  if (!g_ascii_string_to_unsigned (digits, 10, 1, G_MAXINT64, &version, NULL))
    return FALSE;
  exchange->if_match = (gint64)version;
  return TRUE;
}

/* Where the contract lets a request be known again; elsewhere the field says nothing. FALSE for a
   value that is none. */
static gboolean
read_repeat_key (AnfExchange *exchange)
{
  const char *field = get_field (exchange, "Idempotency-Key");
  if (field == NULL || !exchange->match.route->takes_key)
    return TRUE;
  exchange->repeat_key = anf_idempotency_key_parse (field);
  return exchange->repeat_key != NULL;
}

static void
read_fields (AnfExchange *exchange)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (exchange->message);
  exchange->token = anf_dispatch_parse_token (get_field (exchange, "Authorization"));
  exchange->none_match = g_strdup (get_field (exchange, "If-None-Match"));
  exchange->head_only = g_str_equal (soup_server_message_get_method (exchange->message), "HEAD");
  exchange->connections = anf_acceptor_count (exchange->frame->acceptor);
  /* libsoup would answer overlapping ranges with far more than there is; and a range on condition
     is served whole, which is always right. */
  if (get_field (exchange, "If-Range") == NULL)
    exchange->range = g_strdup (get_field (exchange, "Range"));
  soup_message_headers_remove (headers, "Range");

  const char *origin = get_field (exchange, "Origin");
  if (origin != NULL && exchange->frame->allow_origins != NULL
      && g_strv_contains (exchange->frame->allow_origins, origin))
    exchange->origin = g_strdup (origin);
}

/* ---- answers from the loop ---- */

static void
reply_preflight (AnfExchange *exchange)
{
  AnfAnswer *answer = anf_answer_new (204);
  anf_answer_set (answer, "Access-Control-Allow-Methods",
                  "GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS");
  anf_answer_set (answer, "Access-Control-Allow-Headers",
                  "Authorization, Content-Type, If-Match, If-None-Match, Accept-Language, "
                  "Idempotency-Key, "
                  "Tus-Resumable, Upload-Length, Upload-Offset, Upload-Metadata, "
                  "Upload-Checksum, Upload-Defer-Length, Upload-Concat, "
                  "X-HTTP-Method-Override, X-Request-ID, X-Requested-With");
  anf_answer_set (answer, "Access-Control-Max-Age", "86400");
  anf_exchange_reply_now (exchange, answer);
}

static void
reply_openapi (AnfExchange *exchange)
{
  g_autoptr (GBytes) openapi = anf_contract_get_openapi ();
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, openapi);
  g_autofree char *etag = g_strdup_printf ("\"%.16s\"", sum);
  AnfAnswer *answer = anf_answer_new (200);
  anf_answer_set (answer, "ETag", etag);
  anf_answer_set (answer, "Cache-Control", "no-cache");
  if (g_strcmp0 (exchange->none_match, etag) == 0)
    answer->status = 304;
  else
    anf_answer_set_body (answer, "application/json", openapi);
  anf_exchange_reply_now (exchange, answer);
}

static void
reply_health (AnfExchange *exchange)
{
  static const char alive[] = "{\"status\":\"alive\"}";
  AnfAnswer *answer = anf_answer_new (200);
  g_autoptr (GBytes) body = g_bytes_new_static (alive, sizeof alive - 1);
  anf_answer_set_body (answer, "application/json", body);
  anf_exchange_reply_now (exchange, answer);
}

static void
reply_method (AnfExchange *exchange)
{
  g_autofree char *detail = g_strdup_printf (_ ("this address takes: %s"), exchange->match.allowed);
  AnfAnswer *answer = anf_problem_answer (ANF_PROBLEM_METHOD, detail, NULL);
  anf_answer_set (answer, "Allow", exchange->match.allowed);
  anf_exchange_reply_now (exchange, answer);
}

/* ---- checks ---- */

static gboolean
is_json (const char *content_type)
{
  if (content_type == NULL)
    return FALSE;
  const gsize size = strcspn (content_type, "; ");
  return size == strlen ("application/json")
         && g_ascii_strncasecmp (content_type, "application/json", size) == 0;
}

/* Returns whether the request may go on. */
static gboolean
check_body (AnfExchange *exchange)
{
  const AnfRoute *route = exchange->match.route;
  const gint64 size = anf_connection_get_head (exchange->connection)->body_length;
  if (size > ANF_HTTP_BODY_MAX)
    {
      g_autofree char *detail
          = g_strdup_printf (_ ("a body has at most %d bytes"), ANF_HTTP_BODY_MAX);
      anf_exchange_refuse (exchange, ANF_PROBLEM_TOO_LARGE, detail);
    }
  else if (size > 0 && route->body_schema == NULL)
    anf_exchange_refuse (exchange, ANF_PROBLEM_MALFORMED, _ ("no body is taken here"));
  else if (size > 0 && !is_json (get_field (exchange, "Content-Type")))
    anf_exchange_refuse (exchange, ANF_PROBLEM_MEDIA_TYPE,
                         _ ("send “Content-Type: application/json”"));
  else if (route->body_required && get_field (exchange, "Content-Length") == NULL)
    anf_exchange_refuse (exchange, ANF_PROBLEM_LENGTH_REQUIRED, _ ("send Content-Length"));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_parameters (AnfExchange *exchange)
{
  GUri *uri = soup_server_message_get_uri (exchange->message);
  g_autoptr (GPtrArray) faults = anf_router_check (exchange->frame->router, &exchange->match,
                                                   g_uri_get_query (uri), &exchange->query);
  if (faults->len == 0)
    return TRUE;
  const AnfSchemaFault *first = g_ptr_array_index (faults, 0);
  g_autofree char *detail = g_strdup_printf (_ ("“%s”: %s"), first->pointer, first->detail);
  anf_exchange_reply_now (exchange, anf_problem_answer (ANF_PROBLEM_MALFORMED, detail, faults));
  return FALSE;
}

/* Some networks let no PATCH through; tus clients then say it in a field, which wins. */
static const char *
get_method (AnfExchange *exchange, const char *path)
{
  const char *instead = get_field (exchange, "X-HTTP-Method-Override");
  if (instead != NULL && g_str_has_prefix (path, "/api/v1/uploads"))
    return instead;
  return soup_server_message_get_method (exchange->message);
}

static gboolean
find_route (AnfExchange *exchange)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (exchange->message));
  const char *method = get_method (exchange, path);
  const gboolean is_options = g_str_equal (method, "OPTIONS");
  if (is_options && exchange->origin != NULL
      && get_field (exchange, "Access-Control-Request-Method") != NULL)
    {
      reply_preflight (exchange);
      return FALSE;
    }
  if (!anf_router_find (exchange->frame->router, method, path, &exchange->match))
    {
      anf_exchange_refuse (exchange, ANF_PROBLEM_NOT_FOUND, _ ("there is nothing at this address"));
      return FALSE;
    }
  if (exchange->match.route == NULL)
    {
      reply_method (exchange);
      return FALSE;
    }
  return TRUE;
}

/* How much comes in tells an inspected unit when inspectors are out. The counts are for whoever is
   on this machine: nobody from elsewhere, and nobody for whom a proxy asks. */
static gboolean
is_from_here (AnfExchange *exchange)
{
  static const char *const forwarded[] = { "Forwarded", "X-Forwarded-For", "X-Real-IP", "Via" };
  for (guint i = 0; i < G_N_ELEMENTS (forwarded); i++)
    if (get_field (exchange, forwarded[i]) != NULL)
      return FALSE;
  const char *peer = anf_connection_get_peer (exchange->connection);
  g_autoptr (GInetAddress) address = peer != NULL ? g_inet_address_new_from_string (peer) : NULL;
  return peer == NULL || (address != NULL && g_inet_address_get_is_loopback (address));
}

static void
look_at_head (AnfExchange *exchange)
{
  read_fields (exchange);
  if (soup_server_message_is_options_ping (exchange->message))
    {
      anf_exchange_reply_now (exchange, anf_answer_new (204));
      return;
    }
  if (!find_route (exchange) || !check_parameters (exchange))
    return;
  if (is_operation (exchange, "getMetrics") && !is_from_here (exchange))
    {
      anf_exchange_refuse (exchange, ANF_PROBLEM_NOT_FOUND, _ ("there is nothing at this address"));
      return;
    }
  if (anf_tus_is_operation (exchange->match.route->operation))
    anf_tus_begin (exchange);
  else if (!read_if_match (exchange))
    anf_exchange_refuse (exchange, ANF_PROBLEM_PRECONDITION,
                         _ ("If-Match is not a tag of this record"));
  else if (!read_repeat_key (exchange))
    anf_exchange_refuse (exchange, ANF_PROBLEM_MALFORMED,
                         _ ("Idempotency-Key: send a string in quotation marks, such as a UUID"));
  else if (check_body (exchange))
    {
      if (is_operation (exchange, "getOpenapi"))
        reply_openapi (exchange);
      else if (is_operation (exchange, "getHealth"))
        reply_health (exchange);
    }
}

void
anf_dispatch_head (AnfExchange *exchange)
{
  exchange->language = anf_language_choose (get_field (exchange, "Accept-Language"));
  anf_language_enter (exchange->language);
  look_at_head (exchange);
  anf_language_leave ();
}

void
anf_dispatch_body (AnfExchange *exchange)
{
  AnfFrame *frame = exchange->frame;
  if (anf_crew_count_waiting (frame->workers) >= frame->queue_max)
    {
      anf_language_enter (exchange->language);
      anf_exchange_refuse (exchange, ANF_PROBLEM_BUSY, NULL);
      anf_language_leave ();
      return;
    }
  SoupMessageBody *body = soup_server_message_get_request_body (exchange->message);
  if (exchange->match.route->body_schema != NULL
      && (body->length > 0 || exchange->match.route->body_required))
    exchange->body = soup_message_body_flatten (body);
  anf_exchange_give (exchange, frame->workers);
}

AnfAnswer *
anf_dispatch_explain (AnfHeadFault fault)
{
  switch (fault)
    {
    case ANF_HEAD_FINE:
      return NULL;
    case ANF_HEAD_MALFORMED:
      return anf_problem_answer (ANF_PROBLEM_MALFORMED,
                                 _ ("the head of the request is not HTTP/1.1"), NULL);
    case ANF_HEAD_VERSION:
      return anf_problem_answer (ANF_PROBLEM_VERSION, NULL, NULL);
    case ANF_HEAD_CODED:
      return anf_problem_answer (ANF_PROBLEM_LENGTH_REQUIRED,
                                 _ ("send Content-Length instead of Transfer-Encoding"), NULL);
    case ANF_HEAD_EXPECTATION:
      return anf_problem_answer (ANF_PROBLEM_EXPECTATION, NULL, NULL);
    case ANF_HEAD_LONG_TARGET:
      return anf_problem_answer (ANF_PROBLEM_LONG_TARGET, NULL, NULL);
    case ANF_HEAD_LARGE:
      return anf_problem_answer (ANF_PROBLEM_LARGE_HEAD, NULL, NULL);
    case ANF_HEAD_LATE:
      return anf_problem_answer (ANF_PROBLEM_TIMEOUT, NULL, NULL);
    }
  return NULL;
}
