/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-office.h"

/* The log and its witnesses: what is shown to one, and what is kept of its answer. Who carries it
   there and back is http's. */

/** anf_witnessing_check_vkey: INVALID when @vkey is not a witness's (C2SP type 4). */
gboolean anf_witnessing_check_vkey (const char *vkey, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_witnessing_get_checkpoint: Returns: (transfer full): the newest; @size: (out): its leaves */
char *anf_witnessing_get_checkpoint (AnfOffice *office,
                                     gint64 *size,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_witnessing_make_request:
 * @note: a checkpoint of this log, of @size leaves
 * @seen: how many leaves the witness has seen; at most @size
 *
 * Returns: (transfer full): the body of C2SP tlog-witness `add-checkpoint`
 */
char *anf_witnessing_make_request (AnfOffice *office,
                                   const char *note,
                                   gint64 size,
                                   gint64 seen,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_witnessing_list_changes: Returns: (transfer full) (element-type utf8): the notes by which
 * the log changed its key, oldest first */
GPtrArray *anf_witnessing_list_changes (AnfOffice *office,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_witnessing_pick: Returns: (transfer full): the line of @reply that is the cosignature of
 * @vkey over @note; DENIED, CORRUPT when there is none that holds */
char *anf_witnessing_pick (const char *note, const char *reply, const char *vkey, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_witnessing_keep: keeps @note with @lines, unless as many cosigned that size before. */
gboolean anf_witnessing_keep (AnfOffice *office,
                              const char *note,
                              gint64 size,
                              const char *lines,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
