/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ledger-paper.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-ledger-sheet.h"
#include "anf-letter-draft.h"
#include "anf-paper-limits.h"
#include "anf-roll.h"

#include <glib/gi18n.h>

typedef struct
{
  const AnfLedgerScan *scan;
  GPtrArray *cells; /* row by row */
  guint rows;
} Sheet;

static gboolean
add_row (AnfWork *work, AnfLedgerRow *row, gpointer data, GError **error)
{
  Sheet *sheet = data;
  const GArray *ids = sheet->scan->ids;
  if (sheet->rows >= ANF_ROLL_ROWS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("format: the list has more than %d rows, too many for paper: narrow "
                               "it down (unit, filter), or ask for xlsx"),
                            ANF_ROLL_ROWS_MAX);
  row->number = ++sheet->rows;
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (sheet->cells,
                     anf_ledger_row_dup_cell (work, row, g_array_index (ids, AnfListColumn, i)));
  return TRUE;
}

static AnfScheme *
find_scheme (AnfWork *work, const AnfLedgerScan *scan, GError **error)
{
  const char *id = scan->query.scheme != NULL ? scan->query.scheme : scan->query.scheme_tree;
  return anf_work_find_scheme (work, id, error);
}

static gboolean
add_unit_note (AnfWork *work, GPtrArray *notes, GError **error)
{
  const char *id = anf_work_get_query (work, "unit");
  if (id == NULL)
    return TRUE;
  g_autoptr (AnfItem) unit = anf_work_find (work, ANF_NOUN_UNIT, id, error);
  if (unit == NULL)
    return FALSE;
  g_ptr_array_add (notes,
                   g_strdup_printf ("责任单位：%s", anf_json_peek_string (unit->doc, "name")));
  return TRUE;
}

/* Of what it is the list: a part of it must not be taken for the whole. */
static GPtrArray *
list_notes (AnfWork *work, const Sheet *sheet, AnfScheme *scheme, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  const char *filter = anf_work_get_query (work, "filter");
  GDate day;
  if (scheme != NULL)
    g_ptr_array_add (notes,
                     g_strdup_printf ("方案：《%s》%s", anf_scheme_get_title (scheme),
                                      sheet->scan->query.scheme_tree != NULL ? "及下级方案" : ""));
  if (!add_unit_note (work, notes, error))
    return NULL;
  if (filter != NULL)
    g_ptr_array_add (notes, g_strdup_printf ("筛选条件：%s", filter));
  anf_time_local_date (work->now, &day);
  g_autofree char *date = anf_date_describe (&day);
  g_ptr_array_add (notes, g_strdup_printf ("截至%s，共%u项", date, sheet->rows));
  g_ptr_array_add (notes, NULL);
  return g_steal_pointer (&notes);
}

static GBytes *
set (AnfWork *work, const Sheet *sheet, const char *title, GError **error)
{
  const AnfLedgerScan *scan = sheet->scan;
  const gboolean is_of_one = scan->query.scheme != NULL || scan->query.scheme_tree != NULL;
  g_autoptr (AnfScheme) scheme = is_of_one ? find_scheme (work, scan, error) : NULL;
  if (is_of_one && scheme == NULL)
    return NULL;
  g_autoptr (GPtrArray) notes = list_notes (work, sheet, scheme, error);
  if (notes == NULL)
    return NULL;
  const AnfSchemeOffice *office = scheme != NULL ? anf_scheme_get_office (scheme) : NULL;
  GDate today;
  anf_time_local_date (work->now, &today);
  /* The hour at which somebody printed it is nobody's business; the day stands on the sheet. */
  const AnfRoll roll = { .title = title,
                         .notes = (const char *const *)notes->pdata,
                         .organ = office != NULL ? office->organ : NULL,
                         .time_us = anf_time_of_date (&today, 0),
                         .columns = scan->columns,
                         .n_columns = scan->ids->len,
                         .cells = (const char *const *)sheet->cells->pdata,
                         .n_rows = sheet->rows };
  return anf_roll_render (&roll, work->office->fonts, error);
}

gboolean
anf_ledger_paper_reply (AnfWork *work, AnfLedgerScan *scan, GError **error)
{
  if (work->office->fonts == NULL)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE, "%s", work->office->fonts_problem);
  g_autofree char *title = anf_ledger_sheet_dup_title (work, scan, error);
  if (title == NULL)
    return FALSE;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  Sheet sheet = { .scan = scan, .cells = cells };
  while (!scan->ended)
    if (!anf_ledger_scan_page (work, scan, add_row, &sheet, error))
      return FALSE;
  g_autoptr (GBytes) pdf = set (work, &sheet, title, error);
  if (pdf == NULL)
    return FALSE;
  anf_work_reply_empty (work);
  work->reply->status = 200;
  work->reply->content_type = "application/pdf";
  work->reply->body = g_steal_pointer (&pdf);
  work->reply->filename = g_strdup_printf ("%s.pdf", title);
  return TRUE;
}
