/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: a backup that has only the blobs which an earlier one, and those that that
   one goes on from, have not: records are small, and evidence never changes. */

#include "anf-office.h"
#include "anf-store.h"

/**
 * AnfBackupSince:
 * @size: how many leaves the log had then
 * @made_at: when it was made
 * @names: (element-type utf8): the blobs in it, and in those that it goes on from
 */
typedef struct
{
  gint64 size;
  char *made_at;
  GHashTable *names;
} AnfBackupSince;

void anf_backup_since_clear (AnfBackupSince *self);

/**
 * anf_backup_since_read:
 * @tx: of the log that is backed up now
 * @file: the earlier backup, of which the head and the names are read
 *
 * DENIED or CORRUPT unless a key of this log signed for it, and this log goes on from it.
 */
gboolean anf_backup_since_read (AnfBackupSince *self,
                                AnfTx *tx,
                                const char *data_dir,
                                const char *file,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
