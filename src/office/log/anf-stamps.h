/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: time-stamps of the log's checkpoints (RFC 3161) as they are kept: each one a
   small JSON document in the vault, with a leaf `timestamp.received` of the record
   `timestamp/SIZE`, SIZE being the checkpoint's in twelve digits. All of one size came in one
   commit, so that the set of them never changes. */

#include "anf-work.h"

/**
 * AnfStamp:
 * @authority: its name in the settings
 * @size: of the tree that was stamped
 * @checkpoint: what was stamped, verbatim
 * @reply: the TimeStampResp
 * @ca_pem: what it verifies under
 * @at: the time it states
 */
typedef struct
{
  char *authority;
  gint64 size;
  char *checkpoint;
  GBytes *reply;
  char *ca_pem;
  gint64 at;
} AnfStamp;

void anf_stamp_free (AnfStamp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfStamp, anf_stamp_free)

/** anf_stamps_add: keeps it, with its leaf (writer only). */
gboolean anf_stamps_add (AnfOffice *office, AnfTx *tx, const AnfStamp *stamp, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_stamps_find: Returns: (transfer full) (element-type AnfStamp): those of the first stamped
 * checkpoint of at least @size leaves; empty when there is none */
GPtrArray *anf_stamps_find (AnfOffice *office, AnfTx *tx, gint64 size, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_stamps_find_last: the same for the newest of all. */
GPtrArray *
anf_stamps_find_last (AnfOffice *office, AnfTx *tx, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_stamps_use_now: the use case stampLog: has the newest checkpoint stamped, unless it is. */
gboolean anf_stamps_use_now (AnfWork *work, GError **error);
