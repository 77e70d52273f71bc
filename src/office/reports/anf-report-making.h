/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the tables of a report while it is made. Each function adds one of them, and
   none where it would have nothing to say. */

#include "anf-report-content.h"

typedef struct
{
  AnfWork *work;
  const AnfStatistics *statistics;
  AnfReportKind kind;
  const AnfReportSpan *span;
  JsonArray *tables;
} AnfReportMaking;

/* Most matters that are still open which a report names, the most urgent first. */
#define ANF_REPORT_OPEN_MAX 1000

/* Of the last row of a table, which is the sum of it and nobody's own. */
#define ANF_REPORT_TOTAL "合计"

/** anf_report_take_number: @cells: (element-type utf8): with @number as text at its end */
void anf_report_take_number (GPtrArray *cells, gint64 number);

/* anf-report-counts.c: 总体情况, 按专项, 按牵头单位, 按问题类别, 按监察内容, 按责任单位,
 * 查实和销号的走势. */
gboolean anf_report_make_summary (const AnfReportMaking *making,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_report_make_areas (const AnfReportMaking *making,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_report_make_leads (const AnfReportMaking *making,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_report_make_categories (const AnfReportMaking *making,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_report_make_contents (const AnfReportMaking *making,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_report_make_responsible (const AnfReportMaking *making,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_report_make_trend (const AnfReportMaking *making,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* anf-report-leads.c: rows of 总体情况, where there is anything to tell of leads. */
void anf_report_add_leads (const AnfReportMaking *making, JsonObject *table);

/* anf-report-surveys.c: 满意度调查. */
gboolean anf_report_make_surveys (const AnfReportMaking *making,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* anf-report-typical.c: 典型问题 that the call names. INVALID, STATE for one that cannot be told.
 */
gboolean anf_report_make_typical (const AnfReportMaking *making,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* anf-report-letters.c: 发出督促文书, 监察决定、监察建议, 问责建议. */
void anf_report_make_letters (const AnfReportMaking *making);
void anf_report_make_decisions (const AnfReportMaking *making);
void anf_report_make_accountability (const AnfReportMaking *making);

/** anf_report_word_state: 已销号, 未交办, 逾期 or 整改中, as it was at the end of day @last. */
const char *anf_report_word_state (const AnfCase *one, guint32 last);

/* anf-report-lists.c: 检查评分, 系统提示情况, 反弹问题, 未销号问题. */
void anf_report_make_scores (const AnfReportMaking *making);
void anf_report_make_steps (const AnfReportMaking *making);
gboolean anf_report_make_recurrences (const AnfReportMaking *making,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_report_make_open (const AnfReportMaking *making,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
