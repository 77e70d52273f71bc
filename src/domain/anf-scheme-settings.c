/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"
#include "anf-order-kind.h"
#include "anf-scheme-reader.h"
#include "anf-scheme.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

gboolean
anf_scheme_read_recurrence (JsonObject *settings, int *months, GError **error)
{
  const gint64 given
      = anf_json_peek_int (settings, "recurrence_months", ANF_SCHEME_RECURRENCE_DEFAULT);
  if (given < 1 || given > ANF_SCHEME_RECURRENCE_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“recurrence_months” must be 1 to %d"),
                            ANF_SCHEME_RECURRENCE_MAX);
  *months = (int)given;
  return TRUE;
}

static void
free_clock (gpointer data)
{
  AnfSchemeClock *clock = data;
  g_free (clock->id);
  g_free (clock->name);
  g_free (clock->trigger);
  g_free (clock->clause);
  g_free (clock->deadline);
  g_free (clock);
}

/* A clock that names a deadline of the source must count as the source does. */
static gboolean
check_deadline (const AnfSchemeClock *clock, GPtrArray *deadlines, GError **error)
{
  if (clock->deadline == NULL)
    return TRUE;
  for (guint i = 0; i < deadlines->len; i++)
    {
      const AnfSchemeDeadline *deadline = g_ptr_array_index (deadlines, i);
      if (strcmp (deadline->id, clock->deadline) != 0)
        continue;
      if (deadline->kind == ANF_DEADLINE_RELATIVE && deadline->period.unit == clock->period.unit
          && deadline->period.amount == clock->period.amount)
        return TRUE;
      return anf_error_throw (error, ANF_ERROR_INVALID,
                              _ ("“rule” differs from the scheme's deadline “%s”"), deadline->id);
    }
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("“deadline” names “%.40s”, which the scheme does not have"),
                          clock->deadline);
}

static gboolean
read_clock (AnfSchemeClock *clock, JsonObject *object, GPtrArray *deadlines, GError **error)
{
  const char *rule = NULL;
  return anf_scheme_read_text (object, "name", &clock->name, error)
         && anf_json_get_string (object, "rule", &rule, error)
         && anf_period_parse (rule, &clock->period, error)
         && anf_scheme_read_text (object, "trigger", &clock->trigger, error)
         && anf_scheme_read_optional (object, "clause", &clock->clause, error)
         && anf_scheme_read_optional (object, "deadline", &clock->deadline, error)
         && check_deadline (clock, deadlines, error);
}

const char *const *
anf_scheme_clock_ids (void)
{
  static const char *const known[]
      = { "sign_receipt",  "plan",   "object",   "rectify",    "negotiate",
          "reinspect",     "cohort", "referral", "lead_check", "lead_urgent",
          "lead_feedback", "answer", NULL };
  return known;
}

static gboolean
check_clock_ids (JsonObject *clocks, GError **error)
{
  const char *const *known = anf_scheme_clock_ids ();
  g_autoptr (GList) members = json_object_get_members (clocks);
  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      {
        g_autofree char *list = g_strjoinv (_ (", "), (char **)known);
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("clocks: there is no clock “%.40s”; there are: %s"),
                                (const char *)l->data, list);
      }
  return TRUE;
}

GPtrArray *
anf_scheme_new_clocks (void)
{
  return g_ptr_array_new_with_free_func (free_clock);
}

GPtrArray *
anf_scheme_read_clocks (JsonObject *settings, GPtrArray *deadlines, GError **error)
{
  g_autoptr (GPtrArray) clocks = anf_scheme_new_clocks ();
  JsonObject *object = NULL;
  if (!json_object_has_member (settings, "clocks"))
    return g_steal_pointer (&clocks);
  if (!anf_json_get_object (settings, "clocks", &object, error) || !check_clock_ids (object, error))
    return NULL;
  g_autoptr (GList) members = json_object_get_members (object);
  for (GList *l = members; l != NULL; l = l->next)
    {
      const char *id = l->data;
      JsonObject *rule = NULL;
      AnfSchemeClock *clock = g_new0 (AnfSchemeClock, 1);
      g_ptr_array_add (clocks, clock);
      clock->id = g_strdup (id);
      if (!anf_json_get_object (object, id, &rule, error)
          || !read_clock (clock, rule, deadlines, error))
        {
          g_prefix_error (error, "clocks.%s: ", id);
          return NULL;
        }
    }
  return g_steal_pointer (&clocks);
}

