/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-reply.h"

#include "anf-field.h"
#include "anf-wire.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

/* Pieces that an office's stream writes are gathered up to this size before they are sent. */
#define CHUNK_SIZE (64 * 1024)

typedef struct
{
  AnfExchange *exchange;
  AnfReply *reply;
  gboolean keep; /* the connection, afterwards */
} Sending;

static void
sending_free (Sending *self)
{
  anf_reply_free (self->reply);
  g_free (self);
}

/* ---- the head ---- */

static AnfAnswer *
make_answer (const AnfExchange *exchange, const AnfReply *reply)
{
  AnfAnswer *answer = anf_answer_new ((guint)reply->status);
  if (reply->version > 0)
    {
      g_autofree char *etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", reply->version);
      anf_answer_set (answer, "ETag", etag);
      if (g_strcmp0 (exchange->none_match, etag) == 0 && reply->status == 200
          && (g_str_equal (exchange->match.route->method, "GET")))
        {
          answer->status = 304;
          return answer;
        }
    }
  if (reply->filename != NULL)
    {
      g_autofree char *disposition = anf_content_disposition (reply->filename);
      anf_answer_set (answer, "Content-Disposition", disposition);
    }
  if (reply->content_type != NULL && strpbrk (reply->content_type, "\r\n") == NULL)
    anf_answer_set (answer, "Content-Type", reply->content_type);
  return answer;
}

/* ---- from a descriptor ---- */

static AnfAnswer *
answer_range (Sending *self, gint64 *first, gint64 *last)
{
  const gint64 length = self->reply->length;
  const AnfRange range = anf_range_parse (self->exchange->range, length, first, last);
  if (range == ANF_RANGE_OUTSIDE && self->reply->status == 200)
    {
      g_autofree char *detail = g_strdup_printf (_ ("the content has %" PRId64 " bytes"), length);
      AnfAnswer *answer = anf_problem_answer (ANF_PROBLEM_RANGE, detail, NULL);
      g_autofree char *whole = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, length);
      anf_answer_set (answer, "Content-Range", whole);
      return answer;
    }
  AnfAnswer *answer = make_answer (self->exchange, self->reply);
  anf_answer_set (answer, "Accept-Ranges", "bytes");
  if (range != ANF_RANGE_PARTIAL || answer->status != 200)
    {
      *first = 0;
      *last = length - 1;
      return answer;
    }
  answer->status = 206;
  g_autofree char *part = g_strdup_printf (
      "bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, *first, *last, length);
  anf_answer_set (answer, "Content-Range", part);
  return answer;
}

static gboolean
send_file (Sending *self)
{
  AnfConnection *connection = self->exchange->connection;
  gint64 first, last;
  g_autoptr (AnfAnswer) answer = answer_range (self, &first, &last);
  anf_exchange_decorate (self->exchange, answer);
  AnfMetrics *metrics = &self->exchange->frame->metrics;
  anf_metrics_add (&metrics->answers[MIN (answer->status / 100, 5)], 1);
  if (answer->body != NULL || answer->status == 304)
    return anf_wire_answer (connection, answer, self->keep);

  const gint64 length = last - first + 1;
  GString *head = anf_answer_format_head (answer, length, self->keep);
  gboolean sent = anf_wire_write (connection, head->str, head->len, NULL);
  g_string_free (head, TRUE);
  if (sent && !self->exchange->head_only)
    {
      sent = anf_wire_send_file (connection, self->reply->fd, first, length, NULL);
      anf_metrics_add (&metrics->sent, sent ? length : 0);
    }
  return sent;
}

/* ---- from a stream ---- */

typedef struct
{
  AnfConnection *connection;
  GString *held;
  gint64 sent;
  gboolean gone; /* the client is, which is no fault of ours */
} Chunks;

static gboolean
flush_chunk (Chunks *chunks, GError **error)
{
  if (chunks->held->len == 0)
    return TRUE;
  char size[32];
  g_snprintf (size, sizeof size, "%" G_GSIZE_MODIFIER "x\r\n", chunks->held->len);
  chunks->sent += (gint64)chunks->held->len;
  g_string_prepend (chunks->held, size);
  g_string_append (chunks->held, "\r\n");
  const gboolean sent
      = anf_wire_write (chunks->connection, chunks->held->str, chunks->held->len, error);
  g_string_truncate (chunks->held, 0);
  chunks->gone = !sent;
  return sent;
}

