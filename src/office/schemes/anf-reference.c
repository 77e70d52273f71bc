/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-reference.h"

#include "anf-clocks.h"
#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-reference-data.h"
#include "anf-tasks.h"
#include "anf-units.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
check_id (AnfWork *work, const char *member, GError **error)
{
  const char *id = anf_json_peek_string (work->call->body, member);
  if (g_strcmp0 (id, work->call->id) == 0)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: the file says %s, the address %s"),
                          member, id != NULL ? id : "-", work->call->id);
}

/* Two schemes of one region share their departments; the same id for another name is a mistake. */
static gboolean
add_unit (AnfWork *work, const AnfScheme *scheme, const AnfSchemeUnit *unit, GError **error)
{
  g_autoptr (AnfRecord) existing = NULL;
  if (!anf_records_lookup (work->tx, ANF_NOUN_UNIT, unit->id, &existing, error))
    return FALSE;
  if (existing != NULL)
    {
      g_autoptr (JsonObject) doc
          = anf_json_parse_object (existing->doc, strlen (existing->doc), error);
      if (doc == NULL || g_strcmp0 (anf_json_peek_string (doc, "name"), unit->name) == 0)
        return doc != NULL;
      return anf_error_throw (error, ANF_ERROR_CONFLICT,
                              _ ("unit %s is known as %s, the scheme calls it %s"), unit->id,
                              anf_json_peek_string (doc, "name"), unit->name);
    }
  JsonObject *doc = json_object_new ();
  JsonArray *roles = json_array_new ();
  for (gsize i = 0; unit->roles[i] != NULL; i++)
    json_array_add_string_element (roles, unit->roles[i]);
  json_object_set_string_member (doc, "id", unit->id);
  json_object_set_string_member (doc, "name", unit->name);
  json_object_set_string_member (doc, "scheme", anf_scheme_get_id (scheme));
  json_object_set_array_member (doc, "roles", roles);
  anf_json_set_string (doc, "code", unit->code);
  anf_json_set_string (doc, "valid_from", unit->valid_from);
  anf_json_set_string (doc, "valid_to", unit->valid_to);
  anf_json_set_string (doc, "successor", unit->successor);
  anf_unit_note_code (doc);
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_UNIT, unit->id, doc);
  item->record->scheme = g_strdup (anf_scheme_get_id (scheme));
  return anf_work_create (work, item, "active", "created", NULL, error)
         && anf_records_link (work->tx, ANF_NOUN_UNIT, item->record, "name", unit->name, error);
}

static void
set_parent (AnfItem *item, const AnfScheme *scheme)
{
  const AnfScheme *parent = anf_scheme_get_parent (scheme);
  g_free (item->record->parent);
  item->record->parent = g_strdup (parent != NULL ? anf_scheme_get_id (parent) : NULL);
  anf_json_set_string (item->doc, "parent", item->record->parent);
}

