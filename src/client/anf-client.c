/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-client-limits.h"
#include "anf-client-private.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-random.h"

#include <glib/gi18n.h>

#include <string.h>

#define API_PREFIX "/api/v1"
#define COPY_BUFFER (256 * 1024)

struct _AnfClient
{
  SoupSession *session;
  char *server;
  char *token;
};

static char *
normalize_server (const char *server, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (server, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const gboolean is_http = g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0;
  if (!is_http || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL
      || g_uri_get_fragment (uri) != NULL)
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("%s is not the address of a service: write it as https://HOST"), server);
      return NULL;
    }
  char *text = g_uri_to_string (uri);
  gsize size = strlen (text);
  while (size > 0 && text[size - 1] == '/')
    text[--size] = '\0';
  if (g_str_has_suffix (text, API_PREFIX))
    text[size - strlen (API_PREFIX)] = '\0';
  return text;
}

static AnfClient *
client_new (const char *server, const char *token)
{
  AnfClient *self = g_new0 (AnfClient, 1);
  self->server = g_strdup (server);
  self->token = g_strdup (token);
  self->session
      = soup_session_new_with_options ("timeout", ANF_CLIENT_TIMEOUT_S, "user-agent",
                                       "anfang/" ANF_VERSION, "accept-language-auto", TRUE, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  return self;
}

AnfClient *
anf_client_new (const char *server, const char *token, GError **error)
{
  g_autofree char *address = normalize_server (server, error);
  return address != NULL ? client_new (address, token) : NULL;
}

AnfClient *
anf_client_copy (const AnfClient *self)
{
  return client_new (self->server, self->token);
}

void
anf_client_free (AnfClient *self)
{
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_free (self->server);
  g_free (self->token);
  g_free (self);
}

const char *
anf_client_get_server (const AnfClient *self)
{
  return self->server;
}

void
anf_reply_free (AnfReply *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->etag);
  g_free (self);
}

JsonObject *
anf_reply_get_object (const AnfReply *self)
{
  if (self->json == NULL || !JSON_NODE_HOLDS_OBJECT (self->json))
    return NULL;
  return json_node_get_object (self->json);
}

/* A Location may be a path of the service or its full address; never another server's. */
static GUri *
resolve (AnfClient *self, const char *path_or_url, GError **error)
{
  const gboolean is_address = strstr (path_or_url, "://") != NULL;
  const gboolean is_rooted = g_str_has_prefix (path_or_url, API_PREFIX "/");
  g_autofree char *text = is_address  ? g_strdup (path_or_url)
                          : is_rooted ? g_strconcat (self->server, path_or_url, NULL)
                                      : g_strconcat (self->server, API_PREFIX, path_or_url, NULL);
  g_autoptr (GUri) uri = g_uri_parse (text, SOUP_HTTP_URI_FLAGS, error);
  if (uri == NULL)
    return NULL;
  g_autoptr (GUri) own = g_uri_parse (self->server, SOUP_HTTP_URI_FLAGS, error);
  if (own == NULL)
    return NULL;
  if (g_strcmp0 (g_uri_get_scheme (uri), g_uri_get_scheme (own)) == 0
      && g_strcmp0 (g_uri_get_host (uri), g_uri_get_host (own)) == 0
      && g_uri_get_port (uri) == g_uri_get_port (own))
    return g_steal_pointer (&uri);
  anf_error_throw (error, ANF_ERROR_FAILED,
                   _ ("the service sent us to another server, %s; that is not followed"), text);
  return NULL;
}

SoupMessage *
anf_client_message (AnfClient *self, const char *method, const char *path_or_url, GError **error)
{
  g_autoptr (GUri) uri = resolve (self, path_or_url, error);
  if (uri == NULL)
    return NULL;
  SoupMessage *message = soup_message_new_from_uri (method, uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  if (self->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);
      soup_message_headers_replace (headers, "Authorization", bearer);
    }
  return message;
}

static gboolean
throw_unreachable (AnfClient *self, const GError *cause, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                          _ ("cannot speak with %s: %s; check the address and the network, "
                             "then repeat the command"),
                          self->server, cause->message);
}

static GBytes *
read_all (GInputStream *stream, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (COPY_BUFFER);
  for (;;)
    {
      const gssize got = g_input_stream_read (stream, buffer, COPY_BUFFER, NULL, error);
      if (got < 0)
        return NULL;
      if (got == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&all));
      if (all->len + (gsize)got > ANF_CLIENT_REPLY_MAX)
        {
          anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                           _ ("the reply is larger than %d bytes; ask for less at once"),
                           ANF_CLIENT_REPLY_MAX);
          return NULL;
        }
      g_byte_array_append (all, buffer, (guint)got);
    }
}

GBytes *
anf_client_exchange (AnfClient *self, SoupMessage *message, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send (self->session, message, NULL, &local_error);
  GBytes *body = stream != NULL ? read_all (stream, &local_error) : NULL;
  if (body != NULL)
    return body;
  if (g_error_matches (local_error, ANF_ERROR, (int)ANF_ERROR_TOO_LARGE))
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    throw_unreachable (self, local_error, error);
  return NULL;
}

