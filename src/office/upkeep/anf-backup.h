/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what is in a backup (anf-backup-file.h), in this order:

     anfang-backup/backup.note             {format, program, made_at, key, checkpoint, database,
                                           since?}, signed by the log's key (C2SP signed-note)
     anfang-backup/anfang.db               the records and the log, as they were at one moment
     anfang-backup/anfangd.conf            where the folder has one
     anfang-backup/vault/earlier           of one with `since`, {leaves, made_at}: which blobs are
                                           in those before it, a name to the line
     anfang-backup/vault/blobs/ab/SHA256   each other blob there was then, and some that came later

   Not the keys: who has the backup shall neither sign for the log nor read the names in it. Not
   uploads on their way: whoever sends them has the file still and announces it anew. */

#include "anf-backup-file.h"
#include "anf-office.h"

#define ANF_BACKUP_FORMAT 1
/* With `since`: a program that knows no such thing would restore it as if it were whole. */
#define ANF_BACKUP_FORMAT_SINCE 2
#define ANF_BACKUP_FOLDER "anfang-backup/"
#define ANF_BACKUP_HEAD ANF_BACKUP_FOLDER "backup.note"
#define ANF_BACKUP_DATABASE ANF_BACKUP_FOLDER "anfang.db"
#define ANF_BACKUP_CONFIG ANF_BACKUP_FOLDER "anfangd.conf"
#define ANF_BACKUP_EARLIER ANF_BACKUP_FOLDER "vault/earlier"
#define ANF_BACKUP_BLOBS ANF_BACKUP_FOLDER "vault/blobs/"

/** anf_backup_is_blob: whether @name, of a file in a backup, is that of a blob: its last part. */
gboolean anf_backup_is_blob (const char *name);

/**
 * anf_backup_read_earlier:
 * @reader: come to ANF_BACKUP_EARLIER
 * @names: (element-type utf8): what it has is added
 */
gboolean anf_backup_read_earlier (AnfBackupReader *reader,
                                  GHashTable *names,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_backup_complain: tells of a blob, and counts it. */
void anf_backup_complain (AnfBackupWatch *watch, const char *blob, const char *why);
