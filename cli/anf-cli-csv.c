/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-csv.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
throw_row (guint row, const char *what, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("row %u: %s"), row, what);
}

/* Reads one cell at *@at, which then points at what ended it: a comma, a line end or the end. */
static char *
read_cell (const char **at, guint row, GError **error)
{
  g_autoptr (GString) cell = g_string_new (NULL);
  const char *p = *at;
  if (*p != '"')
    {
      const gsize size = strcspn (p, ",\r\n\"");
      g_string_append_len (cell, p, (gssize)size);
      p += size;
      if (*p == '"')
        {
          throw_row (row, _ ("a quote in a cell that does not begin with one"), error);
          return NULL;
        }
      *at = p;
      return g_strdup (cell->str);
    }
  for (p++; *p != '\0' && (*p != '"' || p[1] == '"'); p++)
    {
      g_string_append_c (cell, *p);
      if (*p == '"')
        p++;
    }
  if (*p != '"' || strchr (",\r\n", p[1]) == NULL)
    {
      throw_row (row, _ ("a quote that is not closed"), error);
      return NULL;
    }
  *at = p + 1;
  return g_strdup (cell->str);
}

static GPtrArray *
read_row (const char **at, guint row, GError **error)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  for (;;)
    {
      char *cell = read_cell (at, row, error);
      if (cell == NULL)
        return NULL;
      g_ptr_array_add (cells, cell);
      if (**at != ',')
        break;
      (*at)++;
    }
  if (**at == '\r')
    (*at)++;
  if (**at == '\n')
    (*at)++;
  return g_steal_pointer (&cells);
}

GPtrArray *
anf_cli_csv_parse (const char *text, gsize size, GArray *numbers, GError **error)
{
  if (size > ANF_CLI_CSV_SIZE_MAX || !g_utf8_validate (text, (gssize)size, NULL))
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("not a UTF-8 table of at most %d bytes; save it as “CSV UTF-8”"),
                       ANF_CLI_CSV_SIZE_MAX);
      return NULL;
    }
  g_autofree char *copy = g_strndup (text, size);
  const char *at = g_str_has_prefix (copy, "\xef\xbb\xbf") ? copy + 3 : copy;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  for (guint row = 1; *at != '\0'; row++)
    {
      GPtrArray *cells = read_row (&at, row, error);
      if (cells == NULL)
        return NULL;
      const char *only = g_ptr_array_index (cells, 0);
      if (cells->len == 1 && *only == '\0')
        {
          g_ptr_array_unref (cells);
          continue;
        }
      g_ptr_array_add (rows, cells);
      g_array_append_val (numbers, row);
    }
  return g_steal_pointer (&rows);
}

guint
anf_cli_csv_get_number (const GArray *numbers, gsize index)
{
  return index < numbers->len ? g_array_index (numbers, guint, index) : 0;
}

static gboolean
check_row (const GPtrArray *heading, const GPtrArray *row, guint number, GError **error)
{
  return row->len == heading->len
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("row %u: %u cells where the first row has %u"), number, row->len,
                             heading->len);
}

GPtrArray *
anf_cli_csv_read (const char *file, GArray *numbers, GError **error)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  if (!g_file_get_contents (file, &text, &size, error))
    return NULL;
  g_autoptr (GPtrArray) rows = anf_cli_csv_parse (text, size, numbers, error);
  if (rows != NULL && rows->len < 2)
    anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s is empty"), file);
  if (rows == NULL || rows->len < 2)
    return NULL;
  for (guint i = 1; i < rows->len; i++)
    if (!check_row (rows->pdata[0], rows->pdata[i], anf_cli_csv_get_number (numbers, i), error))
      return NULL;
  return g_steal_pointer (&rows);
}
