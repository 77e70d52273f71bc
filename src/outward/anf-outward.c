/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-outward.h"

#include "anf-error.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include <string.h>

struct _AnfOutward
{
  GMainContext *context; /* a session belongs to one */
  SoupSession *session;
  GCancellable *cancellable;
};

AnfOutward *
anf_outward_new (GCancellable *cancellable)
{
  AnfOutward *self = g_new0 (AnfOutward, 1);
  self->context = g_main_context_new ();
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  g_main_context_push_thread_default (self->context);
  self->session = soup_session_new_with_options ("timeout", ANF_OUTWARD_TIMEOUT_S, "user-agent",
                                                 "anfang", NULL);
  g_main_context_pop_thread_default (self->context);
  return self;
}

void
anf_outward_free (AnfOutward *self)
{
  if (self == NULL)
    return;
  g_main_context_push_thread_default (self->context);
  g_clear_object (&self->session);
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  g_clear_object (&self->cancellable);
  g_free (self);
}

gboolean
anf_outward_check_url (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  if (scheme != NULL && (strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0)
      && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0')
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” is no address"), url);
}

static GBytes *
read_reply (AnfOutward *self, GInputStream *stream, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (ANF_OUTWARD_REPLY_MAX + 1);
  gsize size = 0;
  if (!g_input_stream_read_all (stream, buffer, ANF_OUTWARD_REPLY_MAX + 1, &size, self->cancellable,
                                error))
    return NULL;
  if (size <= ANF_OUTWARD_REPLY_MAX)
    return g_bytes_new (buffer, size);
  anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("it answered with more than %d bytes"),
                   ANF_OUTWARD_REPLY_MAX);
  return NULL;
}

GBytes *
anf_outward_post (AnfOutward *self,
                  const char *url,
                  const char *content_type,
                  GBytes *body,
                  guint *status,
                  GError **error)
{
  if (!anf_outward_check_url (url, error))
    return NULL;
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  soup_message_set_request_body_from_bytes (message, content_type, body);
  g_main_context_push_thread_default (self->context);
  g_autoptr (GInputStream) stream
      = soup_session_send (self->session, message, self->cancellable, error);
  GBytes *reply = stream != NULL ? read_reply (self, stream, error) : NULL;
  g_clear_object (&stream);
  g_main_context_pop_thread_default (self->context);
  *status = soup_message_get_status (message);
  return reply;
}
