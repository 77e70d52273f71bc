/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-tus.h"

#include "anf-dispatch.h"
#include "anf-error.h"
#include "anf-field.h"
#include "anf-http-limits.h"
#include "anf-intake.h"
#include "anf-operation.h"
#include "anf-wire.h"

#include <glib/gi18n.h>

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define TUS_VERSION "1.0.0"
#define UPLOAD_TYPE "application/offset+octet-stream"
/* A page asked for at the same moment goes before an upload; on top of the service's own. */
#define INTAKE_NICE 5

static const char *const field_names[]
    = { "Tus-Resumable",   "Upload-Length",       "Upload-Metadata", "Upload-Offset",
        "Upload-Checksum", "Upload-Defer-Length", "Content-Type",    "Content-Length" };

gboolean
anf_tus_is_operation (const char *operation)
{
  return g_str_has_suffix (operation, "Upload") || g_str_equal (operation, "optionsUploads");
}

void
anf_tus_decorate (AnfAnswer *answer)
{
  anf_answer_set (answer, "Tus-Resumable", TUS_VERSION);
}

static const char *
get_field (const AnfExchange *exchange, const char *name)
{
  const char *value = g_hash_table_lookup (exchange->fields, name);
  return value == NULL || *value == '\0' ? NULL : value;
}

static gboolean
get_number (const AnfExchange *exchange, const char *name, gint64 *number)
{
  guint64 value;
  const char *text = get_field (exchange, name);
  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &value, NULL))
    return FALSE;
  *number = (gint64)value;
  return TRUE;
}

static gboolean
is_operation (const AnfExchange *exchange, const char *operation)
{
  return g_str_equal (exchange->match.route->operation, operation);
}

/* ---- answers ---- */

static AnfAnswer *
make_problem (AnfProblem problem, const char *detail)
{
  AnfAnswer *answer = anf_problem_answer (problem, detail, NULL);
  if (problem == ANF_PROBLEM_TUS_VERSION)
    anf_answer_set (answer, "Tus-Version", TUS_VERSION);
  return answer;
}

static AnfAnswer *
explain (const AnfExchange *exchange, const GError *error)
{
  return anf_problem_from_error (error, exchange->match.route->operation);
}

static void
set_upload (AnfAnswer *answer, const AnfUpload *upload)
{
  anf_answer_set_int (answer, "Upload-Offset", upload->offset);
  if (!upload->finished)
    {
      g_autofree char *expires = anf_http_date (upload->expires_at);
      anf_answer_set (answer, "Upload-Expires", expires);
    }
}

static AnfAnswer *
answer_created (const AnfUpload *upload)
{
  AnfAnswer *answer = anf_answer_new (201);
  g_autofree char *location = g_strconcat ("/api/v1/uploads/", upload->id, NULL);
  anf_answer_set (answer, "Location", location);
  set_upload (answer, upload);
  return answer;
}

static AnfAnswer *
answer_options (const AnfExchange *exchange)
{
  AnfAnswer *answer = anf_answer_new (204);
  anf_answer_set (answer, "Tus-Version", TUS_VERSION);
  anf_answer_set (answer, "Tus-Extension",
                  "creation,creation-with-upload,checksum,expiration,termination");
  anf_answer_set (answer, "Tus-Checksum-Algorithm", "sha256,sha1");
  if (exchange->frame->upload_max > 0)
    anf_answer_set_int (answer, "Tus-Max-Size", exchange->frame->upload_max);
  return answer;
}

/* ---- the body ---- */

typedef struct
{
  AnfExchange *exchange;
  const char *id;
  gint64 offset;
  const char *algorithm;
  GBytes *checksum;
  gboolean complete; /* set at the end: the upload is evidence now */
} Body;

/* Reads the body into @receiver. Returns: an answer when that failed, NULL when the body is
   complete, or when the client is gone, which @gone tells apart. */
