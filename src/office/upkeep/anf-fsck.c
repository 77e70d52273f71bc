/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-fsck.h"

#include "anf-anchor.h"
#include "anf-checkpoint.h"
#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-folder.h"
#include "anf-leaf.h"
#include "anf-log-history.h"
#include "anf-log-rows.h"
#include "anf-restored.h"
#include "anf-rotate.h"
#include "anf-rotation.h"
#include "anf-tree.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

#define PAGE 500

void
anf_fsck_fault (AnfFsck *self, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *line = g_strdup_vprintf (format, args);
  va_end (args);
  self->faults++;
  if (self->report != NULL)
    self->report (line, self->data);
}

void
anf_fsck_note (AnfFsck *self, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *line = g_strconcat (_ ("note: "), text, NULL);
  if (self->report != NULL)
    self->report (line, self->data);
}

static gboolean
check_blob (const char *name, gint64 size, gpointer data, GError **error)
{
  AnfFsck *self = data;
  g_autoptr (GError) local_error = NULL;
  if (anf_vault_verify_blob (self->vault, name, &local_error))
    g_hash_table_insert (self->blobs, g_strdup (name), GINT_TO_POINTER (FALSE));
  else
    anf_fsck_fault (self, _ ("blob %s: %s"), name, local_error->message);
  return TRUE;
}

static gboolean
keep_part (const char *name, gint64 size, gpointer data, GError **error)
{
  AnfFsck *self = data;
  gint64 *kept = g_new (gint64, 1);
  *kept = size;
  g_hash_table_insert (self->parts, g_strdup (name), kept);
  return TRUE;
}

static void
require_blob (AnfFsck *self, const char *sha256, const char *owner)
{
  if (sha256 != NULL && !g_hash_table_contains (self->blobs, sha256))
    anf_fsck_fault (self, _ ("%s: its bytes %s are missing or damaged"), owner, sha256);
}

/* What the log tells of has not gone from the records. */
static gboolean
check_is_kept (AnfFsck *self, AnfTx *tx, const char *record, gint64 index, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (record, "/", 2);
  const gint64 last = anf_log_rows_find_last (tx, record, error);
  if (last < 0)
    return FALSE;
  AnfNoun noun = ANF_NOUN_COUNT;
  g_autoptr (AnfRecord) kept = NULL;
  /* Once for each record. */
  if (!anf_noun_find (parts[0], &noun) || parts[1] == NULL || last != index)
    return TRUE;
  if (!anf_records_lookup (tx, noun, parts[1], &kept, error))
    return FALSE;
  if (kept == NULL)
    anf_fsck_fault (self, _ ("%s: the log tells of it, but there is no such record"), record);
  return TRUE;
}

/* Each leaf hashes to what is kept beside it, and says what it is about. */
static gboolean
check_leaf (AnfFsck *self, AnfTx *tx, AnfTree *tree, gint64 index, GError **error)
{
  g_autofree char *line = anf_log_rows_get_line (tx, index, error);
  guint8 kept[ANF_HASH_SIZE];
  guint8 hash[ANF_HASH_SIZE];
  AnfTreeNode nodes[ANF_TREE_NODES_MAX];
  if (line == NULL || !anf_log_rows_read (tx, 0, index, 1, kept, error))
    return FALSE;
  anf_fsck_name_blobs (self, line);
  anf_tree_hash_leaf (line, strlen (line), hash);
  if (memcmp (kept, hash, sizeof hash) != 0)
    anf_fsck_fault (self, _ ("leaf %" PRId64 ": the text is not what was hashed"), index);
  const guint count = anf_tree_append (tree, hash, nodes);
  for (guint i = 1; i < count; i++)
    {
      g_autoptr (GError) local_error = NULL;
      if (!anf_log_rows_read (tx, nodes[i].level, (gint64)nodes[i].index, 1, kept, &local_error))
        anf_fsck_fault (self, "%s", local_error->message);
      else if (memcmp (kept, nodes[i].hash, sizeof kept) != 0)
        anf_fsck_fault (self,
                        _ ("tree: node %" PRIu64 " of level %u does not follow from its leaves"),
                        nodes[i].index, nodes[i].level);
    }
  g_autoptr (AnfLeaf) leaf = anf_leaf_parse (line, strlen (line), NULL);
  if (leaf == NULL)
    anf_fsck_fault (self, _ ("leaf %" PRId64 ": cannot be read"), index);
  else if (leaf->blob != NULL && strcmp (leaf->event, "evidence.referred") != 0)
    require_blob (self, leaf->blob, leaf->record);
  return leaf == NULL || check_is_kept (self, tx, leaf->record, index, error);
}

