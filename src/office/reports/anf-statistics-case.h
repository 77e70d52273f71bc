/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: one finding and its order as days. A district has thousands of each, and a
   document takes a hundred times as much memory as its days: one is held at a time. */

#include "anf-case.h"
#include "anf-scheme.h"

/**
 * AnfStatisticsOrder: what statistics need of an order.
 * @days: what became of it, and nothing of a finding
 * @unit: to which it went
 * @findings: that it carries or carried; none where its kind carries none
 */
typedef struct
{
  AnfCase *days;
  char *unit;
  char **findings;
} AnfStatisticsOrder;

AnfStatisticsOrder *anf_statistics_order_new (JsonObject *order);
void anf_statistics_order_free (AnfStatisticsOrder *self);

/**
 * anf_statistics_case_new:
 * @order: (nullable): the one that carries @finding
 */
AnfCase *anf_statistics_case_new (JsonObject *finding,
                                  const AnfStatisticsOrder *order,
                                  const AnfScheme *scheme,
                                  const AnfCalendar *calendar);

/**
 * anf_statistics_case_new_of_order:
 * @finding: one that @order carries, or did
 *
 * What became of the order itself, whoever carries the finding now.
 */
AnfCase *anf_statistics_case_new_of_order (const AnfCase *finding, const AnfStatisticsOrder *order);

/** anf_statistics_evaluations: Returns: (transfer full) (element-type AnfCaseEvaluation): those of
 * a finding or lead */
GArray *anf_statistics_evaluations (JsonObject *doc);

/** anf_statistics_day: the day in China of the time that @member of @object (nullable) says; 0 for
 * none */
guint32 anf_statistics_day (JsonObject *object, const char *member);

/** anf_statistics_date: likewise of a date. */
guint32 anf_statistics_date (JsonObject *object, const char *member);
