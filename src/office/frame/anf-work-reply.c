/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accountable.h"
#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-json.h"
#include "anf-sealing.h"
#include "anf-work.h"

#include <glib/gi18n.h>

#include <string.h>

#define PAGE_DEFAULT 50
#define PAGE_MAX 200

static const char json_type[] = "application/json";

static AnfReply *
new_reply (int status)
{
  AnfReply *reply = g_new0 (AnfReply, 1);
  reply->status = status;
  reply->fd = -1;
  return reply;
}

void
anf_work_reply_text (AnfWork *work, const char *content_type, char *text)
{
  work->reply = new_reply (200);
  work->reply->content_type = content_type;
  work->reply->body = g_bytes_new_take (text, strlen (text));
}

void
anf_work_reply_empty (AnfWork *work)
{
  work->reply = new_reply (204);
}

/* What the caller is shown of it: NULL for all. */
static JsonObject *
show (AnfWork *work, AnfNoun noun, JsonObject *doc)
{
  g_autoptr (JsonObject) account
      = noun == ANF_NOUN_ACCOUNT ? anf_sealing_dup_account (work, doc) : NULL;
  if (account != NULL)
    doc = account;
  if (anf_work_has_unit_side (work))
    return anf_disclosure_show (noun, doc, &work->actor);
  return account != NULL ? g_steal_pointer (&account)
                         : anf_accountable_dup_hidden (work, noun, doc);
}

void
anf_work_reply_item (AnfWork *work, int status, const AnfItem *item)
{
  g_autoptr (JsonObject) shown = show (work, item->noun, item->doc);
  anf_work_reply_text (work, json_type,
                       shown != NULL ? anf_json_format_object (shown)
                                     : g_strdup (item->record->doc));
  work->reply->status = status;
  /* Whoever may not see the version does not learn it from the ETag. */
  if (json_object_has_member (shown != NULL ? shown : item->doc, "version"))
    work->reply->version = anf_work_get_version (work, item);
}

gboolean
anf_work_reply_blob (
    AnfWork *work, const char *sha256, const char *content_type, char *filename, GError **error)
{
  work->reply = new_reply (200);
  work->reply->content_type = content_type;
  work->reply->filename = filename;
  return anf_vault_open_blob (work->office->vault, sha256, &work->reply->fd, &work->reply->length,
                              error);
}

const char *
anf_work_get_query (AnfWork *work, const char *name)
{
  return work->call->query != NULL ? g_hash_table_lookup (work->call->query, name) : NULL;
}

