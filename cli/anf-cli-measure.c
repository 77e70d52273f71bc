/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-measure.h"

#include "anf-cli-ref.h"
#include "anf-clock.h"

#include <glib/gi18n.h>

#include <string.h>

/* Behind the words: a date, a name and a unit. */
#define PARTS_AFTER 3

/* 2026-12-1 is meant as a date; taken for words, the measure would have none. */
static gboolean
looks_like_date (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789-/.") == strlen (text);
}

/* @at: (out): which of @parts is the date; 0 for none of them */
static gboolean
find_date (const AnfField *field, char **parts, guint *at, GError **error)
{
  const guint count = g_strv_length (parts);
  const guint first = count > PARTS_AFTER ? count - PARTS_AFTER : 1;
  g_autoptr (GError) local_error = NULL;
  *at = 0;
  for (guint i = count; i > first && *at == 0; i--)
    {
      GDate date;
      if (anf_date_parse (parts[i - 1], &date, NULL))
        *at = i - 1;
    }
  for (guint i = first; i < count && *at == 0; i++)
    {
      GDate date;
      if (looks_like_date (parts[i]) && !anf_date_parse (parts[i], &date, &local_error))
        return anf_cli_run_misuse (error, "--%s: %s", field->name, local_error->message);
    }
  return TRUE;
}

static char *
join_words (char **parts, guint count)
{
  g_autoptr (GString) text = g_string_new (parts[0]);
  for (guint i = 1; i < count; i++)
    g_string_append_printf (text, "@%s", parts[i]);
  return g_strchomp (g_strdup (text->str));
}

static gboolean
set_answering (
    AnfRun *run, const AnfField *field, char **after, JsonObject *measure, GError **error)
{
  if (after[0] == NULL)
    return TRUE;
  const char *person = g_strstrip (after[0]);
  if (*person == '\0' || (after[1] != NULL && *g_strstrip (after[1]) == '\0'))
    return anf_cli_run_misuse (error, _ ("--%s: a name, or a unit, is missing behind “@”"),
                               field->name);
  json_object_set_string_member (measure, "person", person);
  if (after[1] == NULL)
    return TRUE;
  g_autofree char *unit = anf_cli_ref_resolve (run, ANF_FIELD_UNIT, after[1], error);
  if (unit == NULL)
    return FALSE;
  json_object_set_string_member (measure, "unit", unit);
  return TRUE;
}

JsonNode *
anf_cli_measure_parse (AnfRun *run, const AnfField *field, const char *text, GError **error)
{
  guint date = 0;
  g_auto (GStrv) parts = g_strsplit (text, "@", -1);
  g_autoptr (JsonObject) measure = json_object_new ();
  if (*text != '\0' && !find_date (field, parts, &date, error))
    return NULL;
  g_autofree char *words = date != 0 ? join_words (parts, date) : g_strdup (text);
  json_object_set_string_member (measure, "text", words);
  if (date != 0)
    json_object_set_string_member (measure, "due", parts[date]);
  if (date != 0 && !set_answering (run, field, parts + date + 1, measure, error))
    return NULL;
  JsonNode *node = json_node_alloc ();
  return json_node_init_object (node, measure);
}
