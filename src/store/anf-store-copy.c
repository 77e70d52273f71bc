/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-sql.h"
#include "anf-store.h"

#include <sqlite3.h>

/* In one step, and so of one moment: a writer goes on meanwhile, into its write-ahead log. */
static gboolean
copy_pages (sqlite3 *from, sqlite3 *to, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  if (backup != NULL)
    {
      (void)sqlite3_backup_step (backup, -1);
      (void)sqlite3_backup_finish (backup);
    }
  const int rc = sqlite3_errcode (to);
  return rc == SQLITE_OK
         || anf_error_throw (error,
                             (rc & 0xff) == SQLITE_FULL ? ANF_ERROR_NO_SPACE : ANF_ERROR_FAILED,
                             "database: cannot be copied: %s", sqlite3_errmsg (to));
}

gboolean
anf_store_copy (const char *path, const char *to, GError **error)
{
  AnfTx *from = anf_tx_open (path, FALSE, error);
  if (from == NULL)
    return FALSE;
  sqlite3 *copy = NULL;
  const int rc = sqlite3_open_v2 (to, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  const gboolean done = rc == SQLITE_OK
                            ? copy_pages (anf_tx_get_handle (from), copy, error)
                            : anf_error_throw (error, ANF_ERROR_FAILED, "database: %s: %s", to,
                                               sqlite3_errmsg (copy));
  (void)sqlite3_close (copy);
  anf_tx_close (from);
  return done;
}
