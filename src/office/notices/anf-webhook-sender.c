/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-delivery.h"
#include "anf-duty.h"
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-leaf.h"
#include "anf-log-feed.h"
#include "anf-webhook-rows.h"
#include "anf-webhooks.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

/* What is written on other ways than by a call is seen after so long. */
#define POLL_US (2 * G_USEC_PER_SEC)
/* An address that has taken nothing for so long is given up. */
#define GIVE_UP_US (G_GINT64_CONSTANT (5) * 24 * 3600 * G_USEC_PER_SEC)
/* Longer than any pause: what waits until later does so for a clock that was set back since. */
#define HORIZON_US (G_GINT64_CONSTANT (3) * 3600 * G_USEC_PER_SEC)
/* Leaves that nobody asked for are passed over in pieces of so many. */
#define SCAN_MAX 1000

struct _AnfWebhookSender
{
  AnfOffice *office;
  AnfDuty duty;
  GHashTable *unnoted; /* "ID INDEX" of what was taken, which the store could not note yet */
};

/* One address, and the next event for it. */
typedef struct
{
  AnfWebhookSender *self;
  AnfWebhookRow *row; /* borrowed */
  char *url;
  char **nouns; /* which it asked for; NULL for all */
  gint64 index;
  char *line; /* (nullable): there is nothing new for it */
  gint64 passed;
} Turn;

static void
turn_clear (Turn *turn)
{
  g_free (turn->url);
  g_strfreev (turn->nouns);
  g_free (turn->line);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Turn, turn_clear)

/* Of referrals nobody outside is told that there are any (domain.md E.5). */
static gboolean
is_wanted (const Turn *turn, const AnfLeaf *leaf)
{
  g_auto (GStrv) parts = g_strsplit (leaf->record, "/", 2);
  const char *noun = parts[0] != NULL ? parts[0] : "";
  return strcmp (noun, "referral") != 0
         && (turn->nouns == NULL || g_strv_contains ((const char *const *)turn->nouns, noun));
}

static gboolean
choose (gint64 index, const char *line, gpointer data, GError **error)
{
  Turn *turn = data;
  if (turn->line != NULL)
    return TRUE;
  g_autoptr (AnfLeaf) leaf = anf_leaf_parse (line, strlen (line), error);
  if (leaf == NULL)
    return FALSE;
  turn->passed = index;
  if (!is_wanted (turn, leaf))
    return TRUE;
  turn->index = index;
  turn->line = g_strdup (line);
  return TRUE;
}

static gboolean
look_ahead (AnfTx *tx, gpointer data, GError **error)
{
  Turn *turn = data;
  g_autoptr (AnfRecord) record = anf_records_find (tx, ANF_NOUN_WEBHOOK, turn->row->id, error);
  g_autoptr (JsonObject) doc
      = record != NULL ? anf_json_parse_object (record->doc, strlen (record->doc), error) : NULL;
  if (doc == NULL)
    return FALSE;
  turn->url = g_strdup (anf_json_peek_string (doc, "url"));
  if (json_object_has_member (doc, "events"))
    turn->nouns = anf_facts_dup_strings (anf_json_peek_array (doc, "events"));
  turn->passed = turn->row->position;
  return anf_log_feed_list (tx, turn->row->position, SCAN_MAX, choose, turn, error);
}

static gboolean
save_row (AnfTx *tx, gpointer data, GError **error)
{
  return anf_webhook_rows_save (tx, data, error);
}

typedef struct
{
  AnfWebhookSender *self;
  const char *id;
  const char *reason;
} GivingUp;

static gboolean
give_up (AnfTx *tx, gpointer data, GError **error)
{
  const GivingUp *giving_up = data;
  AnfOffice *office = giving_up->self->office;
  const AnfCall call = { .operation = "disableWebhook", .if_match = -1 };
  AnfWork work
      = { .office = office, .tx = tx, .call = &call, .now = anf_clock_now (&office->clock) };
  const guint mark = anf_journal_mark (office->journal);
  g_autoptr (AnfItem) item = anf_work_find (&work, ANF_NOUN_WEBHOOK, giving_up->id, error);
  /* Somebody may have ended it meanwhile. */
  const gboolean done = item != NULL
                        && (strcmp (item->record->state, "active") != 0
                            || anf_webhooks_end (&work, item, giving_up->reason, error));
  if (!done)
    anf_journal_rewind (office->journal, mark);
  anf_work_clear (&work);
  return done;
}

/* After how long it is tried again, seconds. */
static gint64
get_delay (gint64 failures)
{
  static const gint64 delays[] = { 1, 5, 30, 300, 1800, 3600, 7200 };
  return delays[MIN (failures - 1, (gint64)G_N_ELEMENTS (delays) - 1)];
}

/* Nothing for it until later, and later each time. */
static void
rest (const Turn *turn, gint64 now)
{
  AnfWebhookRow *row = turn->row;
  g_autoptr (GError) error = NULL;
  row->failures++;
  row->retry_at = now + get_delay (row->failures) * G_USEC_PER_SEC;
  if (!anf_store_write (turn->self->office->store, save_row, row, &error))
    g_warning ("webhook %s: %s", row->id, error->message);
}

static void
note_failure (const Turn *turn, gint64 now, const char *what)
{
  AnfWebhookRow *row = turn->row;
  g_autoptr (GError) error = NULL;
  if (row->failing_since == 0 || row->failing_since > now)
    row->failing_since = now;
  g_message ("webhook %s: event %" PRId64 " not taken: %s", row->id, turn->index, what);
  if (now - row->failing_since < GIVE_UP_US)
    {
      rest (turn, now);
      return;
    }
  GivingUp giving_up = { .self = turn->self, .id = row->id, .reason = what };
  g_warning ("webhook %s: disabled, since it has taken nothing for days: %s", row->id, what);
  if (!anf_store_write (turn->self->office->store, give_up, &giving_up, &error))
    g_warning ("webhook %s: %s", row->id, error->message);
}

