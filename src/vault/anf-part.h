/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-vault.h"

/* Longest id of a part: letters, digits, `-` and `_`. */
#define ANF_PART_ID_MAX 64

/**
 * AnfPart:
 *
 * A file on its way in: bytes are appended and hashed as they come. One part is used by one thread
 * at a time; that only one is open for an id is the caller's care. Must not outlive its vault.
 */
typedef struct _AnfPart AnfPart;

/**
 * anf_part_create:
 * @sha256: what its bytes are to hash to in the end, when they are @size
 *
 * An empty part, which takes the place of an earlier one of that @id at anf_part_sync_name(). Until
 * then it is nobody's and is gone with its part.
 */
AnfPart *anf_part_create (AnfVault *vault,
                          const char *id,
                          const char *sha256,
                          gint64 size,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_part_open:
 * @offset: how many bytes have been acknowledged; what lies beyond is cut off
 * @error: NOT_FOUND, CORRUPT when there are fewer
 *
 * Goes on with a part. Hashes what is there, unless this vault still knows the hash.
 */
AnfPart *anf_part_open (AnfVault *vault, const char *id, gint64 offset, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_part_free:
 *
 * Closes the file, which stays if it has got its name. Bytes under a checksum that was never
 * compared are cut off.
 */
void anf_part_free (AnfPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfPart, anf_part_free)

/** anf_part_get_offset: how many bytes it has. */
gint64 anf_part_get_offset (const AnfPart *self);

/**
 * anf_part_expect:
 * @algorithm: `sha256` or `sha1`; others are INVALID
 * @checksum: the digest of what is written from here to the next anf_part_sync()
 */
gboolean anf_part_expect (AnfPart *self, const char *algorithm, GBytes *checksum, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_part_write: appends. After NO_SPACE the part holds whatever anf_part_get_offset() says. */
gboolean anf_part_write (AnfPart *self, gconstpointer bytes, gsize size, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_part_sync:
 * @error: INVALID when the expected checksum does not match, and only then: the part is back at the
 * offset where it was expected
 *
 * Makes the bytes durable, and forgets the expected checksum.
 */
gboolean anf_part_sync (AnfPart *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_part_sync_name: gives the part its name, and makes that durable: before an offset short of
 * the end is acknowledged. Costs nothing the second time. */
gboolean anf_part_sync_name (AnfPart *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_part_get_sha256: the hash of all bytes so far. */
void anf_part_get_sha256 (AnfPart *self, char sha256[ANF_VAULT_NAME_LENGTH + 1]);

/**
 * anf_part_adopt:
 * @sha256: what the bytes must hash to; INVALID when they do not
 * @error: CORRUPT when another file has that name
 *
 * Gives the synced bytes their name among the blobs; the same blob already there is success. The
 * part stays, so that a failed COMMIT loses nothing; anf_part_discard() it after COMMIT.
 */
gboolean
anf_part_adopt (AnfPart *self, const char *sha256, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_part_discard: (transfer full): removes the part's file and frees @self. */
gboolean anf_part_discard (AnfPart *self, GError **error);

/** anf_part_remove: removes the part @id, which is not open; NOT_FOUND. */
gboolean
anf_part_remove (AnfVault *vault, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
