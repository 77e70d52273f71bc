/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-check.h"
#include "anf-checklist.h"
#include "anf-indicator-set.h"
#include "anf-ladder.h"
#include "anf-notice-rules.h"
#include "anf-register.h"
#include "anf-scheme-marks.h"
#include "anf-scheme-parts.h"
#include "anf-scheme-plan.h"
#include "anf-scoring.h"

#include <json-glib/json-glib.h>

/* Largest scheme that is read. */
#define ANF_SCHEME_UNITS_MAX 5000
#define ANF_SCHEME_AREAS_MAX 99
#define ANF_SCHEME_LIST_MAX 500
/* Months; no scheme says how long 防止再次反弹 looks back. */
#define ANF_SCHEME_RECURRENCE_DEFAULT 12
#define ANF_SCHEME_RECURRENCE_MAX 120
#define ANF_SCHEME_TEXT_MAX 1000 /* characters */

/**
 * AnfScheme:
 *
 * A programme of inspection as its file says it: areas, units, categories, clocks, words. What is
 * the office's own setting rather than the source's stands under the file's member `anfang`.
 * Immutable and reference counted; safe to use from any thread.
 */
typedef struct _AnfScheme AnfScheme;

/** anf_scheme_new: ANF_ERROR_INVALID names the member that is wrong; members that are not used here
 * may be anything. */
