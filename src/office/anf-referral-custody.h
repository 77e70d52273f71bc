/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: custody.csv, the chain of hand-over (domain.md D.10: 移交、接收、时间、目的、
   状态、校验结果). */

#include "anf-csv.h"
#include "anf-leaf.h"

#include <json-glib/json-glib.h>

typedef struct
{
  const AnfLeaf *leaf;
  gint64 index;
  guint nth;
} AnfCustodyLeaf;

/** anf_referral_custody_begin: the headings. */
gboolean anf_referral_custody_begin (AnfCsv *csv, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_referral_custody_add:
 * @name: of the item in the pack, or its carrier
 * @doc: (nullable): the record's document
 * @row: its place in the log, and how many of the same event the record had before
 *
 * One leaf of the record's as a row.
 */
gboolean anf_referral_custody_add (AnfCsv *csv,
                                   const char *name,
                                   JsonObject *doc,
                                   const AnfCustodyLeaf *row,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
