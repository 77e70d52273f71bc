/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme-reader.h"
#include "anf-scheme.h"
#include "anf-span.h"

#include <glib/gi18n.h>

#include <string.h>

gboolean
anf_scheme_read_edge (
    JsonObject *object, const char *member, gboolean is_end, guint32 *day, GError **error)
{
  const char *text = anf_json_peek_string (object, member);
  GDate date;
  AnfSpan month;
  *day = 0;
  if (text == NULL)
    return TRUE;
  if (strlen (text) == 10)
    {
      if (!anf_date_parse (text, &date, error))
        return FALSE;
      *day = g_date_get_julian (&date);
      return TRUE;
    }
  if (!anf_span_parse (text, &month, error))
    return FALSE;
  *day = is_end ? month.last : month.first;
  return TRUE;
}

static void
free_phase (gpointer data)
{
  AnfSchemePhase *phase = data;
  g_free (phase->id);
  g_free (phase->name);
  g_free (phase);
}

static gboolean
read_phase (AnfSchemePhase *phase, JsonObject *object, JsonObject *whole, GError **error)
{
  if (!anf_scheme_read_text (object, "id", &phase->id, error)
      || !anf_scheme_read_text (object, "name", &phase->name, error)
      || !anf_scheme_read_edge (object, "start", FALSE, &phase->first, error)
      || !anf_scheme_read_edge (object, "end", TRUE, &phase->last, error))
    return FALSE;
  if (phase->first == 0 && whole != NULL
      && !anf_scheme_read_edge (whole, "start", FALSE, &phase->first, error))
    return FALSE;
  return phase->last != 0 || whole == NULL
         || anf_scheme_read_edge (whole, "end", TRUE, &phase->last, error);
}

GPtrArray *
anf_scheme_read_phases (JsonObject *file, GError **error)
{
  g_autoptr (GPtrArray) phases = g_ptr_array_new_with_free_func (free_phase);
  JsonArray *array = anf_json_peek_array (file, "phases");
  const guint count = array != NULL ? json_array_get_length (array) : 0;
  if (!anf_scheme_check_length (array, "phases", error))
    return NULL;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      AnfSchemePhase *phase = g_new0 (AnfSchemePhase, 1);
      g_ptr_array_add (phases, phase);
      const gboolean read
          = JSON_NODE_HOLDS_OBJECT (node)
                ? read_phase (phase, json_node_get_object (node),
                              anf_json_peek_object (file, "period"), error)
                : anf_error_throw (error, ANF_ERROR_INVALID, _ ("it is not an object"));
      if (!read)
        {
          g_prefix_error (error, "phases[%u]: ", i);
          return NULL;
        }
    }
  return g_steal_pointer (&phases);
}
