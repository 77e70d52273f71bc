/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ledger.h"

#include "anf-error.h"
#include "anf-ledger-page.h"
#include "anf-ledger-sheet.h"

#include <glib/gi18n.h>

#include <string.h>

gboolean
anf_ledger_get (AnfWork *work, GError **error)
{
  const char *format = anf_work_get_query (work, "format");
  const char *name = anf_work_get_query (work, "list");
  AnfListKind kind = ANF_LIST_LEDGER;
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .unit = anf_work_get_query (work, "unit"),
                            .state = anf_work_get_query (work, "state") };
  if (name != NULL && anf_list_find (name, &kind) == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("list: there is no list “%s”"), name);
  if (format != NULL && strcmp (format, "csv") == 0)
    return anf_ledger_sheet_reply (work, kind, ANF_SHEET_CSV, &query, error);
  if (format != NULL && strcmp (format, "xlsx") == 0)
    return anf_ledger_sheet_reply (work, kind, ANF_SHEET_XLSX, &query, error);
  return kind == ANF_LIST_LEDGER ? anf_ledger_page_reply (work, &query, error)
                                 : anf_ledger_sheet_reply_json (work, kind, &query, error);
}
