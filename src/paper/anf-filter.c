/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-filter.h"

#include "anf-clock.h"
#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

typedef enum
{
  TEST_EQUAL,
  TEST_RANGE,
  TEST_CONTAINS,
  TEST_EMPTY,
} Test;

/* @values: what it may be; the words, folded; or the two ends of the range, "" for an open one */
typedef struct
{
  guint column;
  Test test;
  gboolean negated;
  char **values;
} Condition;

struct _AnfFilter
{
  const AnfGridColumn *columns;
  guint n_columns;
  GPtrArray *conditions; /* (element-type Condition) */
};

static void
free_condition (gpointer data)
{
  Condition *condition = data;
  g_strfreev (condition->values);
  g_free (condition);
}

void
anf_filter_free (AnfFilter *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->conditions, g_ptr_array_unref);
  g_free (self);
}

/* Parts that are still escaped: what a backslash stands before parts nothing. */
static GPtrArray *
split (const char *text, char mark)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  const char *begin = text;
  const char *at = text;
  for (; *at != '\0'; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      else if (*at == mark)
        {
          g_ptr_array_add (parts, g_strndup (begin, (gsize)(at - begin)));
          begin = at + 1;
        }
    }
  g_ptr_array_add (parts, g_strndup (begin, (gsize)(at - begin)));
  return parts;
}

static char *
unescape (const char *text)
{
  GString *plain = g_string_new (NULL);
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      g_string_append_c (plain, *at);
    }
  return g_strstrip (g_string_free (plain, FALSE));
}

static gboolean
find_column (const AnfFilter *self, const char *name, guint *column, GError **error)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (strcmp (self->columns[i].name, name) == 0 || strcmp (self->columns[i].heading, name) == 0)
      {
        *column = i;
        return TRUE;
      }
  g_autoptr (GString) known = g_string_new (NULL);
  for (guint i = 0; i < self->n_columns; i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", self->columns[i].name);
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("filter: there is no column “%s”, but %s"),
                          name, known->str);
}

static gboolean
is_number (const char *text)
{
  const char *digits = text[0] == '-' ? text + 1 : text;
  const gsize whole = strspn (digits, "0123456789");
  const char *rest = digits + whole;
  if (whole == 0 || whole > 15)
    return FALSE;
  if (*rest == '\0')
    return TRUE;
  const gsize part = strspn (rest + 1, "0123456789");
  return *rest == '.' && part > 0 && part <= 9 && rest[1 + part] == '\0';
}

static gboolean
check_value (const AnfGridColumn *column, const char *value, GError **error)
{
  GDate date;
  if (column->kind == ANF_CELL_TEXT)
    return TRUE;
  if (column->kind == ANF_CELL_DATE)
    return anf_date_parse (value, &date, NULL)
           || anf_error_throw (error, ANF_ERROR_INVALID,
                               _ ("filter: %s (%s) is a date such as 2018-03-01, not “%s”"),
                               column->name, column->heading, value);
  return is_number (value)
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("filter: %s (%s) is a number, not “%s”"),
                             column->name, column->heading, value);
}

static int
compare (AnfCellKind kind, const char *a, const char *b)
{
  if (kind == ANF_CELL_DATE)
    return strcmp (a, b);
  const double x = g_ascii_strtod (a, NULL);
  const double y = g_ascii_strtod (b, NULL);
  return x < y ? -1 : (x > y ? 1 : 0);
}

static gboolean
read_range (Condition *condition, const AnfGridColumn *column, const char *value, GError **error)
{
  condition->test = TEST_RANGE;
  condition->values = g_strsplit (value, "..", 2);
  const char *from = g_strstrip (condition->values[0]);
  const char *to = g_strstrip (condition->values[1]);
  if ((*from != '\0' && !check_value (column, from, error))
      || (*to != '\0' && !check_value (column, to, error)))
    return FALSE;
  if (*from == '\0' && *to == '\0')
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("filter: %s (%s) needs at least one end of “..”"), column->name,
                            column->heading);
  return *from == '\0' || *to == '\0' || compare (column->kind, from, to) <= 0
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("filter: %s (%s) ends before it begins: “%s”"), column->name,
                             column->heading, value);
}

static gboolean
read_values (Condition *condition, const AnfGridColumn *column, const char *text, GError **error)
{
  g_autoptr (GPtrArray) parts = split (text, '|');
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  if (parts->len > ANF_FILTER_VALUES_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("filter: %s (%s) has more than %d values"),
                            column->name, column->heading, ANF_FILTER_VALUES_MAX);
  for (guint i = 0; i < parts->len; i++)
    {
      g_autofree char *value = unescape (parts->pdata[i]);
      if (*value == '\0')
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("filter: %s (%s) has an empty value beside others"),
                                column->name, column->heading);
      if (!check_value (column, value, error))
        return FALSE;
      g_strv_builder_add (values, value);
    }
  condition->test = TEST_EQUAL;
  condition->values = g_strv_builder_end (values);
  return TRUE;
}

static gboolean
read_words (Condition *condition, const AnfGridColumn *column, const char *text, GError **error)
{
  g_autofree char *plain = unescape (text);
  g_autofree char *folded = g_utf8_casefold (plain, -1);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  guint count = 0;
  for (gsize i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      {
        g_strv_builder_add (kept, words[i]);
        count++;
      }
  condition->test = TEST_CONTAINS;
  condition->values = g_strv_builder_end (kept);
  return (count > 0 && count <= ANF_FILTER_VALUES_MAX)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("filter: say after “~” which words %s (%s) has, at most %d"),
                             column->name, column->heading, ANF_FILTER_VALUES_MAX);
}

