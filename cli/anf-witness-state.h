/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-custody.h"

/**
 * AnfWitnessState:
 *
 * A witness: its key, the logs that it was told to trust, and the newest checkpoint of each that it
 * cosigned, in a folder that no second witness may have open:
 *
 *   key                       PKCS #8, mode 0600
 *   vkey                      what others check by
 *   logs/HASH/checkpoint      seen last, with the cosignature; HASH is the SHA-256 of the origin
 *   logs/HASH/rotation-N.note a change of the log's key that was followed
 *   logs/HASH/SIZE-ROOT.fork  what was refused, after what had been seen: evidence
 */
typedef struct _AnfWitnessState AnfWitnessState;

/** anf_witness_state_init: makes folder and key. Returns: (transfer full): the vkey; CONFLICT when
 * there is a key. @passphrase: (nullable) */
char *anf_witness_state_init (const char *folder,
                              const char *name,
                              const char *passphrase,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_witness_state_open: BUSY when another has it. @logs: NULL-terminated vkeys */
AnfWitnessState *anf_witness_state_open (const char *folder,
                                         const char *passphrase,
                                         char **logs,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_witness_state_free (AnfWitnessState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfWitnessState, anf_witness_state_free)

/** anf_witness_state_get_verifiers: Returns: (nullable) (element-type AnfVerifier): NOT_FOUND for a
 * log that it was not told of */
const GPtrArray *
anf_witness_state_get_verifiers (const AnfWitnessState *self, const char *origin, GError **error);

/** anf_witness_state_load_seen: @head: (out): of size 0 when nothing was seen; CORRUPT when what
 * was kept cannot be read: then nothing is to be cosigned. @note: (out) (optional) (nullable) */
gboolean anf_witness_state_load_seen (const AnfWitnessState *self,
                                      const char *origin,
                                      AnfTreeHead *head,
                                      char **note,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_witness_state_keep_evidence: Returns: (transfer full) (nullable): the file that now holds
 * what had been seen and then @text, which @head was in */
char *anf_witness_state_keep_evidence (const AnfWitnessState *self,
                                       const char *origin,
                                       const AnfTreeHead *head,
                                       const char *text);

/**
 * AnfWitnessAnswer:
 * @verdict: why it is as it is
 * @status: of HTTP
 * @origin: (nullable): the log
 * @head: what its checkpoint stated, unless it was not signed
 * @body: the cosignature's line, or the size seen last, or why not
 * @evidence: (nullable): the file in which a refused checkpoint was kept
 * @vkey: (nullable): the key that the log has changed to, when it has now
 */
typedef struct
{
  AnfWitnessVerdict verdict;
  guint status;
  char *origin;
  AnfTreeHead head;
  char *body;
  char *evidence;
  char *vkey;
} AnfWitnessAnswer;

void anf_witness_answer_clear (AnfWitnessAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfWitnessAnswer, anf_witness_answer_clear)

/**
 * anf_witness_state_answer:
 * @body: a request of C2SP tlog-witness
 * @error: only when the state could not be read or kept: nothing was cosigned then
 *
 * Judges @body, keeps what it shows durably, then cosigns.
 */
gboolean anf_witness_state_answer (AnfWitnessState *self,
                                   const char *body,
                                   gsize size,
                                   gint64 seconds,
                                   AnfWitnessAnswer *answer,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_witness_state_follow:
 * @body: a note by which a log changes its key, see anf-rotation.h
 * @answer: (out): of status 200 when the new key is trusted from now on, or was already
 * @error: only when the state could not be read or kept: nothing was changed then
 */
gboolean anf_witness_state_follow (AnfWitnessState *self,
                                   const char *body,
                                   gsize size,
                                   AnfWitnessAnswer *answer,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
