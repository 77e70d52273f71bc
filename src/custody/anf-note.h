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

/**
 * anf_note_split:
 * @text: (out) (transfer full): what is signed, with its last newline
 * @lines: (out) (transfer full): the lines of signatures, of whatever kind
 *
 * Takes a note apart without believing any of it; INVALID when it is none.
 */
gboolean anf_note_split (const char *note, gsize size, char **text, char ***lines, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_note_read_line: whether @line is a signature by the name and id of @verifier. @signature:
 * (out) (transfer full): what follows the id, not checked yet */
gboolean anf_note_read_line (const char *line, const AnfVerifier *verifier, GBytes **signature);

/** anf_note_append_line: `— name base64`, where @signature is what follows the id. */
void
anf_note_append_line (GString *note, const AnfSigner *signer, gconstpointer signature, gsize size);
