/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-measures.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-units.h"

#include <glib/gi18n.h>

/* Nobody promises for others. */
static gboolean
check_unit (AnfWork *work, const char *const *units, const char *unit, GError **error)
{
  if (!anf_unit_check_valid (work, "measures", unit, error))
    return FALSE;
  g_auto (GStrv) line = anf_facts_find_line (work, unit, error);
  return line != NULL
         && (anf_policy_belongs ((const char *const *)line, units)
             || anf_error_throw (error, ANF_ERROR_INVALID,
                                 _ ("measures: the order does not go to %s, nor to one above it: "
                                    "name the unit itself, or one that helps on the order"),
                                 unit));
}

gboolean
anf_measures_check (AnfWork *work, const AnfItem *order, GError **error)
{
  JsonArray *measures = anf_json_peek_array (work->call->body, "measures");
  g_auto (GStrv) helpers = anf_facts_dup_strings (anf_json_peek_array (order->doc, "co_units"));
  g_autoptr (GPtrArray) units = g_ptr_array_new ();
  g_ptr_array_add (units, order->record->unit);
  for (gsize i = 0; helpers[i] != NULL; i++)
    g_ptr_array_add (units, helpers[i]);
  g_ptr_array_add (units, NULL);
  for (guint i = 0; measures != NULL && i < json_array_get_length (measures); i++)
    {
      JsonObject *measure = json_array_get_object_element (measures, i);
      const char *unit = anf_json_peek_string (measure, "unit");
      if (unit != NULL && !check_unit (work, (const char *const *)units->pdata, unit, error))
        return FALSE;
    }
  return TRUE;
}

static void
add_part (GString *text, char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "，" : "", part);
  g_free (part);
}

char *
anf_measure_describe (AnfWork *work, GHashTable *names, JsonObject *measure)
{
  GDate day;
  g_autoptr (GString) more = g_string_new (NULL);
  const char *due = anf_json_peek_string (measure, "due");
  const char *person = anf_json_peek_string (measure, "person");
  const char *unit = anf_json_peek_string (measure, "unit");
  g_autofree char *name = anf_unit_dup_name (work, names, unit);
  g_autofree char *until
      = due != NULL && anf_date_parse (due, &day, NULL) ? anf_date_describe (&day) : NULL;
  if (until != NULL)
    add_part (more, g_strdup_printf ("%s前", until));
  if (person != NULL)
    add_part (more, g_strdup_printf ("责任人：%s", person));
  if (name != NULL)
    add_part (more, g_strdup_printf ("责任单位：%s", name));
  const char *what = anf_json_peek_string (measure, "text");
  return more->len > 0 ? g_strdup_printf ("%s（%s）", what, more->str) : g_strdup (what);
}