static AnfAnswer *
pour (Body *body, AnfReceiver *receiver, gboolean *gone)
{
  AnfConnection *connection = body->exchange->connection;
  g_autoptr (GError) error = NULL;
  if (body->exchange->piece == NULL)
    body->exchange->piece = anf_pieces_take (body->exchange->frame->pieces);
  char *piece = body->exchange->piece;
  *gone = !anf_wire_continue (connection, NULL);
  while (!*gone && anf_connection_get_body_left (connection) > 0)
    {
      const gssize size = anf_wire_read (connection, piece, ANF_HTTP_PIECE_SIZE, NULL);
      *gone = size < 0;
      if (size <= 0)
        break;
      anf_metrics_add (&body->exchange->frame->metrics.received, size);
      if (!anf_receiver_write (receiver, piece, (gsize)size, &error))
        return explain (body->exchange, error);
    }
  return NULL;
}

static AnfAnswer *
store_body (Body *body, gint64 *offset, gboolean *gone)
{
  AnfExchange *exchange = body->exchange;
  g_autoptr (GError) error = NULL;
  const AnfChecksum checksum = { .algorithm = body->algorithm, .value = body->checksum };
  g_autoptr (AnfReceiver) receiver
      = anf_intake_open (exchange->frame->office, exchange->token, body->id, body->offset,
                         body->algorithm != NULL ? &checksum : NULL, &error);
  /* What conflicts before a byte was read is the offset; the client asks for it and goes on. */
  if (receiver == NULL)
    return anf_error_code (error) == ANF_ERROR_CONFLICT
               ? make_problem (ANF_PROBLEM_OFFSET, error->message)
               : explain (exchange, error);
  AnfAnswer *answer = pour (body, receiver, gone);
  if (answer != NULL || *gone)
    return answer;
  if (anf_receiver_finish (receiver, offset, &error))
    {
      body->complete = anf_receiver_is_complete (receiver);
      return NULL;
    }
  return anf_receiver_mismatched (receiver) ? make_problem (ANF_PROBLEM_CHECKSUM, error->message)
                                            : explain (exchange, error);
}

/* Becomes the one that sends the upload; whoever sent it before is cut off, once the office has
   said that this caller may. */
static AnfAnswer *
enter (AnfExchange *exchange, const char *id)
{
  AnfFrame *frame = exchange->frame;
  AnfConnection *connection = exchange->stolen ? exchange->connection : NULL;
  if (anf_transfers_try_enter (frame->transfers, id, exchange->began, connection))
    return NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfUpload) upload = anf_intake_find (frame->office, exchange->token, id, &error);
  if (upload == NULL)
    return explain (exchange, error);
  return anf_transfers_take_over (frame->transfers, id, exchange->began, connection)
             ? NULL
             : make_problem (ANF_PROBLEM_BUSY, _ ("another request writes this upload"));
}

static AnfAnswer *
receive_body (Body *body, gint64 *offset, gboolean *gone)
{
  AnfAnswer *answer = enter (body->exchange, body->id);
  if (answer != NULL)
    return answer;
  answer = store_body (body, offset, gone);
  anf_transfers_exit (body->exchange->frame->transfers, body->id);
  return answer;
}

static gboolean
read_checksum (AnfExchange *exchange, Body *body)
{
  const char *field = get_field (exchange, "Upload-Checksum");
  return field == NULL || anf_checksum_parse (field, &body->algorithm, &body->checksum);
}

/* ---- the operations ---- */

static AnfAnswer *
patch (AnfExchange *exchange, gboolean *gone)
{
  Body body = { .exchange = exchange, .id = exchange->match.parameters[0] };
  if (!get_number (exchange, "Upload-Offset", &body.offset))
    return make_problem (ANF_PROBLEM_MALFORMED, _ ("Upload-Offset must be a number of bytes"));
  if (!read_checksum (exchange, &body))
    return make_problem (ANF_PROBLEM_MALFORMED,
                         _ ("Upload-Checksum must be “sha256” or “sha1” and its Base64 value"));
  gint64 offset = 0;
  AnfAnswer *answer = receive_body (&body, &offset, gone);
  g_clear_pointer (&body.checksum, g_bytes_unref);
  if (answer != NULL || *gone)
    return answer;

  answer = anf_answer_new (204);
  g_autoptr (AnfUpload) upload = NULL;
  /* Evidence does not expire. */
  if (!body.complete)
    upload = anf_intake_find (exchange->frame->office, exchange->token, body.id, NULL);
  if (upload != NULL)
    set_upload (answer, upload);
  anf_answer_set_int (answer, "Upload-Offset", offset);
  return answer;
}

