/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-units.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-number.h"

#include <glib/gi18n.h>

#include <string.h>

/* Mergers of what was merged before. */
#define SUCCESSORS_MAX 8
#define CREDIT_CODE_LENGTH 18

/* NULL in @unit when there is none. */
static gboolean
read_unit (AnfWork *work, const char *id, JsonObject **unit, GError **error)
{
  g_autoptr (AnfRecord) record = NULL;
  *unit = NULL;
  if (!anf_records_lookup (work->tx, ANF_NOUN_UNIT, id, &record, error))
    return FALSE;
  if (record == NULL)
    return TRUE;
  *unit = anf_json_parse_object (record->doc, strlen (record->doc), error);
  return *unit != NULL;
}

/* Dates as they are written sort as they follow each other. */
static gboolean
has_ended (JsonObject *unit, const char *today)
{
  const char *last = anf_json_peek_string (unit, "valid_to");
  return last != NULL && strcmp (last, today) < 0;
}

/* The one that is there today, of those who took over one after the other; NULL when nobody is
   named. */
static gboolean
find_successor (
    AnfWork *work, JsonObject *unit, const char *today, JsonObject **found, GError **error)
{
  g_autoptr (JsonObject) next = json_object_ref (unit);
  *found = NULL;
  for (guint i = 0; i < SUCCESSORS_MAX && has_ended (next, today); i++)
    {
      const char *id = anf_json_peek_string (next, "successor");
      JsonObject *after = NULL;
      if (id == NULL)
        return TRUE;
      if (!read_unit (work, id, &after, error))
        return FALSE;
      if (after == NULL)
        return TRUE;
      json_object_unref (next);
      next = after;
    }
  if (!has_ended (next, today))
    *found = g_steal_pointer (&next);
  return TRUE;
}

static gboolean
throw_ended (AnfWork *work, const char *member, JsonObject *unit, const char *today, GError **error)
{
  g_autoptr (JsonObject) successor = NULL;
  const char *name = anf_json_peek_string (unit, "name");
  const char *last = anf_json_peek_string (unit, "valid_to");
  if (!find_successor (work, unit, today, &successor, error))
    return FALSE;
  if (successor == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("%s: %s ended on %s, and nobody is on record who took over"), member,
                            name, last);
  return anf_error_throw (
      error, ANF_ERROR_INVALID, _ ("%s: %s ended on %s; its successor is %s (%s)"), member, name,
      last, anf_json_peek_string (successor, "name"), anf_json_peek_string (successor, "id"));
}

gboolean
anf_unit_check_valid (AnfWork *work, const char *member, const char *unit, GError **error)
{
  GDate date;
  g_autoptr (JsonObject) doc = NULL;
  anf_time_local_date (work->now, &date);
  g_autofree char *today = anf_date_format (&date);
  if (!read_unit (work, unit, &doc, error))
    return FALSE;
  if (doc == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: there is no unit %s"), member, unit);
  const char *first = anf_json_peek_string (doc, "valid_from");
  if (first != NULL && strcmp (first, today) > 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: %s begins only on %s"), member,
                            anf_json_peek_string (doc, "name"), first);
  return !has_ended (doc, today) || throw_ended (work, member, doc, today, error);
}

gboolean
anf_unit_check_successor (AnfWork *work, JsonObject *doc, GError **error)
{
  const char *from = anf_json_peek_string (doc, "valid_from");
  const char *to = anf_json_peek_string (doc, "valid_to");
  const char *successor = anf_json_peek_string (doc, "successor");
  g_autoptr (AnfRecord) record = NULL;
  if (from != NULL && to != NULL && strcmp (from, to) > 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("valid_to: it ends before it begins"));
  if (successor == NULL)
    return TRUE;
  if (to == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("successor: say in valid_to until when the unit is there"));
  if (!anf_records_lookup (work->tx, ANF_NOUN_UNIT, successor, &record, error))
    return FALSE;
  return (record != NULL && g_strcmp0 (successor, anf_json_peek_string (doc, "id")) != 0)
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("successor: there is no other unit %s"),
                             successor);
}

void
anf_unit_note_code (JsonObject *doc)
{
  const char *code = anf_json_peek_string (doc, "code");
  json_object_remove_member (doc, "code_doubtful");
  if (code != NULL && strlen (code) == CREDIT_CODE_LENGTH && !anf_number_uscc_is_sound (code))
    json_object_set_boolean_member (doc, "code_doubtful", TRUE);
}

char *
anf_unit_dup_name (AnfWork *work, GHashTable *names, const char *id)
{
  if (id == NULL)
    return NULL;
  const char *known = names != NULL ? g_hash_table_lookup (names, id) : NULL;
  if (known != NULL)
    return g_strdup (known);
  g_autoptr (AnfItem) unit = anf_work_find (work, ANF_NOUN_UNIT, id, NULL);
  const char *name = unit != NULL ? anf_json_peek_string (unit->doc, "name") : id;
  if (names != NULL)
    g_hash_table_insert (names, g_strdup (id), g_strdup (name));
  return g_strdup (name);
}
