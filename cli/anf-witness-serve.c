/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-witness-serve.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

#define PATH_SUFFIX "/add-checkpoint"
/* Not of C2SP: what a log's key was changed to, by a note that the old one signed. */
#define CHANGE_SUFFIX "/add-rotation"

struct _AnfWitnessServer
{
  SoupServer *soup;
  AnfWitnessState *state;
  AnfWitnessTold told;
  gpointer data;
};

/* What will not be read as a request need not be kept in memory. */
static void
on_got_headers (SoupServerMessage *message, gpointer data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH
      || soup_message_headers_get_content_length (headers) > ANF_WITNESS_REQUEST_MAX)
    soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
}

static void
on_request_started (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  (void)g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), NULL);
}

static void
reply (SoupServerMessage *message, guint status, const char *type, const char *body)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, body, strlen (body));
}

/* Returns: the status to refuse with, or 0 */
static guint
judge_head (SoupServerMessage *message, const char *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  if (!g_str_has_suffix (path, PATH_SUFFIX) && !g_str_has_suffix (path, CHANGE_SUFFIX))
    return 404;
  if (!g_str_equal (soup_server_message_get_method (message), "POST"))
    return 405;
  /* A body whose end cannot be known is not taken: this libsoup passes a cut one for whole. */
  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return 411;
  return soup_message_headers_get_content_length (headers) > ANF_WITNESS_REQUEST_MAX ? 413 : 0;
}

static void
answer_free (gpointer data)
{
  anf_witness_answer_clear (data);
  g_free (data);
}

static void
on_finished (SoupServerMessage *message, gpointer data)
{
  const AnfWitnessServer *self = data;
  self->told (g_object_get_data (G_OBJECT (message), "anf-answer"), self->data);
}

static gboolean
answer_body (AnfWitnessServer *self,
             const char *path,
             GBytes *bytes,
             AnfWitnessAnswer *answer,
             GError **error)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  const char *body = data != NULL ? data : "";
  if (g_str_has_suffix (path, CHANGE_SUFFIX))
    return anf_witness_state_follow (self->state, body, size, answer, error);
  return anf_witness_state_answer (self->state, body, size, g_get_real_time () / G_USEC_PER_SEC,
                                   answer, error);
}

static void
handle (SoupServer *soup,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer data)
{
  AnfWitnessServer *self = data;
  const guint refused = judge_head (message, path);
  if (refused != 0)
    {
      reply (message, refused, "text/plain", "");
      return;
    }
  g_autoptr (GBytes) bytes
      = soup_message_body_flatten (soup_server_message_get_request_body (message));
  AnfWitnessAnswer *answer = g_new0 (AnfWitnessAnswer, 1);
  g_autoptr (GError) error = NULL;
  g_object_set_data_full (G_OBJECT (message), "anf-answer", answer, answer_free);
  if (!answer_body (self, path, bytes, answer, &error))
    {
      g_warning ("nothing was cosigned: %s", error->message);
      reply (message, 500, "text/plain", "");
      return;
    }
  /* The size in a 409 is for programs (C2SP tlog-witness). */
  reply (message, answer->status, answer->status == 409 ? "text/x.tlog.size" : "text/plain",
         answer->body);
  (void)g_signal_connect (message, "finished", G_CALLBACK (on_finished), self);
}

static GSocketAddress *
parse_address (const char *text, GError **error)
{
  g_autoptr (GSocketConnectable) parsed = g_network_address_parse (text, 0, NULL);
  g_autoptr (GInetAddress) address
      = parsed != NULL ? g_inet_address_new_from_string (
            g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed)))
                       : NULL;
  if (address != NULL)
    return g_inet_socket_address_new (address,
                                      g_network_address_get_port (G_NETWORK_ADDRESS (parsed)));
  anf_error_throw (error, ANF_ERROR_INVALID,
                   _ ("“%s” is not an address and port, e.g. 127.0.0.1:0"), text);
  return NULL;
}

AnfWitnessServer *
anf_witness_server_new (
    AnfWitnessState *state, const char *listen, AnfWitnessTold told, gpointer data, GError **error)
{
  g_autoptr (GSocketAddress) address = parse_address (listen, error);
  if (address == NULL)
    return NULL;
  g_autoptr (AnfWitnessServer) self = g_new0 (AnfWitnessServer, 1);
  self->state = state;
  self->told = told;
  self->data = data;
  self->soup = soup_server_new ("server-header", NULL, NULL);
  (void)g_signal_connect (self->soup, "request-started", G_CALLBACK (on_request_started), NULL);
  soup_server_add_handler (self->soup, NULL, handle, self, NULL);
  if (!soup_server_listen (self->soup, address, 0, error))
    {
      g_prefix_error (error, _ ("cannot listen on %s: "), listen);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
anf_witness_server_free (AnfWitnessServer *self)
{
  if (self == NULL)
    return;
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_free (self);
}

char *
anf_witness_server_dup_url (const AnfWitnessServer *self)
{
  GSList *uris = soup_server_get_uris (self->soup);
  char *url = uris != NULL ? g_uri_to_string (uris->data) : NULL;
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  return url;
}
