/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-custody.h"
#include "anf-rotation.h"

/**
 * AnfWitnessKeys:
 *
 * The keys of the logs that a witness was told to trust, and those that they changed to. Who has a
 * log's key can name the next one; that gives nobody more than the key itself does, since what is
 * cosigned has to continue what was seen, whichever key signs it. What the key is changed to it is
 * changed to once: from then on the old one speaks for nothing new, in whosever hands it is.
 */
typedef struct _AnfWitnessKeys AnfWitnessKeys;

/** anf_witness_keys_new: @vkeys: NULL-terminated, of each log the newest last */
AnfWitnessKeys *anf_witness_keys_new (char **vkeys, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_witness_keys_free (AnfWitnessKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfWitnessKeys, anf_witness_keys_free)

/** anf_witness_keys_get: Returns: (nullable) (element-type AnfVerifier): those that may sign now */
const GPtrArray *anf_witness_keys_get (const AnfWitnessKeys *self, const char *origin);

/** anf_witness_keys_list: Returns: (transfer container) (element-type utf8): the logs */
GList *anf_witness_keys_list (const AnfWitnessKeys *self);

/**
 * anf_witness_keys_judge:
 * @change: both keys that it names signed it
 * @seen: leaves of the last checkpoint that was cosigned
 * @known: (out): nothing is to be taken: it was before
 * @error: NOT_FOUND for a log that is not trusted, DENIED unless the newest key of it is the one
 * that is changed, CONFLICT when that key has since spoken for a larger log than it is said to
 */
gboolean anf_witness_keys_judge (const AnfWitnessKeys *self,
                                 const AnfRotation *change,
                                 guint64 seen,
                                 gboolean *known,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_witness_keys_take: after that: the new key, and no other, speaks for the log. */
gboolean anf_witness_keys_take (AnfWitnessKeys *self,
                                const AnfRotation *change,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
