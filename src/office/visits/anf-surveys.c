/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-surveys.h"

#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-units.h"

#include <glib/gi18n.h>

#include <string.h>

/* Whom it asks about, who wrote it, and which units may see it. */
static gboolean
gather (AnfWork *work, AnfItem *survey, AnfFactSheet *sheet, GError **error)
{
  g_strfreev (sheet->inspected);
  sheet->inspected = anf_facts_dup_strings (anf_json_peek_array (survey->doc, "units"));
  sheet->facts.inspected = (const char *const *)sheet->inspected;
  sheet->facts.served = g_strcmp0 (survey->record->state, "released") == 0;
  const char *drafter = anf_facts_find_drafter (work, survey->doc);
  sheet->facts.drafter
      = drafter != NULL ? drafter : anf_json_peek_string (survey->doc, "created_by");
  return anf_facts_add_line (work, sheet, error);
}

AnfItem *
anf_surveys_find (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_SURVEY, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  return item != NULL && gather (work, item, &sheet, error)
                 && anf_work_check (work, &sheet.facts, error)
             ? g_steal_pointer (&item)
             : NULL;
}

static JsonObject *
build (AnfWork *work, GError **error)
{
  g_autoptr (JsonObject) doc = anf_json_copy_object (work->call->body);
  g_autoptr (AnfSurvey) survey = anf_survey_new (doc, error);
  g_autoptr (AnfScheme) scheme
      = survey != NULL ? anf_work_find_scheme (work, anf_json_peek_string (doc, "scheme"), error)
                       : NULL;
  if (scheme == NULL)
    return NULL;
  for (gsize i = 0; survey->units[i] != NULL; i++)
    if (!anf_unit_check_valid (work, "units", survey->units[i], error))
      return NULL;
  json_object_set_string_member (doc, "id", work->call->id);
  json_object_set_int_member (doc, "rows", 0);
  json_object_set_int_member (doc, "sheets", 0);
  return g_steal_pointer (&doc);
}

static gboolean
edit (AnfWork *work, AnfItem *item, JsonObject *doc, GError **error)
{
  static const char *const kept[] = { "created_at", "created_by", NULL };
  for (gsize i = 0; kept[i] != NULL; i++)
    json_object_set_member (doc, kept[i], json_object_dup_member (item->doc, kept[i]));
  anf_facts_keep_drafters (doc, item->doc);
  json_object_set_object_member (doc, "drafted", anf_work_act (work));
  json_object_unref (item->doc);
  item->doc = doc;
  g_free (item->record->scheme);
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  if (!anf_work_step (work, ANF_MACHINE_SURVEY, item, "edit", error)
      || !anf_work_save (work, item, "edited", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_surveys_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!anf_work_begin_put (work, ANF_NOUN_SURVEY, NULL, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  JsonObject *doc = build (work, error);
  if (doc == NULL)
    return FALSE;
  if (existing != NULL)
    return edit (work, existing, doc, error);
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_SURVEY, work->call->id, doc);
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  if (!anf_work_create (work, item, anf_machine_get_initial (ANF_MACHINE_SURVEY), "drafted", NULL,
                        error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

gboolean
anf_surveys_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .state = anf_work_get_query (work, "state") };
  if (!anf_work_has_unit_side (work))
    return anf_work_reply_list (work, ANF_NOUN_SURVEY, &query, error);
  /* Whom a result was released to is told by links made then. */
  query.link_kind = "reader";
  query.link_target = work->actor.unit != NULL ? work->actor.unit : "";
  return anf_work_reply_list (work, ANF_NOUN_SURVEY, &query, error);
}

gboolean
anf_surveys_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_surveys_find (work, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}

static gboolean
move (AnfWork *work, const char *verb, const char *event, AnfItem **moved, GError **error)
{
  g_autoptr (AnfItem) item = anf_surveys_find (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_SURVEY, item, verb, error))
    return FALSE;
  json_object_set_object_member (item->doc, event, anf_work_act (work));
  if (!anf_work_save (work, item, event, NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  if (moved != NULL)
    *moved = g_steal_pointer (&item);
  return TRUE;
}

gboolean
anf_surveys_open (AnfWork *work, GError **error)
{
  return move (work, "open", "opened", NULL, error);
}

gboolean
anf_surveys_close (AnfWork *work, GError **error)
{
  return move (work, "close", "closed", NULL, error);
}

gboolean
anf_surveys_release (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = NULL;
  if (!move (work, "release", "released", &item, error))
    return FALSE;
  return anf_work_change_links (work, item, "reader", anf_json_peek_array (item->doc, "units"),
                                anf_records_link, error);
}
