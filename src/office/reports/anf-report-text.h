/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what a report says in words and charts. All of it is taken from the tables
   that were frozen with it, so that it is the same whenever it is printed. */

#include "anf-brief.h"

#include <json-glib/json-glib.h>

/* Most bars of one chart; of more units those with the lowest rate are drawn. */
#define ANF_REPORT_BARS_MAX 20

/**
 * AnfReportText:
 * @doc: the report, borrowed
 * @parts: (element-type AnfBriefPart)
 */
typedef struct
{
  JsonObject *doc;
  GArray *parts;
  GStringChunk *texts;
  GPtrArray *charts;
  GPtrArray *points;
  guint sections;
} AnfReportText;

void anf_report_text_init (AnfReportText *self, JsonObject *doc);
void anf_report_text_clear (AnfReportText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfReportText, anf_report_text_clear)

/** anf_report_text_write: all sections; one whose table the report has not is left out. */
void anf_report_text_write (AnfReportText *self);

/** anf_report_text_dup_days: Returns: (transfer full): 2018年3月24日至4月23日 */
char *anf_report_text_dup_days (JsonObject *doc);

/** anf_report_text_dup_day: Returns: (transfer full): the date @member of @doc in words */
char *anf_report_text_dup_day (JsonObject *doc, const char *member);

/** anf_report_text_write_typical: the section of typical problems, where any were named. */
void anf_report_text_write_typical (AnfReportText *self);
/** anf_report_text_write_words: the sections of what its maker wrote, 工作建议 and 下步工作. */
void anf_report_text_write_words (AnfReportText *self);

/** anf_report_text_write_ranking: the section of who stands where in each group. */
void anf_report_text_write_ranking (AnfReportText *self);

/** anf_report_text_add: @text: (transfer full) */
void anf_report_text_add (AnfReportText *self, AnfBriefKind kind, char *text);
/** anf_report_text_add_section: with its number. */
void anf_report_text_add_section (AnfReportText *self, const char *title);
/** anf_report_text_dup_number: Returns: (transfer full): 1 to 99 in words */
char *anf_report_text_dup_number (guint number);

/* 图1 and on, of those that say anything. */
void anf_report_text_add_area_chart (AnfReportText *self);
void anf_report_text_add_trend_chart (AnfReportText *self);
void anf_report_text_add_rate_chart (AnfReportText *self);

/* Looking into a table; all accept NULL for one that is not there. */
JsonObject *anf_report_text_find (const AnfReportText *self, const char *name);
guint anf_report_text_count_rows (JsonObject *table);
/** anf_report_text_count_own: without the row of sums at its end, which not every table has, nor
 * had it ever. */
guint anf_report_text_count_own (JsonObject *table);
/** anf_report_text_is_computed: whether this row of the indicators has a value. */
gboolean anf_report_text_is_computed (JsonObject *table, guint row);
/** anf_report_text_get_cell: Returns: (nullable): NULL for an empty cell, or a column that is not
 */
const char *anf_report_text_get_cell (JsonObject *table, guint row, const char *column);
