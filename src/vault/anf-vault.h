/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Length of a SHA-256 as we write it: lower-case hex. With its NUL one more. */
#define ANF_VAULT_NAME_LENGTH 64

/**
 * AnfVault:
 *
 * Evidence bytes in a folder: `blobs/ab/<sha256>` are complete and never change; `incoming/<id>`
 * are parts of which something was acknowledged (anf-part.h); `settling/<sha256>-3-1` is what is to
 * become a blob, and then its second name, which makes up for a first one lost in a crash. Nothing
 * here deletes a blob. Every function may be called from any thread. Hashes are 64 lower-case hex
 * digits; other text is refused with INVALID.
 *
 * Durability, in this order: anf_part_sync(), anf_part_adopt(), anf_vault_sync_dirs(), COMMIT,
 * anf_part_discard(). A crash before COMMIT leaves a part that has a name where it was.
 */
typedef struct _AnfVault AnfVault;

/** anf_vault_open: @path, made with mode 0700 where absent. Removes nothing that was acknowledged.
 */
AnfVault *anf_vault_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_vault_open_blobs: of a vault that another process may have open: for reading blobs,
 * under their second name where a power cut took the first, and for anf_vault_visit_blobs(). */
AnfVault *anf_vault_open_blobs (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_vault_close (AnfVault *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfVault, anf_vault_close)

/** anf_vault_begin_sync: begins what anf_vault_sync_dirs() ends, so that other work can be done
 * meanwhile; for everything that was adopted before. */
void anf_vault_begin_sync (AnfVault *self);

/**
 * anf_vault_sync_dirs:
 *
 * Makes the names durable of all blobs adopted or put before this call; once per group commit.
 */
gboolean anf_vault_sync_dirs (AnfVault *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_vault_put:
 * @sha256: (out): the name of what was put
 *
 * Keeps a small document whole. Its bytes are durable on return, its name after
 * anf_vault_sync_dirs(). The same bytes again are success.
 */
gboolean anf_vault_put (AnfVault *self,
                        GBytes *bytes,
                        char sha256[ANF_VAULT_NAME_LENGTH + 1],
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_vault_has_blob: whether there is a blob of that name and size, unread. */
gboolean anf_vault_has_blob (AnfVault *self, const char *sha256, gint64 size);

/**
 * anf_vault_open_blob:
 * @fd: (out): for reading, at offset 0; the caller's
 * @error: ANF_ERROR_NOT_FOUND, ANF_ERROR_CORRUPT when it is not a plain file
 */
gboolean anf_vault_open_blob (AnfVault *self,
                              const char *sha256,
                              int *fd,
                              gint64 *size,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_vault_measure_room:
 * @room: (out): how many bytes are left on the file system; G_MAXINT64 where it does not say
 * @size: (out) (optional): how many it has
 */
gboolean anf_vault_measure_room (AnfVault *self, gint64 *room, gint64 *size, GError **error);

/** anf_vault_verify_blob: reads it all; ANF_ERROR_CORRUPT unless its hash is its name. */
gboolean anf_vault_verify_blob (AnfVault *self,
                                const char *sha256,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfVaultVisit:
 * @name: its SHA-256 or its id; a name that none of ours would have, when something else lies there
 *
 * Returns: FALSE with @error to stop
 */
typedef gboolean (*AnfVaultVisit) (const char *name, gint64 size, gpointer data, GError **error);

/** anf_vault_visit_blobs: calls @visit for each file under `blobs`, in no order; blobs in the wrong
 * folder get their path as name. */
gboolean anf_vault_visit_blobs (AnfVault *self, AnfVaultVisit visit, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/** anf_vault_visit_parts: the same for each part. */
gboolean anf_vault_visit_parts (AnfVault *self, AnfVaultVisit visit, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
