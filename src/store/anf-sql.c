/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-sql.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

/* Of SQLite's virtual machine: some microseconds. */
#define ASK_AFTER_STEPS 1000
/* Long enough for a checkpoint of the write-ahead log, short enough to be noticed. */
#define BUSY_TIMEOUT_MS 10000

struct _AnfTx
{
  sqlite3 *db;
  GHashTable *statements; /* text → sqlite3_stmt */
};

static AnfErrorCode
code_from_sqlite (int rc)
{
  switch (rc & 0xff)
    {
    case SQLITE_FULL:
      return ANF_ERROR_NO_SPACE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
      return ANF_ERROR_BUSY;
    case SQLITE_CONSTRAINT:
      return ANF_ERROR_CONFLICT;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ANF_ERROR_CORRUPT;
    default:
      return ANF_ERROR_FAILED;
    }
}

static gboolean
fail (sqlite3 *db, int rc, const char *what, GError **error)
{
  return anf_error_throw (error, code_from_sqlite (rc), "database: %s: %s", what,
                          sqlite3_errmsg (db));
}

gboolean
anf_tx_is_open (AnfTx *self)
{
  return sqlite3_get_autocommit (self->db) == 0;
}

gboolean
anf_tx_script (AnfTx *self, const char *sql, GError **error)
{
  const int rc = sqlite3_exec (self->db, sql, NULL, NULL, NULL);
  return rc == SQLITE_OK || fail (self->db, rc, "script", error);
}

static gboolean
has_setting (AnfTx *self, const char *sql, const char *wanted, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (self, error, sql, "");
  if (cursor == NULL || anf_cursor_step (cursor, error) < 0)
    return FALSE;
  if (g_strcmp0 (anf_cursor_text (cursor, 0), wanted) == 0)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_FAILED, "database: %s is not %s", sql, wanted);
}

static gboolean
apply_settings (AnfTx *self, gboolean writer, GError **error)
{
  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  if (!anf_tx_script (self,
                      "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
                      "PRAGMA synchronous=FULL; PRAGMA cache_size=-1000;"
                      "PRAGMA secure_delete=ON;",
                      error))
    return FALSE;
  if (writer && !anf_tx_script (self, "PRAGMA journal_mode=WAL;", error))
    return FALSE;
  /* Builds differ in their defaults: what durability hangs on is read back, and whether what is
     deleted is gone. */
  return has_setting (self, "PRAGMA foreign_keys", "1", error)
         && has_setting (self, "PRAGMA synchronous", "2", error)
         && has_setting (self, "PRAGMA secure_delete", "1", error)
         && has_setting (self, "PRAGMA journal_mode", "wal", error);
}

/* SQLite counts what it allocates under one lock for all threads, for figures that nobody reads,
   and takes 80 KiB of pages for each connection before it has read one. */
static void
set_up_sqlite (void)
{
  static gsize done = 0;
  if (!g_once_init_enter (&done))
    return;
  (void)sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  (void)sqlite3_config (SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
  g_once_init_leave (&done, 1);
}

AnfTx *
anf_tx_open (const char *path, gboolean writer, GError **error)
{
  set_up_sqlite ();
  AnfTx *self = g_new0 (AnfTx, 1);
  self->statements
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)sqlite3_finalize);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (writer ? SQLITE_OPEN_CREATE : 0);
  const int rc = sqlite3_open_v2 (path, &self->db, flags, NULL);
  if (rc != SQLITE_OK)
    fail (self->db, rc, "cannot be opened", error);
  else if (apply_settings (self, writer, error)
           && (writer || anf_tx_script (self, "PRAGMA query_only=ON", error)))
    return self;
  anf_tx_close (self);
  return NULL;
}

sqlite3 *
anf_tx_get_handle (AnfTx *self)
{
  return self->db;
}

static int
is_set (gpointer data)
{
  return g_atomic_int_get ((gint *)data);
}

void
anf_tx_obey (AnfTx *self, gint *give_up)
{
  sqlite3_progress_handler (self->db, ASK_AFTER_STEPS, is_set, give_up);
}

void
anf_tx_close (AnfTx *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->statements);
  sqlite3_close (self->db);
  g_free (self);
}

void
anf_cursor_done (AnfCursor *self)
{
  if (self == NULL)
    return;
  sqlite3_reset (self);
  sqlite3_clear_bindings (self);
}

static sqlite3_stmt *
find_statement (AnfTx *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  if (statement != NULL)
    return statement;
  const char *tail = NULL;
  const int rc
      = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, &tail);
  if (rc != SQLITE_OK)
    {
      fail (self->db, rc, sql, error);
      return NULL;
    }
  g_assert (*tail == '\0');
  g_hash_table_insert (self->statements, (gpointer)sql, statement);
  return statement;
}

static int
bind_one (sqlite3_stmt *statement, int index, char type, va_list *args)
{
  if (type == 'i')
    return sqlite3_bind_int64 (statement, index, va_arg (*args, gint64));
  if (type == 't')
    return sqlite3_bind_text (statement, index, va_arg (*args, const char *), -1, SQLITE_STATIC);
  g_assert (type == 'b');
  gsize size = 0;
  const void *bytes = g_bytes_get_data (va_arg (*args, GBytes *), &size);
  /* A NULL pointer would bind NULL instead of an empty blob. */
  return sqlite3_bind_blob64 (statement, index, bytes != NULL ? bytes : "", size, SQLITE_STATIC);
}

static AnfCursor *
query_va (AnfTx *self, GError **error, const char *sql, const char *types, va_list *args)
{
  sqlite3_stmt *statement = find_statement (self, sql, error);
  if (statement == NULL)
    return NULL;
  g_assert (sqlite3_bind_parameter_count (statement) == (int)strlen (types));
  for (int i = 0; types[i] != '\0'; i++)
    {
      const int rc = bind_one (statement, i + 1, types[i], args);
      if (rc != SQLITE_OK)
        {
          fail (self->db, rc, "bind", error);
          anf_cursor_done (statement);
          return NULL;
        }
    }
  return statement;
}

AnfCursor *
anf_tx_query (AnfTx *self, GError **error, const char *sql, const char *types, ...)
{
  va_list args;
  va_start (args, types);
  AnfCursor *cursor = query_va (self, error, sql, types, &args);
  va_end (args);
  return cursor;
}

int
anf_cursor_step (AnfCursor *self, GError **error)
{
  const int rc = sqlite3_step (self);
  if (rc == SQLITE_ROW)
    return 1;
  if (rc == SQLITE_DONE)
    return 0;
  fail (sqlite3_db_handle (self), rc, "step", error);
  return -1;
}

gboolean
anf_tx_run (AnfTx *self, int *changes, GError **error, const char *sql, const char *types, ...)
{
  va_list args;
  va_start (args, types);
  g_autoptr (AnfCursor) cursor = query_va (self, error, sql, types, &args);
  va_end (args);
  if (cursor == NULL)
    return FALSE;
  int step = 1;
  while (step == 1)
    step = anf_cursor_step (cursor, error);
  if (step == 0 && changes != NULL)
    *changes = sqlite3_changes (self->db);
  return step == 0;
}

gint64
anf_tx_get_last_row (AnfTx *self)
{
  return sqlite3_last_insert_rowid (self->db);
}

const char *
anf_cursor_text (AnfCursor *self, int column)
{
  return (const char *)sqlite3_column_text (self, column);
}

gint64
anf_cursor_int (AnfCursor *self, int column)
{
  return sqlite3_column_int64 (self, column);
}