static gboolean
write_chunk (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  Chunks *chunks = data;
  const char *from = bytes;
  while (size > 0)
    {
      const gsize piece = MIN (size, CHUNK_SIZE - chunks->held->len);
      g_string_append_len (chunks->held, from, (gssize)piece);
      from += piece;
      size -= piece;
      if (chunks->held->len >= CHUNK_SIZE && !flush_chunk (chunks, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
send_stream (Sending *self)
{
  AnfExchange *exchange = self->exchange;
  g_autoptr (AnfAnswer) answer = make_answer (exchange, self->reply);
  anf_exchange_decorate (exchange, answer);
  AnfMetrics *metrics = &exchange->frame->metrics;
  anf_metrics_add (&metrics->answers[MIN (answer->status / 100, 5)], 1);
  if (answer->status == 304)
    return anf_wire_answer (exchange->connection, answer, self->keep);

  GString *head = anf_answer_format_head (answer, -1, self->keep);
  gboolean sent = anf_wire_write (exchange->connection, head->str, head->len, NULL);
  g_string_free (head, TRUE);
  if (!sent || exchange->head_only)
    return sent;

  /* When it fails half-way the last chunk is never sent, so the client sees that it is cut off. */
  Chunks chunks = { exchange->connection, g_string_sized_new (CHUNK_SIZE + 64), 0, FALSE };
  g_autoptr (GError) error = NULL;
  sent = self->reply->stream (self->reply, write_chunk, &chunks, &error)
         && flush_chunk (&chunks, &error);
  chunks.gone
      = chunks.gone || (sent && !anf_wire_write (exchange->connection, "0\r\n\r\n", 5, NULL));
  sent = sent && !chunks.gone;
  if (!sent && !chunks.gone)
    g_warning ("%s: the reply was cut off: %s", exchange->match.route->operation,
               error == NULL ? "?" : error->message);
  anf_metrics_add (&metrics->sent, chunks.sent);
  g_string_free (chunks.held, TRUE);
  return sent;
}

void
anf_reply_run_stream (gpointer data)
{
  Sending *self = data;
  AnfExchange *exchange = self->exchange;
  self->keep = anf_wire_skip_body (exchange->connection);
  anf_language_enter (exchange->language);
  const gboolean sent = self->reply->fd >= 0 ? send_file (self) : send_stream (self);
  anf_language_leave ();
  const gboolean keep = self->keep && sent;
  sending_free (self);
  if (!sent)
    anf_connection_shutdown (exchange->connection);
  anf_exchange_hand_back (exchange, keep);
}

/* ---- choosing ---- */

/* On the loop, which alone may take connections from libsoup. */
static void
begin_sending (gpointer data)
{
  Sending *self = data;
  AnfExchange *exchange = self->exchange;
  if (!anf_exchange_take (exchange))
    {
      sending_free (self);
      return;
    }
  AnfFrame *frame = exchange->frame;
  if (anf_crew_count_waiting (frame->streams) >= frame->queue_max)
    {
      anf_exchange_refuse (exchange, ANF_PROBLEM_BUSY, NULL);
      sending_free (self);
      return;
    }
  if (anf_exchange_steal (exchange))
    anf_crew_push (frame->streams, self);
  else
    sending_free (self);
}

void
anf_reply_give (AnfExchange *exchange, AnfReply *reply)
{
  if (reply->fd >= 0 || reply->stream != NULL)
    {
      Sending *self = g_new0 (Sending, 1);
      *self = (Sending){ .exchange = exchange, .reply = reply };
      anf_mailbox_post (exchange->frame->mailbox, begin_sending, self);
      return;
    }
  AnfAnswer *answer = make_answer (exchange, reply);
  if (reply->body != NULL && answer->status != 304)
    answer->body = g_bytes_ref (reply->body);
  anf_reply_free (reply);
  anf_exchange_reply (exchange, answer);
}
