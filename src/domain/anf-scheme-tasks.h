/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-scheme-reader.h"

/* Most tasks of one scheme, each time of those that come again counted. */
#define ANF_SCHEME_TASKS_MAX 2000

/**
 * AnfSchemeTask: what somebody has to do or hand in (任务), as the scheme's file says it.
 * @key: its place in the file, so that it stays the same when its words change: `t12`,
 * `d3.2018-05`, `p1.2`, with `.` and the unit where several have it each for themselves
 * @unit: (nullable): who answers for it, an id in the whole system; NULL where the scheme names
 * nobody
 * @with: who takes part; never NULL
 * @to: who gets what is handed in; never NULL
 * @deliver: (nullable): what that is
 * @period: (nullable): of one that comes again, e.g. `2018-05`
 * @due: its last day (Julian), or 0 where the scheme leaves it open
 * @is_soft: the scheme hopes for the day (力争), or says only in which month a phase ends: tracked,
 * never overdue
 */
typedef struct
{
  char *key;
  char *name;
  char *unit;
  char **with;
  char **to;
  char *deliver;
  char *clause;
  char *phase;
  char *period;
  guint32 due;
  gboolean is_soft;
} AnfSchemeTask;

/**
 * anf_scheme_read_tasks:
 * @areas: (element-type AnfSchemeArea)
 *
 * All that a file asks for by a day: its `tasks`; its fixed and recurring `deadlines`, one for each
 * unit that has to keep it; a report `per_phase` for each phase; what each phase has to
 * `deliver`. The office's settings `anfang.tasks` say of each deadline or phase what the source
 * leaves open: which `units` (or `leads`: all that lead an area), on which `day`, or that a `task`
 * says the same already.
 *
 * Returns: (transfer full) (element-type AnfSchemeTask)
 */
GPtrArray *anf_scheme_read_tasks (const AnfSchemeReader *reader,
                                  GPtrArray *areas,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
