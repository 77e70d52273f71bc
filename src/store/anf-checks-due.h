/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/* What is still to be checked, so that a restart forgets nothing. */

/**
 * AnfDueKind:
 * @ANF_DUE_EVIDENCE: the checks of one item of evidence
 * @ANF_DUE_VISIT: those of a visit as a whole
 * @ANF_DUE_EXAMINATION: the file of evidence that was received; its state alone says so
 */
typedef enum
{
  ANF_DUE_EVIDENCE,
  ANF_DUE_VISIT,
  ANF_DUE_EXAMINATION,
} AnfDueKind;

/**
 * AnfDue:
 * @round: how often it was added
 * @failures: how often it has failed since it was last done
 */
typedef struct
{
  AnfDueKind kind;
  char *id;
  gint64 round;
  gint64 failures;
} AnfDue;

void anf_due_free (AnfDue *self);

/** anf_checks_due_add: again means once more, and now, if it was put off. */
gboolean anf_checks_due_add (AnfTx *tx, AnfDueKind kind, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_add_visit: the visit and all that it brought in and that is not waiting for its
 * examination. */
gboolean
anf_checks_due_add_visit (AnfTx *tx, const char *visit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_checks_due_list, anf_checks_due_list_received: what is to be checked, and examined.
 *
 * The oldest of what has not failed, and of what has as much as its rest is over for, which never
 * takes more than a quarter of @limit.
 *
 * Returns: (transfer full) (element-type AnfDue)
 */
GPtrArray *
anf_checks_due_list (AnfTx *tx, gint64 now, guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *anf_checks_due_list_received (AnfTx *tx, gint64 now, guint limit, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_done: takes it off, unless it was added again meanwhile. */
gboolean
anf_checks_due_done (AnfTx *tx, const AnfDue *due, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_put_off: one failure more; not listed before @retry_at. */
gboolean anf_checks_due_put_off (AnfTx *tx, const AnfDue *due, gint64 retry_at, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfDueCounts:
 * @checks: how many are to be checked
 * @examinations: how much evidence is to be examined
 * @setbacks: how many of both have failed and are tried again later
 */
typedef struct
{
  gint64 checks;
  gint64 examinations;
  gint64 setbacks;
} AnfDueCounts;

gboolean anf_checks_due_count_all (AnfTx *tx,
                                   AnfDueCounts *counts,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_has: whether it is to be checked still. */
gboolean anf_checks_due_has (AnfTx *tx,
                             AnfDueKind kind,
                             const char *id,
                             gboolean *has,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_checks_due_has_failed: whether its examination or a check of it has, and rests now. */
gboolean anf_checks_due_has_failed (AnfTx *tx, const char *id, gboolean *failed, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

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
