/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: schemes and the calendar, parsed once and kept. */

#include "anf-calendar.h"
#include "anf-records.h"
#include "anf-scheme.h"

typedef struct _AnfReferenceData AnfReferenceData;

AnfReferenceData *anf_reference_data_new (void);
void anf_reference_data_free (AnfReferenceData *self);

/** anf_reference_data_find_scheme: Returns: (transfer full): INVALID when it is not loaded. */
AnfScheme *anf_reference_data_find_scheme (AnfReferenceData *self,
                                           AnfTx *tx,
                                           const char *id,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_reference_data_get_calendar: Returns: (transfer full): the years of the records. */
AnfCalendar *anf_reference_data_get_calendar (AnfReferenceData *self,
                                              AnfTx *tx,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_reference_data_get_ladder: Returns: (transfer none): the one for schemes without their own
 */
const AnfLadder *anf_reference_data_get_ladder (AnfReferenceData *self,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_reference_data_get_notice_rules: Returns: (transfer none): for schemes without their own,
 * and for what is of no scheme */
const AnfNoticeRules *anf_reference_data_get_notice_rules (AnfReferenceData *self, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_reference_data_forget: what was kept may have been taken back since: it is read anew. */
void anf_reference_data_forget (AnfReferenceData *self);