/* Each change of key is signed by both keys, goes on from the one before, and is in the log. */
static void
check_change (AnfFsck *self, AnfTx *tx, const char *note, const char *old_vkey, char **new_vkey)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AnfRotation) change = anf_rotation_open (note, strlen (note), &local_error);
  if (change == NULL)
    {
      anf_fsck_fault (self, _ ("change of the log's key: %s"), local_error->message);
      return;
    }
  g_autofree char *content = anf_content_hash (note);
  g_autofree char *line = anf_log_rows_get_line (tx, (gint64)change->size - 1, NULL);
  g_autoptr (AnfLeaf) leaf = line != NULL ? anf_leaf_parse (line, strlen (line), NULL) : NULL;
  if (leaf == NULL || strcmp (leaf->content, content) != 0)
    anf_fsck_fault (self,
                    _ ("change of the log's key at %" PRIu64 " leaves: the log has no leaf of it"),
                    change->size);
  if (old_vkey != NULL && strcmp (old_vkey, change->old_vkey) != 0)
    anf_fsck_fault (self, _ ("change of the log's key at %" PRIu64 " leaves: it is of another key"),
                    change->size);
  g_free (*new_vkey);
  *new_vkey = g_steal_pointer (&change->new_vkey);
}

static gboolean
check_changes (AnfFsck *self, AnfTx *tx, GError **error)
{
  g_autofree char *newest = NULL;
  g_autoptr (GPtrArray) notes = anf_log_history_list_rotations (tx, error);
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      g_autofree char *before = g_strdup (newest);
      check_change (self, tx, g_ptr_array_index (notes, i), before, &newest);
    }
  if (newest != NULL && self->vkey != NULL && strcmp (newest, self->vkey) != 0)
    anf_fsck_fault (self, _ ("keys/log.key is not the key of the log's last change: put back the "
                             "copy of the keys that was made after it"));
  return notes != NULL;
}

static gboolean
check_checkpoint (AnfFsck *self, AnfTx *tx, const AnfTree *tree, GError **error)
{
  gint64 size = 0;
  g_autofree char *note = anf_log_rows_get_checkpoint (tx, &size, error);
  g_autoptr (GError) local_error = NULL;
  AnfTreeHead stated;
  AnfTreeHead found;
  if (note == NULL || !check_changes (self, tx, error))
    return FALSE;
  /* That it cannot be read has been told. */
  if (self->vkey == NULL)
    return TRUE;
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (self->vkey, error);
  if (verifier == NULL)
    return FALSE;
  anf_tree_get_head (tree, &found);
  if (!anf_checkpoint_open (note, strlen (note), verifier, &stated, &local_error))
    anf_fsck_fault (self, _ ("checkpoint: %s"), local_error->message);
  else if (stated.size != found.size || memcmp (stated.root, found.root, ANF_HASH_SIZE) != 0)
    anf_fsck_fault (self,
                    _ ("checkpoint: it states %" PRIu64 " leaves, the log has %" PRIu64
                       ", or their tree is another"),
                    stated.size, found.size);
  return TRUE;
}

static gboolean
check_log (AnfTx *tx, gpointer data, GError **error)
{
  AnfFsck *self = data;
  AnfTree tree;
  anf_tree_init (&tree);
  const gint64 count = anf_log_rows_count (tx, error);
  if (count < 0)
    return FALSE;
  for (gint64 index = 0; index < count; index++)
    if (!check_leaf (self, tx, &tree, index, error))
      return FALSE;
  return check_checkpoint (self, tx, &tree, error);
}

typedef struct
{
  AnfFsck *check;
  AnfTx *tx;
  gint64 count;
} Rows;

static void
check_documents (AnfFsck *self, JsonObject *doc, const char *owner)
{
  static const char *const members[] = { "case_sha256", "index_sha256", "custody_sha256", NULL };
  JsonObject *letter = anf_json_peek_object (doc, "letter");
  JsonObject *approved = anf_json_peek_object (doc, "approved");
  if (letter != NULL)
    require_blob (self, anf_json_peek_string (letter, "sha256"), owner);
  for (gsize i = 0; approved != NULL && members[i] != NULL; i++)
    require_blob (self, anf_json_peek_string (approved, members[i]), owner);
}