static gboolean
read_value (Condition *condition, const AnfGridColumn *column, const char *text, GError **error)
{
  g_autofree char *plain = unescape (text);
  if (*plain == '\0')
    {
      condition->test = TEST_EMPTY;
      return TRUE;
    }
  if (column->kind != ANF_CELL_TEXT && strstr (plain, "..") != NULL)
    return read_range (condition, column, plain, error);
  return read_values (condition, column, text, error);
}

static gboolean
read_condition (AnfFilter *self, const char *text, GError **error)
{
  const gsize size = strcspn (text, "=~!");
  const gboolean negated = text[size] == '!';
  const char *sign = text + size + (negated ? 1 : 0);
  if (*sign != '=' && *sign != '~')
    return anf_error_throw (
        error, ANF_ERROR_INVALID,
        _ ("filter: “%s” is no condition: write COLUMN=VALUE, COLUMN~WORDS or COLUMN!=VALUE"),
        text);
  g_autofree char *name = g_strstrip (g_strndup (text, size));
  Condition *condition = g_new0 (Condition, 1);
  g_ptr_array_add (self->conditions, condition);
  condition->negated = negated;
  if (!find_column (self, name, &condition->column, error))
    return FALSE;
  const AnfGridColumn *column = &self->columns[condition->column];
  return *sign == '~' ? read_words (condition, column, sign + 1, error)
                      : read_value (condition, column, sign + 1, error);
}

AnfFilter *
anf_filter_new (const char *text, const AnfGridColumn *columns, guint n_columns, GError **error)
{
  g_autoptr (AnfFilter) self = g_new0 (AnfFilter, 1);
  self->columns = columns;
  self->n_columns = n_columns;
  self->conditions = g_ptr_array_new_with_free_func (free_condition);
  if (strlen (text) > ANF_FILTER_SIZE_MAX)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("filter: it has more than %d bytes"),
                       ANF_FILTER_SIZE_MAX);
      return NULL;
    }
  g_autoptr (GPtrArray) parts = split (text, ';');
  if (parts->len > ANF_FILTER_CONDITIONS_MAX)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("filter: it has more than %d conditions"),
                       ANF_FILTER_CONDITIONS_MAX);
      return NULL;
    }
  for (guint i = 0; i < parts->len; i++)
    if (!read_condition (self, parts->pdata[i], error))
      return NULL;
  return g_steal_pointer (&self);
}

/* What is no date or number, such as why a deadline is not known yet, is in no range. */
static gboolean
is_in_range (AnfCellKind kind, char **ends, const char *text)
{
  GDate date;
  if (kind == ANF_CELL_DATE ? !anf_date_parse (text, &date, NULL) : !is_number (text))
    return FALSE;
  return (*ends[0] == '\0' || compare (kind, text, ends[0]) >= 0)
         && (*ends[1] == '\0' || compare (kind, text, ends[1]) <= 0);
}

static gboolean
is_one_of (AnfCellKind kind, char **values, char **names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    for (gsize k = 0; values[k] != NULL; k++)
      if (strcmp (names[i], values[k]) == 0
          || (kind != ANF_CELL_TEXT && kind != ANF_CELL_DATE && is_number (names[i])
              && compare (kind, names[i], values[k]) == 0))
        return TRUE;
  return FALSE;
}

static gboolean
has_words (char **words, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  for (gsize i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
holds (const Condition *condition, AnfCellKind kind, char **names)
{
  const gboolean empty = names == NULL || names[0] == NULL || *names[0] == '\0';
  if (condition->test == TEST_EMPTY || empty)
    return condition->test == TEST_EMPTY && empty;
  switch (condition->test)
    {
    case TEST_EQUAL:
      return is_one_of (kind, condition->values, names);
    case TEST_RANGE:
      return is_in_range (kind, condition->values, names[0]);
    case TEST_CONTAINS:
      return has_words (condition->values, names[0]);
    case TEST_EMPTY:
      break;
    }
  return FALSE;
}

gboolean
anf_filter_may_match (const AnfFilter *self,
                      gboolean (*knows) (guint column, gpointer data),
                      AnfFilterNames names,
                      gpointer data)
{
  for (guint i = 0; i < self->conditions->len; i++)
    {
      const Condition *condition = self->conditions->pdata[i];
      if (knows != NULL && !knows (condition->column, data))
        continue;
      g_auto (GStrv) known = names (condition->column, data);
      if (holds (condition, self->columns[condition->column].kind, known) == condition->negated)
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_filter_matches (const AnfFilter *self, AnfFilterNames names, gpointer data)
{
  return anf_filter_may_match (self, NULL, names, data);
}

const char *
anf_filter_peek_only (const AnfFilter *self, const char *column)
{
  for (guint i = 0; i < self->conditions->len; i++)
    {
      const Condition *condition = self->conditions->pdata[i];
      if (condition->test == TEST_EQUAL && !condition->negated && condition->values[1] == NULL
          && strcmp (self->columns[condition->column].name, column) == 0)
        return condition->values[0];
    }
  return NULL;
}

const char *
anf_filter_find_unknown (const AnfFilter *self,
                         const char *column,
                         gboolean (*is_known) (const char *value, gpointer data),
                         gpointer data)
{
  for (guint i = 0; i < self->conditions->len; i++)
    {
      const Condition *condition = self->conditions->pdata[i];
      if (condition->test != TEST_EQUAL
          || strcmp (self->columns[condition->column].name, column) != 0)
        continue;
      for (gsize k = 0; condition->values[k] != NULL; k++)
        if (!is_known (condition->values[k], data))
          return condition->values[k];
    }
  return NULL;
}
