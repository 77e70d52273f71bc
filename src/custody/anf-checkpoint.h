/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-note.h"
#include "anf-tree.h"

/**
 * anf_checkpoint_sign:
 *
 * States that the log named like @signer has @head. Only for a head whose records and nodes are
 * durable, or become durable in the same transaction as this.
 *
 * Returns: (transfer full): a signed note (C2SP tlog-checkpoint)
 */
char *anf_checkpoint_sign (const AnfTreeHead *head,
                           const AnfSigner *signer,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_checkpoint_open: the head that @note states, signed by @verifier, for the log of its name.
 * Errors as anf_note_open(). */
gboolean anf_checkpoint_open (const char *note,
                              gsize size,
                              const AnfVerifier *verifier,
                              AnfTreeHead *head,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_checkpoint_open_any: the same for a log of several keys, one of which signed.
 * @verifiers: (element-type AnfVerifier): all of one name */
gboolean anf_checkpoint_open_any (const char *note,
                                  gsize size,
                                  const GPtrArray *verifiers,
                                  AnfTreeHead *head,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_checkpoint_format: Returns: (transfer full): the text that is signed. */
char *anf_checkpoint_format (const char *origin, const AnfTreeHead *head);

/** anf_checkpoint_parse: the text that was signed. @origin: (out) (transfer full) (optional) */
gboolean anf_checkpoint_parse (const char *text, char **origin, AnfTreeHead *head, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
