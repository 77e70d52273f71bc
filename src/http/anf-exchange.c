/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-exchange.h"

#include "anf-wire.h"

#include <glib/gi18n.h>

#include <string.h>

static GQuark
exchange_quark (void)
{
  return g_quark_from_static_string ("anf-exchange");
}

static void
clear_request (AnfExchange *self)
{
  anf_match_clear (&self->match);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_clear_pointer (&self->fields, g_hash_table_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->range, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->none_match, g_free);
  g_clear_pointer (&self->repeat_key, g_free);
}

static void
free_exchange (AnfExchange *self)
{
  AnfFrame *frame = self->frame;
  if (!self->ended)
    g_critical ("a request was dropped without an answer; this is a programming error");
  g_clear_object (&self->connection);
  clear_request (self);
  anf_pieces_give_back (frame->pieces, self->piece);
  g_free (self);
  anf_metrics_add (&frame->metrics.ended, 1);
  frame->alive--;
  frame->ended (frame->ended_data);
}

static void
stop_waiting (AnfExchange *self)
{
  if (self->waiting != NULL)
    g_queue_delete_link (&self->frame->waiting, self->waiting);
  self->waiting = NULL;
}

/* Lets go of libsoup's message. */
static void
detach (AnfExchange *self)
{
  if (self->message == NULL)
    return;
  stop_waiting (self);
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_object_set_qdata (G_OBJECT (self->message), exchange_quark (), NULL);
  g_clear_object (&self->message);
}

/* The client left, or libsoup is done. While a thread has the exchange, it lives on. */
static void
on_gone (SoupServerMessage *message, gpointer data)
{
  AnfExchange *self = data;
  detach (self);
  if (!self->ended)
    anf_metrics_add (&self->frame->metrics.abandoned, 1);
  self->ended = TRUE;
  if (!self->held)
    free_exchange (self);
}

/* libsoup 3.2 forgets the length of a 204 and closes the connection unasked. */
static void
on_wrote_headers (SoupServerMessage *message, gpointer data)
{
  if (soup_server_message_get_status (message) == SOUP_STATUS_NO_CONTENT)
    soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                       SOUP_ENCODING_NONE);
}

static void
on_finished (SoupServerMessage *message, gpointer data)
{
  AnfExchange *self = data;
  /* The message lives until the next request; its page need not. */
  soup_message_body_truncate (soup_server_message_get_response_body (message));
  soup_message_body_truncate (soup_server_message_get_request_body (message));
  on_gone (message, self);
}

AnfExchange *
anf_exchange_new (AnfFrame *frame, SoupServerMessage *message)
{
  AnfExchange *self = g_new0 (AnfExchange, 1);
  self->frame = frame;
  self->message = g_object_ref (message);
  self->connection = g_object_ref (anf_connection_of (message));
  self->if_match = -1;
  self->began = g_get_monotonic_time ();
  frame->alive++;
  anf_metrics_add (&frame->metrics.began, 1);
  g_object_set_qdata (G_OBJECT (message), exchange_quark (), self);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_headers), self);
  g_signal_connect (message, "finished", G_CALLBACK (on_finished), self);
  g_signal_connect (message, "disconnected", G_CALLBACK (on_gone), self);
  return self;
}

AnfExchange *
anf_exchange_of (SoupServerMessage *message)
{
  return g_object_get_qdata (G_OBJECT (message), exchange_quark ());
}

void
anf_exchange_renew (AnfExchange *self)
{
  g_return_if_fail (self->stolen);
  clear_request (self);
  self->if_match = -1;
  self->language = ANF_LANGUAGE_ENGLISH;
  self->began = g_get_monotonic_time ();
  anf_metrics_add (&self->frame->metrics.began, 1);
  anf_metrics_add (&self->frame->metrics.ended, 1);
}

void
anf_exchange_decorate (const AnfExchange *self, AnfAnswer *answer)
{
  if (self->frame->allow_origins != NULL)
    anf_answer_add (answer, "Vary", "Origin");
  if (self->origin != NULL)
    {
      anf_answer_set (answer, "Access-Control-Allow-Origin", self->origin);
      anf_answer_set (answer, "Access-Control-Expose-Headers",
                      "ETag, Location, Retry-After, Content-Disposition, Upload-Offset, "
                      "Upload-Length, Upload-Metadata, Upload-Expires, Tus-Resumable, "
                      "Tus-Version, Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm");
    }
  if (answer->status >= 400)
    anf_answer_set (answer, "Content-Language", anf_language_get_tag (self->language));
}

static void
note_answer (AnfExchange *self, guint status)
{
  AnfMetrics *metrics = &self->frame->metrics;
  anf_metrics_add (&metrics->answers[MIN (status / 100, 5)], 1);
  anf_metrics_add (&metrics->work_us, g_get_monotonic_time () - self->began);
}

