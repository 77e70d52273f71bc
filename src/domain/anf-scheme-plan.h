/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-evaluation.h"
#include "anf-risk.h"
#include "anf-scheme-tasks.h"
#include "anf-span.h"

/* Longest that a task may be due soon, days. */
#define ANF_SCHEME_REMIND_DAYS_MAX 60

/** AnfSchemeMode: 督查方式. @methods: those that it may use; all of the scheme's where it is empty
 */
typedef struct
{
  char *id;
  char *name;
  char **methods; /* never NULL */
} AnfSchemeMode;

/**
 * AnfSchemeTarget: how often something has to be done (每月不少于1次).
 * @per: in each week, month, quarter or year
 * @least: so often; or
 * @all_of: (nullable): as often as this count says (100%核查)
 * @count: (nullable): of anf-count.h: what was done; or
 * @figure: (nullable): a figure that is entered
 * @mode: (nullable): visits of this mode only
 * @per_area: in each area
 */
typedef struct
{
  char *id;
  char *name;
  char *clause; /* (nullable): the scheme's words */
  AnfSpanKind per;
  gint64 least;
  char *all_of;
  char *count;
  char *figure;
  char *mode;
  gboolean per_area;
} AnfSchemeTarget;

/**
 * AnfSchemePlan: what a scheme plans beyond its findings and orders.
 * @tasks: (element-type AnfSchemeTask)
 * @remind_days: so long before its last day a task is due soon; the office's `task_remind_days`
 * @modes: (element-type AnfSchemeMode)
 * @targets: (element-type AnfSchemeTarget)
 * @risk: (nullable): by which units are chosen; NULL where the default is meant
 * @evaluation: (nullable): how what was closed is looked at again; likewise
 */
typedef struct
{
  GPtrArray *tasks;
  int remind_days;
  GPtrArray *modes;
  GPtrArray *targets;
  AnfRisk *risk;
  AnfEvaluation *evaluation;
} AnfSchemePlan;

/** anf_scheme_plan_inherit: modes, targets, risk and evaluation of the scheme above where
 * the child has none. */
void anf_scheme_plan_inherit (AnfSchemePlan *self, const AnfSchemePlan *parent);

/** anf_scheme_plan_new: @areas: (element-type AnfSchemeArea), those inherited among them */
AnfSchemePlan *anf_scheme_plan_new (const AnfSchemeReader *reader,
                                    GPtrArray *areas,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_scheme_plan_free (AnfSchemePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfSchemePlan, anf_scheme_plan_free)
