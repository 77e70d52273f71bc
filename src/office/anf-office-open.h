/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: how a data folder is opened, step by step, by the service and for it while it
   is stopped. */

#include "anf-work.h"

/** anf_office_new: Returns: (transfer full): with nothing open yet; see anf_office_close() */
AnfOffice *anf_office_new (const AnfOfficeOptions *options);

/** anf_office_open_stores: vault, database, log and keys, which every way of opening needs once it
 * has the lock. */
gboolean anf_office_open_stores (AnfOffice *self,
                                 const AnfOfficeOptions *options,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_office_hold_to_anchor: what was signed here last is in the log still, or CORRUPT; what is
 * signed from now on is noted. */
gboolean anf_office_hold_to_anchor (AnfOffice *self,
                                    const char *data_dir,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_office_find_any_account: @data: (out): gboolean. The first account comes with all that an
 * empty system has, in one transaction. */
gboolean anf_office_find_any_account (AnfTx *tx, gpointer data, GError **error);

/** anf_office_check_is_not_lost: CONFLICT for a folder with evidence and without records. @whole:
 * (out): whether it was ever set up */
gboolean anf_office_check_is_not_lost (AnfOffice *self,
                                       const char *data_dir,
                                       gboolean *whole,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_office_open_sound: takes the lock and opens what is whole and held to its last checkpoint,
 * whatever the clock says. */
gboolean anf_office_open_sound (AnfOffice *self,
                                const AnfOfficeOptions *options,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_office_open_whole: the same, before anything may be changed in it: the clock is right, and
 * the log tells of a restore. */
gboolean anf_office_open_whole (AnfOffice *self,
                                const AnfOfficeOptions *options,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
