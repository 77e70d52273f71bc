/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: one finding and its order as days. */

#include "anf-case.h"
#include "anf-scheme.h"

/**
 * anf_statistics_case_new:
 * @order: (nullable): the one that carries @finding
 */
AnfCase *anf_statistics_case_new (JsonObject *finding,
                                  JsonObject *order,
                                  const AnfScheme *scheme,
                                  const AnfCalendar *calendar);

/**
 * anf_statistics_order_new:
 * @finding: one that @order carries, or did
 *
 * What became of the order itself, whoever carries the finding now.
 */
AnfCase *anf_statistics_order_new (const AnfCase *finding, JsonObject *order);

/** anf_statistics_day: the day in China of the time that @member of @object (nullable) says; 0 for
 * none */
guint32 anf_statistics_day (JsonObject *object, const char *member);

/** anf_statistics_date: likewise of a date. */
guint32 anf_statistics_date (JsonObject *object, const char *member);
