/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: runs the checks of plausibility over what is due, on the examination's
 * thread. */

#include "anf-work.h"

/**
 * anf_flag_checks_run:
 * @failed: is told how many could not be checked for the first time; all that cannot rest a while,
 * and keep none of the others from it
 *
 * Looks at a batch of what is due on a snapshot, then writes what it found in one short
 * transaction: flags that are new or have another figure are open, those that no longer hold lapse.
 *
 * Returns: how many were looked at; 0 with @error when something failed, to be tried again later
 */
guint anf_flag_checks_run (AnfOffice *office, guint *failed, GError **error);

/** anf_flag_checks_note_examined: makes the file of @item findable by later ones, in the
 * transaction that ends its examination, and puts it on the list of what is due. */
gboolean anf_flag_checks_note_examined (AnfWork *work,
                                        const AnfItem *item,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_flag_checks_note_reference: a carrier kept elsewhere is checked as far as it says anything.
 */
gboolean anf_flag_checks_note_reference (AnfWork *work,
                                         const char *evidence,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_flag_checks_note_visit: what the visit says of time and place has changed: all that it
 * brought in is due again, and its numbers with it. */
gboolean anf_flag_checks_note_visit (AnfWork *work,
                                     const char *visit,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
