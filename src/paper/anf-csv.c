/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-csv.h"

#include "anf-error.h"

#include <glib/gi18n.h>

struct _AnfCsv
{
  AnfCsvWrite write;
  gpointer data;
  gsize n_cells; /* of the first row; 0 before it */
};

AnfCsv *
anf_csv_new (AnfCsvWrite write, gpointer data)
{
  AnfCsv *self = g_new0 (AnfCsv, 1);
  self->write = write;
  self->data = data;
  return self;
}

void
anf_csv_free (AnfCsv *self)
{
  g_free (self);
}

/* Excel and WPS compute a cell that begins like this, quoted or not; in Chinese and Japanese
   settings also when the sign is full-width. */
static gboolean
is_formula (const char *cell)
{
  return *cell != '\0' && g_utf8_strchr ("=+-@\t\r\n＝＋－＠", -1, g_utf8_get_char (cell)) != NULL;
}

static void
append_cell (GString *row, const char *cell)
{
  g_string_append_c (row, '"');
  if (is_formula (cell))
    g_string_append_c (row, '\'');
  for (const char *c = cell; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (row, '"');
      g_string_append_c (row, *c);
    }
  g_string_append_c (row, '"');
}

gboolean
anf_csv_add_row (AnfCsv *self, const char *const *cells, gsize n_cells, GError **error)
{
  g_return_val_if_fail (n_cells > 0, FALSE);
  g_return_val_if_fail (self->n_cells == 0 || self->n_cells == n_cells, FALSE);
  g_autoptr (GString) row = g_string_new (NULL);
  for (gsize i = 0; i < n_cells; i++)
    {
      const char *cell = cells[i] != NULL ? cells[i] : "";
      if (!g_utf8_validate (cell, -1, NULL))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("column %u of the table is not UTF-8"),
                                (guint)i + 1);
      if (i > 0)
        g_string_append_c (row, ',');
      append_cell (row, cell);
    }
  g_string_append (row, "\r\n");
  if (self->n_cells == 0 && !self->write ("\xef\xbb\xbf", 3, self->data, error))
    return FALSE;
  self->n_cells = n_cells;
  return self->write (row->str, row->len, self->data, error);
}
