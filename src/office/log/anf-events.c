/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-events.h"

#include "anf-error.h"
#include "anf-leaf.h"
#include "anf-log-feed.h"
#include "anf-log-use.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

/* Leaves that one call looks through: of some, few are for the caller. */
#define SCAN_MAX 1000

typedef struct
{
  AnfWork *work;
  const char *noun; /* (nullable) */
  GString *text;
  gint64 limit;
  gint64 count;
  gint64 last; /* looked at */
  gint64 scanned;
} Feed;

static gboolean
is_of (const char *record, const char *noun)
{
  const gsize size = noun != NULL ? strlen (noun) : 0;
  return noun == NULL || (strncmp (record, noun, size) == 0 && record[size] == '/');
}

static gboolean
add_event (gint64 index, const char *line, gpointer data, GError **error)
{
  Feed *feed = data;
  gboolean open = FALSE;
  g_autoptr (GError) local_error = NULL;
  /* Full: what is left is for the next call. */
  if (feed->count == feed->limit)
    return TRUE;
  feed->last = index;
  feed->scanned++;
  g_autoptr (AnfLeaf) leaf = anf_leaf_parse (line, strlen (line), error);
  if (leaf == NULL)
    return FALSE;
  if (!is_of (leaf->record, feed->noun))
    return TRUE;
  if (!anf_log_use_sees (feed->work, leaf->record, &open, &local_error)
      && !g_error_matches (local_error, ANF_ERROR, (int)ANF_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (open)
    g_string_append_printf (feed->text, "%s{\"index\":%" PRId64 ",\"leaf\":%s}",
                            feed->count++ > 0 ? "," : "", index, line);
  return TRUE;
}

static gboolean
parse_after (AnfWork *work, gint64 *after, GError **error)
{
  const char *text = anf_work_get_query (work, "after");
  guint64 number = 0;
  *after = -1;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("after: give the `next` of the page before"));
  *after = (gint64)number;
  return TRUE;
}

/* There is always a place to go on from, also where nothing has happened yet. */
static void
reply (AnfWork *work, const Feed *feed, gboolean more)
{
  g_string_append (feed->text, more ? "],\"more\":true,\"next\":" : "],\"more\":false,\"next\":");
  if (feed->last >= 0)
    g_string_append_printf (feed->text, "\"%" PRId64 "\"}", feed->last);
  else
    g_string_append (feed->text, "null}");
  anf_work_reply_text (work, "application/json", g_strdup (feed->text->str));
}

gboolean
anf_events_list (AnfWork *work, GError **error)
{
  gint64 after = 0;
  AnfRecordsQuery query = { 0 };
  if (!anf_work_parse_limit (work, &query, error) || !parse_after (work, &after, error))
    return FALSE;
  g_autoptr (GString) text = g_string_new ("{\"items\":[");
  Feed feed = { .work = work,
                .noun = anf_work_get_query (work, "noun"),
                .text = text,
                .limit = query.limit,
                .last = after };
  const gboolean done = anf_log_feed_list (work->tx, after, SCAN_MAX, add_event, &feed, error);
  if (done)
    reply (work, &feed, feed.count == feed.limit || feed.scanned == SCAN_MAX);
  return done;
}
