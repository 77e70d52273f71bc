/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the data folder and its keys. */

#include "anf-key.h"
#include "anf-office.h"

/** anf_folder_make: the folder and its keys; CONFLICT where a system is already. */
gboolean anf_folder_make (const AnfOfficeOptions *options,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_folder_lock: Returns: a descriptor that holds the folder's lock, or -1: BUSY when another
 * program has it, NOT_FOUND where no system is */
int anf_folder_lock (const char *data_dir, GError **error);

AnfSigner *anf_folder_load_signer (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean anf_folder_load_pack_signer (const char *data_dir,
                                      char **key_pem,
                                      char **cert_pem,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