/* What a POST sent along. The upload exists by now, so the client learns where in any case. */
static AnfAnswer *
receive_with_creation (AnfExchange *exchange, AnfUpload *upload, gboolean *gone)
{
  Body body = { .exchange = exchange, .id = upload->id };
  gboolean fine = read_checksum (exchange, &body);
  g_return_val_if_fail (fine, NULL);
  gint64 offset = 0;
  AnfAnswer *answer = receive_body (&body, &offset, gone);
  g_clear_pointer (&body.checksum, g_bytes_unref);
  if (answer != NULL)
    {
      g_autofree char *location = g_strconcat ("/api/v1/uploads/", upload->id, NULL);
      anf_answer_set (answer, "Location", location);
      return answer;
    }
  upload->offset = offset;
  upload->finished = offset == upload->length;
  return NULL;
}

static AnfAnswer *
create (AnfExchange *exchange, gboolean *gone)
{
  gint64 length;
  if (get_field (exchange, "Upload-Defer-Length") != NULL)
    return make_problem (ANF_PROBLEM_MALFORMED, _ ("a deferred length is not supported"));
  if (!get_number (exchange, "Upload-Length", &length))
    return make_problem (ANF_PROBLEM_MALFORMED, _ ("Upload-Length must be a number of bytes"));
  Body probe = { .exchange = exchange };
  const gboolean checkable = read_checksum (exchange, &probe);
  g_clear_pointer (&probe.checksum, g_bytes_unref);
  if (!checkable)
    return make_problem (ANF_PROBLEM_MALFORMED,
                         _ ("Upload-Checksum must be “sha256” or “sha1” and its Base64 value"));

  g_autoptr (GError) error = NULL;
  g_autoptr (AnfUpload) upload
      = anf_intake_create (exchange->frame->office, exchange->token, length,
                           get_field (exchange, "Upload-Metadata"), &error);
  if (upload == NULL)
    return explain (exchange, error);
  AnfAnswer *answer = NULL;
  if (anf_connection_get_body_left (exchange->connection) > 0 && !upload->finished)
    answer = receive_with_creation (exchange, upload, gone);
  return answer != NULL || *gone ? answer : answer_created (upload);
}

/* A client that asks has lost its older request, even if we have not noticed. */
static AnfAnswer *
end_older (AnfExchange *exchange)
{
  AnfTransfers *transfers = exchange->frame->transfers;
  const char *id = exchange->match.parameters[0];
  if (anf_transfers_end (transfers, id))
    return NULL;
  return make_problem (ANF_PROBLEM_BUSY, _ ("an older request still writes this upload"));
}

static AnfAnswer *
head (AnfExchange *exchange)
{
  const char *id = exchange->match.parameters[0];
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfUpload) upload
      = anf_intake_find (exchange->frame->office, exchange->token, id, &error);
  if (upload != NULL && anf_transfers_is_busy (exchange->frame->transfers, id))
    {
      AnfAnswer *answer = end_older (exchange);
      if (answer != NULL)
        return answer;
      g_clear_pointer (&upload, anf_upload_free);
      upload = anf_intake_find (exchange->frame->office, exchange->token, id, &error);
    }
  if (upload == NULL)
    return explain (exchange, error);
  AnfAnswer *answer = anf_answer_new (200);
  set_upload (answer, upload);
  anf_answer_set_int (answer, "Upload-Length", upload->length);
  if (upload->metadata != NULL && strpbrk (upload->metadata, "\r\n") == NULL)
    anf_answer_set (answer, "Upload-Metadata", upload->metadata);
  return answer;
}

