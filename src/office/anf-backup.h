/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what is in a backup (anf-backup-file.h), in this order:

     anfang-backup/backup.note             {format, program, made_at, key, checkpoint, database},
                                           signed by the log's key (C2SP signed-note)
     anfang-backup/anfang.db               the records and the log, as they were at one moment
     anfang-backup/anfangd.conf            where the folder has one
     anfang-backup/vault/blobs/ab/SHA256   each blob there was then, and some that came later

   Not the keys: who has the backup shall neither sign for the log nor read the names in it. Not
   uploads on their way: whoever sends them has the file still and announces it anew. */

#include "anf-office.h"

#define ANF_BACKUP_FORMAT 1
#define ANF_BACKUP_FOLDER "anfang-backup/"
#define ANF_BACKUP_HEAD ANF_BACKUP_FOLDER "backup.note"
#define ANF_BACKUP_DATABASE ANF_BACKUP_FOLDER "anfang.db"
#define ANF_BACKUP_CONFIG ANF_BACKUP_FOLDER "anfangd.conf"
#define ANF_BACKUP_BLOBS ANF_BACKUP_FOLDER "vault/blobs/"

/** anf_backup_complain: tells of a blob, and counts it. */
void anf_backup_complain (AnfBackupWatch *watch, const char *blob, const char *why);

/** anf_restored_check: of a folder that was put back and not looked at since, before its database
 * is opened: that it is the one which the log's own key signed for; CORRUPT when it is not. */
gboolean anf_restored_check (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_restored_is_unchecked: whether that is still to be done. */
gboolean anf_restored_is_unchecked (const char *data_dir);

/** anf_restored_tell: where the folder was put back from a backup, the log says so, once, before
 * anything else is added to it: what was recorded after the backup is gone, and not unseen. */
gboolean anf_restored_tell (AnfOffice *office,
                            const char *data_dir,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_restored_note: leaves @head, the backup's note, in the folder for the two above. */
gboolean anf_restored_note (const char *data_dir,
                            const char *head,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
