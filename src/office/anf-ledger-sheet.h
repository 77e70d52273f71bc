/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: a list as a table for spreadsheets, or as JSON. */

#include "anf-lists.h"
#include "anf-work.h"

typedef enum
{
  ANF_SHEET_CSV,
  ANF_SHEET_XLSX,
} AnfSheetFormat;

/** anf_ledger_sheet_reply: the whole list that @query finds, written while it is sent. */
gboolean anf_ledger_sheet_reply (AnfWork *work,
                                 AnfListKind kind,
                                 AnfSheetFormat format,
                                 const AnfRecordsQuery *query,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_ledger_sheet_reply_json: one page of it; a finding that the list does not show takes its
 * place on the page all the same, so that pages end where the ledger's do. */
gboolean anf_ledger_sheet_reply_json (AnfWork *work,
                                      AnfListKind kind,
                                      AnfRecordsQuery *query,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_ledger_sheet_send: sends what @fd holds from its offset on. */
gboolean anf_ledger_sheet_send (int fd, AnfReplyWrite write, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
