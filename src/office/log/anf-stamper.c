/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-stamper.h"

#include "anf-duty.h"
#include "anf-error.h"
#include "anf-log-rows.h"
#include "anf-outward.h"
#include "anf-stamps.h"
#include "anf-timestamp.h"

#include <glib/gi18n.h>

#include <string.h>

#define HTTP_OK 200

struct _AnfStamper
{
  AnfOffice *office;
  GPtrArray *authorities; /* AnfTimestampAuthority */
  gint64 interval_us;
  GMutex round_mutex; /* one round at a time */
  AnfDuty duty;
};

/* One round: the checkpoint, and what came of it. */
typedef struct
{
  AnfStamper *self;
  char *note;
  gint64 size;
  GPtrArray *stamps;
} Round;

static void
round_clear (Round *round)
{
  g_free (round->note);
  g_clear_pointer (&round->stamps, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Round, round_clear)

static gboolean
look_up (AnfTx *tx, gpointer data, GError **error)
{
  Round *round = data;
  round->note = anf_log_rows_get_checkpoint (tx, &round->size, error);
  round->stamps
      = round->note != NULL ? anf_stamps_find_last (round->self->office, tx, error) : NULL;
  return round->stamps != NULL;
}

/* The leaves that say so are the only news since the last stamps. */
static gboolean
is_stamped (const Round *round)
{
  if (round->stamps->len == 0)
    return FALSE;
  const AnfStamp *last = g_ptr_array_index (round->stamps, 0);
  return round->size == last->size + round->stamps->len;
}

static GBytes *
post (AnfOutward *outward, const char *url, GBytes *query, GError **error)
{
  guint status = 0;
  g_autoptr (GBytes) reply
      = anf_outward_post (outward, url, "application/timestamp-query", query, &status, error);
  if (reply == NULL || status == HTTP_OK)
    return g_steal_pointer (&reply);
  anf_error_throw (error, ANF_ERROR_UNAVAILABLE, _ ("it answered with HTTP status %u"), status);
  return NULL;
}

static AnfStamp *
ask (AnfStamper *self,
     AnfOutward *outward,
     const AnfTimestampAuthority *authority,
     const Round *round,
     GError **error)
{
  g_autoptr (GBytes) data = g_bytes_new (round->note, strlen (round->note));
  g_autoptr (GBytes) query = anf_timestamp_query (data, &self->office->random, error);
  g_autoptr (GBytes) reply = query != NULL ? post (outward, authority->url, query, error) : NULL;
  gint64 at = 0;
  if (reply == NULL || !anf_timestamp_verify (reply, query, data, authority->ca_pem, &at, error))
    return NULL;
  AnfStamp *stamp = g_new0 (AnfStamp, 1);
  stamp->authority = g_strdup (authority->name);
  stamp->size = round->size;
  stamp->checkpoint = g_strdup (round->note);
  stamp->reply = g_bytes_ref (reply);
  stamp->ca_pem = g_strdup (authority->ca_pem);
  stamp->at = at;
  return stamp;
}

static void
ask_all (AnfStamper *self, Round *round, GPtrArray *missing)
{
  g_autoptr (AnfOutward) outward = anf_outward_new (self->duty.stopping);
  for (guint i = 0; i < self->authorities->len; i++)
    {
      const AnfTimestampAuthority *authority = g_ptr_array_index (self->authorities, i);
      g_autoptr (GError) error = NULL;
      AnfStamp *stamp = ask (self, outward, authority, round, &error);
      if (stamp != NULL)
        g_ptr_array_add (round->stamps, stamp);
      else
        g_ptr_array_add (missing, g_strdup_printf ("%s: %s", authority->name, error->message));
    }
}

static gboolean
keep (AnfTx *tx, gpointer data, GError **error)
{
  Round *round = data;
  AnfOffice *office = round->self->office;
  const guint mark = anf_journal_mark (office->journal);
  for (guint i = 0; i < round->stamps->len; i++)
    if (!anf_stamps_add (office, tx, g_ptr_array_index (round->stamps, i), error))
      {
        anf_journal_rewind (office->journal, mark);
        return FALSE;
      }
  return TRUE;
}

GPtrArray *
anf_stamper_run (AnfStamper *self, GPtrArray *missing, GError **error)
{
  if (self == NULL)
    {
      anf_error_throw (error, ANF_ERROR_STATE,
                       _ ("no time-stamping authority is set: see timestamp_authorities in "
                          "anfangd(8)"));
      return NULL;
    }
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->round_mutex);
  g_auto (Round) round = { .self = self };
  if (!anf_store_read (self->office->store, look_up, &round, error))
    return NULL;
  if (is_stamped (&round))
    return g_steal_pointer (&round.stamps);
  g_ptr_array_set_size (round.stamps, 0);
  ask_all (self, &round, missing);
  if (round.stamps->len == 0)
    {
      anf_error_throw (error, ANF_ERROR_UNAVAILABLE, _ ("no time-stamp was given: %s"),
                       (const char *)g_ptr_array_index (missing, 0));
      return NULL;
    }
  if (!anf_store_write (self->office->store, keep, &round, error))
    return NULL;
  return g_steal_pointer (&round.stamps);
}

static gpointer
stamper_main (gpointer data)
{
  AnfStamper *self = data;
  while (anf_duty_goes_on (&self->duty))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) stamps = anf_stamper_run (self, missing, &error);
      if (!anf_duty_goes_on (&self->duty))
        break;
      for (guint i = 0; i < missing->len; i++)
        g_warning ("time-stamping authority %s", (const char *)g_ptr_array_index (missing, i));
      if (stamps == NULL && missing->len == 0)
        g_warning ("time-stamping: %s", error->message);
      (void)anf_duty_wait (&self->duty, self->interval_us);
    }
  return NULL;
}

AnfStamper *
anf_stamper_start (AnfOffice *office, const AnfOfficeOptions *options, GError **error)
{
  g_autoptr (GPtrArray) authorities
      = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_timestamp_authority_free);
  for (gsize i = 0;
       options->timestamp_authorities != NULL && options->timestamp_authorities[i] != NULL; i++)
    {
      AnfTimestampAuthority *authority
          = anf_timestamp_authority_parse (options->timestamp_authorities[i], error);
      if (authority == NULL)
        return NULL;
      g_ptr_array_add (authorities, authority);
    }
  if (authorities->len == 0)
    return NULL;
  AnfStamper *self = g_new0 (AnfStamper, 1);
  self->office = office;
  self->authorities = g_steal_pointer (&authorities);
  self->interval_us = options->timestamp_s * G_USEC_PER_SEC;
  anf_duty_init (&self->duty);
  g_mutex_init (&self->round_mutex);
  anf_duty_start (&self->duty, "anf-stamp", stamper_main, self);
  return self;
}

void
anf_stamper_wake (AnfStamper *self)
{
  if (self != NULL)
    anf_duty_wake (&self->duty);
}

void
anf_stamper_stop (AnfStamper *self)
{
  if (self == NULL)
    return;
  anf_duty_stop (&self->duty);
  g_ptr_array_unref (self->authorities);
  g_mutex_clear (&self->round_mutex);
  g_free (self);
}
