/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-calendar.h"
#include "anf-indicator-set.h"

#include <json-glib/json-glib.h>

/* Remarks on one file; more help nobody. */
#define ANF_SCHEME_REMARKS_MAX 200

/** One thing to be said of a scheme's file: where, as a JSON Pointer (RFC 6901), and what. */
typedef struct
{
  gboolean is_fault; /* the file contradicts itself; else it is only doubtful */
  char *pointer;
  char *text;
} AnfSchemeRemark;

/**
 * anf_scheme_check:
 * @file: a scheme's file that is valid against its JSON Schema
 * @parent: (nullable): the file of the scheme that it inherits from, valid by itself
 * @common: what every office measures
 * @calendar: what is known of working days; a year that it lacks is not judged by
 *
 * What no schema can say: ids that stand twice, units, areas, clocks and phases that are named and
 * not there, figures that nobody could enter, dates and weekdays that do not go together, periods
 * out of range, what a sub-scheme loosens. What a source leaves open or garbled is tolerated with a
 * warning.
 *
 * Returns: (transfer full) (element-type AnfSchemeRemark): in the order of the file's parts, at
 * most ANF_SCHEME_REMARKS_MAX
 */
GPtrArray *anf_scheme_check (JsonObject *file,
                             JsonObject *parent,
                             const AnfIndicatorSet *common,
                             const AnfCalendar *calendar);
