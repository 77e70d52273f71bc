/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-setting.h"
#include "anf-sheet.h"

/* GB/T 9704—2012 5.2: the type area, in points. */
#define ANF_AREA_LEFT (28.0 * ANF_MM)
#define ANF_AREA_TOP (37.0 * ANF_MM)
#define ANF_AREA_WIDTH (156.0 * ANF_MM)
#define ANF_AREA_HEIGHT (225.0 * ANF_MM)
#define ANF_AREA_BOTTOM (ANF_AREA_TOP + ANF_AREA_HEIGHT)
#define ANF_AREA_COLUMNS 28
#define ANF_AREA_LINES 22

/* 信函格式 (10.1), from the edges of the page, in millimetres. */
#define ANF_PAGE_WIDTH 210.0
#define ANF_PAGE_HEIGHT 297.0
#define ANF_ORGAN_TOP 30.0
#define ANF_RULE_BELOW_ORGAN 4.0
#define ANF_RULE_LENGTH 170.0
#define ANF_RULE_FROM_BOTTOM 20.0
#define ANF_PAGE_NUMBER_BELOW_AREA 7.0
/* The clause says only “centred”; usage centres on the sheet, not on the type area. */
#define ANF_RULE_CENTRE (ANF_PAGE_WIDTH / 2.0)
/* Thick, white, thin. */
#define ANF_RULE_THICK 1.0
#define ANF_RULE_WHITE 0.6
#define ANF_RULE_THIN 0.4
/* 发文机关标志: as large as its length allows. */
#define ANF_ORGAN_SIZE_MAX 40.0
#define ANF_ORGAN_SIZE_MIN 18.0
/* Empty lines above 署名 for a seal of 42 mm. */
#define ANF_SEAL_LINES 3
#define ANF_DATE_FROM_RIGHT 4.0
/* 署名 without a seal, two characters from the right (7.3.5.2). */
#define ANF_SIGN_FROM_RIGHT 2
/* 附件： */
#define ANF_ATTACHMENT_COLUMNS 3
/* How many lines of the body go on with what stands below it. */
#define ANF_CARRIED_LINES 2

/* 3号. At Word's 16 pt, 28 characters would not go into 156 mm. */
#define ANF_SIZE_3 15.75
#define ANF_SIZE_2 22.0
#define ANF_SIZE_4 14.0
/* 一字: the type area's width in 28 parts, so that the lines fill it (撑满版心). */
#define ANF_COLUMN (ANF_AREA_WIDTH / ANF_AREA_COLUMNS)
/* What is white between two lines: 22 lines fill the height. By 3.2 it is 7/8 of a character,
   13.78; this is 13.87. */
#define ANF_GAP ((ANF_AREA_HEIGHT - ANF_AREA_LINES * ANF_SIZE_3) / (double)(ANF_AREA_LINES - 1))
/* 7/8 of a 3号 character. */
#define ANF_SEVEN_EIGHTHS (ANF_SIZE_3 * 7.0 / 8.0)

/**
 * AnfRow: one line of the letter
 * @line: (nullable): NULL is an empty line
 * @x: where it begins, from the left of the type area, in points
 * @heads: does not end a page, such as a heading
 */
typedef struct
{
  AnfLine *line;
  AnfScale scale;
  double x;
  gboolean heads;
} AnfRow;

/** Rows [first, last) stand on one page. */
typedef struct
{
  guint first;
  guint last;
  double top;
  double gap;
} AnfPage;

/**
 * AnfFlow:
 * @rows: (array length=n_rows): all rows; the last @n_tail of them (署名, 成文日期 and the place of
 * the seal) stay together and with at least one row of the body
 * @n_head: rows before the body, which stay on page 1 with at least one row of the body
 * @first_top: where page 1 begins, in points
 * @foot: height that 抄送 takes on the last page
 */
typedef struct
{
  const AnfRow *rows;
  guint n_rows;
  guint n_head;
  guint n_tail;
  double first_top;
  double foot;
} AnfFlow;

/**
 * anf_flow_paginate:
 *
 * When the tail does not fit under the body, the lines of that page are set closer; when that does
 * not do, two lines of the body go on with it and the page before is spread (7.3.5.5).
 *
 * Returns: (transfer full) (element-type AnfPage): the pages
 */
GArray *anf_flow_paginate (const AnfFlow *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_page_number_draw: “— 1 —” where 7.5 has it. */
void anf_page_number_draw (AnfSetting *setting, cairo_t *cr, guint number);
