/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: flags as records. */

#include "anf-plausibility.h"
#include "anf-work.h"

/**
 * AnfFlagVerdict:
 * @subject: the evidence, or a visit as a whole
 * @about: what every flag of it says besides: evidence, file name, visit or order, scheme
 * @flags: (nullable) (element-type AnfFlag): all that hold now; NULL: nothing could be said
 */
typedef struct
{
  char *subject;
  JsonObject *about;
  GPtrArray *flags;
} AnfFlagVerdict;

/** anf_flag_verdict_free: accepts NULL. */
void anf_flag_verdict_free (AnfFlagVerdict *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfFlagVerdict, anf_flag_verdict_free)

/** anf_flag_verdict_describe: @parent: of the visit or order; @evidence: (nullable) */
void anf_flag_verdict_describe (AnfFlagVerdict *self, JsonObject *parent, JsonObject *evidence);

/**
 * anf_flag_records_save:
 *
 * Makes the records say what the verdict says: a flag that is new, or says something else than when
 * it was answered, is open; one that holds no longer lapses. What was answered stays in it.
 */
gboolean anf_flag_records_save (AnfWork *work,
                                const AnfFlagVerdict *verdict,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_flag_records_list: Returns: (transfer full) (element-type AnfItem): of one subject, those in
 * @state or, when it is NULL, all */
GPtrArray *anf_flag_records_list (AnfWork *work,
                                  const char *subject,
                                  const char *state,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
