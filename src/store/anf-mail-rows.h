/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/**
 * AnfMailRow: a message that waits to be sent.
 * @dated: what its Date says; it and the id are the same whenever it is sent again
 * @retry_at, @failing_since: in µs since 1970; @failing_since is 0 before the first failure
 */
typedef struct
{
  char *id;
  char *account;
  gint64 dated;
  gint64 retry_at;
  gint64 failures;
  gint64 failing_since;
} AnfMailRow;

void anf_mail_row_free (AnfMailRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfMailRow, anf_mail_row_free)

/**
 * anf_mail_rows_add:
 * @waits: (out): whether a message of that id waits now and has not been tried; FALSE where one was
 * sent or tried already, so that nothing can be added to it
 */
gboolean anf_mail_rows_add (AnfTx *tx, const AnfMailRow *row, gboolean *waits, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_mail_rows_save: how often it failed, and when it is tried again. */
gboolean
anf_mail_rows_save (AnfTx *tx, const AnfMailRow *row, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_mail_rows_end: @state: `sent`, `dropped` or `given_up` */
gboolean anf_mail_rows_end (AnfTx *tx, const char *id, const char *state, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_mail_rows_give_up: the message @id, and those to the same @account that have failed too. */
gboolean anf_mail_rows_give_up (AnfTx *tx, const char *account, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_mail_rows_list_due:
 * @horizon: no message is put off for longer: one that waits for a time beyond it is due since the
 * clock was set back
 *
 * Returns: (transfer full) (element-type AnfMailRow): the longest due first
 */
GPtrArray *anf_mail_rows_list_due (
    AnfTx *tx, gint64 now, gint64 horizon, gint64 limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_mail_rows_count: @state: of those that are kept */
gboolean anf_mail_rows_count (AnfTx *tx, const char *state, gint64 *count, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_mail_rows_count_failed: of those that wait. */
gboolean
anf_mail_rows_count_failed (AnfTx *tx, gint64 *count, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_mail_rows_forget: those that are done with and were dated before @dated. */
gboolean anf_mail_rows_forget (AnfTx *tx, gint64 dated, GError **error) G_GNUC_WARN_UNUSED_RESULT;
