/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-key.h"

/* A log's change of key, as a note that the old key and the new one signed:

     anfang/key-rotation@v1
     ORIGIN
     SIZE       leaves of the log when the new key took over
     OLD VKEY
     NEW VKEY

   Whoever trusts the old key is told of the new one by it. Not the other way round: a new key may
   have come because the old one was no longer a secret. */

/**
 * AnfRotation:
 * @size: the largest log that the old key speaks for
 */
typedef struct
{
  guint64 size;
  char *old_vkey;
  char *new_vkey;
} AnfRotation;

void anf_rotation_free (AnfRotation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfRotation, anf_rotation_free)

/** anf_rotation_sign: Returns: (transfer full): the note; both keys are of one name */
char *anf_rotation_sign (guint64 size,
                         const AnfSigner *old_signer,
                         const AnfSigner *new_signer,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_rotation_open: INVALID when malformed, CORRUPT or DENIED unless both keys that it names
 * signed it. */
AnfRotation *
anf_rotation_open (const char *note, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_rotation_follow:
 * @vkeys: (element-type utf8): keys that are trusted, the newest last; its successors are added
 * @notes: (element-type utf8): in the log's order
 *
 * Goes from the last of @vkeys on as far as @notes lead.
 */
gboolean anf_rotation_follow (GPtrArray *vkeys,
                              const GPtrArray *notes,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
