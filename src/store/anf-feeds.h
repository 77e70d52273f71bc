/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/* By which a calendar program is let in without a session. */

/** anf_feeds_set: the account's feed from now on; the one before ends. */
gboolean anf_feeds_set (AnfTx *tx, const char *account, const char *token_hash, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_feeds_remove: that there is none is no error. */
gboolean
anf_feeds_remove (AnfTx *tx, const char *account, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_feeds_find: @account_doc: (out) (transfer full): of an active account; NULL when there is no
 * such feed */
gboolean anf_feeds_find (AnfTx *tx, const char *token_hash, char **account_doc, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