/* Where the document says what a column repeats; a noun without the column has NULL in it. */
static const struct
{
  const char *id;
  const char *scheme;
  const char *unit;
  const char *parents[4]; /* the first that is there */
} columns[ANF_NOUN_COUNT] = {
  [ANF_NOUN_SCHEME] = { "id", NULL, NULL, { "parent" } },
  [ANF_NOUN_UNIT] = { "id", "scheme", NULL, { NULL } },
  [ANF_NOUN_CALENDAR] = { "id", NULL, NULL, { NULL } },
  [ANF_NOUN_ACCOUNT] = { "name", NULL, "unit", { NULL } },
  [ANF_NOUN_VISIT] = { "id", "scheme", "unit", { NULL } },
  [ANF_NOUN_EVIDENCE] = { "id", NULL, NULL, { "derived_from", "visit", "order", "lead" } },
  [ANF_NOUN_FINDING] = { "id", "scheme", "unit", { "visit", "lead" } },
  [ANF_NOUN_ORDER] = { "id", "scheme", "unit", { NULL } },
  [ANF_NOUN_REFERRAL] = { "id", "scheme", "to", { NULL } },
  [ANF_NOUN_STEP] = { "id", "scheme", "unit", { "order" } },
  [ANF_NOUN_FLAG] = { "id", "scheme", NULL, { "visit", "order" } },
  [ANF_NOUN_FIGURE] = { "id", "scheme", "unit", { NULL } },
  [ANF_NOUN_REPORT] = { "id", "scheme", NULL, { NULL } },
  [ANF_NOUN_LEAD] = { "id", "scheme", "unit", { NULL } },
  [ANF_NOUN_DRAW] = { "id", "scheme", NULL, { NULL } },
  [ANF_NOUN_SELF_CHECK] = { "id", "scheme", "unit", { "category" } },
  [ANF_NOUN_WEBHOOK] = { "id", NULL, NULL, { NULL } },
  [ANF_NOUN_REGISTER] = { "id", "scheme", "unit", { "key" } },
  [ANF_NOUN_EXPOSURE] = { "id", "scheme", "unit", { NULL } },
  [ANF_NOUN_TASK] = { "id", "scheme", "unit", { "group" } },
  [ANF_NOUN_CHOICE] = { "id", "scheme", "unit", { NULL } },
  [ANF_NOUN_SURVEY] = { "id", "scheme", NULL, { NULL } },
  [ANF_NOUN_SHEETS] = { "id", "scheme", NULL, { "survey" } },
  [ANF_NOUN_TALK] = { "id", "scheme", "unit", { "visit" } },
  [ANF_NOUN_NUMBERING] = { "id", "scheme", NULL, { NULL } },
};

static const char *
peek_number (JsonObject *doc)
{
  JsonObject *number = anf_json_peek_object (doc, "number");
  return number != NULL ? anf_json_peek_string (number, "text")
                        : anf_json_peek_string (doc, "number");
}

static const char *
peek_parent (AnfNoun noun, JsonObject *doc)
{
  const char *parent = NULL;
  for (gsize i = 0; parent == NULL && i < G_N_ELEMENTS (columns[noun].parents); i++)
    if (columns[noun].parents[i] != NULL)
      parent = anf_json_peek_string (doc, columns[noun].parents[i]);
  return parent;
}

static void
compare (AnfFsck *self, const char *owner, const char *column, const char *kept, const char *said)
{
  if (g_strcmp0 (kept, said) != 0)
    anf_fsck_fault (self, _ ("%s: its column %s has “%s”, its document says “%s”"), owner, column,
                    kept != NULL ? kept : "", said != NULL ? said : "");
}

/* Lists and rights go by the columns. */
static gboolean
check_columns_of (AnfFsck *self, AnfTx *tx, const char *owner, JsonObject *doc, GError **error)
{
  const AnfNoun noun = self->noun;
  g_autoptr (AnfRecord) record = anf_records_find (tx, noun, strchr (owner, '/') + 1, error);
  if (record == NULL)
    return FALSE;
  compare (self, owner, "id", record->id, anf_json_peek_string (doc, columns[noun].id));
  compare (self, owner, "state", record->state, anf_json_peek_string (doc, "state"));
  compare (self, owner, "number", record->number, peek_number (doc));
  compare (self, owner, "parent", record->parent, peek_parent (noun, doc));
  /* Evidence has that of its visit or order. */
  if (columns[noun].scheme != NULL)
    compare (self, owner, "scheme", record->scheme,
             anf_json_peek_string (doc, columns[noun].scheme));
  compare (self, owner, "unit", record->unit,
           columns[noun].unit != NULL ? anf_json_peek_string (doc, columns[noun].unit) : NULL);
  if (record->version != anf_json_peek_int (doc, "version", 0))
    anf_fsck_fault (self, _ ("%s: its version is not the one its document says"), owner);
  return TRUE;
}

