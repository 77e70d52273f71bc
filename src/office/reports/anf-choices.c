/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-choices.h"

#include "anf-data.h"
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-put-once.h"
#include "anf-statistics.h"
#include "anf-units.h"

#include <glib/gi18n.h>

#include <string.h>

/* Decimals of points. */
#define DECIMALS 3

static AnfRisk *
load_default (GError **error)
{
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (anf_data_get_resource (), "/anfang/risk.json", 0, error);
  if (bytes == NULL)
    return NULL;
  g_autoptr (JsonObject) file
      = anf_json_parse_object (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  JsonObject *rule = NULL;
  return file != NULL && anf_json_get_object (file, "risk", &rule, error)
             ? anf_risk_new (rule, error)
             : NULL;
}

static gboolean
check_candidates (AnfWork *work, char **candidates, GError **error)
{
  for (gsize i = 0; candidates[i] != NULL; i++)
    if (!anf_unit_check_valid (work, "candidates", candidates[i], error))
      return FALSE;
  return anf_json_peek_int (work->call->body, "count", 1) <= (gint64)g_strv_length (candidates)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("count: there are fewer candidates than that"));
}

/* Without any named: the scheme's own units, and those below its groups. */
static char **
list_candidates (AnfWork *work, const AnfStatistics *statistics)
{
  JsonArray *named = anf_json_peek_array (work->call->body, "candidates");
  const GPtrArray *units = anf_scheme_get_units (statistics->scheme);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  if (named != NULL)
    return anf_facts_dup_strings (named);
  for (guint i = 0; i < units->len; i++)
    {
      const AnfSchemeUnit *unit = units->pdata[i];
      const GPtrArray *below = g_hash_table_lookup (statistics->members, unit->id);
      if (!unit->is_group && unit->valid_to == NULL)
        g_strv_builder_add (builder, unit->id);
      for (guint k = 0; unit->is_group && below != NULL && k < below->len; k++)
        g_strv_builder_add (builder, below->pdata[k]);
    }
  return g_strv_builder_end (builder);
}

/* A count is a whole number, a weight has up to three decimals. */
static void
set_decimal (JsonObject *object, const char *member, gint64 thousandths)
{
  g_autofree char *text = anf_decimal_format (thousandths, ANF_FIGURE_UNIT, DECIMALS);
  json_object_set_string_member (object, member, text);
}

/* Each figure × its weight, so that nobody has to believe the sum. */
static JsonObject *
explain (const AnfRisk *risk, const AnfScore *score)
{
  JsonObject *object = json_object_new ();
  JsonArray *reasons = json_array_new ();
  json_object_set_string_member (object, "unit", score->unit);
  set_decimal (object, "score", score->score);
  json_object_set_array_member (object, "reasons", reasons);
  for (guint i = 0; i < risk->rule->items->len; i++)
    {
      const AnfScoreItem *item = risk->rule->items->pdata[i];
      JsonObject *reason = json_object_new ();
      json_object_set_string_member (reason, "name", item->name);
      json_object_set_string_member (reason, "figure",
                                     item->count != NULL ? item->count : item->figure);
      set_decimal (reason, "value", score->counts[i]);
      set_decimal (reason, "weight", item->points);
      set_decimal (reason, "cap", item->cap);
      set_decimal (reason, "points", anf_scoring_points (item, score->counts[i]));
      json_array_add_object_element (reasons, reason);
    }
  return object;
}

static GArray *
score_all (const AnfStatistics *statistics,
           const AnfRisk *risk,
           const AnfSpan *window,
           char **candidates,
           GError **error)
{
  const AnfSources sources = anf_statistics_get_sources (statistics);
  g_autoptr (GArray) scores = g_array_new (FALSE, TRUE, sizeof (AnfScore));
  for (gsize i = 0; candidates[i] != NULL; i++)
    {
      AnfScore score = { .unit = candidates[i], .group = G_MAXUINT };
      if (!anf_scoring_score (risk->rule, &sources, window, &score, error))
        return NULL;
      g_array_append_val (scores, score);
    }
  anf_risk_rank (scores);
  return g_steal_pointer (&scores);
}

static void
describe (JsonObject *doc, const AnfRisk *risk, const AnfSpan *window, const GArray *scores)
{
  JsonArray *all = json_array_new ();
  JsonArray *chosen = json_array_new ();
  g_autofree char *days = anf_span_format (window);
  const gint64 count = anf_json_peek_int (doc, "count", 1);
  for (guint i = 0; i < scores->len; i++)
    {
      const AnfScore *score = &g_array_index (scores, AnfScore, i);
      json_array_add_object_element (all, explain (risk, score));
      if (i < count)
        json_array_add_string_element (chosen, score->unit);
    }
  json_object_set_string_member (doc, "window", days);
  json_object_set_array_member (doc, "scores", all);
  json_object_set_array_member (doc, "chosen", chosen);
}

static gboolean
choose (AnfWork *work, AnfItem *item, GError **error)
{
  JsonObject *doc = item->doc;
  g_auto (AnfStatistics) statistics = { 0 };
  if (!anf_statistics_load (work, anf_json_peek_string (doc, "scheme"), &statistics, error))
    return FALSE;
  const AnfRisk *own = anf_scheme_get_plan (statistics.scheme)->risk;
  g_autoptr (AnfRisk) risk = own != NULL ? anf_risk_ref ((AnfRisk *)own) : load_default (error);
  g_auto (GStrv) candidates = risk != NULL ? list_candidates (work, &statistics) : NULL;
  if (candidates == NULL || !check_candidates (work, candidates, error))
    return FALSE;
  const AnfSpan window = anf_risk_get_window (risk, statistics.today);
  g_autoptr (GArray) scores = score_all (&statistics, risk, &window, candidates, error);
  if (scores == NULL)
    return FALSE;
  describe (doc, risk, &window, scores);
  return TRUE;
}

gboolean
anf_choices_put (AnfWork *work, GError **error)
{
  return anf_put_once (work, ANF_NOUN_CHOICE, "chosen",
                       N_ ("a choice that was made stays as it is"), choose, error);
}

gboolean
anf_choices_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme") };
  return anf_work_reply_list (work, ANF_NOUN_CHOICE, &query, error);
}

gboolean
anf_choices_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_CHOICE, work->call->id, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}
