/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the data folder and its keys. */

#include "anf-key.h"
#include "anf-office.h"

/** The records, in the data folder. */
#define ANF_FOLDER_DATABASE "anfang.db"

/** anf_folder_make: an empty folder, where there is none. */
gboolean anf_folder_make (const AnfOfficeOptions *options,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_folder_make_keys: under the lock; keeps those that are there already. */
gboolean anf_folder_make_keys (const AnfOfficeOptions *options,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_folder_check_database: NOT_FOUND without a database: none must be made in its place. */
gboolean anf_folder_check_database (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_folder_lock: Returns: a descriptor that holds the folder's lock, or -1: BUSY when another
 * program has it, NOT_FOUND where no system is */
int anf_folder_lock (const char *data_dir, GError **error);

AnfSigner *anf_folder_load_signer (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean anf_folder_load_pack_signer (const char *data_dir,
                                      char **key_pem,
                                      char **cert_pem,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