AnfScheme *anf_scheme_new (JsonObject *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * anf_scheme_new_child:
 * @parent: (transfer none): the scheme that the file's member `parent` names
 *
 * A sub-scheme: areas, categories, methods, clocks and words of the scheme above it, its own units,
 * and what it adds or tightens. ANF_ERROR_INVALID also for what would loosen the parent; see
 * anf-scheme-inherit.h.
 */
AnfScheme *anf_scheme_new_child (JsonObject *file,
                                 AnfScheme *parent,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_scheme_peek_parent_id: Returns: (nullable): what the file of a sub-scheme inherits from */
const char *anf_scheme_peek_parent_id (JsonObject *file);
/** anf_scheme_get_parent: Returns: (transfer none) (nullable): to which it also reports */
AnfScheme *anf_scheme_get_parent (const AnfScheme *self);
AnfScheme *anf_scheme_ref (AnfScheme *self);
void anf_scheme_unref (AnfScheme *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfScheme, anf_scheme_unref)

const char *anf_scheme_get_id (const AnfScheme *self);
const char *anf_scheme_get_title (const AnfScheme *self);
/** anf_scheme_get_region_code: Returns: (nullable): six digits of GB/T 2260 */
const char *anf_scheme_get_region_code (const AnfScheme *self);
const char *anf_scheme_get_region_name (const AnfScheme *self);
/** anf_scheme_get_term: Returns: (nullable): its word for a covert visit, e.g. 明察暗访 */
const char *anf_scheme_get_term (const AnfScheme *self);
/** anf_scheme_get_office: Returns: (nullable): NULL when the file has no `anfang` */
const AnfSchemeOffice *anf_scheme_get_office (const AnfScheme *self);

/** anf_scheme_get_units: (element-type AnfSchemeUnit): its own units, then groups, in the file's
 * order */
GPtrArray *anf_scheme_get_units (const AnfScheme *self);
/** anf_scheme_get_areas: (element-type AnfSchemeArea): may be empty; some files leave them open */
GPtrArray *anf_scheme_get_areas (const AnfScheme *self);
/** anf_scheme_get_categories: (element-type AnfSchemeCategory): scheme-wide, of no area */
GPtrArray *anf_scheme_get_categories (const AnfScheme *self);
/** anf_scheme_get_deadlines: (element-type AnfSchemeDeadline) */
GPtrArray *anf_scheme_get_deadlines (const AnfScheme *self);
/** anf_scheme_get_reports: (element-type AnfSchemeReport) */
GPtrArray *anf_scheme_get_reports (const AnfScheme *self);
/** anf_scheme_get_clocks: (element-type AnfSchemeClock) */
GPtrArray *anf_scheme_get_clocks (const AnfScheme *self);

/** anf_scheme_get_ladder: Returns: (nullable): NULL where the scheme leaves it to the defaults */
const AnfLadder *anf_scheme_get_ladder (const AnfScheme *self);

/** anf_scheme_get_notice_rules: Returns: (nullable): NULL where the scheme leaves it to the
 * defaults */
const AnfNoticeRules *anf_scheme_get_notice_rules (const AnfScheme *self);

/** anf_scheme_get_thresholds: of the checks of plausibility; the defaults where the file has none.
 */
const AnfThresholds *anf_scheme_get_thresholds (const AnfScheme *self);
/** anf_scheme_get_indicators: what it measures, and which figures it needs for that */
const AnfIndicatorSet *anf_scheme_get_indicators (const AnfScheme *self);

/** anf_scheme_get_scoring: Returns: (nullable): how units are ranked, where that is set */
const AnfScoring *anf_scheme_get_scoring (const AnfScheme *self);
/** anf_scheme_get_phases: (element-type AnfSchemePhase) */
GPtrArray *anf_scheme_get_phases (const AnfScheme *self);
/** anf_scheme_get_plan: its own tasks, and what else it plans */
const AnfSchemePlan *anf_scheme_get_plan (const AnfScheme *self);

/** anf_scheme_find_unit: Returns: (nullable): by either id or by name; its own before the parent's
 */
const AnfSchemeUnit *anf_scheme_find_unit (const AnfScheme *self, const char *key);
/** anf_scheme_find_area: Returns: (nullable): by id or name */
const AnfSchemeArea *anf_scheme_find_area (const AnfScheme *self, const char *key);
/** anf_scheme_find_category: Returns: (nullable): by id or name, in @area or scheme-wide */
const AnfSchemeCategory *
anf_scheme_find_category (const AnfScheme *self, const AnfSchemeArea *area, const char *key);
/** anf_scheme_has_method: whether @method is one of collection_methods or the term itself. */
gboolean anf_scheme_has_method (const AnfScheme *self, const char *method);
/** anf_scheme_get_methods: Returns: (transfer none): collection_methods, NULL-terminated */
const char *const *anf_scheme_get_methods (const AnfScheme *self);
/** anf_scheme_find_clock: Returns: (nullable): NULL where the scheme sets no such clock */
const AnfSchemeClock *anf_scheme_find_clock (const AnfScheme *self, const char *id);
/** anf_scheme_find_list_name: Returns: (nullable): the scheme's own word for a list, e.g.
 * 专项整治台账 for `ledger` */
const char *anf_scheme_find_list_name (const AnfScheme *self, const char *list);
/** anf_scheme_find_checklist: Returns: (nullable): by id; its own before the parent's */
const AnfChecklist *anf_scheme_find_checklist (const AnfScheme *self, const char *id);
/** anf_scheme_find_register: Returns: (nullable): by id or name; its own before the parent's */
const AnfRegister *anf_scheme_find_register (const AnfScheme *self, const char *key);
/** anf_scheme_get_registers: (element-type AnfRegister): its own */
GPtrArray *anf_scheme_get_registers (const AnfScheme *self);
/** anf_scheme_get_marks: Returns: (nullable): where the scheme or the one above it has them */
const AnfSchemeMarks *anf_scheme_get_marks (const AnfScheme *self, AnfSchemeMarkKind kind);
/** anf_scheme_get_recurrence_months: how long after its closing a finding of the same unit and
 * category is its return (反弹); 12 where the office sets nothing */
int anf_scheme_get_recurrence_months (const AnfScheme *self);
/** anf_scheme_find_word: Returns: (nullable): 机关代字 for a kind of order
 * (anf-order-kind.h) or `referral` */
const char *anf_scheme_find_word (const AnfScheme *self, const char *kind);
/** anf_scheme_has_word: whether @word is the 机关代字 of any kind. */
gboolean anf_scheme_has_word (const AnfScheme *self, const char *word);
