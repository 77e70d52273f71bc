/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-timekeeping.h"

#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-journal.h"
#include "anf-log-rows.h"
#include "anf-work.h"

#include <glib/gi18n.h>

#include <string.h>

/* A clock that is kept by NTP is set back by less; a wrong zone is further off. */
#define TOLERANCE_US G_TIME_SPAN_HOUR
/* How far back the log is looked at: what comes in by a wrong clock shall not make it right. */
#define LEAVES_MAX 1000
#define SET_BACK "log.clock_set_back"

/* The latest time in the log's last leaves, since a clock was accepted. */
static gboolean
read_last (AnfTx *tx, gpointer data, GError **error)
{
  gint64 *at = data;
  const gint64 size = anf_log_rows_count (tx, error);
  gboolean accepted = FALSE;
  for (gint64 index = size; index > MAX (size - LEAVES_MAX, 0) && !accepted; index--)
    {
      g_autofree char *line = anf_log_rows_get_line (tx, index - 1, error);
      if (line == NULL)
        return FALSE;
      /* One that cannot be read is for fsck to complain of. */
      g_autoptr (AnfLeaf) leaf = anf_leaf_parse (line, strlen (line), NULL);
      *at = MAX (*at, leaf != NULL ? leaf->at : 0);
      accepted = leaf != NULL && strcmp (leaf->event, SET_BACK) == 0;
    }
  return size >= 0;
}

gboolean
anf_timekeeping_look (AnfOffice *office, GError **error)
{
  gint64 last = 0;
  const gint64 now = anf_clock_now (&office->clock);
  if (!anf_store_read (office->store, read_last, &last, error))
    return FALSE;
  if (now >= last - TOLERANCE_US)
    return TRUE;
  g_autofree char *said = anf_time_format_local (now);
  g_autofree char *recorded = anf_time_format_local (last);
  return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                          _ ("the clock says %s, and the last record is of %s: set the clock "
                             "(timedatectl) and start again; if it is right, and was ahead then, "
                             "run `anfangd --data DIR accept-clock` once, which the log will tell"),
                          said, recorded);
}

typedef struct
{
  AnfOffice *office;
  gint64 last;
} Trust;

static gboolean
append (AnfTx *tx, gpointer data, GError **error)
{
  const Trust *self = data;
  const gint64 now = anf_clock_now (&self->office->clock);
  g_autofree char *from = anf_time_format (self->last);
  g_autofree char *to = anf_time_format (now);
  g_autofree char *text = g_strdup_printf ("{\"from\":\"%s\",\"to\":\"%s\"}", from, to);
  g_autofree char *content = anf_content_hash (text);
  const AnfLeaf leaf = {
    .at = now, .by = "anfangd", .content = content, .event = SET_BACK, .record = "log/clock"
  };
  return anf_journal_append (self->office->journal, &leaf, NULL, error);
}

gboolean
anf_timekeeping_trust (AnfOffice *office, GError **error)
{
  Trust self = { .office = office };
  if (!anf_store_read (office->store, read_last, &self.last, error))
    return FALSE;
  return anf_clock_now (&office->clock) >= self.last - TOLERANCE_US
         || anf_store_write (office->store, append, &self, error);
}
