/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/**
 * AnfClient:
 *
 * A synchronous conversation with one service. Belongs to the thread that made it; a program that
 * does several things at once makes one for each thread with anf_client_copy().
 */
typedef struct _AnfClient AnfClient;

/**
 * anf_client_new:
 * @server: `http://HOST[:PORT]` or `https://…`, without the `/api/v1` of the paths
 * @token: (nullable): the bearer token of a session
 * @error: INVALID when @server is not such an address
 */
AnfClient *
anf_client_new (const char *server, const char *token, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_client_copy: the same service and session, for another thread. */
AnfClient *anf_client_copy (const AnfClient *self);
void anf_client_free (AnfClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfClient, anf_client_free)

/** anf_client_get_server: the address in its one form, without a slash at the end. */
const char *anf_client_get_server (const AnfClient *self);

/**
 * AnfReply:
 * @status: the HTTP status, 2xx
 * @body: the bytes as they came
 * @json: (nullable): the same read as JSON, when the reply says that it is
 * @etag: (nullable): version of the record, to be sent as If-Match
 */
typedef struct
{
  guint status;
  GBytes *body;
  JsonNode *json;
  char *etag;
} AnfReply;

void anf_reply_free (AnfReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfReply, anf_reply_free)

/** anf_reply_get_object: Returns: (transfer none): the reply's JSON object, NULL when it has none
 */
JsonObject *anf_reply_get_object (const AnfReply *self);

/**
 * anf_client_call:
 * @path: below `/api/v1`, with its query, already escaped
 * @body: (nullable): the JSON object to send
 * @if_match: (nullable): the ETag that the record must still have
 * @error: what the service's problem details mean in our codes, with their detail and faults as
 * text; UNAVAILABLE when the service cannot be reached
 *
 * GET and PUT are sent again when the link breaks, a POST once, under the key by which the service
 * knows it again; anything is when the service says "later".
 */
AnfReply *anf_client_call (AnfClient *self,
                           const char *method,
                           const char *path,
                           JsonObject *body,
                           const char *if_match,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfProgress: called from the thread that transfers.
 * @done: bytes so far
 * @total: of so many, or -1 when that is not known
 */
typedef void (*AnfProgress) (gint64 done, gint64 total, gpointer data);

/**
 * anf_client_download:
 * @out: where the bytes go; not closed
 * @progress: (nullable): told from time to time
 */
gboolean anf_client_download (AnfClient *self,
                              const char *path,
                              GOutputStream *out,
                              AnfProgress progress,
                              gpointer data,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