static AnfAnswer *
terminate (AnfExchange *exchange)
{
  AnfOffice *office = exchange->frame->office;
  const char *id = exchange->match.parameters[0];
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfUpload) upload = anf_intake_find (office, exchange->token, id, &error);
  if (upload == NULL)
    return explain (exchange, error);
  AnfAnswer *answer = end_older (exchange);
  if (answer != NULL)
    return answer;
  if (!anf_intake_terminate (office, exchange->token, id, &error))
    return explain (exchange, error);
  return anf_answer_new (204);
}

AnfAnswer *
anf_tus_perform (AnfExchange *exchange)
{
  gboolean gone = FALSE;
  AnfAnswer *answer = NULL;
  if (is_operation (exchange, "headUpload"))
    answer = head (exchange);
  else if (is_operation (exchange, "deleteUpload"))
    answer = terminate (exchange);
  else if (is_operation (exchange, "createUpload"))
    answer = create (exchange, &gone);
  else
    answer = patch (exchange, &gone);
  anf_tus_decorate (answer);
  return answer;
}

/* ---- one request after the other over a stolen connection ---- */

/* Answers the request. Returns: whether the client may send another */
static gboolean
serve (AnfExchange *exchange)
{
  AnfFrame *frame = exchange->frame;
  anf_language_enter (exchange->language);
  gboolean gone = FALSE;
  g_autoptr (AnfAnswer) answer = is_operation (exchange, "createUpload") ? create (exchange, &gone)
                                                                         : patch (exchange, &gone);
  anf_language_leave ();
  anf_transfers_leave (frame->transfers, exchange->token);
  if (answer == NULL)
    {
      anf_metrics_add (&frame->metrics.abandoned, 1);
      return FALSE;
    }
  anf_tus_decorate (answer);
  anf_exchange_decorate (exchange, answer);
  anf_metrics_add (&frame->metrics.answers[MIN (answer->status / 100, 5)], 1);
  const gboolean keep = anf_wire_skip_body (exchange->connection);
  return anf_wire_answer (exchange->connection, answer, keep) && keep;
}

/* What is wrong with the head by itself; NULL when nothing is. */
static AnfAnswer *
check_head (AnfExchange *exchange)
{
  if (g_strcmp0 (get_field (exchange, "Tus-Resumable"), TUS_VERSION) != 0)
    return make_problem (ANF_PROBLEM_TUS_VERSION, _ ("send “Tus-Resumable: 1.0.0”"));
  if (exchange->token == NULL)
    return make_problem (ANF_PROBLEM_UNAUTHORIZED, _ ("log in first"));
  const gint64 size = anf_connection_get_head (exchange->connection)->body_length;
  if (is_operation (exchange, "patchUpload")
      && g_hash_table_lookup (exchange->fields, "Content-Length") == NULL)
    return make_problem (ANF_PROBLEM_LENGTH_REQUIRED, _ ("send Content-Length"));
  if (size > 0
      && (is_operation (exchange, "headUpload") || is_operation (exchange, "deleteUpload")))
    return make_problem (ANF_PROBLEM_MALFORMED, _ ("no body is taken here"));
  if ((is_operation (exchange, "patchUpload") || size > 0)
      && g_strcmp0 (get_field (exchange, "Content-Type"), UPLOAD_TYPE) != 0)
    return make_problem (ANF_PROBLEM_MEDIA_TYPE, _ ("send “Content-Type: " UPLOAD_TYPE "”"));
  return NULL;
}

static gboolean
part_is (AnfHeadPart part, const char *text)
{
  return part.size == strlen (text) && g_ascii_strncasecmp (part.start, text, part.size) == 0;
}

/* What a client says that uploads from a browser, or through a network that lets no PATCH pass, is
   for the loop. */
static gboolean
take_field (AnfExchange *exchange, AnfHeadPart name, AnfHeadPart value)
{
  g_autofree char *text = g_strndup (value.start, value.size);
  if (part_is (name, "Origin") || part_is (name, "X-HTTP-Method-Override"))
    return FALSE;
  if (part_is (name, "Authorization"))
    exchange->token = anf_dispatch_parse_token (text);
  else if (part_is (name, "Accept-Language"))
    exchange->language = anf_language_choose (text);
  for (guint i = 0; i < G_N_ELEMENTS (field_names); i++)
    if (part_is (name, field_names[i]))
      g_hash_table_insert (exchange->fields, (gpointer)field_names[i], g_steal_pointer (&text));
  return TRUE;
}

