/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfSettler:
 *
 * Settles blobs. The blobs of a batch lie in as many folders, and syncing each of them before
 * COMMIT is what a slow disk spends its time on. So each new blob has a second name in one folder,
 * `settling/<sha256>-<size>-<number>` (anf-namer.h), and that is synced. The blobs' own folders are
 * synced here, at leisure; then the second names go. A crash in between leaves second names: the
 * blobs among them get their first ones again at the next start, what was never whole is removed.
 */
typedef struct _AnfSettler AnfSettler;

/** anf_settler_new: @blobs: @settling: (transfer none): must outlive it. Restores what a crash has
 * left. */
AnfSettler *anf_settler_new (int blobs, int settling, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_settler_free: settles all that is left. */
void anf_settler_free (AnfSettler *self);

/** anf_settler_add: the blob with the second name @second has its name in its folder, not synced
 * yet. @second: (transfer full): goes when the folder was */
void anf_settler_add (AnfSettler *self, char *second);
