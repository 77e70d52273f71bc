/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: custody.csv, the chain of hand-over (domain.md D.10: 移交、接收、时间、目的、
   状态、校验结果). */

#include "anf-csv.h"
#include "anf-work.h"

/** anf_referral_custody_begin: the headings. */
gboolean anf_referral_custody_begin (AnfCsv *csv, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_referral_custody_add_record:
 * @name: of the item in the pack, or its carrier
 *
 * Each leaf of the record's as a row.
 */
gboolean anf_referral_custody_add_record (AnfWork *work,
                                          AnfCsv *csv,
                                          const AnfItem *item,
                                          const char *name,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