static gboolean
save_scheme (AnfWork *work, AnfItem *existing, const AnfScheme *scheme, GError **error)
{
  if (existing != NULL)
    {
      set_parent (existing, scheme);
      json_object_set_string_member (existing->doc, "title", anf_scheme_get_title (scheme));
      json_object_set_object_member (existing->doc, "document", json_object_ref (work->call->body));
      if (!anf_work_save (work, existing, "loaded", NULL, error))
        return FALSE;
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  JsonObject *doc = json_object_new ();
  json_object_set_string_member (doc, "id", work->call->id);
  json_object_set_string_member (doc, "title", anf_scheme_get_title (scheme));
  json_object_set_object_member (doc, "document", json_object_ref (work->call->body));
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_SCHEME, work->call->id, doc);
  set_parent (item, scheme);
  if (!anf_work_create (work, item, "in_force", "loaded", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

static AnfScheme *
read_scheme (AnfWork *work, GError **error)
{
  const char *above = anf_scheme_peek_parent_id (work->call->body);
  if (above == NULL)
    return anf_scheme_new (work->call->body, error);
  g_autoptr (AnfScheme) parent = anf_work_find_scheme (work, above, error);
  for (const AnfScheme *each = parent; each != NULL; each = anf_scheme_get_parent (each))
    if (strcmp (anf_scheme_get_id (each), work->call->id) == 0)
      {
        anf_error_throw (error, ANF_ERROR_INVALID, _ ("parent: %s inherits from this scheme"),
                         above);
        return NULL;
      }
  return parent != NULL ? anf_scheme_new_child (work->call->body, parent, error) : NULL;
}

/* What was loaded under the scheme as it stood has to stand under it as it will. */
static gboolean
check_children (AnfWork *work, AnfScheme *scheme, GError **error)
{
  const AnfRecordsQuery query = { .parent = anf_scheme_get_id (scheme) };
  g_autoptr (GPtrArray) children = anf_work_list (work, ANF_NOUN_SCHEME, &query, error);
  for (guint i = 0; children != NULL && i < children->len; i++)
    {
      const AnfItem *child = children->pdata[i];
      g_autoptr (AnfScheme) read
          = anf_scheme_new_child (anf_json_peek_object (child->doc, "document"), scheme, error);
      if (read == NULL || !check_children (work, read, error))
        {
          g_prefix_error (error, "%s: ", child->record->id);
          return FALSE;
        }
    }
  return children != NULL;
}

gboolean
anf_reference_put_scheme (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!check_id (work, "id", error)
      || !anf_work_begin_put (work, ANF_NOUN_SCHEME, NULL, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  g_autoptr (AnfScheme) scheme = read_scheme (work, error);
  if (scheme == NULL || (existing != NULL && !check_children (work, scheme, error)))
    return FALSE;
  GPtrArray *units = anf_scheme_get_units (scheme);
  for (guint i = 0; i < units->len; i++)
    if (!add_unit (work, scheme, units->pdata[i], error))
      return FALSE;
  return save_scheme (work, existing, scheme, error) && anf_tasks_derive (work, scheme, error);
}

static gboolean
reply_one (AnfWork *work, AnfNoun noun, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, noun, work->call->id, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}

gboolean
anf_reference_list_schemes (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .state = anf_work_get_query (work, "state"),
                            .parent = anf_work_get_query (work, "parent") };
  return anf_work_reply_list (work, ANF_NOUN_SCHEME, &query, error);
}

gboolean
anf_reference_get_scheme (AnfWork *work, GError **error)
{
  return reply_one (work, ANF_NOUN_SCHEME, error);
}

gboolean
anf_reference_put_unit (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  const char *name = NULL;
  if (!anf_json_get_string (work->call->body, "name", &name, error)
      || !anf_work_begin_put (work, ANF_NOUN_UNIT, NULL, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  g_autoptr (AnfItem) item
      = existing != NULL
            ? g_steal_pointer (&existing)
            : anf_item_new (ANF_NOUN_UNIT, work->call->id, anf_json_copy_object (work->call->body));
  const gboolean is_new = item->record->seq == 0;
  g_autoptr (GList) members = json_object_get_members (work->call->body);
  for (GList *member = members; member != NULL; member = member->next)
    json_object_set_member (item->doc, member->data,
                            json_object_dup_member (work->call->body, member->data));
  json_object_set_string_member (item->doc, "id", work->call->id);
  anf_unit_note_code (item->doc);
  if (!anf_unit_check_successor (work, item->doc, error))
    return FALSE;
  g_free (item->record->scheme);
  item->record->scheme = g_strdup (anf_json_peek_string (item->doc, "scheme"));
  const gboolean done = is_new ? anf_work_create (work, item, "active", "created", NULL, error)
                               : anf_work_save (work, item, "edited", NULL, error);
  if (!done || !anf_records_link (work->tx, ANF_NOUN_UNIT, item->record, "name", name, error))
    return FALSE;
  anf_work_reply_item (work, is_new ? 201 : 200, item);
  return TRUE;
}

gboolean
anf_reference_list_units (AnfWork *work, GError **error)
{
  const char *name = anf_work_get_query (work, "name");
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .link_kind = name != NULL ? "name" : NULL,
                            .link_target = name };
  return anf_work_reply_list (work, ANF_NOUN_UNIT, &query, error);
}

gboolean
anf_reference_get_unit (AnfWork *work, GError **error)
{
  return reply_one (work, ANF_NOUN_UNIT, error);
}

/* Dates that waited for this year, or that a changed year moves, are counted anew. */
static gboolean
settle_clocks (AnfWork *work, AnfNoun noun, GError **error)
{
  g_autoptr (AnfCalendar) calendar
      = anf_reference_data_get_calendar (work->office->reference, work->tx, error);
  if (calendar == NULL)
    return FALSE;
  AnfRecordsQuery query = { 0 };
  for (;;)
    {
      g_autoptr (GPtrArray) items = anf_work_list (work, noun, &query, error);
      if (items == NULL)
        return FALSE;
      if (items->len == 0)
        return TRUE;
      for (guint i = 0; i < items->len; i++)
        {
          AnfItem *item = items->pdata[i];
          JsonArray *clocks = anf_json_peek_array (item->doc, "clocks");
          query.after = item->record->seq;
          if (clocks != NULL && anf_clocks_settle (clocks, calendar, work->now) > 0
              && !anf_work_save (work, item, "clocks_settled", NULL, error))
            return FALSE;
        }
    }
}

static gboolean
save_year (AnfWork *work, AnfItem *existing, JsonObject *year, GError **error)
{
  g_autofree char *text = anf_json_format_object (year);
  g_autofree char *sha256 = anf_content_hash (text);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, anf_json_peek_int (year, "year", 0));
  JsonObject *doc = anf_json_copy_object (year);
  json_object_set_string_member (doc, "id", id);
  json_object_set_string_member (doc, "sha256", sha256);
  if (existing == NULL)
    {
      g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_CALENDAR, id, doc);
      if (!anf_work_create (work, item, "loaded", "loaded", NULL, error))
        return FALSE;
      anf_work_reply_item (work, 201, item);
      return TRUE;
    }
  json_object_set_string_member (doc, "created_at",
                                 anf_json_peek_string (existing->doc, "created_at"));
  json_object_set_string_member (doc, "created_by",
                                 anf_json_peek_string (existing->doc, "created_by"));
  json_object_unref (existing->doc);
  existing->doc = doc;
  if (!anf_work_save (work, existing, "loaded", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, existing);
  return TRUE;
}

gboolean
anf_reference_add_year (AnfWork *work, JsonObject *year, GError **error)
{
  return save_year (work, NULL, year, error);
}

gboolean
anf_reference_put_calendar (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  g_autofree char *year
      = g_strdup_printf ("%" G_GINT64_FORMAT, anf_json_peek_int (work->call->body, "year", 0));
  if (strcmp (year, work->call->id) != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("year: the file says %s, the address %s"),
                            year, work->call->id);
  if (!anf_work_begin_put (work, ANF_NOUN_CALENDAR, NULL, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  g_autoptr (AnfCalendar) before
      = anf_reference_data_get_calendar (work->office->reference, work->tx, error);
  g_autoptr (AnfCalendar) after
      = before != NULL ? anf_calendar_add_year (before, work->call->body, error) : NULL;
  if (after == NULL || !save_year (work, existing, work->call->body, error))
    return FALSE;
  const gboolean done = settle_clocks (work, ANF_NOUN_ORDER, error)
                        && settle_clocks (work, ANF_NOUN_REFERRAL, error)
                        && settle_clocks (work, ANF_NOUN_LEAD, error);
  /* The year is taken back, and another may come under the same version. */
  if (!done)
    anf_reference_data_forget (work->office->reference);
  return done;
}

gboolean
anf_reference_list_calendars (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { 0 };
  return anf_work_reply_list (work, ANF_NOUN_CALENDAR, &query, error);
}

gboolean
anf_reference_get_calendar (AnfWork *work, GError **error)
{
  return reply_one (work, ANF_NOUN_CALENDAR, error);
}
