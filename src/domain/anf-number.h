/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/** anf_number_format_document: Returns: (transfer full): `海营商整〔2026〕12号` */
char *anf_number_format_document (const char *word, int year, gint64 sequence);

/** anf_number_format_finding: Returns: (transfer full): `HC18-06-2018-0012` */
char *anf_number_format_finding (const char *ledger_code, int area, int year, gint64 sequence);

/** anf_number_format_visit: Returns: (transfer full): `AF-20260918-03` */
char *anf_number_format_visit (const GDate *date, gint64 sequence);

/** anf_number_format_lead: `XS-20260918-03`, of the day on which it was registered. */
char *anf_number_format_lead (const GDate *date, gint64 sequence);

/** anf_number_format_talk: `TH-20260918-01`, of the day on which it was written down. */
char *anf_number_format_talk (const GDate *date, gint64 sequence);

typedef enum
{
  ANF_NUMBER_LETTER,
  ANF_NUMBER_VISIT,
  ANF_NUMBER_FINDING,
  ANF_NUMBER_LEAD,
  ANF_NUMBER_TALK,
  ANF_NUMBER_REGISTER,
} AnfNumberKind;

/** anf_number_guess_kind: what @number is by its form; nobody takes a register's for anything. */
AnfNumberKind anf_number_guess_kind (const char *number);

/**
 * anf_number_find_series:
 * @value: (out): its place in the series, from 1
 *
 * Returns: (transfer full) (nullable): the series that @number belongs to, e.g. `letter 海营商整
 * 2026`; NULL when it does not have the form
 */
char *anf_number_find_series (AnfNumberKind kind, const char *number, gint64 *value);

/** anf_number_uscc_is_sound: whether @code is a 统一社会信用代码 whose check symbol is right (GB
 * 32100-2015). Some early codes fail it, so a caller may warn but not refuse. */
gboolean anf_number_uscc_is_sound (const char *code);
