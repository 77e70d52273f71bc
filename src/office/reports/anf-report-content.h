/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what stands in a report. */

#include "anf-statistics.h"

typedef enum
{
  ANF_REPORT_WEEKLY,
  ANF_REPORT_MONTHLY,
  ANF_REPORT_QUARTERLY,
  ANF_REPORT_PHASE,
  ANF_REPORT_YEAR,
} AnfReportKind;

/**
 * AnfReportSpan:
 * @counted: the days that are reported on: of a month with a report day from the day after the last
 * report day to this one
 * @measured: the calendar's period of that name, as far as @counted goes: of plan targets, and of
 * indicators by quarters and years
 * @period: as asked for and as in the report's id
 */
typedef struct
{
  AnfSpan counted;
  AnfSpan measured;
  char *period;
} AnfReportSpan;

void anf_report_span_clear (AnfReportSpan *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfReportSpan, anf_report_span_clear)

gboolean anf_report_kind_parse (const char *text, AnfReportKind *kind);

/**
 * anf_report_span_find:
 * @period: (nullable): NULL for the last one that is over
 *
 * INVALID for what is no such period; STATE while it is not over.
 */
gboolean anf_report_span_find (const AnfScheme *scheme,
                               AnfReportKind kind,
                               const char *period,
                               guint32 today,
                               AnfReportSpan *span,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_report_dup_title: Returns: (transfer full): 月报; of a phase by its name, since two may have
 * the same days */
char *anf_report_dup_title (const AnfScheme *scheme, AnfReportKind kind, const char *period);

/** anf_report_make_tables: Returns: (transfer full): see anf-report-table.h */
JsonArray *anf_report_make_tables (AnfWork *work,
                                   const AnfStatistics *statistics,
                                   AnfReportKind kind,
                                   const AnfReportSpan *span,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
