/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what is in a backup (anf-backup-file.h), in this order:

     anfang-backup/backup.note             {format, program, made_at, key, checkpoint, database,
                                           since?}, signed by the log's key (C2SP signed-note)
     anfang-backup/anfang.db               the records and the log, as they were at one moment
     anfang-backup/anfangd.conf            where the folder has one
     anfang-backup/vault/blobs/ab/SHA256   each blob there was then, and some that came later; of
                                           one with `since`, {leaves, made_at}: those that the log
                                           names from there on

   Not the keys: who has the backup shall neither sign for the log nor read the names in it. Not
   uploads on their way: whoever sends them has the file still and announces it anew. */

#include "anf-office.h"

#define ANF_BACKUP_FORMAT 1
/* With `since`: a program that knows no such thing would restore it as if it were whole. */
#define ANF_BACKUP_FORMAT_SINCE 2
#define ANF_BACKUP_FOLDER "anfang-backup/"
#define ANF_BACKUP_HEAD ANF_BACKUP_FOLDER "backup.note"
#define ANF_BACKUP_DATABASE ANF_BACKUP_FOLDER "anfang.db"
#define ANF_BACKUP_CONFIG ANF_BACKUP_FOLDER "anfangd.conf"
#define ANF_BACKUP_BLOBS ANF_BACKUP_FOLDER "vault/blobs/"

/** anf_backup_complain: tells of a blob, and counts it. */
void anf_backup_complain (AnfBackupWatch *watch, const char *blob, const char *why);
