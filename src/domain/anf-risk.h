/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-scoring.h"

/* Longest that is looked back, months. */
#define ANF_RISK_MONTHS_MAX 60

/**
 * AnfRisk: how targets are chosen by risk (存在问题较多、容易出现问题的地方和单位): a list of
 * counts, each with its points and a cap, over the last @months. Data of the scheme
 * (`anfang.risk`), or data/risk.json; no weight is in code, and none is hidden.
 */
typedef struct
{
  int months;
  AnfScoring *rule;
} AnfRisk;

/** anf_risk_new: @object: {months, items: [{name, count | figure, points, cap}]}; INVALID names
 * what is wrong. */
AnfRisk *anf_risk_new (JsonObject *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AnfRisk *anf_risk_ref (AnfRisk *self);
void anf_risk_unref (AnfRisk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfRisk, anf_risk_unref)

/** anf_risk_get_window: the days that are looked at: from the day after the same one @months ago to
 * @today. */
AnfSpan anf_risk_get_window (const AnfRisk *self, guint32 today);

/** anf_risk_rank: @scores: (element-type AnfScore): the highest first, units of the same score in
 * the order of their ids, so that whoever repeats it gets the same. */
void anf_risk_rank (GArray *scores);
