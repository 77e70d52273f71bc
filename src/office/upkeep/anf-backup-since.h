/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: a backup that has only the blobs which came after an earlier one: records are
   small, and evidence never changes. */

#include "anf-office.h"
#include "anf-store.h"

/**
 * AnfBackupSince:
 * @size: how many leaves the log had then
 * @made_at: when it was made
 */
typedef struct
{
  gint64 size;
  char *made_at;
} AnfBackupSince;

void anf_backup_since_clear (AnfBackupSince *self);

/**
 * anf_backup_since_read:
 * @tx: of the log that is backed up now
 * @file: the earlier backup, of which only the head is read
 *
 * DENIED or CORRUPT unless a key of this log signed for it, and this log goes on from it.
 */
gboolean anf_backup_since_read (AnfBackupSince *self,
                                AnfTx *tx,
                                const char *data_dir,
                                const char *file,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
