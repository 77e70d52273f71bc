/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-register.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-role.h"
#include "anf-scheme-reader.h"

#include <glib/gi18n.h>

#include <string.h>

static const char *const kinds[] = {
  [ANF_REGISTER_TEXT] = "text",     [ANF_REGISTER_DATE] = "date", [ANF_REGISTER_NUMBER] = "number",
  [ANF_REGISTER_CHOICE] = "choice", [ANF_REGISTER_UNIT] = "unit",
};

/* Lists have these columns besides, and a filter goes by their names. */
static const char *const taken[]
    = { "sequence", "number", "owner", "findings", "orders", "entered", "amended", NULL };

static void
free_column (gpointer data)
{
  AnfRegisterColumn *column = data;
  g_free (column->id);
  g_free (column->name);
  g_free (column->from);
  g_free (column->before);
  g_strfreev (column->choices);
  g_free (column);
}

static void
free_register (gpointer data)
{
  AnfRegister *self = data;
  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_free (self);
}

const AnfRegisterColumn *
anf_register_find_column (const AnfRegister *self, const char *key)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const AnfRegisterColumn *column = self->columns->pdata[i];
      if (g_strcmp0 (column->id, key) == 0 || g_strcmp0 (column->name, key) == 0)
        return column;
    }
  return NULL;
}

static gboolean
read_kind (JsonObject *object, AnfRegisterKind *kind, GError **error)
{
  const char *name = anf_json_peek_string (object, "kind");
  *kind = ANF_REGISTER_TEXT;
  if (name == NULL && !json_object_has_member (object, "kind"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i], name) == 0)
      {
        *kind = (AnfRegisterKind)i;
        return TRUE;
      }
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("“kind” is text, date, number, choice or unit"));
}

/* A day, or the id of the scheme's own cut-off. */
static gboolean
read_edge (
    JsonObject *object, const char *member, GPtrArray *deadlines, char **edge, GError **error)
{
  GDate date;
  g_autofree char *text = NULL;
  if (!anf_scheme_read_optional (object, member, &text, error))
    return FALSE;
  if (text == NULL || anf_date_parse (text, &date, NULL))
    {
      *edge = g_steal_pointer (&text);
      return TRUE;
    }
  for (guint i = 0; deadlines != NULL && i < deadlines->len; i++)
    {
      const AnfSchemeDeadline *deadline = deadlines->pdata[i];
      if (deadline->kind != ANF_DEADLINE_CUTOFF || strcmp (deadline->id, text) != 0)
        continue;
      *edge = anf_date_format (&deadline->date);
      return TRUE;
    }
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("%s: “%.40s” is neither a date nor a cut-off of the scheme"), member,
                          text);
}

static gboolean
check_shape (const AnfRegisterColumn *column, GError **error)
{
  const gboolean has_edges = column->from != NULL || column->before != NULL;
  if (has_edges && column->kind != ANF_REGISTER_DATE)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("only a date has “from” and “before”"));
  const guint count = g_strv_length (column->choices);
  if ((column->kind == ANF_REGISTER_CHOICE) != (count > 0) || count > ANF_REGISTER_CHOICES_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("a choice has 1 to %d “choices”, other kinds have none"),
                            ANF_REGISTER_CHOICES_MAX);
  return TRUE;
}

static gboolean
read_column (AnfRegister *self, JsonObject *object, GPtrArray *deadlines, GError **error)
{
  AnfRegisterColumn *column = g_new0 (AnfRegisterColumn, 1);
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  gboolean done = anf_scheme_read_text (object, "id", &id, error)
                  && anf_scheme_read_text (object, "name", &name, error)
                  && read_kind (object, &column->kind, error)
                  && read_edge (object, "from", deadlines, &column->from, error)
                  && read_edge (object, "before", deadlines, &column->before, error)
                  && anf_scheme_read_texts (object, "choices", &column->choices, error);
  if (done
      && (g_strv_contains (taken, id) || anf_register_find_column (self, id) != NULL
          || anf_register_find_column (self, name) != NULL))
    done = anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("“%s”: another column has this id or name"), id);
  if (done && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen (id))
    done = anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("“%s”: an id has small letters, digits, “_” and “-”"), id);
  column->id = g_steal_pointer (&id);
  column->name = g_steal_pointer (&name);
  column->is_required = anf_json_peek_bool (object, "required");
  g_ptr_array_add (self->columns, column);
  return done && check_shape (column, error);
}

static gboolean
read_roles (JsonObject *object, const char *member, guint *mask, GError **error)
{
  g_auto (GStrv) names = NULL;
  if (!anf_scheme_read_texts (object, member, &names, error))
    return FALSE;
  for (gsize i = 0; names[i] != NULL; i++)
    {
      AnfRole role = 0;
      if (!anf_role_parse (names[i], &role, error))
        {
          g_prefix_error (error, "%s: ", member);
          return FALSE;
        }
      *mask |= role;
    }
  /* 三员 read no content. */
  return (*mask != 0 && (*mask & ANF_ROLES_ADMIN) == 0)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("%s: name roles of the office or of units"), member);
}

