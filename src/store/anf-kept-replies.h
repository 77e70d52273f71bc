/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/**
 * AnfKeptReply:
 * @fingerprint: SHA-256 of what was asked, as 64 hex digits
 * @content_type: (nullable):
 * @body: (nullable):
 *
 * What was answered to a request, for whoever sends it again.
 */
typedef struct
{
  char *fingerprint;
  int status;
  gint64 version;
  char *content_type;
  char *body;
} AnfKeptReply;

void anf_kept_reply_free (AnfKeptReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfKeptReply, anf_kept_reply_free)

/** anf_kept_replies_lookup: @account's reply under @key, if it was kept after @since; else TRUE
 * with
 * @reply NULL. */
gboolean anf_kept_replies_lookup (AnfTx *tx,
                                  const char *account,
                                  const char *key,
                                  gint64 since,
                                  AnfKeptReply **reply,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_kept_replies_add: in the place of what is too old to be found. */
gboolean anf_kept_replies_add (AnfTx *tx,
                               const char *account,
                               const char *key,
                               gint64 at,
                               const AnfKeptReply *reply,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_kept_replies_sweep: forgets those kept at @before or earlier. */
gboolean
anf_kept_replies_sweep (AnfTx *tx, gint64 before, GError **error) G_GNUC_WARN_UNUSED_RESULT;
