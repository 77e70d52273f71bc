/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-self-checks.h"

#include "anf-area.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-put-once.h"
#include "anf-subjects.h"

#include <glib/gi18n.h>

#include <string.h>

/* A unit speaks for itself; a clerk writes down what came on paper, of whichever unit. */
static gboolean
set_unit (AnfWork *work, JsonObject *doc, GError **error)
{
  const char *unit = anf_json_peek_string (doc, "unit");
  g_autoptr (AnfRecord) record = NULL;
  if (anf_work_has_unit_side (work))
    {
      if (unit != NULL && g_strcmp0 (unit, work->actor.unit) != 0)
        return anf_error_throw (error, ANF_ERROR_DENIED,
                                _ ("unit: declare for your own unit only"));
      unit = work->actor.unit;
    }
  if (unit == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("unit: say whose declaration it is"));
  if (!anf_records_lookup (work->tx, ANF_NOUN_UNIT, unit, &record, error))
    return FALSE;
  if (record == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("unit: there is no unit %s"), unit);
  json_object_set_string_member (doc, "unit", unit);
  return TRUE;
}

/* In the scheme's own words, so that findings can be held against it. */
static gboolean
set_category (AnfWork *work, JsonObject *doc, GError **error)
{
  g_autoptr (AnfScheme) scheme
      = anf_work_find_scheme (work, anf_json_peek_string (doc, "scheme"), error);
  return scheme != NULL && anf_area_settle (scheme, doc, error) != NULL;
}

static gboolean
declare (AnfWork *work, AnfItem *item, GError **error)
{
  GDate day;
  JsonObject *doc = item->doc;
  if (!set_unit (work, doc, error) || !set_category (work, doc, error)
      || !anf_work_take_day (work, doc, "declared_on", &day, error))
    return FALSE;
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  item->record->parent = g_strdup (anf_json_peek_string (doc, "category"));
  return TRUE;
}

gboolean
anf_self_checks_put (AnfWork *work, GError **error)
{
  return anf_put_once (work, ANF_NOUN_SELF_CHECK, "declared",
                       N_ ("a declaration is not changed: make another one"), declare, error);
}

gboolean
anf_self_checks_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .unit = anf_work_get_query (work, "unit") };
  if (anf_work_has_unit_side (work))
    query.unit = work->actor.unit != NULL ? work->actor.unit : "";
  return anf_work_reply_list (work, ANF_NOUN_SELF_CHECK, &query, error);
}

gboolean
anf_self_checks_compare (AnfWork *work, AnfItem *finding, GError **error)
{
  g_autofree char *text = NULL;
  if (!anf_subjects_find_self_check (
          work->tx, finding->record->unit, anf_json_peek_string (finding->doc, "category"),
          anf_json_peek_string (finding->doc, "created_at"), &text, error))
    return FALSE;
  g_autoptr (JsonObject) last
      = text != NULL ? anf_json_parse_object (text, strlen (text), error) : json_object_new ();
  if (last == NULL)
    return FALSE;
  if (text == NULL || anf_json_peek_int (last, "found", 0) != 0)
    return TRUE;
  JsonObject *missed = json_object_new ();
  json_object_set_string_member (missed, "declaration", anf_json_peek_string (last, "id"));
  json_object_set_string_member (missed, "declared_on", anf_json_peek_string (last, "declared_on"));
  json_object_set_object_member (finding->doc, "missed_in_self_check", missed);
  return TRUE;
}