/* A body that nobody will read stands before the next request: it is passed over when it is there
   already, or the connection closes. */
static void
reply_before_body (AnfExchange *self, AnfAnswer *answer)
{
  AnfConnection *connection = self->connection;
  if (!anf_exchange_steal (self))
    return;
  const gboolean keep
      = anf_wire_skip_body (connection) && !anf_acceptor_is_stopping (self->frame->acceptor);
  anf_wire_answer_now (connection, answer, keep);
  anf_exchange_hand_back (self, keep);
}

void
anf_exchange_reply_now (AnfExchange *self, AnfAnswer *taken)
{
  g_autoptr (AnfAnswer) answer = taken;
  g_return_if_fail (!self->ended);
  anf_exchange_decorate (self, answer);
  note_answer (self, answer->status);
  if (anf_connection_get_body_left (self->connection) > 0)
    {
      reply_before_body (self, answer);
      return;
    }
  self->ended = TRUE;
  stop_waiting (self);
  if (anf_acceptor_is_stopping (self->frame->acceptor))
    anf_answer_set (answer, "Connection", "close");
  anf_answer_apply (answer, self->message);
  if (self->paused)
    soup_server_message_unpause (self->message);
  self->paused = FALSE;
}

void
anf_exchange_refuse (AnfExchange *self, AnfProblem problem, const char *detail)
{
  anf_exchange_reply_now (self, anf_problem_answer (problem, detail, NULL));
}

typedef struct
{
  AnfExchange *exchange;
  AnfAnswer *answer;
  gboolean keep;
} Letter;

gboolean
anf_exchange_take (AnfExchange *self)
{
  self->held = FALSE;
  if (!self->ended)
    return TRUE;
  /* Too late: the client left, or was told to come again. */
  if (self->message == NULL)
    free_exchange (self);
  return FALSE;
}

static void
deliver (gpointer data)
{
  g_autofree Letter *letter = data;
  if (anf_exchange_take (letter->exchange))
    anf_exchange_reply_now (letter->exchange, letter->answer);
  else
    anf_answer_free (letter->answer);
}

void
anf_exchange_reply (AnfExchange *self, AnfAnswer *answer)
{
  Letter *letter = g_new0 (Letter, 1);
  letter->exchange = self;
  letter->answer = answer;
  anf_mailbox_post (self->frame->mailbox, deliver, letter);
}

void
anf_exchange_give (AnfExchange *self, AnfCrew *crew)
{
  soup_server_message_pause (self->message);
  self->paused = TRUE;
  self->held = TRUE;
  self->began = g_get_monotonic_time ();
  g_queue_push_tail (&self->frame->waiting, self);
  self->waiting = self->frame->waiting.tail;
  anf_crew_push (crew, self);
}

gboolean
anf_exchange_steal (AnfExchange *self)
{
  if (self->message == NULL || self->ended)
    return FALSE;
  detach (self);
  self->paused = FALSE;
  self->stolen = TRUE;
  anf_connection_steal (self->connection);
  return TRUE;
}

static void
take_back (gpointer data)
{
  g_autofree Letter *letter = data;
  AnfExchange *self = letter->exchange;
  AnfFrame *frame = self->frame;
  g_autoptr (AnfConnection) connection = g_object_ref (self->connection);
  self->ended = TRUE;
  free_exchange (self);
  if (anf_connection_get_body_left (connection) > 0)
    {
      anf_acceptor_linger (frame->acceptor, connection);
      return;
    }
  if (!letter->keep || anf_acceptor_is_stopping (frame->acceptor))
    {
      (void)g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      return;
    }
  anf_connection_reset (connection);
  GSocketAddress *address = anf_connection_get_address (connection);
  (void)soup_server_accept_iostream (frame->soup, G_IO_STREAM (connection), address, address, NULL);
}

/* Always by letter: libsoup's frames may be below us, and a connection is not given back to it
   from within its own callbacks. */
void
anf_exchange_hand_back (AnfExchange *self, gboolean keep)
{
  Letter *letter = g_new0 (Letter, 1);
  letter->exchange = self;
  letter->keep = keep;
  anf_mailbox_post (self->frame->mailbox, take_back, letter);
}

void
anf_exchange_sweep (AnfFrame *frame, gint64 now)
{
  while (!g_queue_is_empty (&frame->waiting))
    {
      AnfExchange *self = g_queue_peek_head (&frame->waiting);
      if (now - self->began < (gint64)frame->work_ms * 1000)
        return;
      anf_metrics_add (&frame->metrics.abandoned, 1);
      anf_language_enter (self->language);
      AnfAnswer *answer = anf_problem_answer (
          ANF_PROBLEM_BUSY, _ ("this takes longer than a request may; ask later what became of it"),
          NULL);
      anf_language_leave ();
      anf_exchange_reply_now (self, answer);
    }
}
