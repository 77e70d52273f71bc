/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <json-glib/json-glib.h>

/* Ways, and kinds of people, that one scheme may name. */
#define ANF_EVALUATION_WORDS_MAX 20
/* Evaluations that one record takes. */
#define ANF_EVALUATIONS_MAX 50

/**
 * AnfEvaluation: how what was closed is looked at again (事后评估、跟踪回访). Immutable and
 * reference counted.
 * @ways: 实地考察, 电话回访, …
 * @asked: whom: a kind of people, never a name
 */
typedef struct
{
  char **ways;
  char **asked;
} AnfEvaluation;

/** anf_evaluation_new: of `ways` and `asked`; ANF_ERROR_INVALID names the one that is wrong. */
AnfEvaluation *anf_evaluation_new (JsonObject *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AnfEvaluation *anf_evaluation_ref (AnfEvaluation *self);
void anf_evaluation_unref (AnfEvaluation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfEvaluation, anf_evaluation_unref)

/** anf_evaluation_check: whether the members `way` and `asked` of @body are among the scheme's. */
gboolean anf_evaluation_check (const AnfEvaluation *self,
                               JsonObject *body,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_evaluation_is_negative: whether @act says that it is not solved, or that whoever was asked
 * is not satisfied. */
gboolean anf_evaluation_is_negative (JsonObject *act);

/** anf_evaluation_dup_summary: Returns: (transfer full): 电话回访：已解决，满意 */
char *anf_evaluation_dup_summary (JsonObject *act);