void
anf_scheme_office_free (AnfSchemeOffice *office)
{
  if (office == NULL)
    return;
  g_free (office->ledger_code);
  g_free (office->organ);
  g_free (office->mandate);
  g_free (office->contact_name);
  g_free (office->contact_phone);
  g_strfreev (office->copy_to);
  g_clear_pointer (&office->organs, g_hash_table_unref);
  g_free (office);
}

static gboolean
check_ledger_code (const char *code, GError **error)
{
  const gsize length = strlen (code);
  if (length >= 2 && length <= 8 && strspn (code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == length)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("“ledger_code” must be 2 to 8 capital letters and digits"));
}

static gboolean
read_contact (AnfSchemeOffice *office, JsonObject *letter, GError **error)
{
  JsonObject *contact = NULL;
  if (!json_object_has_member (letter, "contact"))
    return TRUE;
  return anf_json_get_object (letter, "contact", &contact, error)
         && anf_scheme_read_optional (contact, "name", &office->contact_name, error)
         && anf_scheme_read_optional (contact, "phone", &office->contact_phone, error);
}

/* 监察决定 is the supervisory organ's to make, whoever runs the scheme. */
static gboolean
read_organs (AnfSchemeOffice *office, JsonObject *letter, GError **error)
{
  JsonObject *organs = NULL;
  office->organs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!json_object_has_member (letter, "organs"))
    return TRUE;
  if (!anf_json_get_object (letter, "organs", &organs, error))
    return FALSE;
  g_autoptr (GList) kinds = json_object_get_members (organs);
  for (GList *l = kinds; l != NULL; l = l->next)
    {
      char *name = NULL;
      if (anf_order_kind_find (l->data) == NULL)
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("organs: there is no kind of letter “%.40s”"),
                                (const char *)l->data);
      if (!anf_scheme_read_text (organs, l->data, &name, error))
        return FALSE;
      g_hash_table_insert (office->organs, g_strdup (l->data), name);
    }
  return TRUE;
}

AnfSchemeOffice *
anf_scheme_read_office (JsonObject *settings, GError **error)
{
  g_autoptr (AnfSchemeOffice) office = g_new0 (AnfSchemeOffice, 1);
  JsonObject *letter = NULL;
  if (!anf_scheme_read_text (settings, "ledger_code", &office->ledger_code, error)
      || !check_ledger_code (office->ledger_code, error)
      || !anf_json_get_object (settings, "letter", &letter, error))
    return NULL;
  if (!anf_scheme_read_text (letter, "organ", &office->organ, error)
      || !anf_scheme_read_optional (letter, "mandate", &office->mandate, error)
      || !read_contact (office, letter, error) || !read_organs (office, letter, error)
      || !anf_scheme_read_texts (letter, "copy_to", &office->copy_to, error))
    {
      g_prefix_error (error, "letter: ");
      return NULL;
    }
  return g_steal_pointer (&office);
}

/* One figure of `plausibility`. */
static gboolean
read_threshold (JsonObject *object, const char *name, AnfThresholds *thresholds, GError **error)
{
  AnfCheck check = ANF_CHECK_COUNT;
  gint64 least = 0;
  gint64 most = 0;
  gint64 figure = 0;
  if (!anf_check_find (name, &check))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("there is no check “%.40s”"), name);
  anf_check_get_range (check, &least, &most);
  if (least == most)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” has no threshold to set"), name);
  if (!anf_json_get_int (object, name, &figure, error))
    return FALSE;
  if (figure < least || figure > most)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("“%s” must be %" PRId64 " to %" PRId64 " (%s)"), name, least, most,
                            anf_check_unit (check));
  thresholds->figures[check] = figure;
  return TRUE;
}

gboolean
anf_scheme_read_thresholds (JsonObject *settings, AnfThresholds *thresholds, GError **error)
{
  JsonObject *object = NULL;
  if (!json_object_has_member (settings, "plausibility"))
    return TRUE;
  if (!anf_json_get_object (settings, "plausibility", &object, error))
    return FALSE;
  g_autoptr (GList) members = json_object_get_members (object);
  for (GList *l = members; l != NULL; l = l->next)
    if (!read_threshold (object, l->data, thresholds, error))
      {
        g_prefix_error (error, "plausibility: ");
        return FALSE;
      }
  return TRUE;
}
