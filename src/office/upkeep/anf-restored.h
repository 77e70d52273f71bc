/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: a folder that was put back from a backup, until it is as any other. It has
   the backup's note: `restored.note` until its database has been held to it, `restored.checked`
   until the log has told. */

#include "anf-office.h"

/** anf_restored_check: of a folder that was put back and not looked at since, before its database
 * is opened: that it is the one which the log's own key signed for; CORRUPT when it is not. */
gboolean anf_restored_check (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_restored_lock: takes the lock of a folder that has a database and a vault, and holds what
 * was put back to its backup. Returns: a descriptor that holds the lock, or -1 */
int anf_restored_lock (const char *data_dir, GError **error);

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
