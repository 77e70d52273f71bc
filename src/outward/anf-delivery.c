/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-delivery.h"

#include "anf-error.h"
#include "anf-outward.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include <inttypes.h>
#include <string.h>

#define SECRET_PREFIX "whsec_"

static gboolean
is_listed (const char *const *hosts, const char *host)
{
  return hosts != NULL && g_strv_contains (hosts, host);
}

/* Returns: (transfer full): the address, when it may be written to by its name */
static GUri *
parse_url (const AnfDelivery *self, GError **error)
{
  if (!anf_outward_check_url (self->url, error))
    return NULL;
  g_autoptr (GUri) uri = g_uri_parse (self->url, SOUP_HTTP_URI_FLAGS, error);
  const char *host = uri != NULL ? g_uri_get_host (uri) : "";
  if (uri != NULL && g_uri_get_userinfo (uri) == NULL
      && (is_listed (self->hosts, host) || is_listed (self->private_hosts, host)))
    return g_steal_pointer (&uri);
  if (uri != NULL)
    anf_error_throw (error, ANF_ERROR_INVALID,
                     _ ("url: “%.200s” is not allowed: see webhook_hosts in anfangd(8)"), host);
  return NULL;
}

gboolean
anf_delivery_check_url (const AnfDelivery *self, GError **error)
{
  g_autoptr (GUri) uri = parse_url (self, error);
  return uri != NULL;
}

char *
anf_delivery_sign (const AnfDelivery *self)
{
  gsize size = 0;
  if (!g_str_has_prefix (self->secret, SECRET_PREFIX))
    return NULL;
  g_autofree guchar *key = g_base64_decode (self->secret + strlen (SECRET_PREFIX), &size);
  g_autofree char *signed_text
      = g_strdup_printf ("%s.%" PRId64 ".%s", self->id, self->at, self->body);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, size);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_hmac_update (hmac, (const guchar *)signed_text, -1);
  g_hmac_get_digest (hmac, digest, &length);
  g_autofree char *text = g_base64_encode (digest, length);
  return g_strconcat ("v1,", text, NULL);
}

/* RFC 6890: what is not of the Internet at large, beside what GIO knows by name. */
static gboolean
is_special_v4 (const guint8 *bytes)
{
  return bytes[0] == 0 || bytes[0] == 10 || bytes[0] == 127 || bytes[0] >= 224
         || (bytes[0] == 100 && (bytes[1] & 0xc0) == 64) || (bytes[0] == 169 && bytes[1] == 254)
         || (bytes[0] == 172 && (bytes[1] & 0xf0) == 16) || (bytes[0] == 192 && bytes[1] == 168)
         || (bytes[0] == 192 && bytes[1] == 0 && bytes[2] == 0)
         || (bytes[0] == 198 && (bytes[1] & 0xfe) == 18);
}

/* Only 2000::/3 is given out; what carries a v4 address inside is none that anybody is reached by.
 */
static gboolean
is_special_v6 (const guint8 *bytes)
{
  static const guint8 sixtofour[] = { 0x20, 0x02 };
  static const guint8 teredo[] = { 0x20, 0x01, 0x00, 0x00 };
  return (bytes[0] & 0xe0) != 0x20 || memcmp (bytes, sixtofour, sizeof sixtofour) == 0
         || memcmp (bytes, teredo, sizeof teredo) == 0;
}

gboolean
anf_delivery_is_public (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);
  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 ? !is_special_v4 (bytes)
                                                                     : !is_special_v6 (bytes);
}

/* The name is looked up once: what it leads to a moment later is of no matter. */
static GInetAddress *
resolve (const AnfDelivery *self, const char *host, GCancellable *cancellable, GError **error)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GList *found = g_resolver_lookup_by_name (resolver, host, cancellable, error);
  GInetAddress *chosen = NULL;
  for (GList *at = found; at != NULL && chosen == NULL; at = at->next)
    if (is_listed (self->private_hosts, host) || anf_delivery_is_public (at->data))
      chosen = g_object_ref (at->data);
  if (found != NULL && chosen == NULL)
    anf_error_throw (error, ANF_ERROR_DENIED,
                     _ ("%s leads to an address of a private network: see webhook_private_hosts in "
                        "anfangd(8)"),
                     host);
  g_resolver_free_addresses (found);
  return chosen;
}

static SoupMessage *
make_message (const AnfDelivery *self, GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri ("POST", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (GBytes) body = g_bytes_new (self->body, strlen (self->body));
  g_autofree char *signature = anf_delivery_sign (self);
  g_autofree char *at = g_strdup_printf ("%" PRId64, self->at);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_message_headers_replace (headers, "webhook-id", self->id);
  soup_message_headers_replace (headers, "webhook-timestamp", at);
  soup_message_headers_replace (headers, "webhook-signature", signature != NULL ? signature : "");
  return message;
}

static gboolean
post (SoupSession *session, SoupMessage *message, GCancellable *cancellable, GError **error)
{
  /* What it says beside the status is of no interest, and not read. */
  g_autoptr (GInputStream) stream = soup_session_send (session, message, cancellable, error);
  const guint status = soup_message_get_status (message);
  if (stream == NULL || (status >= 200 && status < 300))
    return stream != NULL;
  return anf_error_throw (error, ANF_ERROR_UNAVAILABLE, _ ("it answered with HTTP status %u"),
                          status);
}

gboolean
anf_delivery_send (const AnfDelivery *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GUri) uri = parse_url (self, error);
  g_autoptr (GInetAddress) address
      = uri != NULL ? resolve (self, g_uri_get_host (uri), cancellable, error) : NULL;
  if (address == NULL)
    return FALSE;
  g_autoptr (GSocketAddress) peer
      = g_inet_socket_address_new (address, (guint16)g_uri_get_port (uri));
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_main_context_push_thread_default (context);
  SoupSession *session
      = soup_session_new_with_options ("timeout", ANF_OUTWARD_TIMEOUT_S, "user-agent", "anfang",
                                       "remote-connectable", peer, "proxy-resolver", NULL, NULL);
  SoupMessage *message = make_message (self, uri);
  const gboolean done = post (session, message, cancellable, error);
  g_object_unref (message);
  g_object_unref (session);
  g_main_context_pop_thread_default (context);
  return done;
}