/* Noted only once it was taken: after a crash in between it is sent a second time, under its id. */
static gboolean
note_progress (Turn *turn, gint64 position)
{
  AnfWebhookRow *row = turn->row;
  g_autoptr (GError) error = NULL;
  row->position = position;
  row->failures = 0;
  row->failing_since = 0;
  row->retry_at = 0;
  if (anf_store_write (turn->self->office->store, save_row, row, &error))
    return TRUE;
  g_warning ("webhook %s: %s", row->id, error->message);
  return FALSE;
}

static char *
make_key (const Turn *turn)
{
  return g_strdup_printf ("%s %" PRId64, turn->row->id, turn->index);
}

/* While the disk is full, nobody gets the same event every other second. */
static gboolean
note_taken (Turn *turn)
{
  g_autofree char *key = make_key (turn);
  if (note_progress (turn, turn->index))
    {
      g_hash_table_remove (turn->self->unnoted, key);
      return TRUE;
    }
  g_hash_table_add (turn->self->unnoted, g_steal_pointer (&key));
  return FALSE;
}

static gboolean
was_taken (const Turn *turn)
{
  g_autofree char *key = make_key (turn);
  return g_hash_table_contains (turn->self->unnoted, key);
}

static gboolean
deliver (const Turn *turn, gint64 now, GError **error)
{
  const AnfOffice *office = turn->self->office;
  g_autoptr (AnfLeaf) leaf = anf_leaf_parse (turn->line, strlen (turn->line), error);
  if (leaf == NULL)
    return FALSE;
  g_autofree char *at = anf_time_format (leaf->at);
  g_autofree char *id = g_strdup_printf ("event-%" PRId64, turn->index);
  g_autofree char *body
      = g_strdup_printf ("{\"data\":{\"index\":%" PRId64 ",\"leaf\":%s},\"timestamp\":\"%s\","
                         "\"type\":\"%s\"}",
                         turn->index, turn->line, at, leaf->event);
  const AnfDelivery delivery
      = { .url = turn->url,
          .hosts = (const char *const *)office->webhook_hosts,
          .private_hosts = (const char *const *)office->webhook_private_hosts,
          .secret = turn->row->secret,
          .id = id,
          .at = now / G_USEC_PER_SEC,
          .body = body };
  return anf_delivery_send (&delivery, turn->self->duty.stopping, error);
}

/* Returns: whether there may be more for it at once */
static gboolean
take_turn (AnfWebhookSender *self, AnfWebhookRow *row)
{
  g_auto (Turn) turn = { .self = self, .row = row };
  g_autoptr (GError) error = NULL;
  const gint64 now = anf_clock_now (&self->office->clock);
  if (row->retry_at > now && row->retry_at <= now + HORIZON_US)
    return FALSE;
  if (!anf_store_read_slow (self->office->store, look_ahead, &turn, &error))
    {
      /* No fault of the receiver: it does not count towards giving it up. */
      g_warning ("webhook %s: %s", row->id, error->message);
      if (!anf_error_blames_nobody (error))
        rest (&turn, now);
      return FALSE;
    }
  if (turn.line == NULL)
    return turn.passed - row->position >= SCAN_MAX && note_progress (&turn, turn.passed);
  if (was_taken (&turn) || deliver (&turn, now, &error))
    return note_taken (&turn);
  if (anf_duty_goes_on (&self->duty))
    note_failure (&turn, now, error->message);
  return FALSE;
}

static gboolean
list_rows (AnfTx *tx, gpointer data, GError **error)
{
  GPtrArray **rows = data;
  *rows = anf_webhook_rows_list (tx, error);
  return *rows != NULL;
}

/* Each has a turn, one event, before any has another. */
static gboolean
take_turns (AnfWebhookSender *self)
{
  GPtrArray *rows = NULL;
  gboolean more = FALSE;
  g_autoptr (GError) error = NULL;
  if (!anf_store_read_slow (self->office->store, list_rows, &rows, &error))
    {
      g_warning ("webhooks: %s", error->message);
      return FALSE;
    }
  for (guint i = 0; i < rows->len && anf_duty_goes_on (&self->duty); i++)
    more = take_turn (self, rows->pdata[i]) || more;
  g_ptr_array_unref (rows);
  return more;
}

static gpointer
sender_main (gpointer data)
{
  AnfWebhookSender *self = data;
  while (anf_duty_goes_on (&self->duty))
    if (!take_turns (self))
      (void)anf_duty_wait (&self->duty, POLL_US);
  return NULL;
}

AnfWebhookSender *
anf_webhook_sender_start (AnfOffice *office)
{
  if (office->webhook_hosts == NULL && office->webhook_private_hosts == NULL)
    return NULL;
  AnfWebhookSender *self = g_new0 (AnfWebhookSender, 1);
  self->office = office;
  anf_duty_init (&self->duty);
  self->unnoted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  anf_duty_start (&self->duty, "anf-webhook", sender_main, self);
  return self;
}

void
anf_webhook_sender_wake (AnfWebhookSender *self)
{
  if (self != NULL)
    anf_duty_wake (&self->duty);
}

void
anf_webhook_sender_stop (AnfWebhookSender *self)
{
  if (self == NULL)
    return;
  anf_duty_stop (&self->duty);
  g_hash_table_unref (self->unnoted);
  g_free (self);
}
