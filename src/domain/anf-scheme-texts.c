/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Texts and lists in a scheme's file: what each of its parts is read with. */

#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme-reader.h"
#include "anf-scheme.h"

#include <glib/gi18n.h>

gboolean
anf_scheme_is_text (const char *text)
{
  const glong length = g_utf8_strlen (text, -1);
  if (length < 1 || length > ANF_SCHEME_TEXT_MAX)
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

gboolean
anf_scheme_throw_text (const char *member, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("“%s” must be a text of 1 to %d characters on one line"), member,
                          ANF_SCHEME_TEXT_MAX);
}

gboolean
anf_scheme_read_text (JsonObject *object, const char *member, char **text, GError **error)
{
  const char *value = NULL;
  if (!anf_json_get_string (object, member, &value, error))
    return FALSE;
  if (!anf_scheme_is_text (value))
    return anf_scheme_throw_text (member, error);
  *text = g_strdup (value);
  return TRUE;
}

gboolean
anf_scheme_read_optional (JsonObject *object, const char *member, char **text, GError **error)
{
  *text = NULL;
  JsonNode *node = json_object_get_member (object, member);
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  return anf_scheme_read_text (object, member, text, error);
}

gboolean
anf_scheme_check_length (JsonArray *array, const char *member, GError **error)
{
  return array == NULL || json_array_get_length (array) <= ANF_SCHEME_LIST_MAX
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” has more than %d elements"), member,
                             ANF_SCHEME_LIST_MAX);
}

gboolean
anf_scheme_read_texts (JsonObject *object, const char *member, char ***texts, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = NULL;
  if (json_object_has_member (object, member)
      && !anf_json_get_array (object, member, &array, error))
    return FALSE;
  const guint count = array != NULL ? json_array_get_length (array) : 0;
  if (!anf_scheme_check_length (array, member, error))
    return FALSE;
  for (guint i = 0; i < count; i++)
    {
      const char *text = anf_json_array_get_string (array, i);
      if (text == NULL || !anf_scheme_is_text (text))
        return anf_scheme_throw_text (member, error);
      g_strv_builder_add (builder, text);
    }
  *texts = g_strv_builder_end (builder);
  return TRUE;
}

gboolean
anf_scheme_read_objects (
    JsonObject *object, const char *member, guint most, JsonArray **array, GError **error)
{
  if (!anf_json_get_array (object, member, array, error))
    return FALSE;
  const guint count = json_array_get_length (*array);
  if (count > most)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” has more than %u elements"), member,
                            most);
  for (guint i = 0; i < count; i++)
    if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (*array, i)))
      return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s[%u] is not an object"), member, i);
  return TRUE;
}
