/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-repeats.h"

#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-kept-replies.h"
#include "anf-sealing.h"

#include <glib/gi18n.h>

/* As openapi.json promises. */
#define KEPT_US (24 * 60 * 60 * (gint64)G_USEC_PER_SEC)

/* What was asked: which operation stands for method and path. It may name people. */
static char *
make_fingerprint (const AnfWork *work, GError **error)
{
  const AnfCall *call = work->call;
  g_autofree char *body = call->body != NULL ? anf_json_format_object (call->body) : NULL;
  g_autofree char *text
      = g_strjoin ("\n", call->operation, call->id != NULL ? call->id : "",
                   call->sub != NULL ? call->sub : "", body != NULL ? body : "", NULL);
  g_autofree char *plain = anf_content_hash (text);
  return anf_sealer_hash (work->office->sealer, plain, error);
}

/* A reply may name whoever was looked up. */
static char *
make_place (const AnfWork *work)
{
  return g_strdup_printf ("reply/%s/%s", work->actor.name, work->call->idempotency_key);
}

/* @answered: (out): whether the call carries a key under which its caller has been answered: the
   same reply is in place then. INVALID when something else was asked under the key. */
static gboolean
answer (AnfWork *work, gboolean *answered, GError **error)
{
  const AnfCall *call = work->call;
  g_autoptr (AnfKeptReply) kept = NULL;
  *answered = FALSE;
  if (call->idempotency_key == NULL)
    return TRUE;
  if (!anf_kept_replies_lookup (work->tx, work->actor.name, call->idempotency_key,
                                work->now - KEPT_US, &kept, error))
    return FALSE;
  if (kept == NULL)
    return TRUE;
  g_autofree char *fingerprint = make_fingerprint (work, error);
  if (fingerprint == NULL)
    return FALSE;
  if (!g_str_equal (kept->fingerprint, fingerprint))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("Idempotency-Key: something else was asked under this key: take "
                               "another"));
  g_autofree char *place = make_place (work);
  char *body = kept->body != NULL
                   ? anf_sealing_unseal (work->office->sealer, place, kept->body, error)
                   : NULL;
  if (body == NULL && kept->body != NULL)
    return FALSE;
  if (body != NULL)
    anf_work_reply_text (work, g_intern_string (kept->content_type), body);
  else
    anf_work_reply_empty (work);
  work->reply->status = kept->status;
  work->reply->version = kept->version;
  *answered = TRUE;
  return TRUE;
}

/* The reply in place, in the transaction of what it tells of. */
static gboolean
keep (AnfWork *work, GError **error)
{
  const AnfReply *reply = work->reply;
  gsize size = 0;
  if (work->call->idempotency_key == NULL)
    return TRUE;
  const char *bytes = reply->body != NULL ? g_bytes_get_data (reply->body, &size) : NULL;
  g_autoptr (AnfKeptReply) kept = g_new0 (AnfKeptReply, 1);
  kept->fingerprint = make_fingerprint (work, error);
  if (kept->fingerprint == NULL)
    return FALSE;
  kept->status = reply->status;
  kept->version = reply->version;
  kept->content_type = g_strdup (reply->content_type);
  if (bytes != NULL)
    {
      g_autofree char *place = make_place (work);
      g_autofree char *body = g_strndup (bytes, size);
      kept->body = anf_sealing_seal (work, place, body, error);
      if (kept->body == NULL)
        return FALSE;
    }
  return anf_kept_replies_sweep (work->tx, work->now - KEPT_US, error)
         && anf_kept_replies_add (work->tx, work->actor.name, work->call->idempotency_key,
                                  work->now, kept, error);
}

gboolean
anf_repeats_run (AnfWork *work, AnfUseCase run, GError **error)
{
  gboolean answered = FALSE;
  if (!answer (work, &answered, error))
    return FALSE;
  return answered || (run (work, error) && keep (work, error));
}
