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
 * its time on. So each new blob has a second name in one folder,
 * `settling/<sha256>-<size>-<number>`, and that is synced. A file has it from the start, so that
 * most of them are durable before the file is whole. The blobs' own folders are synced at leisure;
 * then the second names go. A crash in between leaves second names: the blobs among them get their
 * first ones again at the next start, what was never whole is removed.
 */
typedef struct _AnfSettler AnfSettler;

/** AnfSecondName: of a file in `settling`. */
typedef struct
{
  char *name;     /* (nullable) */
  guint64 number; /* how many there were with it */
} AnfSecondName;

/** anf_settler_new: @blobs: (transfer none): must outlive it; @settling: (transfer full) */
AnfSettler *anf_settler_new (int blobs, int settling, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_settler_free: settles all that is left. */
void anf_settler_free (AnfSettler *self);

/** anf_settler_create_file: a new file that is to become the blob @sha256 of @size bytes. Returns:
 * its descriptor, the caller's; -1 with errno. @second: (out): the caller's to clear */
int anf_settler_create_file (AnfSettler *self,
                             const char *sha256,
                             gint64 size,
                             AnfSecondName *second) G_GNUC_WARN_UNUSED_RESULT;

/** anf_settler_link: gives a second name to the file @name in @folder, which is the blob @sha256 of
 * @size bytes.
 * Returns: FALSE with errno. @second: (out): the caller's to clear */
gboolean anf_settler_link (AnfSettler *self,
                           int folder,
                           const char *name,
                           const char *sha256,
                           gint64 size,
                           AnfSecondName *second) G_GNUC_WARN_UNUSED_RESULT;

/** anf_settler_move: takes the file out of `settling`, to @name in @folder. Returns: FALSE with
 * errno */
gboolean anf_settler_move (AnfSettler *self, AnfSecondName *second, int folder, const char *name)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_settler_name: gives the file the name @name in @folder, too. Returns: FALSE with errno */
gboolean anf_settler_name (AnfSettler *self,
                           const AnfSecondName *second,
                           int folder,
                           const char *name) G_GNUC_WARN_UNUSED_RESULT;

/** anf_settler_drop: removes a second name that nothing was promised of. */
void anf_settler_drop (AnfSettler *self, AnfSecondName *second);

/** anf_settler_need: the file is a blob by now: the next anf_settler_sync() is for its name, too.
 * Returns: FALSE with errno */
gboolean anf_settler_need (AnfSettler *self, AnfSecondName *second) G_GNUC_WARN_UNUSED_RESULT;

/** anf_settler_add: the blob has its name in its folder, not synced yet. Clears @second, which goes
 * when the folder was. */
void anf_settler_add (AnfSettler *self, AnfSecondName *second);

/** anf_settler_note_late: what was needed since a sync was begun is to be made durable by its end,
 * too. */
void anf_settler_note_late (AnfSettler *self);

/** anf_settler_begin_sync: begins to make durable what was needed before, meanwhile. */
void anf_settler_begin_sync (AnfSettler *self);

/** anf_settler_sync: makes durable what was needed before: before it was begun, if it was, or noted
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