static gboolean
read_request (AnfExchange *exchange, const char *head, gsize size)
{
  AnfRouter *router = exchange->frame->router;
  AnfHeadPart method, target;
  anf_head_get_request (head, &method, &target);
  g_autofree char *verb = g_strndup (method.start, method.size);
  g_autofree char *path = g_strndup (target.start, target.size);
  if (strpbrk (path, "?%") != NULL || !anf_router_find (router, verb, path, &exchange->match)
      || exchange->match.route == NULL
      || (!is_operation (exchange, "createUpload") && !is_operation (exchange, "patchUpload")))
    return FALSE;
  g_autoptr (GPtrArray) faults
      = anf_router_check (router, &exchange->match, NULL, &exchange->query);
  exchange->fields = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  AnfHeadPart name, value;
  for (gsize at = 0; anf_head_next_field (head, size, &at, &name, &value);)
    if (!take_field (exchange, name, value))
      return FALSE;
  return faults->len == 0;
}

/* A client that uploads sends its next request as soon as it has the answer. To take that here
   saves two turns of the loop and libsoup; whatever is not plainly the next upload goes there. */
static gboolean
begin_next (AnfExchange *exchange)
{
  AnfFrame *frame = exchange->frame;
  const char *head = NULL;
  gsize size = 0;
  if (g_atomic_int_get (&frame->stopping) || anf_crew_count_waiting (frame->intake) > 0
      || !anf_wire_await_head (exchange->connection, ANF_HTTP_NEXT_MS, &head, &size))
    return FALSE;
  anf_exchange_renew (exchange);
  if (!read_request (exchange, head, size))
    return FALSE;
  g_autoptr (AnfAnswer) problem = check_head (exchange);
  if (problem != NULL || !anf_transfers_admit (frame->transfers, exchange->token))
    return FALSE;
  anf_connection_take_head (exchange->connection, size);
  return TRUE;
}

void
anf_tus_receive (gpointer data)
{
  AnfExchange *exchange = data;
  const int nice = getpriority (PRIO_PROCESS, (id_t)getpid ()) + INTAKE_NICE;
  (void)setpriority (PRIO_PROCESS, (id_t)gettid (), nice);
  gboolean keep = serve (exchange);
  while (keep && begin_next (exchange))
    keep = serve (exchange);
  anf_exchange_hand_back (exchange, keep);
}

/* ---- from the loop ---- */

static void
reply (AnfExchange *exchange, AnfAnswer *answer)
{
  anf_tus_decorate (answer);
  anf_exchange_reply_now (exchange, answer);
}

static void
read_fields (AnfExchange *exchange)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (exchange->message);
  exchange->fields = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (field_names); i++)
    {
      const char *value = soup_message_headers_get_one (headers, field_names[i]);
      if (value != NULL)
        g_hash_table_insert (exchange->fields, (gpointer)field_names[i], g_strdup (value));
    }
}

void
anf_tus_begin (AnfExchange *exchange)
{
  AnfFrame *frame = exchange->frame;
  read_fields (exchange);
  if (is_operation (exchange, "optionsUploads"))
    {
      reply (exchange, answer_options (exchange));
      return;
    }
  AnfAnswer *answer = check_head (exchange);
  if (answer != NULL)
    {
      reply (exchange, answer);
      return;
    }
  /* Without a body it goes the way of other operations, once libsoup has seen its end. */
  if (anf_connection_get_body_left (exchange->connection) == 0)
    return;
  if (!anf_transfers_admit (frame->transfers, exchange->token))
    {
      reply (exchange, make_problem (ANF_PROBLEM_BUSY, _ ("too many uploads at the same time")));
      return;
    }
  if (anf_exchange_steal (exchange))
    anf_crew_push (frame->intake, exchange);
  else
    anf_transfers_leave (frame->transfers, exchange->token);
}
