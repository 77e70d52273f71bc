/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ledger.h"

#include "anf-error.h"
#include "anf-ledger-page.h"
#include "anf-ledger-paper.h"
#include "anf-ledger-sheet.h"

#include <glib/gi18n.h>

gboolean
anf_ledger_get (AnfWork *work, GError **error)
{
  const char *name = anf_work_get_query (work, "list");
  AnfListKind kind = ANF_LIST_LEDGER;
  AnfSheetFormat format = ANF_SHEET_CSV;
  if (name != NULL && anf_list_find (name, &kind) == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("list: there is no list “%s”"), name);
  g_autoptr (AnfLedgerScan) scan = anf_ledger_scan_new (work, kind, error);
  if (scan == NULL)
    return FALSE;
  if (g_strcmp0 (anf_work_get_query (work, "format"), "pdf") == 0)
    return anf_ledger_paper_reply (work, scan, error);
  if (anf_list_stream_parse_format (work, &format))
    return anf_ledger_sheet_reply (work, format, g_steal_pointer (&scan), error);
  /* A unit has the ledger as it has the other lists: its rows hold what the office alone knows. */
  return kind == ANF_LIST_LEDGER && !anf_work_has_unit_side (work)
             ? anf_ledger_page_reply (work, scan, error)
             : anf_ledger_sheet_reply_json (work, scan, error);
}
