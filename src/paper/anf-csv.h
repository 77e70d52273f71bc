/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/** Takes @size more bytes of the document. */
typedef gboolean (*AnfCsvWrite) (gconstpointer bytes, gsize size, gpointer data, GError **error);

/**
 * AnfCsv:
 *
 * Writes RFC 4180 (CRLF, every cell quoted) in UTF-8 with a byte order mark, which Excel and WPS
 * need to recognise it. A cell that a spreadsheet would take for a formula gets an apostrophe in
 * front.
 */
typedef struct _AnfCsv AnfCsv;

/** anf_csv_new: @write is called once per row, and before it once for the byte order mark. */
AnfCsv *anf_csv_new (AnfCsvWrite write, gpointer data);
void anf_csv_free (AnfCsv *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfCsv, anf_csv_free)

/**
 * anf_csv_add_row:
 * @cells: (array length=n_cells): NULL stands for an empty cell
 *
 * Every row must have as many cells as the first.
 */
gboolean anf_csv_add_row (AnfCsv *self, const char *const *cells, gsize n_cells, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** The columns of the 台账, in order; a row is an array of ANF_LEDGER_COLUMNS texts. */
typedef enum
{
  ANF_LEDGER_SEQUENCE,     /* 序号 */
  ANF_LEDGER_FINDING,      /* 问题编号 */
  ANF_LEDGER_AREA,         /* 专项 */
  ANF_LEDGER_CATEGORY,     /* 问题类别 */
  ANF_LEDGER_UNIT,         /* 责任单位 */
  ANF_LEDGER_LEAD_UNIT,    /* 牵头单位 */
  ANF_LEDGER_FACT,         /* 问题事实 */
  ANF_LEDGER_CLAUSE,       /* 依据 */
  ANF_LEDGER_ORDER,        /* 文号 */
  ANF_LEDGER_RECEIVED,     /* 签收时间 */
  ANF_LEDGER_RECTIFY_DUE,  /* 整改期限 */
  ANF_LEDGER_PLAN,         /* 整改方案 */
  ANF_LEDGER_FEEDBACK,     /* 整改反馈 */
  ANF_LEDGER_REINSPECTION, /* 复查情况 */
  ANF_LEDGER_STATE,        /* 状态 */
  ANF_LEDGER_CLOSED,       /* 销号日期 */
  ANF_LEDGER_NOTE,         /* 备注 */
  ANF_LEDGER_COLUMNS,
} AnfLedgerColumn;

/**
 * anf_ledger_get_headings:
 * @language: (nullable): `zh_CN`, or `en`; Chinese for any other
 *
 * Returns: (array length=ANF_LEDGER_COLUMNS): the headings
 */
const char *const *anf_ledger_get_headings (const char *language);
