/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the data folder and its keys. */

#include "anf-key.h"
#include "anf-office.h"

/** The records, in the data folder. */
#define ANF_FOLDER_DATABASE "anfang.db"
/** While they are being restored. */
#define ANF_FOLDER_UNFINISHED ANF_FOLDER_DATABASE ".restoring"

/** anf_folder_make: an empty folder, where there is none. */
gboolean anf_folder_make (const AnfOfficeOptions *options,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_folder_sync: what was made, renamed or removed in the folder @path is so on the disk. */
gboolean anf_folder_sync (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_folder_make_keys: under the lock; keeps those that are there already. */
gboolean anf_folder_make_keys (const AnfOfficeOptions *options,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_folder_has_blobs: whether evidence was ever taken here. */
gboolean anf_folder_has_blobs (const char *data_dir);

/** anf_folder_check_database: NOT_FOUND without a database, or without the vault of one: neither
 * must be made in its place. */
gboolean anf_folder_check_database (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_folder_lock: Returns: a descriptor that holds the folder's lock, or -1: BUSY when another
 * program has it, NOT_FOUND where no system is */
int anf_folder_lock (const char *data_dir, GError **error);

/** anf_folder_encrypt_keys: where there is a passphrase, keys that are not encrypted become so. */
gboolean anf_folder_encrypt_keys (const AnfOfficeOptions *options,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_folder_read_vkey: Returns: (transfer full): the log's key, as others check by it */
char *anf_folder_read_vkey (const char *data_dir, GError **error);

/** anf_folder_load_signer: the log's key; CORRUPT when it is not the one that log.vkey names. */
AnfSigner *anf_folder_load_signer (const AnfOfficeOptions *options,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_folder_put_new_key: durably beside the log's key, see anf-rotate.h. */
gboolean anf_folder_put_new_key (const AnfOfficeOptions *options,
                                 const AnfSigner *signer,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_folder_read_new_vkey: Returns: (transfer full) (nullable): the key that waits there */
char *anf_folder_read_new_vkey (const char *data_dir);
/** anf_folder_take_new_key: in the place of the old one. Goes on where an earlier call broke off.
 */
gboolean anf_folder_take_new_key (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_folder_drop_new_key: away with it, and with half of it. */
gboolean anf_folder_drop_new_key (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_folder_load_people_key: @pem: (out) (transfer full) (nullable): NULL where there is none;
 * see anf_key_file_forget() */
gboolean anf_folder_load_people_key (const AnfOfficeOptions *options,
                                     char **pem,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_folder_save_people_key: durably. */
gboolean anf_folder_save_people_key (const AnfOfficeOptions *options,
                                     const char *pem,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean anf_folder_load_pack_signer (const AnfOfficeOptions *options,
                                      char **key_pem,
                                      char **cert_pem,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
