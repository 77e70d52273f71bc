/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* What a column of a ledger or report holds, whichever file it is written to. */
typedef enum
{
  ANF_CELL_TEXT,
  ANF_CELL_DATE,    /* `2018-03-10`; what is no date is written as the text it is */
  ANF_CELL_NUMBER,  /* a decimal; likewise */
  ANF_CELL_PERCENT, /* a decimal of which 1 is the whole; likewise */
} AnfCellKind;

/**
 * AnfGridColumn:
 * @name: in JSON
 * @heading: for people, in Chinese
 * @width: of a spreadsheet's column, in characters
 */
typedef struct
{
  const char *name;
  const char *heading;
  AnfCellKind kind;
  guint width;
} AnfGridColumn;