static AnfReply *
take_reply (SoupMessage *message, GBytes *body, GError **error)
{
  g_autoptr (AnfReply) reply = g_new0 (AnfReply, 1);
  reply->status = soup_message_get_status (message);
  reply->body = g_bytes_ref (body);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  reply->etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  gsize size = 0;
  const char *text = g_bytes_get_data (body, &size);
  if (size > 0 && type != NULL && g_str_equal (type, "application/json"))
    {
      reply->json = anf_json_parse (text, size, error);
      if (reply->json == NULL)
        {
          g_prefix_error_literal (error, _ ("the service's reply cannot be read: "));
          return NULL;
        }
    }
  return g_steal_pointer (&reply);
}

typedef struct
{
  const char *method;
  const char *path;
  JsonObject *body;
  const char *if_match;
  const char *key;
} Request;

static SoupMessage *
prepare (AnfClient *self, const Request *request, GError **error)
{
  SoupMessage *message = anf_client_message (self, request->method, request->path, error);
  if (message == NULL)
    return NULL;
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept",
                                "application/json, application/problem+json, */*");
  if (request->if_match != NULL)
    soup_message_headers_replace (headers, "If-Match", request->if_match);
  if (request->key != NULL)
    soup_message_headers_replace (headers, "Idempotency-Key", request->key);
  if (request->body != NULL)
    {
      char *text = anf_json_format_object (request->body);
      g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  return message;
}

/* A verb may have had its effect although the link broke before the reply: by this the service
   knows it again. What carries a password, it does not. */
static char *
make_key (const char *method, const char *path)
{
  if (!g_str_equal (method, "POST") || g_str_equal (path, "/session")
      || g_str_equal (path, "/accounts") || g_str_has_suffix (path, "/password"))
    return NULL;
  const AnfRandom random = anf_random_system ();
  g_autofree char *id = anf_random_uuid (&random);
  return g_strdup_printf ("\"%s\"", id);
}

/* A GET or a PUT of the same content is the same however often; a verb with a key once more. */
static gboolean
may_repeat (const Request *request, SoupMessage *message, gboolean broken, guint try)
{
  const guint status = soup_message_get_status (message);
  if (broken)
    return g_str_equal (request->method, "GET") || g_str_equal (request->method, "PUT")
           || (request->key != NULL && try == 1);
  return status == SOUP_STATUS_SERVICE_UNAVAILABLE || status == 429;
}

AnfReply *
anf_client_call (AnfClient *self,
                 const char *method,
                 const char *path,
                 JsonObject *body,
                 const char *if_match,
                 GError **error)
{
  g_autofree char *key = make_key (method, path);
  const Request request
      = { .method = method, .path = path, .body = body, .if_match = if_match, .key = key };
  for (guint try = 1;; try++)
    {
      g_autoptr (SoupMessage) message = prepare (self, &request, error);
      if (message == NULL)
        return NULL;
      g_debug ("%s %s", method, path);
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GBytes) bytes = anf_client_exchange (self, message, &local_error);
      if (bytes != NULL && SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
        return take_reply (message, bytes, error);
      if (try == ANF_CLIENT_TRIES || !may_repeat (&request, message, bytes == NULL, try))
        {
          if (bytes == NULL)
            g_propagate_error (error, g_steal_pointer (&local_error));
          else
            anf_client_fail (message, bytes, error);
          return NULL;
        }
      g_usleep (((gulong)ANF_CLIENT_FIRST_WAIT_MS * 1000) << (try - 1));
    }
}

static gboolean
copy_all (GInputStream *from,
          GOutputStream *to,
          gint64 total,
          AnfProgress progress,
          gpointer data,
          GError **error)
{
  g_autofree guint8 *buffer = g_malloc (COPY_BUFFER);
  gint64 done = 0;
  for (;;)
    {
      const gssize got = g_input_stream_read (from, buffer, COPY_BUFFER, NULL, error);
      if (got < 0)
        return FALSE;
      if (got == 0)
        break;
      if (!g_output_stream_write_all (to, buffer, (gsize)got, NULL, NULL, error))
        return FALSE;
      done += got;
      if (progress != NULL)
        progress (done, total, data);
    }
  if (total >= 0 && done != total)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                            _ ("the link broke after %lld of %lld bytes; repeat the command"),
                            (long long)done, (long long)total);
  return TRUE;
}

gboolean
anf_client_download (AnfClient *self,
                     const char *path,
                     GOutputStream *out,
                     AnfProgress progress,
                     gpointer data,
                     GError **error)
{
  g_autoptr (SoupMessage) message = anf_client_message (self, "GET", path, error);
  if (message == NULL)
    return FALSE;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send (self->session, message, NULL, &local_error);
  if (stream == NULL)
    return throw_unreachable (self, local_error, error);
  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
    {
      g_autoptr (GBytes) body = read_all (stream, error);
      return body != NULL && anf_client_fail (message, body, error);
    }
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  gint64 total = -1;
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH)
    total = soup_message_headers_get_content_length (headers);
  return copy_all (stream, out, total, progress, data, error);
}
