/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-calendar.h"

/* Longest periods that are counted; none in a scheme or statute comes near. */
#define ANF_PERIOD_WORKING_DAYS_MAX 1000
#define ANF_PERIOD_DAYS_MAX 3650
#define ANF_PERIOD_MONTHS_MAX 120

typedef enum
{
  ANF_PERIOD_WORKING_DAYS, /* `10wd`, 10个工作日 */
  ANF_PERIOD_DAYS,         /* `30d`, 30日 */
  ANF_PERIOD_MONTHS,       /* `6m`, 6个月 */
} AnfPeriodUnit;

typedef struct
{
  AnfPeriodUnit unit;
  int amount; /* at least 1 */
} AnfPeriod;

/** anf_period_parse: exactly `Nwd`, `Nd` or `Nm`, N without leading zeros and within the limits. */
gboolean
anf_period_parse (const char *text, AnfPeriod *period, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_period_format: Returns: (transfer full): what anf_period_parse() reads. */
char *anf_period_format (const AnfPeriod *period);

/** anf_period_format_chinese: Returns: (transfer full): `10个工作日`, `30日`, `6个月`. */
char *anf_period_format_chinese (const AnfPeriod *period);

/**
 * anf_period_due:
 * @from: the day on which the period begins, itself never counted (民法典 201)
 * @due: (out): the last day
 * @missing_year: (out) (optional): the year that the calendar lacks, with UNAVAILABLE; else 0
 * @error: ANF_ERROR_UNAVAILABLE
 *
 * Working days are counted one by one. Days and months run in the calendar of the sun, a month to
 * the same day or the month's last (民法典 202), and a last day that is a rest day moves to the
 * first day after the rest (民法典 203), be it a weekend day that is worked in exchange.
 */
gboolean anf_period_due (const AnfCalendar *calendar,
                         const GDate *from,
                         const AnfPeriod *period,
                         GDate *due,
                         int *missing_year,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_period_remind_on:
 * @due: a fixed date (2018年3月10日前) or recurring day (每月25日前): no period, so it stays where
 * it is even when it is a rest day
 * @remind: (out): the last working day on or before it
 */
gboolean anf_period_remind_on (const AnfCalendar *calendar,
                               const GDate *due,
                               GDate *remind,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_period_next_monthly: the first @day (1 to 31; the month's last where it has no such day) of
 * a month on or after @from. */
void anf_period_next_monthly (const GDate *from, int day, GDate *next);
