/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-field.h"

#include "anf-cli-measure.h"
#include "anf-cli-ref.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-geo.h"
#include "anf-json.h"
#include "anf-period.h"
#include "anf-role.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* Longest text that is taken from a file. */
#define TEXT_FILE_MAX (256 * 1024)

static JsonNode *
text_node (const char *text)
{
  JsonNode *node = json_node_alloc ();
  return json_node_init_string (node, text);
}

static JsonNode *
object_node (JsonObject *object)
{
  JsonNode *node = json_node_alloc ();
  json_node_init_object (node, object);
  json_object_unref (object);
  return node;
}

static JsonNode *
misuse (const AnfField *field, const GError *cause, GError **error)
{
  anf_cli_run_misuse (error, "--%s: %s", field->name, cause->message);
  return NULL;
}

static JsonNode *
parse_text (const AnfField *field, const char *text, GError **error)
{
  if (text[0] != '@')
    return text_node (text);
  g_autofree char *content = NULL;
  gsize size = 0;
  if (!g_file_get_contents (text + 1, &content, &size, error))
    {
      g_prefix_error (error, "--%s: ", field->name);
      return NULL;
    }
  if (size > TEXT_FILE_MAX || !g_utf8_validate (content, (gssize)size, NULL))
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("--%s: %s is not a UTF-8 text of at most %d bytes"), field->name,
                       text + 1, TEXT_FILE_MAX);
      return NULL;
    }
  return text_node (g_strchomp (content));
}

static JsonNode *
parse_number (const AnfField *field, const char *text, GError **error)
{
  guint64 number = 0;
  g_autoptr (GError) local_error = NULL;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_GUINT64_CONSTANT (9007199254740991), &number,
                                   &local_error))
    return misuse (field, local_error, error);
  JsonNode *node = json_node_alloc ();
  return json_node_init_int (node, (gint64)number);
}

/* The same words in the reader's language, one for one; they themselves where there are none. */
static char **
dup_choice_names (const AnfField *field, char **words)
{
  g_auto (GStrv) names = g_strsplit (_ (field->argument), "|", -1);
  return g_strv_length (names) == g_strv_length (words) ? g_steal_pointer (&names)
                                                        : g_strdupv (words);
}

char *
anf_cli_field_word_choices (const AnfField *field)
{
  g_auto (GStrv) words = g_strsplit (field->argument, "|", -1);
  g_auto (GStrv) names = dup_choice_names (field, words);
  GString *text = g_string_new (NULL);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_string_append_printf (text, "%s%s", i > 0 ? _ (", ") : "", words[i]);
      if (!g_str_equal (words[i], names[i]))
        g_string_append_printf (text, " %s", names[i]);
    }
  return g_string_free (text, FALSE);
}

char *
anf_cli_field_choose (const AnfField *field, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (field->argument, "|", -1);
  g_auto (GStrv) names = dup_choice_names (field, words);
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_equal (text, words[i]) || g_str_equal (text, names[i]))
      return g_strdup (words[i]);
  g_autofree char *choices = anf_cli_field_word_choices (field);
  anf_cli_run_misuse (error, _ ("--%s is one of %s, not “%s”"), field->name, choices, text);
  return NULL;
}

static JsonNode *
parse_choice (const AnfField *field, const char *text, GError **error)
{
  g_autofree char *word = anf_cli_field_choose (field, text, error);
  return word != NULL ? text_node (word) : NULL;
}

static JsonNode *
parse_date (const AnfField *field, const char *text, GError **error)
{
  GDate date;
  g_autoptr (GError) local_error = NULL;
  return anf_date_parse (text, &date, &local_error) ? text_node (text)
                                                    : misuse (field, local_error, error);
}

static JsonNode *
parse_time (const AnfField *field, const char *text, GError **error)
{
  gint64 time_us = 0;
  g_autoptr (GError) local_error = NULL;
  if (!anf_time_parse (text, &time_us, &local_error))
    return misuse (field, local_error, error);
  g_autofree char *canonical = anf_time_format (time_us);
  return text_node (canonical);
}

