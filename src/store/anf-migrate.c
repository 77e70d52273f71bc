/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-sql.h"
#include "anf-store-resources.h"

#include <glib/gi18n.h>

/* In order; frozen once released. `PRAGMA user_version` is how many have been applied. */
static const char *const migrations[] = {
  "/anfang/store/migrations/0001-records.sql",
  "/anfang/store/migrations/0002-referral-links.sql",
  "/anfang/store/migrations/0003-kept-replies.sql",
  "/anfang/store/migrations/0004-log-history.sql",
  "/anfang/store/migrations/0005-steps.sql",
  "/anfang/store/migrations/0006-blob-sm3.sql",
  "/anfang/store/migrations/0007-plausibility.sql",
  "/anfang/store/migrations/0008-reports.sql",
  "/anfang/store/migrations/0009-leads.sql",
  "/anfang/store/migrations/0010-search.sql",
  "/anfang/store/migrations/0011-webhooks.sql",
  "/anfang/store/migrations/0012-registers.sql",
  "/anfang/store/migrations/0013-notices.sql",
  "/anfang/store/migrations/0014-exposures.sql",
  "/anfang/store/migrations/0015-tasks.sql",
  "/anfang/store/migrations/0016-choices.sql",
  "/anfang/store/migrations/0017-surveys.sql",
  "/anfang/store/migrations/0018-talks.sql",
  "/anfang/store/migrations/0019-search-instance.sql",
  "/anfang/store/migrations/0020-task-groups.sql",
  "/anfang/store/migrations/0021-check-setbacks.sql",
  "/anfang/store/migrations/0022-people-key.sql",
  "/anfang/store/migrations/0023-numberings.sql",
};

static gboolean
apply (AnfTx *tx, guint index, GError **error)
{
  g_autoptr (GBytes) text
      = g_resource_lookup_data (anf_store_get_resource (), migrations[index], 0, error);
  if (text == NULL)
    return FALSE;
  /* The resource compiler ends the data with a NUL that is not counted. */
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version=%u", index + 1);
  return anf_tx_script (tx, g_bytes_get_data (text, NULL), error)
         && anf_tx_script (tx, version, error);
}

static gboolean
read_version (AnfTx *tx, guint *version, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error, "PRAGMA user_version", "");
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return FALSE;
  *version = (guint)anf_cursor_int (cursor, 0);
  return TRUE;
}

gboolean
anf_sql_migrate (AnfTx *tx, GError **error)
{
  guint version = 0;
  if (!anf_tx_script (tx, "BEGIN IMMEDIATE", error))
    return FALSE;
  gboolean done = read_version (tx, &version, error);
  if (done && version > G_N_ELEMENTS (migrations))
    done = anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                            _ ("the data folder was written by a newer version (schema %u, this "
                               "program knows %u): start that version instead"),
                            version, (guint)G_N_ELEMENTS (migrations));
  for (guint i = version; done && i < G_N_ELEMENTS (migrations); i++)
    done = apply (tx, i, error);
  if (done)
    return anf_tx_script (tx, "COMMIT", error);
  (void)anf_tx_script (tx, "ROLLBACK", NULL);
  return FALSE;
}

/* A commit writes what was written, the same too. */
gboolean
anf_sql_write_nothing (AnfTx *tx, gpointer data, GError **error)
{
  guint version = 0;
  if (!read_version (tx, &version, error))
    return FALSE;
  g_autofree char *same = g_strdup_printf ("PRAGMA user_version=%u", version);
  return anf_tx_script (tx, same, error);
}