gboolean
anf_work_parse_limit (AnfWork *work, AnfRecordsQuery *query, GError **error)
{
  const char *limit = anf_work_get_query (work, "limit");
  guint64 number = PAGE_DEFAULT;
  if (limit != NULL && !g_ascii_string_to_unsigned (limit, 10, 1, PAGE_MAX, &number, NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("limit: give a number from 1 to %d"),
                            PAGE_MAX);
  query->limit = (gint64)number;
  return TRUE;
}

gboolean
anf_work_parse_page (AnfWork *work, AnfRecordsQuery *query, GError **error)
{
  const char *after = anf_work_get_query (work, "after");
  guint64 number = 0;
  if (!anf_work_parse_limit (work, query, error))
    return FALSE;
  if (after != NULL && !g_ascii_string_to_unsigned (after, 10, 0, G_MAXINT64, &number, NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("after: give the `next` of the page before"));
  query->after = (gint64)number;
  return TRUE;
}

static gboolean
note_id (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  char **found = data;
  *found = g_strdup (id);
  return TRUE;
}

/* Whether the list that @query asks for could have shown @record. */
static gboolean
is_listed (AnfWork *work,
           AnfNoun noun,
           const AnfRecordsQuery *query,
           const AnfRecord *record,
           GError **error)
{
  /* Without a link it is by the unit that the list is the caller's. */
  const gboolean linked = query->link_kind != NULL;
  const AnfRecordsQuery own = { .link_kind = query->link_kind,
                                .link_target = query->link_target,
                                .unit = linked ? NULL : query->unit,
                                .parent = linked ? NULL : query->parent,
                                .after = record->seq - 1,
                                .limit = 1 };
  g_autofree char *found = NULL;
  return anf_records_list (work->tx, noun, &own, note_id, &found, error)
         && g_strcmp0 (found, record->id) == 0;
}

/* The unit side goes on after an id: a place in the table would tell how much others have sent.
   One that it was never shown is none, or its place could be found out by asking. */
gboolean
anf_work_parse_list_page (AnfWork *work, AnfNoun noun, AnfRecordsQuery *query, GError **error)
{
  const char *after = anf_work_get_query (work, "after");
  if (after == NULL || !anf_work_has_unit_side (work))
    return anf_work_parse_page (work, query, error);
  g_autoptr (AnfRecord) record = NULL;
  if (!anf_work_parse_limit (work, query, error)
      || !anf_records_lookup (work->tx, noun, after, &record, error))
    return FALSE;
  g_autoptr (GError) local_error = NULL;
  const gboolean listed = record != NULL && is_listed (work, noun, query, record, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!listed)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("after: give the `next` of the page before"));
  query->after = record->seq;
  return TRUE;
}

char *
anf_work_dup_cursor (const AnfWork *work, const char *id, gint64 seq)
{
  return anf_work_has_unit_side (work) ? g_strdup (id) : g_strdup_printf ("%" G_GINT64_FORMAT, seq);
}

typedef struct
{
  AnfWork *work;
  AnfNoun noun;
  AnfWorkPick pick; /* (nullable) */
  gint64 limit;
  gint64 seen; /* records looked at */
  gint64 last_seen;
  GString *text;
  char *last_id; /* for the unit side */
  gint64 last;
  gint64 count;
} Page;

static gboolean
append_item (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  Page *page = data;
  const gboolean unit_side = anf_work_has_unit_side (page->work);
  const gboolean named
      = page->noun == ANF_NOUN_ACCOUNT
        || (page->noun == ANF_NOUN_ORDER && strstr (doc, "\"accountable\":") != NULL);
  page->seen++;
  page->last_seen = seq;
  if (page->count == page->limit)
    return TRUE;
  g_autoptr (JsonObject) whole = NULL;
  if (unit_side || named || page->pick != NULL)
    {
      whole = anf_json_parse_object (doc, strlen (doc), error);
      if (whole == NULL)
        return FALSE;
      if (page->pick != NULL && !page->pick (page->work, whole))
        return TRUE;
    }
  if (page->count++ > 0)
    g_string_append_c (page->text, ',');
  page->last = seq;
  if (whole == NULL)
    {
      /* Stored documents are canonical JSON: they go out as they are. */
      g_string_append (page->text, doc);
      return TRUE;
    }
  g_autoptr (JsonObject) shown = show (page->work, page->noun, whole);
  g_autofree char *text = anf_json_format_object (shown != NULL ? shown : whole);
  g_string_append (page->text, text);
  if (unit_side)
    {
      g_free (page->last_id);
      page->last_id = g_strdup (id);
    }
  return TRUE;
}

static gboolean
fill_page (Page *page, AnfRecordsQuery *query, GError **error)
{
  page->limit = query->limit;
  do
    {
      page->seen = 0;
      if (!anf_records_list (page->work->tx, page->noun, query, append_item, page, error))
        return FALSE;
      query->after = page->last_seen;
    }
  while (page->pick != NULL && page->seen == query->limit && page->count < page->limit);
  return TRUE;
}

gboolean
anf_work_reply_list (AnfWork *work, AnfNoun noun, AnfRecordsQuery *query, GError **error)
{
  return anf_work_reply_picked (work, noun, query, NULL, error);
}

gboolean
anf_work_reply_picked (
    AnfWork *work, AnfNoun noun, AnfRecordsQuery *query, AnfWorkPick pick, GError **error)
{
  if (!anf_work_parse_list_page (work, noun, query, error))
    return FALSE;
  Page page = { .work = work, .noun = noun, .pick = pick, .text = g_string_sized_new (32768) };
  g_string_append (page.text, "{\"items\":[");
  const gboolean listed = fill_page (&page, query, error);
  g_autofree char *last_id = page.last_id;
  if (!listed)
    {
      g_string_free (page.text, TRUE);
      return FALSE;
    }
  /* A full page may be the last one: the page after it is then empty, which ends the list. */
  if (page.count == query->limit && last_id != NULL)
    g_string_append_printf (page.text, "],\"next\":\"%s\"}", last_id);
  else if (page.count == query->limit)
    g_string_append_printf (page.text, "],\"next\":\"%" G_GINT64_FORMAT "\"}", page.last);
  else
    g_string_append (page.text, "],\"next\":null}");
  anf_work_reply_text (work, json_type, g_string_free (page.text, FALSE));
  return TRUE;
}

void
anf_reply_free (AnfReply *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->body, g_bytes_unref);
  if (self->stream_free != NULL)
    self->stream_free (self->stream_data);
  if (self->fd >= 0)
    (void)g_close (self->fd, NULL);
  g_free (self->filename);
  g_free (self);
}