static JsonNode *
parse_term (const AnfField *field, const char *text, GError **error)
{
  GDate date;
  AnfPeriod period;
  JsonObject *object = json_object_new ();
  if (anf_date_parse (text, &date, NULL))
    json_object_set_string_member (object, "date", text);
  else if (anf_period_parse (text, &period, NULL))
    json_object_set_string_member (object, "period", text);
  else
    {
      json_object_unref (object);
      anf_cli_run_misuse (error, _ ("--%s takes a period (10wd, 30d, 6m) or a date, not “%s”"),
                          field->name, text);
      return NULL;
    }
  return object_node (object);
}

static JsonNode *
parse_position (const AnfField *field, const char *text, GError **error)
{
  AnfPosition position;
  g_autoptr (GError) local_error = NULL;
  if (!anf_geo_parse_position (text, &position, &local_error))
    {
      anf_cli_run_misuse (error, "%s", local_error->message);
      return NULL;
    }
  JsonObject *object = json_object_new ();
  json_object_set_double_member (object, "lat", position.latitude);
  json_object_set_double_member (object, "lon", position.longitude);
  if (position.accuracy_m >= 0)
    json_object_set_double_member (object, "accuracy_m", position.accuracy_m);
  return object_node (object);
}

static JsonNode *
parse_person (const AnfField *field, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, strstr (text, "，") != NULL ? "，" : ",", 2);
  if (g_strv_length (parts) != 2)
    {
      anf_cli_run_misuse (error, _ ("--%s takes NAME,POST, not “%s”"), field->name, text);
      return NULL;
    }
  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "name", g_strstrip (parts[0]));
  json_object_set_string_member (object, "post", g_strstrip (parts[1]));
  return object_node (object);
}

static JsonNode *
parse_hash (const AnfField *field, const char *text, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  if (strlen (lower) == 64 && strspn (lower, "0123456789abcdef") == 64)
    return text_node (lower);
  anf_cli_run_misuse (error,
                      _ ("--%s takes the 64 hexadecimal digits that sha256sum prints, not “%s”"),
                      field->name, text);
  return NULL;
}

/* A state that does not exist would make an empty list, which says that all is well. */
static JsonNode *
parse_state (const AnfRun *run, const AnfField *field, const char *text, GError **error)
{
  const char *state = anf_word_find_state (anf_cli_noun_get_record (run->noun), text);
  if (state != NULL)
    return text_node (state);
  g_autofree const char **states = anf_word_list_states (anf_cli_noun_get_record (run->noun));
  g_autofree char *known = anf_word_join_states (anf_cli_noun_get_record (run->noun), states);
  anf_cli_run_misuse (error, _ ("--%s is one of %s, not “%s”"), field->name, known, text);
  return NULL;
}

static JsonNode *
parse_role (const AnfField *field, const char *text, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);
  for (guint bit = 1; (bit & ANF_ROLES_ALL) != 0; bit <<= 1)
    {
      const char *name = anf_role_get_name ((AnfRole)bit);
      const char *chinese = anf_role_get_chinese ((AnfRole)bit);
      if (g_str_equal (text, name) || g_str_equal (text, chinese))
        return text_node (name);
      g_string_append_printf (known, "%s%s %s", known->len > 0 ? _ (", ") : "", name, chinese);
    }
  anf_cli_run_misuse (error, _ ("--%s is one of %s, not “%s”"), field->name, known->str, text);
  return NULL;
}

static JsonNode *
parse_reference (AnfRun *run, const AnfField *field, const char *text, GError **error)
{
  g_autofree char *id = anf_cli_ref_resolve (run, field->type, text, error);
  return id != NULL ? text_node (id) : NULL;
}

