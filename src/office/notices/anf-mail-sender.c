/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-duty.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-mail-message.h"
#include "anf-mail-queue.h"
#include "anf-mail-rows.h"
#include "anf-sealing.h"

#include <string.h>

/* What is due by now is seen after so long. */
#define POLL_US (2 * G_USEC_PER_SEC)
#define DUE_MAX 20
#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
/* What nobody has taken for so long is given up, as most mail servers do (RFC 5321 4.5.4.1). */
#define GIVE_UP_US (5 * 24 * HOUR_US)
/* Longer than until any morning or any pause. */
#define HORIZON_US (26 * HOUR_US)
/* For so long a message is known again. */
#define REMEMBER_US (60 * 24 * HOUR_US)

struct _AnfMailSender
{
  AnfOffice *office;
  AnfDuty duty;
  gint looks;          /* atomic */
  GHashTable *unnoted; /* ids of those that were taken, which the store could not note yet */
  GHashTable *held; /* id of what fails for a reason of its own → until when it rests (gint64) */
};

typedef struct
{
  AnfMailSender *self;
  AnfMailRow *row; /* borrowed */
  gint64 now;
  char *address; /* (nullable): there is nobody to write to */
  AnfMailText text;
  const char *end; /* the state it ends in */
} Turn;

static void
turn_clear (Turn *turn)
{
  g_free (turn->address);
  anf_mail_text_clear (&turn->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Turn, turn_clear)

static gboolean
look_up (AnfTx *tx, gpointer data, GError **error)
{
  Turn *turn = data;
  g_autofree char *language = NULL;
  g_autoptr (AnfRecord) account
      = anf_records_find (tx, ANF_NOUN_ACCOUNT, turn->row->account, error);
  if (account == NULL
      || !anf_sealing_get_address (turn->self->office->sealer, tx, turn->row->account,
                                   &turn->address, &language, error))
    return FALSE;
  if (turn->address == NULL || strcmp (account->state, "active") != 0)
    {
      g_clear_pointer (&turn->address, g_free);
      return TRUE;
    }
  turn->text.language = language;
  const gboolean done = anf_mail_text_fill (&turn->text, tx, turn->row->id, error);
  turn->text.language = NULL;
  return done;
}

static gboolean
save (AnfTx *tx, gpointer data, GError **error)
{
  const Turn *turn = data;
  return anf_mail_rows_save (tx, turn->row, error);
}

static gboolean
end (AnfTx *tx, gpointer data, GError **error)
{
  const Turn *turn = data;
  return anf_mail_rows_end (tx, turn->row->id, turn->end, error);
}

/* In the log, since somebody counts on being told; with what else waits for the same person and has
   failed, so that one dead address is one event. */
static gboolean
give_up (AnfTx *tx, gpointer data, GError **error)
{
  const Turn *turn = data;
  AnfOffice *office = turn->self->office;
  const AnfCall call = { .operation = "giveUpMail", .if_match = -1 };
  AnfWork work = { .office = office, .tx = tx, .call = &call, .now = turn->now };
  const guint mark = anf_journal_mark (office->journal);
  g_autofree char *at = anf_time_format (turn->now);
  g_autoptr (AnfItem) item = anf_work_find (&work, ANF_NOUN_ACCOUNT, turn->row->account, error);
  if (item != NULL)
    json_object_set_string_member (item->doc, "mail_given_up_at", at);
  const gboolean done = item != NULL
                        && anf_mail_rows_give_up (tx, turn->row->account, turn->row->id, error)
                        && anf_work_save (&work, item, "mail_given_up", NULL, error);
  if (!done)
    anf_journal_rewind (office->journal, mark);
  anf_work_clear (&work);
  return done;
}

static gboolean
commit (const Turn *turn, AnfStoreWork work, GError **error)
{
  return anf_store_write (turn->self->office->store, work, (gpointer)turn, error);
}

/* What fails for a reason of its own, as half an account's record does, holds up nobody else's
   mail, and the journal is told of it once. Returns: whether another may be tried at once, as it
   may not while the store takes nothing from anybody */
static gboolean
hold (const Turn *turn, gint64 until, const GError *why)
{
  GHashTable *held = turn->self->held;
  if (!g_hash_table_contains (held, turn->row->id))
    g_warning ("message %.16s: %s", turn->row->id, why->message);
  g_hash_table_insert (held, g_strdup (turn->row->id), g_memdup2 (&until, sizeof until));
  return !anf_error_blames_nobody (why);
}

/* A clock that was set back makes none of them rest longer. */
static gboolean
is_held (const Turn *turn)
{
  const gint64 *until = g_hash_table_lookup (turn->self->held, turn->row->id);
  return until != NULL && *until > turn->now && *until <= turn->now + HORIZON_US;
}

/* After how long it is tried again, seconds. */
static gint64
get_delay (gint64 failures)
{
  static const gint64 delays[] = { 10, 60, 300, 1800, 3600, 7200 };
  return delays[MIN (failures - 1, (gint64)G_N_ELEMENTS (delays) - 1)];
}

/* Returns: whether another may be tried at once */
static gboolean
rest (Turn *turn)
{
  AnfMailRow *row = turn->row;
  g_autoptr (GError) error = NULL;
  row->failures++;
  if (row->failing_since == 0 || row->failing_since > turn->now)
    row->failing_since = turn->now;
  row->retry_at = turn->now + get_delay (row->failures) * G_USEC_PER_SEC;
  return commit (turn, save, &error) || hold (turn, row->retry_at, error);
}

static gboolean
is_hopeless (const Turn *turn)
{
  const gint64 since = turn->row->failing_since;
  return since != 0 && since <= turn->now && turn->now - since >= GIVE_UP_US;
}

/* Without the address: the journal is read by people who have no need of it. */
static void
note_failure (Turn *turn, gboolean hopeless, const char *what)
{
  const AnfMailRow *row = turn->row;
  g_autoptr (GError) error = NULL;
  if (!hopeless && !is_hopeless (turn))
    g_message ("message %.16s: not taken: %s", row->id, what);
  else if (commit (turn, give_up, &error))
    {
      g_warning ("message %.16s to %s: given up: %s", row->id, row->account, what);
      g_hash_table_remove (turn->self->held, row->id);
      return;
    }
  else
    (void)hold (turn, 0, error);
  (void)rest (turn);
}

static gboolean
carry (const Turn *turn, gboolean *hopeless, GError **error)
{
  AnfMailCarrier *carrier = turn->self->office->mail;
  /* Half of the hash tells one from another as well, in a line of common length. */
  g_autofree char *id = g_strndup (turn->row->id, 32);
  const AnfMailMessage message = { .from = anf_mail_carrier_get_from (carrier),
                                   .to = turn->address,
                                   .id = id,
                                   .subject = turn->text.subject,
                                   .text = turn->text.text,
                                   .dated = turn->row->dated };
  g_autofree char *text = anf_mail_message_format (&message);
  return anf_mail_carrier_send (carrier, turn->address, text, turn->self->duty.stopping, hopeless,
                                error);
}

/* While the disk is full, nobody gets the same message every other second. */
static gboolean
note_end (AnfMailSender *self, const Turn *turn)
{
  g_autoptr (GError) error = NULL;
  if (commit (turn, end, &error))
    {
      g_hash_table_remove (self->unnoted, turn->row->id);
      g_hash_table_remove (self->held, turn->row->id);
      return TRUE;
    }
  if (strcmp (turn->end, "sent") == 0)
    g_hash_table_add (self->unnoted, g_strdup (turn->row->id));
  return hold (turn, 0, error);
}

/* Noted only once it was taken: after a crash in between it is sent a second time, under its id.
   Returns: whether another may be tried at once */
static gboolean
take_turn (AnfMailSender *self, AnfMailRow *row)
{
  g_auto (Turn) turn = { .self = self, .row = row, .now = anf_clock_now (&self->office->clock) };
  g_autoptr (GError) error = NULL;
  gboolean hopeless = FALSE;
  if (is_held (&turn))
    return TRUE;
  if (!anf_store_read_slow (self->office->store, look_up, &turn, &error))
    return !anf_error_blames_nobody (error) && hold (&turn, 0, error) && rest (&turn);
  const gboolean taken = g_hash_table_contains (self->unnoted, row->id);
  turn.end = taken || (turn.address != NULL && turn.text.count > 0) ? "sent" : "dropped";
  if (taken || strcmp (turn.end, "dropped") == 0 || carry (&turn, &hopeless, &error))
    return note_end (self, &turn);
  if (anf_duty_goes_on (&self->duty))
    note_failure (&turn, hopeless, error->message);
  return FALSE;
}

typedef struct
{
  AnfMailSender *self;
  GPtrArray *rows;
} Due;

static gboolean
list_due (AnfTx *tx, gpointer data, GError **error)
{
  Due *due = data;
  const gint64 now = anf_clock_now (&due->self->office->clock);
  /* What is held could not all be put off in the store. */
  const gint64 limit = DUE_MAX + (gint64)g_hash_table_size (due->self->held);
  due->rows = anf_mail_rows_list_due (tx, now, now + HORIZON_US, limit, error);
  return due->rows != NULL;
}

/* A server that has just failed is left alone for a moment. Returns: whether there may be more */
static gboolean
take_turns (AnfMailSender *self)
{
  Due due = { .self = self };
  g_autoptr (GError) error = NULL;
  if (!anf_store_read_slow (self->office->store, list_due, &due, &error))
    {
      g_warning ("mail: %s", error->message);
      return FALSE;
    }
  gboolean more = due.rows->len > 0;
  for (guint i = 0; more && i < due.rows->len; i++)
    more = anf_duty_goes_on (&self->duty) && take_turn (self, due.rows->pdata[i]);
  /* Those that are held are listed again. */
  more = more && due.rows->len > g_hash_table_size (self->held);
  g_ptr_array_unref (due.rows);
  return more;
}

static gboolean
forget (AnfTx *tx, gpointer data, GError **error)
{
  const AnfMailSender *self = data;
  return anf_mail_rows_forget (tx, anf_clock_now (&self->office->clock) - REMEMBER_US, error);
}

static gpointer
sender_main (gpointer data)
{
  AnfMailSender *self = data;
  gint64 forgotten = 0;
  while (anf_duty_goes_on (&self->duty))
    {
      g_autoptr (GError) error = NULL;
      const gint64 now = g_get_monotonic_time ();
      if (forgotten == 0 || now - forgotten > 24 * HOUR_US)
        {
          if (!anf_store_write (self->office->store, forget, self, &error))
            g_warning ("mail: %s", error->message);
          forgotten = now;
        }
      const gboolean more = take_turns (self);
      g_atomic_int_inc (&self->looks);
      if (!more)
        (void)anf_duty_wait (&self->duty, POLL_US);
    }
  return NULL;
}

AnfMailSender *
anf_mail_sender_start (AnfOffice *office)
{
  if (office->mail == NULL)
    return NULL;
  AnfMailSender *self = g_new0 (AnfMailSender, 1);
  self->office = office;
  anf_duty_init (&self->duty);
  self->unnoted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  anf_duty_start (&self->duty, "anf-mail", sender_main, self);
  return self;
}

gint
anf_mail_sender_count_looks (AnfMailSender *self)
{
  return self != NULL ? g_atomic_int_get (&self->looks) : 0;
}

void
anf_mail_sender_wake (AnfMailSender *self)
{
  if (self != NULL)
    anf_duty_wake (&self->duty);
}

void
anf_mail_sender_stop (AnfMailSender *self)
{
  if (self == NULL)
    return;
  anf_duty_stop (&self->duty);
  g_hash_table_unref (self->unnoted);
  g_hash_table_unref (self->held);
  g_free (self);
}
