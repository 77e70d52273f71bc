/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-notices.h"

#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-notice-rows.h"
#include "anf-notice-title.h"

#include <glib/gi18n.h>

#include <string.h>

#define UNREAD "unread-"
#define READ "read-"

typedef struct
{
  AnfWork *work;
  GString *text;
  gint64 count;
  gint64 limit;
  gboolean read; /* in this part of the list */
  char *last;
} Page;

static JsonObject *
describe (AnfTx *tx, const AnfNoticeRow *row)
{
  JsonObject *notice = json_object_new ();
  g_autofree char *at = anf_time_format (row->at);
  g_autofree char *title = anf_notice_dup_full_title (tx, row);
  g_autofree char *read_at = row->read_at != 0 ? anf_time_format (row->read_at) : NULL;
  json_object_set_string_member (notice, "id", row->id);
  json_object_set_string_member (notice, "event", row->event);
  json_object_set_string_member (notice, "title", title);
  json_object_set_string_member (notice, "record", row->record);
  anf_json_set_string (notice, "number", row->number);
  anf_json_set_string (notice, "clock", row->clock);
  anf_json_set_string (notice, "due", row->due);
  json_object_set_string_member (notice, "at", at);
  anf_json_set_string (notice, "read_at", read_at);
  return notice;
}

static gboolean
append (const AnfNoticeRow *row, gpointer data, GError **error)
{
  Page *page = data;
  g_autoptr (JsonObject) notice = describe (page->work->tx, row);
  g_autoptr (JsonObject) shown = anf_work_has_unit_side (page->work)
                                     ? anf_disclosure_show_notice (notice)
                                     : json_object_ref (notice);
  g_autofree char *text = anf_json_format_object (shown);
  g_string_append_printf (page->text, "%s%s", page->count++ > 0 ? "," : "", text);
  g_free (page->last);
  page->last = g_strconcat (page->read ? READ : UNREAD, row->id, NULL);
  return TRUE;
}

/* Where the page begins: in which part of the list, and behind which place in it. */
static gboolean
parse_after (AnfWork *work, gboolean *read, gint64 *before, GError **error)
{
  const char *after = anf_work_get_query (work, "after");
  *read = FALSE;
  *before = 0;
  if (after == NULL)
    return TRUE;
  *read = g_str_has_prefix (after, READ);
  const char *id = *read                              ? after + strlen (READ)
                   : g_str_has_prefix (after, UNREAD) ? after + strlen (UNREAD)
                                                      : "";
  if (!anf_notice_rows_find (work->tx, work->actor.name, id, before, error))
    return FALSE;
  return *before != 0
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("after: give the `next` of the page before"));
}

static gboolean
fill (Page *page, gboolean read, gint64 before, GError **error)
{
  const AnfNoticeQuery query = { .account = page->work->actor.name,
                                 .read = read,
                                 .before = before,
                                 .limit = page->limit - page->count };
  page->read = read;
  return anf_notice_rows_list (page->work->tx, &query, append, page, error);
}

static gboolean
fill_all (Page *page, gboolean unread_only, GError **error)
{
  gboolean read = FALSE;
  gint64 before = 0;
  if (!parse_after (page->work, &read, &before, error))
    return FALSE;
  if (!read && !fill (page, FALSE, before, error))
    return FALSE;
  return unread_only || page->count == page->limit || fill (page, TRUE, read ? before : 0, error);
}

/* The unread first, so a page can be gone on from while one reads: what is marked meanwhile moves
   behind, and nothing is left out. */
gboolean
anf_notices_list (AnfWork *work, GError **error)
{
  const char *state = anf_work_get_query (work, "state");
  AnfRecordsQuery query = { 0 };
  if (state != NULL && strcmp (state, "unread") != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("state: unread, or leave it out"));
  if (!anf_work_parse_limit (work, &query, error))
    return FALSE;
  g_autoptr (GString) text = g_string_new ("{\"items\":[");
  Page page = { .work = work, .text = text, .limit = query.limit };
  const gboolean done = fill_all (&page, state != NULL, error);
  g_autofree char *last = page.last;
  if (!done)
    return FALSE;
  if (page.count == page.limit)
    g_string_append_printf (text, "],\"next\":\"%s\"}", last);
  else
    g_string_append (text, "],\"next\":null}");
  anf_work_reply_text (work, "application/json", g_strdup (text->str));
  return TRUE;
}

/* That somebody has read it is their own affair: no leaf tells of it. */
gboolean
anf_notices_read (AnfWork *work, GError **error)
{
  if (!anf_notice_rows_mark (work->tx, work->actor.name, work->call->id, work->now, error))
    return FALSE;
  anf_work_reply_empty (work);
  return TRUE;
}
