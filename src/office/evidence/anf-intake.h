/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-office.h"

/**
 * AnfUpload:
 * @id: names the upload in its URL
 * @length: whole size in bytes
 * @offset: how many bytes are durable
 * @expires_at: when an unfinished upload is forgotten, microseconds since the epoch
 * @metadata: (nullable): the Upload-Metadata text, checked and kept verbatim
 * @finished: whether the evidence is committed
 */
typedef struct
{
  char *id;
  gint64 length;
  gint64 offset;
  gint64 expires_at;
  char *metadata;
  gboolean finished;
} AnfUpload;

void anf_upload_free (AnfUpload *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfUpload, anf_upload_free)

/**
 * anf_intake_create:
 * @length: whole size; 0 is a complete, empty file
 * @metadata: (nullable): the Upload-Metadata header (tus 1.0.0), limits and keys are checked here
 * @error: INVALID for metadata, CONFLICT when the evidence id is taken by other bytes, TOO_LARGE,
 * DENIED, UNAUTHORIZED, NO_SPACE
 *
 * When the same evidence with the same SHA-256 is already there, the upload returned is finished:
 * nothing needs to be sent.
 */
AnfUpload *anf_intake_create (AnfOffice *office,
                              const char *token,
                              gint64 length,
                              const char *metadata,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_intake_find: the state of an upload of the caller's own; NOT_FOUND for any other. */
AnfUpload *anf_intake_find (AnfOffice *office, const char *token, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_intake_terminate: forgets an unfinished upload. A finished one is evidence: STATE. */
gboolean anf_intake_terminate (AnfOffice *office, const char *token, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfReceiver:
 *
 * The body of one PATCH (or of a POST with upload) on its way to the disk. Only one can be open for
 * an upload (BUSY); whoever wants to take over first makes the older one end.
 */
typedef struct _AnfReceiver AnfReceiver;

/**
 * AnfChecksum:
 * @algorithm: `sha1` or `sha256`
 * @value: the digest of one body alone (tus: Upload-Checksum)
 */
typedef struct
{
  const char *algorithm;
  GBytes *value;
} AnfChecksum;

/**
 * anf_intake_open:
 * @offset: the client's Upload-Offset; CONFLICT unless it equals the durable offset
 * @checksum: (nullable): what the body must hash to
 */
AnfReceiver *anf_intake_open (AnfOffice *office,
                              const char *token,
                              const char *id,
                              gint64 offset,
                              const AnfChecksum *checksum,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_receiver_write: hashes and writes; TOO_LARGE past the upload's length. */
gboolean anf_receiver_write (AnfReceiver *self, gconstpointer bytes, gsize size, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_receiver_finish:
 * @offset: (out): the durable offset afterwards
 * @error: INVALID with nothing kept of a body whose checksum is
 * wrong, or of a whole file whose SHA-256 is not the declared one
 *
 * The body is complete: syncs it; with the last byte, commits the evidence, its leaf and the signed
 * checkpoint. Returns when that is durable.
 */
gboolean
anf_receiver_finish (AnfReceiver *self, gint64 *offset, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_receiver_is_complete: whether the upload is evidence now; to be asked after finish. */
gboolean anf_receiver_is_complete (const AnfReceiver *self);

/** anf_receiver_mismatched: whether finish failed because a checksum did not match (tus: 460). */
gboolean anf_receiver_mismatched (const AnfReceiver *self);

/**
 * anf_receiver_free:
 *
 * Ends the body. When finish was not called (the link broke), what arrived is synced and kept for
 * resumption, unless the body had a checksum, which can then not be checked.
 */
void anf_receiver_free (AnfReceiver *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfReceiver, anf_receiver_free)