static gboolean
read_register (AnfRegister *self, JsonObject *object, GPtrArray *deadlines, GError **error)
{
  JsonArray *columns = NULL;
  self->columns = g_ptr_array_new_with_free_func (free_column);
  if (!anf_scheme_read_text (object, "id", &self->id, error)
      || !anf_scheme_read_text (object, "name", &self->name, error)
      || !read_roles (object, "enter", &self->enterers, error)
      || !read_roles (object, "read", &self->readers, error)
      || !anf_scheme_read_objects (object, "columns", ANF_REGISTER_COLUMNS_MAX, &columns, error))
    return FALSE;
  if (json_array_get_length (columns) == 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” is empty"), "columns");
  for (guint i = 0; i < json_array_get_length (columns); i++)
    if (!read_column (self, json_array_get_object_element (columns, i), deadlines, error))
      {
        g_prefix_error (error, "columns[%u]: ", i);
        return FALSE;
      }
  return TRUE;
}

static gboolean
is_there_before (GPtrArray *registers, const char *id)
{
  for (guint i = 0; i + 1 < registers->len; i++)
    if (g_strcmp0 (((const AnfRegister *)registers->pdata[i])->id, id) == 0)
      return TRUE;
  return FALSE;
}

GPtrArray *
anf_registers_read (JsonObject *settings, GPtrArray *deadlines, GError **error)
{
  g_autoptr (GPtrArray) registers = g_ptr_array_new_with_free_func (free_register);
  JsonArray *array = NULL;
  if (settings == NULL || !json_object_has_member (settings, "registers"))
    return g_steal_pointer (&registers);
  if (!anf_scheme_read_objects (settings, "registers", ANF_REGISTERS_MAX, &array, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      AnfRegister *self = g_new0 (AnfRegister, 1);
      g_ptr_array_add (registers, self);
      gboolean done
          = read_register (self, json_array_get_object_element (array, i), deadlines, error);
      if (done && is_there_before (registers, self->id))
        done = anf_error_throw (error, ANF_ERROR_INVALID, _ ("the id “%s” stands there twice"),
                                self->id);
      if (!done)
        {
          g_prefix_error (error, "registers[%u]: ", i);
          return NULL;
        }
    }
  return g_steal_pointer (&registers);
}

static gboolean
is_number (const char *text)
{
  const char *digits = text[0] == '-' ? text + 1 : text;
  const gsize whole = strspn (digits, "0123456789");
  const char *rest = digits + whole;
  if (whole == 0 || whole > 15 || *rest == '\0')
    return whole > 0 && whole <= 15;
  const gsize part = strspn (rest + 1, "0123456789");
  return *rest == '.' && part > 0 && part <= 9 && rest[1 + part] == '\0';
}

static gboolean
check_date (const AnfRegisterColumn *column, const char *value, GError **error)
{
  GDate date;
  if (!anf_date_parse (value, &date, error))
    {
      g_prefix_error (error, "%s: ", column->name);
      return FALSE;
    }
  if (column->from != NULL && strcmp (value, column->from) < 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("%s: this register begins with %s, and %s is before that"),
                            column->name, column->from, value);
  return column->before == NULL || strcmp (value, column->before) < 0
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("%s: this register is of what was before %s, and %s is not"),
                             column->name, column->before, value);
}

static gboolean
check_value (const AnfRegisterColumn *column, const char *value, GError **error)
{
  if (*value == '\0' || g_utf8_strlen (value, -1) > ANF_REGISTER_VALUE_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: write 1 to %d characters"),
                            column->name, ANF_REGISTER_VALUE_MAX);
  if (column->kind == ANF_REGISTER_DATE)
    return check_date (column, value, error);
  if (column->kind == ANF_REGISTER_NUMBER && !is_number (value))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: “%.40s” is not a number"),
                            column->name, value);
  if (column->kind != ANF_REGISTER_CHOICE
      || g_strv_contains ((const char *const *)column->choices, value))
    return TRUE;
  g_autofree char *choices = g_strjoinv (_ (", "), column->choices);
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: is one of %s, not “%.40s”"),
                          column->name, choices, value);
}

static gboolean
read_value (
    const AnfRegister *self, const char *key, JsonNode *node, JsonObject *onto, GError **error)
{
  const AnfRegisterColumn *column = anf_register_find_column (self, key);
  if (column == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("values: %s has no column “%.40s”"),
                            self->name, key);
  if (JSON_NODE_HOLDS_NULL (node))
    {
      json_object_remove_member (onto, column->id);
      return TRUE;
    }
  const char *value = json_node_get_string (node);
  if (value == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("values: %s is no text"), column->name);
  if (!check_value (column, value, error))
    {
      g_prefix_error (error, "values: ");
      return FALSE;
    }
  json_object_set_string_member (onto, column->id, value);
  return TRUE;
}

gboolean
anf_register_read_values (const AnfRegister *self,
                          JsonObject *given,
                          JsonObject *onto,
                          GError **error)
{
  g_autoptr (GList) members = json_object_get_members (given);
  for (GList *l = members; l != NULL; l = l->next)
    if (!read_value (self, l->data, json_object_get_member (given, l->data), onto, error))
      return FALSE;
  for (guint i = 0; i < self->columns->len; i++)
    {
      const AnfRegisterColumn *column = self->columns->pdata[i];
      if (column->is_required && !json_object_has_member (onto, column->id))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("values: %s (%s) is missing"),
                                column->name, column->id);
    }
  return TRUE;
}
