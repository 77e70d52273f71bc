/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Folders under `blobs`, one for each first byte of a hash. */
#define ANF_BUCKETS 256

/**
 * AnfSettler:
 *
 * Makes the names of new blobs durable at the price of one sync for a whole batch. The blobs of a
 * batch lie in as many folders, and syncing each of them before COMMIT is what a slow disk spends
 * its time on. So each new blob has a second name in one folder, `settling`, and that is synced.
 * The blobs' own folders are synced at leisure; then the second names go. A crash in between leaves
 * second names, from which the blobs get their first ones again at the next start.
 */
typedef struct _AnfSettler AnfSettler;

/** anf_settler_new: @blobs: (transfer none): must outlive it; @settling: (transfer full) */
AnfSettler *anf_settler_new (int blobs, int settling, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_settler_free: settles all that is left. */
void anf_settler_free (AnfSettler *self);

/** anf_settler_add: the blob @sha256 has its name in its folder @bucket, not synced yet. */
gboolean anf_settler_add (AnfSettler *self, int bucket, const char *sha256, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_settler_note_late: something was added after the sync may have begun. */
void anf_settler_note_late (AnfSettler *self);

/** anf_settler_begin_sync: begins to make durable what was added before, meanwhile. */
void anf_settler_begin_sync (AnfSettler *self);

/** anf_settler_sync: makes durable what was added before: before it was begun, if it was, or noted
 * as late. One thread at a time syncs. */
gboolean anf_settler_sync (AnfSettler *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Shared with the vault. */

/** anf_settler_is_hash: whether @text is a SHA-256 as we write it. */
gboolean anf_settler_is_hash (const char *text);
/** anf_settler_open_bucket: the folder of blobs whose hash begins with @bucket; -1 with @error */
int anf_settler_open_bucket (int blobs, guint bucket, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_settler_bucket_of: the first byte of @sha256. */
guint anf_settler_bucket_of (const char *sha256);
/** anf_settler_name_bucket: two hex digits. */
void anf_settler_name_bucket (guint bucket, char name[3]);
