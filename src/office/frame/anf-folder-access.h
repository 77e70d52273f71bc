/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Private to office/: whether this account can work on a data folder, asked before anything is made
   in it. */

/** anf_folder_check_account: DENIED, with the command to use, when root works on the folder of
 * another account: what root makes in it, that account cannot read. */
gboolean anf_folder_check_account (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_folder_check_writable: DENIED, naming the file and what to do, when the folder, its
 * database or its vault cannot be written. */
gboolean anf_folder_check_writable (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
