/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* The log's changes of key that a pack shows: proofs/rotation-001.note and so on, oldest first. */

/**
 * anf_pack_changes_check:
 * @notes: (element-type utf8): as the pack has them
 * @a_vkey, @a_size: a key of the log, and the leaves of what it signed
 * @b_vkey, @b_size: another
 * @error: CORRUPT unless the changes lead from one key to the other, and that of the older was
 * signed no later than it was the log's, and that of the newer no earlier, of no smaller log
 */
gboolean anf_pack_changes_check (const GPtrArray *notes,
                                 const char *a_vkey,
                                 guint64 a_size,
                                 const char *b_vkey,
                                 guint64 b_size,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_changes_check_all: @vkey: (nullable): the key that some of them is to be of; @at:
 * (out): which of @notes is wrong: not signed by both its keys, or not going on from the one before
 * it, or the first of a chain without @vkey. */
gboolean anf_pack_changes_check_all (const GPtrArray *notes,
                                     const char *vkey,
                                     guint *at,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_changes_lead: whether they lead from the one key to the other. */
gboolean anf_pack_changes_lead (const GPtrArray *notes, const char *from, const char *to);
