/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-scheme-tasks.h"

/* Longest that a task may be due soon, days. */
#define ANF_SCHEME_REMIND_DAYS_MAX 60

/**
 * AnfSchemePlan: what a scheme plans beyond its findings and orders.
 * @tasks: (element-type AnfSchemeTask)
 * @remind_days: so long before its last day a task is due soon; the office's `task_remind_days`
 */
typedef struct
{
  GPtrArray *tasks;
  int remind_days;
} AnfSchemePlan;

/** anf_scheme_plan_new: @areas: (element-type AnfSchemeArea), those inherited among them */
AnfSchemePlan *anf_scheme_plan_new (const AnfSchemeReader *reader,
                                    GPtrArray *areas,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_scheme_plan_free (AnfSchemePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfSchemePlan, anf_scheme_plan_free)