JsonNode *
anf_cli_field_parse (AnfRun *run, const AnfField *field, const char *text, GError **error)
{
  switch (field->type)
    {
    case ANF_FIELD_TEXT:
      return parse_text (field, text, error);
    case ANF_FIELD_PATH:
      return text_node (text);
    case ANF_FIELD_FLAG:
      return json_node_init_boolean (json_node_alloc (), TRUE);
    case ANF_FIELD_NUMBER:
      return parse_number (field, text, error);
    case ANF_FIELD_CHOICE:
      return parse_choice (field, text, error);
    case ANF_FIELD_DATE:
      return parse_date (field, text, error);
    case ANF_FIELD_TIME:
      return parse_time (field, text, error);
    case ANF_FIELD_TERM:
      return parse_term (field, text, error);
    case ANF_FIELD_POSITION:
      return parse_position (field, text, error);
    case ANF_FIELD_MEASURE:
      return anf_cli_measure_parse (run, field, text, error);
    case ANF_FIELD_PERSON:
      return parse_person (field, text, error);
    case ANF_FIELD_HASH:
      return parse_hash (field, text, error);
    case ANF_FIELD_STATE:
      return parse_state (run, field, text, error);
    case ANF_FIELD_ROLE:
      return parse_role (field, text, error);
    case ANF_FIELD_SCHEME:
    case ANF_FIELD_UNIT:
    case ANF_FIELD_ACCOUNT:
    case ANF_FIELD_VISIT:
    case ANF_FIELD_EVIDENCE:
    case ANF_FIELD_FINDING:
    case ANF_FIELD_ORDER:
    case ANF_FIELD_REFERRAL:
    case ANF_FIELD_STEP:
    case ANF_FIELD_RAISED:
    case ANF_FIELD_LEAD:
    case ANF_FIELD_REGISTER:
    case ANF_FIELD_EXPOSURE:
    case ANF_FIELD_SURVEY:
    case ANF_FIELD_TASK:
    case ANF_FIELD_TALK:
      return parse_reference (run, field, text, error);
    }
  g_return_val_if_reached (NULL);
}

/* `a.b` is the member b of the member a, made when there is none yet. */
static void
set_member (JsonObject *body, const char *path, JsonNode *value)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", 2);
  if (steps[1] == NULL)
    {
      json_object_set_member (body, path, value);
      return;
    }
  JsonObject *inner = anf_json_peek_object (body, steps[0]);
  if (inner == NULL)
    {
      inner = json_object_new ();
      json_object_set_object_member (body, steps[0], inner);
    }
  set_member (inner, steps[1], value);
}

static JsonNode *
collect_field (AnfRun *run, const AnfField *field, char **given, GError **error)
{
  if ((field->flags & ANF_FIELD_MANY) == 0)
    return anf_cli_field_parse (run, field, given[0], error);
  g_autoptr (JsonArray) array = json_array_new ();
  for (guint i = 0; given[i] != NULL; i++)
    {
      JsonNode *element = anf_cli_field_parse (run, field, given[i], error);
      if (element == NULL)
        return NULL;
      json_array_add_element (array, element);
    }
  return json_node_init_array (json_node_alloc (), array);
}

gboolean
anf_cli_field_collect (AnfRun *run, JsonObject *body, GError **error)
{
  const AnfField *fields = run->command->fields;
  for (guint i = 0; fields != NULL && fields[i].name != NULL; i++)
    {
      if (run->values[i] == NULL || fields[i].member == NULL)
        continue;
      JsonNode *value = collect_field (run, &fields[i], run->values[i], error);
      if (value == NULL)
        return FALSE;
      set_member (body, fields[i].member, value);
    }
  return TRUE;
}

gboolean
anf_cli_field_check (AnfRun *run, GError **error)
{
  const AnfField *fields = run->command->fields;
  for (guint i = 0; fields != NULL && fields[i].name != NULL; i++)
    {
      if (fields[i].type == ANF_FIELD_TEXT || fields[i].type >= ANF_FIELD_PATH)
        continue;
      for (char **value = run->values[i]; value != NULL && *value != NULL; value++)
        {
          g_autoptr (JsonNode) node = anf_cli_field_parse (run, &fields[i], *value, error);
          if (node == NULL)
            return FALSE;
        }
    }
  return TRUE;
}

static char *
query_value (JsonNode *value)
{
  if (json_node_get_value_type (value) == G_TYPE_STRING)
    return g_uri_escape_string (json_node_get_string (value), NULL, FALSE);
  return anf_json_format (value);
}

char *
anf_cli_field_query (AnfRun *run, GError **error)
{
  g_autoptr (GString) query = g_string_new (NULL);
  const AnfField *fields = run->command->fields;
  for (guint i = 0; fields != NULL && fields[i].name != NULL; i++)
    {
      if (run->values[i] == NULL || fields[i].member == NULL)
        continue;
      g_autoptr (JsonNode) value = anf_cli_field_parse (run, &fields[i], run->values[i][0], error);
      if (value == NULL)
        return NULL;
      g_autofree char *text = query_value (value);
      g_string_append_printf (query, "%s%s=%s", query->len == 0 ? "?" : "&", fields[i].member,
                              text);
    }
  return g_strdup (query->str);
}
