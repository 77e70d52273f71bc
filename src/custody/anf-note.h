/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-key.h"

/* Longest signed note that is read, and the most signatures on it. */
#define ANF_NOTE_SIZE_MAX 65536
#define ANF_NOTE_SIGNATURES_MAX 100

/**
 * anf_note_sign:
 * @text: UTF-8 that ends in a newline, without other control characters
 *
 * Returns: (transfer full): @text, an empty line and the signature's line (C2SP signed-note)
 */
char *
anf_note_sign (const char *text, const AnfSigner *signer, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_note_add_signature:
 * @note: a signed note
 *
 * Returns: (transfer full): @note with @signer's signature over the same text added, as a second
 * office does that has seen it
 */
char *anf_note_add_signature (const char *note,
                              const AnfSigner *signer,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_note_open:
 * @verifiers: (element-type AnfVerifier): the keys that are trusted
 * @error: ANF_ERROR_INVALID when malformed, ANF_ERROR_CORRUPT when a trusted key's signature is
 * wrong, ANF_ERROR_DENIED when no trusted key signed
 *
 * Signatures by other keys are ignored.
 *
 * Returns: (transfer full): the text, checked, with its last newline
 */
char *anf_note_open (const char *note, gsize size, const GPtrArray *verifiers, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
