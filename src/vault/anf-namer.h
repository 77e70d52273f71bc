/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-settler.h"

/**
 * AnfNamer:
 *
 * Gives files their second names in the folder `settling` and makes these durable: one sync for a
 * whole batch. A file has its second name from the start, so that most of them are durable before
 * the file is whole; they are counted, which tells whether another sync is needed.
 */
typedef struct _AnfNamer AnfNamer;

/** AnfSecondName: of a file in `settling`. */
typedef struct
{
  char *name;     /* (nullable) */
  guint64 number; /* how many there were with it */
} AnfSecondName;

/** anf_namer_new: @settling: @settler: (transfer none): must outlive it */
AnfNamer *
anf_namer_new (int settling, AnfSettler *settler, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_namer_free (AnfNamer *self);

/** anf_namer_create_file: a new file that is to become the blob @sha256 of @size bytes. Returns:
 * its descriptor, the caller's; -1 with errno. @second: (out): the caller's to clear */
int anf_namer_create_file (AnfNamer *self, const char *sha256, gint64 size, AnfSecondName *second)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_namer_link: gives a second name to the file @name in @folder, which is the blob @sha256 of
 * @size bytes.
 * Returns: FALSE with errno. @second: (out): the caller's to clear */
gboolean anf_namer_link (AnfNamer *self,
                         int folder,
                         const char *name,
                         const char *sha256,
                         gint64 size,
                         AnfSecondName *second) G_GNUC_WARN_UNUSED_RESULT;

/** anf_namer_move: takes the file out of `settling`, to @name in @folder. Returns: FALSE with
 * errno */
gboolean anf_namer_move (AnfNamer *self, AnfSecondName *second, int folder, const char *name)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_namer_name: gives the file the name @name in @folder, too. Returns: FALSE with errno */
gboolean anf_namer_name (AnfNamer *self, const AnfSecondName *second, int folder, const char *name)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_namer_drop: removes a second name that nothing was promised of. */
void anf_namer_drop (AnfNamer *self, AnfSecondName *second);

/** anf_namer_need: the file is a blob by now: the next anf_namer_sync() is for its name, too.
 * Returns: FALSE with errno */
gboolean anf_namer_need (AnfNamer *self, AnfSecondName *second) G_GNUC_WARN_UNUSED_RESULT;

/** anf_namer_leave: the blob has its name in its folder, not synced yet: the second one is the
 * settler's from here on. Clears @second. */
void anf_namer_leave (AnfNamer *self, AnfSecondName *second);

/** anf_namer_note_late: what was needed since a sync was begun is to be made durable by its end,
 * too. */
void anf_namer_note_late (AnfNamer *self);

/** anf_namer_begin_sync: begins to make durable what was needed before, meanwhile. */
void anf_namer_begin_sync (AnfNamer *self);

/** anf_namer_sync: makes durable what was needed before: before it was begun, if it was, or noted
 * as late. One thread at a time syncs. */
gboolean anf_namer_sync (AnfNamer *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
