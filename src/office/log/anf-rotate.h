/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the change of the log's key. The new key lies beside the old one, durably,
   before the leaf that names it is committed; the commit decides; then it takes the old one's
   place, and the old one is gone. Whatever breaks off in between is finished or undone by the next
   start. */

#include "anf-work.h"

/** anf_rotate_settle: finishes or undoes a change that broke off, before the key is loaded. */
gboolean
anf_rotate_settle (AnfStore *store, const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_rotate_sign_head: has the new key state what the old one stated last. */
gboolean anf_rotate_sign_head (AnfStore *store,
                               const AnfSigner *signer,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_rotate_take_up_head: the same, before the log goes on; CORRUPT when a stranger's key signed
 * it last. */
gboolean anf_rotate_take_up_head (AnfStore *store,
                                  const AnfSigner *signer,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_rotate_run: @office: with its stores open, and not serving. @vkey: (out) (transfer full):
 * the new key */
gboolean anf_rotate_run (AnfOffice *office,
                         const AnfOfficeOptions *options,
                         char **vkey,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_rotate_list_keys: Returns: (transfer full) (element-type utf8): the vkeys that the log had,
 * oldest first; the last is @vkey, that of now. @notes: (out) (transfer full) (optional)
 * (element-type utf8): the changes between them */
GPtrArray *anf_rotate_list_keys (AnfTx *tx, const char *vkey, GPtrArray **notes, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
