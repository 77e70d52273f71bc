/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-webhooks.h"

#include "anf-delivery.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-log-rows.h"
#include "anf-webhook-rows.h"

#include <glib/gi18n.h>

#include <string.h>

/* Standard Webhooks asks for 24 to 64 bytes. */
#define SECRET_SIZE 32

static char *
make_secret (AnfWork *work)
{
  guint8 bytes[SECRET_SIZE];
  anf_random_fill (&work->office->random, bytes, sizeof bytes);
  g_autofree char *text = g_base64_encode (bytes, sizeof bytes);
  return g_strconcat ("whsec_", text, NULL);
}

static gboolean
create_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  AnfWork *work = data;
  const guint mark = anf_journal_mark (work->office->journal);
  g_autofree char *id = anf_random_uuid (&work->office->random);
  JsonObject *doc = anf_json_copy_object (work->call->body);
  json_object_set_string_member (doc, "id", id);
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_WEBHOOK, id, doc);
  work->tx = tx;
  g_autofree char *secret = make_secret (work);
  /* It begins with what comes next. */
  const AnfWebhookRow row = { .id = id,
                              .secret = secret,
                              .position = (gint64)anf_journal_get_size (work->office->journal) };
  const gboolean done = anf_work_create (work, item, "active", "created", NULL, error)
                        && anf_webhook_rows_add (tx, &row, error);
  if (done)
    {
      /* Told this once; it is no member of the record. */
      json_object_set_string_member (item->doc, "secret", secret);
      anf_work_reply_text (work, "application/json", anf_json_format_object (item->doc));
      work->reply->status = 201;
    }
  else
    anf_journal_rewind (work->office->journal, mark);
  work->tx = NULL;
  return done;
}

gboolean
anf_webhooks_create (AnfWork *work, GError **error)
{
  AnfOffice *office = work->office;
  const AnfDelivery delivery
      = { .hosts = (const char *const *)office->webhook_hosts,
          .private_hosts = (const char *const *)office->webhook_private_hosts };
  AnfDelivery named = delivery;
  return anf_json_get_string (work->call->body, "url", &named.url, error)
         && anf_delivery_check_url (&named, error)
         && anf_store_write (office->store, create_in_tx, work, error);
}

gboolean
anf_webhooks_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .state = anf_work_get_query (work, "state") };
  return anf_work_reply_list (work, ANF_NOUN_WEBHOOK, &query, error);
}

gboolean
anf_webhooks_end (AnfWork *work, AnfItem *item, const char *reason, GError **error)
{
  g_autofree char *at = anf_time_format (work->now);
  JsonObject *act = json_object_new ();
  json_object_set_string_member (act, "by",
                                 work->actor.name != NULL ? work->actor.name : "anfangd");
  json_object_set_string_member (act, "at", at);
  json_object_set_string_member (act, "reason", reason);
  json_object_set_object_member (item->doc, "ended", act);
  g_free (item->record->state);
  item->record->state = g_strdup ("disabled");
  return anf_work_save (work, item, "disabled", NULL, error)
         && anf_webhook_rows_remove (work->tx, item->record->id, error);
}

gboolean
anf_webhooks_disable (AnfWork *work, GError **error)
{
  const char *reason = NULL;
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_WEBHOOK, work->call->id, error);
  if (item == NULL || !anf_json_get_string (work->call->body, "reason", &reason, error))
    return FALSE;
  if (strcmp (item->record->state, "active") != 0)
    return anf_error_throw (error, ANF_ERROR_STATE, _ ("this webhook is disabled already"));
  if (!anf_webhooks_end (work, item, reason, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

typedef struct
{
  AnfWork *work;
  char *url;
  char *secret;
} Probe;

static gboolean
look_up (AnfTx *tx, gpointer data, GError **error)
{
  Probe *probe = data;
  AnfWork *work = probe->work;
  work->tx = tx;
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_WEBHOOK, work->call->id, error);
  work->tx = NULL;
  g_autoptr (GPtrArray) rows = item != NULL ? anf_webhook_rows_list (tx, error) : NULL;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const AnfWebhookRow *row = rows->pdata[i];
      if (strcmp (row->id, item->record->id) == 0)
        probe->secret = g_strdup (row->secret);
    }
  if (rows == NULL)
    return FALSE;
  probe->url = g_strdup (anf_json_peek_string (item->doc, "url"));
  return probe->secret != NULL
         || anf_error_throw (error, ANF_ERROR_STATE, _ ("this webhook is disabled already"));
}

static gboolean
send_test (AnfWork *work, const Probe *probe, GError **error)
{
  g_autofree char *nonce = anf_random_uuid (&work->office->random);
  g_autofree char *id = g_strconcat ("test-", nonce, NULL);
  g_autofree char *at = anf_time_format (work->now);
  g_autofree char *body
      = g_strdup_printf ("{\"data\":{},\"timestamp\":\"%s\",\"type\":\"webhook.test\"}", at);
  const AnfDelivery delivery
      = { .url = probe->url,
          .hosts = (const char *const *)work->office->webhook_hosts,
          .private_hosts = (const char *const *)work->office->webhook_private_hosts,
          .secret = probe->secret,
          .id = id,
          .at = work->now / G_USEC_PER_SEC,
          .body = body };
  g_autoptr (GError) local_error = NULL;
  return anf_delivery_send (&delivery, NULL, &local_error)
         || anf_error_throw (error, ANF_ERROR_UNAVAILABLE, _ ("%s has not taken it: %s"),
                             probe->url, local_error->message);
}

gboolean
anf_webhooks_test (AnfWork *work, GError **error)
{
  Probe probe = { .work = work };
  const gboolean done = anf_store_read (work->office->store, look_up, &probe, error)
                        && send_test (work, &probe, error);
  g_free (probe.url);
  g_free (probe.secret);
  if (done)
    anf_work_reply_empty (work);
  return done;
}