/* The document is the one whose hash the record's last leaf carries. */
static gboolean
check_row (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  Rows *rows = data;
  AnfFsck *self = rows->check;
  g_autofree char *owner = g_strdup_printf ("%s/%s", anf_noun_name (self->noun), id);
  g_autofree char *content = anf_content_hash (doc);
  self->last = seq;
  rows->count++;
  g_autoptr (JsonObject) object = anf_json_parse_object (doc, strlen (doc), NULL);
  if (object == NULL)
    {
      anf_fsck_fault (self, _ ("%s: cannot be read"), owner);
      return TRUE;
    }
  check_documents (self, object, owner);
  anf_fsck_name_blobs (self, doc);
  anf_fsck_count (self, object);
  if (!check_columns_of (self, rows->tx, owner, object, error)
      || !anf_fsck_links_of (self, rows->tx, seq, object, error)
      || !anf_fsck_apart_of (self, rows->tx, id, object, error))
    return FALSE;
  g_autoptr (GError) local_error = NULL;
  const gint64 index = anf_log_rows_find_last (rows->tx, owner, &local_error);
  if (index < 0)
    {
      anf_fsck_fault (self, "%s", local_error->message);
      return TRUE;
    }
  g_autofree char *line = anf_log_rows_get_line (rows->tx, index, error);
  if (line == NULL)
    return FALSE;
  g_autoptr (AnfLeaf) leaf = anf_leaf_parse (line, strlen (line), NULL);
  if (leaf == NULL || strcmp (leaf->content, content) != 0)
    anf_fsck_fault (self, _ ("%s: it is not what the log recorded last"), owner);
  return TRUE;
}

static gboolean
check_columns (AnfFsck *self, AnfTx *tx, GError **error)
{
  Rows rows = { .check = self, .tx = tx };
  self->last = 0;
  do
    {
      const AnfRecordsQuery query = { .after = self->last, .limit = PAGE };
      rows.count = 0;
      if (!anf_records_list (tx, self->noun, &query, check_row, &rows, error))
        return FALSE;
    }
  while (rows.count == PAGE);
  return TRUE;
}

static gboolean
check_rows (AnfTx *tx, gpointer data, GError **error)
{
  AnfFsck *self = data;
  for (guint noun = 0; noun < ANF_NOUN_COUNT; noun++)
    {
      self->noun = (AnfNoun)noun;
      if (!check_columns (self, tx, error))
        return FALSE;
    }
  return TRUE;
}

/* What is kept beside the records, once all of them have been read. */
static gboolean
check_rest (AnfFsck *self, AnfStore *store, GError **error)
{
  if (!anf_store_read (store, anf_fsck_links, self, error)
      || !anf_store_read (store, anf_fsck_apart, self, error)
      || !anf_store_read (store, anf_fsck_counters, self, error)
      || !anf_store_read (store, anf_fsck_sm3, self, error)
      || !anf_store_read (store, anf_fsck_search, self, error)
      || !anf_vault_visit_parts (self->vault, keep_part, self, error)
      || !anf_store_read (store, anf_fsck_uploads, self, error))
    return FALSE;
  anf_fsck_note_unnamed (self);
  return TRUE;
}

/* What is left of a log may be sound in itself. */
static void
check_anchor (AnfFsck *self, AnfStore *store, const AnfOfficeOptions *options)
{
  g_autoptr (GError) error = NULL;
  if (!anf_anchor_check (store, options->data_dir, &error))
    anf_fsck_fault (self, "%s", error->message);
}

gboolean
anf_office_fsck (const AnfOfficeOptions *options,
                 void (*report) (const char *line, gpointer data),
                 gpointer data,
                 guint *faults,
                 GError **error)
{
  AnfFsck self = { .report = report, .data = data };
  g_autofree char *database = g_build_filename (options->data_dir, ANF_FOLDER_DATABASE, NULL);
  g_autofree char *folder = g_build_filename (options->data_dir, "vault", NULL);
  const int lock = anf_restored_lock (options->data_dir, error);
  if (lock < 0)
    return FALSE;
  self.vault = anf_vault_open (folder, error);
  AnfStore *store = self.vault != NULL ? anf_store_open (database, 1, error) : NULL;
  const gboolean opened = store != NULL && anf_rotate_settle (store, options->data_dir, error);
  if (opened)
    {
      anf_fsck_keys (&self, store, options);
      check_anchor (&self, store, options);
    }
  self.blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const gboolean looked
      = opened && (self.signer == NULL || anf_rotate_sign_head (store, self.signer, error))
        && anf_store_check (store, error)
        && anf_vault_visit_blobs (self.vault, check_blob, &self, error)
        && anf_store_read (store, check_log, &self, error)
        && anf_store_read (store, check_rows, &self, error) && check_rest (&self, store, error);
  *faults = self.faults;
  anf_store_close (store);
  anf_vault_close (self.vault);
  g_clear_pointer (&self.signer, anf_signer_free);
  g_free (self.vkey);
  g_clear_pointer (&self.sealer, anf_sealer_free);
  g_hash_table_unref (self.blobs);
  g_hash_table_unref (self.parts);
  g_hash_table_unref (self.numbers);
  (void)g_close (lock, NULL);
  return looked;
}
