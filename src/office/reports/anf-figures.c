/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-figures.h"

#include "anf-data.h"
#include "anf-error.h"
#include "anf-figure.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

/* The id is made of what the figure is about, so that nobody enters it twice unawares. */
static gboolean
check_id (AnfWork *work, const AnfSpan *span, GError **error)
{
  JsonObject *body = work->call->body;
  g_autofree char *period = anf_span_format (span);
  const char *unit = anf_json_peek_string (body, "unit");
  g_autofree char *id = g_strjoin (".", anf_json_peek_string (body, "scheme"),
                                   anf_json_peek_string (body, "key"), period, unit, NULL);
  if (strcmp (id, work->call->id) == 0)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the address of this figure is %s, not %s"),
                          id, work->call->id);
}

/* A period that has not begun has no figure, and no source knew one. */
static gboolean
check_days (AnfWork *work, const AnfSpan *span, GError **error)
{
  const char *text = anf_json_peek_string (work->call->body, "as_of");
  GDate as_of, today;
  anf_time_local_date (work->now, &today);
  if (!anf_date_parse (text, &as_of, error))
    return FALSE;
  if (g_date_compare (&as_of, &today) > 0 || span->first > g_date_get_julian (&today))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("as_of, period: neither may be after today"));
  return g_date_get_julian (&as_of) >= span->first
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("as_of: %s is before the period"), text);
}

static gboolean
check_key (AnfWork *work, GError **error)
{
  JsonObject *body = work->call->body;
  const char *key = anf_json_peek_string (body, "key");
  g_autoptr (AnfIndicatorSet) common
      = anf_indicator_set_new_from_resource (anf_data_get_resource (), error);
  g_autoptr (AnfScheme) scheme
      = common != NULL ? anf_work_find_scheme (work, anf_json_peek_string (body, "scheme"), error)
                       : NULL;
  if (scheme == NULL)
    return FALSE;
  if (anf_indicator_set_find_kind (common, key) != NULL
      || anf_indicator_set_find_kind (anf_scheme_get_indicators (scheme), key) != NULL)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("key: no indicator of %s needs a figure “%s”; anfang report "
                             "indicators says which are missing"),
                          anf_scheme_get_id (scheme), key);
}

static gboolean
check_unit (AnfWork *work, GError **error)
{
  const char *unit = anf_json_peek_string (work->call->body, "unit");
  g_autoptr (AnfItem) known
      = unit != NULL ? anf_work_find_named (work, ANF_NOUN_UNIT, "unit", unit, error) : NULL;
  return unit == NULL || known != NULL;
}

static gboolean
check (AnfWork *work, GError **error)
{
  JsonObject *body = work->call->body;
  AnfSpan span;
  gint64 value = 0;
  return anf_span_parse (anf_json_peek_string (body, "period"), &span, error)
         && anf_figure_parse_value (anf_json_peek_string (body, "value"), &value, error)
         && check_id (work, &span, error) && check_days (work, &span, error)
         && check_key (work, error) && check_unit (work, error);
}

/* What it said until now, by whom and from where. */
static void
remember (JsonObject *before, JsonObject *doc)
{
  static const char *const kept[] = { "value", "source", "as_of", "by", "at", NULL };
  JsonArray *was = anf_json_peek_array (before, "was");
  JsonArray *all = json_array_new ();
  for (guint i = 0; was != NULL && i < json_array_get_length (was); i++)
    json_array_add_element (all, json_array_dup_element (was, i));
  JsonObject *entry = json_object_new ();
  for (gsize i = 0; kept[i] != NULL; i++)
    anf_json_set_string (entry, kept[i], anf_json_peek_string (before, kept[i]));
  json_array_add_object_element (all, entry);
  json_object_set_array_member (doc, "was", all);
  anf_json_set_string (doc, "created_at", anf_json_peek_string (before, "created_at"));
  anf_json_set_string (doc, "created_by", anf_json_peek_string (before, "created_by"));
}

static JsonObject *
build (AnfWork *work)
{
  JsonObject *doc = anf_work_act_with (work);
  json_object_set_string_member (doc, "id", work->call->id);
  return doc;
}

static gboolean
create (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_FIGURE, work->call->id, build (work));
  item->record->scheme = g_strdup (anf_json_peek_string (item->doc, "scheme"));
  item->record->unit = g_strdup (anf_json_peek_string (item->doc, "unit"));
  if (!anf_work_create (work, item, "entered", "entered", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

static gboolean
correct (AnfWork *work, AnfItem *item, GError **error)
{
  JsonObject *doc = build (work);
  remember (item->doc, doc);
  json_object_unref (item->doc);
  item->doc = doc;
  if (!anf_work_save (work, item, "corrected", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_figures_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!check (work, error)
      || !anf_work_begin_put (work, ANF_NOUN_FIGURE, NULL, &existing, &same, error))
    return FALSE;
  if (!same)
    return existing != NULL ? correct (work, existing, error) : create (work, error);
  anf_work_reply_item (work, 200, existing);
  return TRUE;
}

gboolean
anf_figures_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_FIGURE, work->call->id, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}

gboolean
anf_figures_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .unit = anf_work_get_query (work, "unit") };
  return anf_work_reply_list (work, ANF_NOUN_FIGURE, &query, error);
}
