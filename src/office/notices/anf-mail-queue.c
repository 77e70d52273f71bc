/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-mail-queue.h"

#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-mail-rows.h"
#include "anf-sealing.h"

#define DAY_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)
#define MORNING_HOUR 8
/* Mornings that are looked at before a message goes alone: only a clock that was set back needs any
   but the first. */
#define MORNINGS_MAX 3

/* Eight o'clock in China, the first after @now. */
static gint64
find_morning (gint64 now)
{
  GDate today;
  anf_time_local_date (now, &today);
  const gint64 morning = anf_time_of_date (&today, MORNING_HOUR);
  return morning > now ? morning : morning + DAY_US;
}

static gboolean
add_morning (AnfWork *work, const char *account, char **mail, GError **error)
{
  gint64 at = find_morning (work->now);
  for (guint i = 0; i < MORNINGS_MAX; i++, at += DAY_US)
    {
      GDate day;
      gboolean waits = FALSE;
      anf_time_local_date (at, &day);
      g_autofree char *date = anf_date_format (&day);
      g_autofree char *name = g_strdup_printf ("morning %s %s", date, account);
      g_autofree char *id = anf_content_hash (name);
      const AnfMailRow row = { .id = id, .account = (char *)account, .dated = at, .retry_at = at };
      if (!anf_mail_rows_add (work->tx, &row, &waits, error))
        return FALSE;
      if (waits)
        {
          *mail = g_steal_pointer (&id);
          return TRUE;
        }
    }
  return TRUE;
}

static gboolean
add_alone (AnfWork *work, const char *account, const char *notice, char **mail, GError **error)
{
  gboolean waits = FALSE;
  const AnfMailRow row = {
    .id = (char *)notice, .account = (char *)account, .dated = work->now, .retry_at = work->now
  };
  if (!anf_mail_rows_add (work->tx, &row, &waits, error))
    return FALSE;
  *mail = g_strdup (notice);
  return TRUE;
}

/* One that does not open keeps its account from being written to; neither that it is told inside
   the house nor what it would be told of. */
static gboolean
find_address (AnfWork *work, const char *account, char **address, GError **error)
{
  g_autofree char *language = NULL;
  g_autoptr (GError) why = NULL;
  if (anf_sealing_get_address (work->office->sealer, work->tx, account, address, &language, &why))
    return TRUE;
  if (anf_error_code (why) != ANF_ERROR_CORRUPT)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  g_warning ("account %s is not written to: %s", account, why->message);
  return TRUE;
}

gboolean
anf_mail_queue_add (AnfWork *work,
                    const char *account,
                    const char *notice,
                    gboolean morning,
                    char **mail,
                    GError **error)
{
  g_autofree char *address = NULL;
  gint64 waiting = 0;
  *mail = NULL;
  if (work->office->mail == NULL)
    return TRUE;
  if (!find_address (work, account, &address, error)
      || !anf_mail_rows_count (work->tx, "waiting", &waiting, error))
    return FALSE;
  if (address == NULL)
    return TRUE;
  if (waiting >= ANF_MAIL_WAITING_MAX)
    {
      g_warning ("%d messages wait to be sent: no more are made until the mail server takes some",
                 ANF_MAIL_WAITING_MAX);
      return TRUE;
    }
  return morning ? add_morning (work, account, mail, error)
                 : add_alone (work, account, notice, mail, error);
}
