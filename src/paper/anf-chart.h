/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Most series of one chart: black and white tell no more apart. */
#define ANF_CHART_SERIES_MAX 2

typedef enum
{
  ANF_CHART_BARS,  /* lying, one below the other, so that long names stand beside them */
  ANF_CHART_LINES, /* the course of something, from left to right */
} AnfChartKind;

/**
 * AnfChartPoint:
 * @label: below or beside it
 * @values: decimals not below 0, as they are written at the bar or mark; NULL for none
 */
typedef struct
{
  const char *label;
  const char *values[ANF_CHART_SERIES_MAX];
} AnfChartPoint;

/**
 * AnfChart:
 *
 * Made to be printed in black and white: series differ in hatching or marks, each value is written,
 * and the axis begins at 0. All borrowed.
 * @title: below it
 * @series: what is told; the second NULL where there is one only
 * @most: where the axis ends; 0 for just above the largest value
 */
typedef struct
{
  AnfChartKind kind;
  const char *title;
  const char *series[ANF_CHART_SERIES_MAX];
  const AnfChartPoint *points;
  gsize n_points;
  double most;
} AnfChart;

/** anf_chart_says_something: whether there is any value above 0: else there is no chart of it. */
gboolean anf_chart_says_something (const AnfChart *self);
