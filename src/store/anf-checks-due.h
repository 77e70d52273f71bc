/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/* What is still to be checked, so that a restart forgets nothing. */

typedef enum
{
  ANF_DUE_EVIDENCE,
  ANF_DUE_VISIT,
} AnfDueKind;

typedef struct
{
  AnfDueKind kind;
  char *id;
  gint64 round;
} AnfDue;

void anf_due_free (AnfDue *self);

/** anf_checks_due_add: again means once more. */
gboolean anf_checks_due_add (AnfTx *tx, AnfDueKind kind, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_add_visit: the visit and all that it brought in and that is not waiting for its
 * examination. */
gboolean
anf_checks_due_add_visit (AnfTx *tx, const char *visit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_list: Returns: (transfer full) (element-type AnfDue): the oldest @limit */
GPtrArray *anf_checks_due_list (AnfTx *tx, guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_done: takes it off, unless it was added again meanwhile. */
gboolean
anf_checks_due_done (AnfTx *tx, const AnfDue *due, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_put_off: behind all others, since it cannot be checked now. */
gboolean
anf_checks_due_put_off (AnfTx *tx, const AnfDue *due, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_count_all: how many are to be checked, and how much evidence examined. */
gboolean anf_checks_due_count_all (AnfTx *tx, gint64 *checks, gint64 *examinations, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_has: whether it is to be checked still. */
gboolean anf_checks_due_has (AnfTx *tx,
                             AnfDueKind kind,
                             const char *id,
                             gboolean *has,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_count: how many of what the visit or order @parent brought in, and whether
 * itself, are still to be examined or checked. */
gboolean anf_checks_due_count (AnfTx *tx, const char *parent, gint64 *count, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_note_clock: that at a login a device's clock was @skew_us ahead of ours. */
gboolean anf_checks_due_note_clock (AnfTx *tx,
                                    const char *account,
                                    gint64 at,
                                    gint64 skew_us,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_find_clock: the last such note before @at; FALSE @known when there is none. */
gboolean anf_checks_due_find_clock (AnfTx *tx,
                                    const char *account,
                                    gint64 at,
                                    gint64 *skew_us,
                                    gboolean *known,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
