/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/**
 * AnfNoticeRow: what somebody is told of. Borrowed, also for the time of a callback.
 * @id: names the cause and the account for ever
 * @record: `NOUN/ID`
 * @number, @clock, @due: (nullable): the record's number, and the deadline that it is about
 * @at, @read_at: in µs since 1970; @read_at is 0 before it was read
 * @mail: (nullable): the message that tells of it
 */
typedef struct
{
  gint64 seq;
  const char *id;
  const char *account;
  const char *event;
  const char *record;
  const char *number;
  const char *clock;
  const char *due;
  gint64 at;
  gint64 read_at;
  const char *mail;
} AnfNoticeRow;

/** anf_notice_rows_add: @added: (out): FALSE where it is there already, which is no error */
gboolean anf_notice_rows_add (AnfTx *tx, const AnfNoticeRow *row, gboolean *added, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_notice_rows_find: @seq: (out): its place among @account's; 0 when they have no such notice
 */
gboolean anf_notice_rows_find (AnfTx *tx,
                               const char *account,
                               const char *id,
                               gint64 *seq,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_notice_rows_mark: read at @now; what was read stays so. NOT_FOUND when @account has no such
 * notice. */
gboolean anf_notice_rows_mark (AnfTx *tx,
                               const char *account,
                               const char *id,
                               gint64 now,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef gboolean (*AnfNoticeEach) (const AnfNoticeRow *row, gpointer data, GError **error);

/**
 * AnfNoticeQuery: @account's, read or unread, newest first.
 * @before: those older than this place, 0 for all
 */
typedef struct
{
  const char *account;
  gboolean read;
  gint64 before;
  gint64 limit;
} AnfNoticeQuery;

gboolean anf_notice_rows_list (AnfTx *tx,
                               const AnfNoticeQuery *query,
                               AnfNoticeEach each,
                               gpointer data,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_notice_rows_list_mail: those that the message @mail tells of, oldest first. */
gboolean anf_notice_rows_list_mail (AnfTx *tx,
                                    const char *mail,
                                    gint64 limit,
                                    AnfNoticeEach each,
                                    gpointer data,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
