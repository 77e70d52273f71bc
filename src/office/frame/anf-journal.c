/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-journal.h"

#include "anf-checkpoint.h"
#include "anf-error.h"
#include "anf-log-rows.h"
#include "anf-proof.h"

#include <string.h>

typedef struct
{
  char *record;
  char *line;
} PendingLeaf;

/* Only the store's writer touches `pending`, `tree` and `before`, the tree as last committed, and
   `note`, of the commit under way. */
struct _AnfJournal
{
  AnfVault *vault;
  AnfSigner *signer;
  AnfTree tree;
  AnfTree before;
  GPtrArray *pending;
  char *note;
  AnfAnchor *anchor;
  GDestroyNotify undone;
  gpointer undone_data;
};

static void
pending_leaf_free (PendingLeaf *leaf)
{
  g_free (leaf->record);
  g_free (leaf->line);
  g_free (leaf);
}

static gboolean
read_hashes (gpointer data, guint level, guint64 first, guint count, guint8 *hashes, GError **error)
{
  return anf_log_rows_read (data, level, (gint64)first, (gint64)count, hashes, error);
}

AnfTreeReader
anf_journal_reader (AnfTx *tx)
{
  return (AnfTreeReader){ .read = read_hashes, .data = tx };
}

static gboolean
write_leaf (AnfJournal *self, AnfTx *tx, const PendingLeaf *leaf, GError **error)
{
  guint8 hash[ANF_HASH_SIZE];
  AnfTreeNode nodes[ANF_TREE_NODES_MAX];
  anf_tree_hash_leaf (leaf->line, strlen (leaf->line), hash);
  const guint count = anf_tree_append (&self->tree, hash, nodes);
  if (!anf_log_rows_add_leaf (tx, (gint64)nodes[0].index, nodes[0].hash, leaf->record, leaf->line,
                              error))
    return FALSE;
  for (guint i = 1; i < count; i++)
    if (!anf_log_rows_add_node (tx, nodes[i].level, (gint64)nodes[i].index, nodes[i].hash, error))
      return FALSE;
  return TRUE;
}

static void
begin (gpointer data)
{
  AnfJournal *self = data;
  anf_vault_begin_sync (self->vault);
}

static gboolean
seal (AnfTx *tx, gpointer data, GError **error)
{
  AnfJournal *self = data;
  if (self->pending->len == 0)
    return TRUE;
  for (guint i = 0; i < self->pending->len; i++)
    if (!write_leaf (self, tx, self->pending->pdata[i], error))
      return FALSE;
  AnfTreeHead head;
  anf_tree_get_head (&self->tree, &head);
  self->note = anf_checkpoint_sign (&head, self->signer, error);
  /* The bytes were synced before they came here; their names must be before the row is. */
  return self->note != NULL && anf_vault_sync_dirs (self->vault, error)
         && anf_log_rows_set_checkpoint (tx, (gint64)head.size, self->note, error);
}

static void
settled (gboolean committed, gpointer data)
{
  AnfJournal *self = data;
  if (committed)
    self->before = self->tree;
  else
    self->tree = self->before;
  if (committed && self->note != NULL && self->anchor != NULL)
    anf_anchor_put (self->anchor, self->note);
  if (!committed && self->undone != NULL)
    self->undone (self->undone_data);
  g_clear_pointer (&self->note, g_free);
  g_ptr_array_set_size (self->pending, 0);
}

static gboolean
load_tree (AnfTx *tx, gpointer data, GError **error)
{
  AnfJournal *self = data;
  const gint64 size = anf_log_rows_count (tx, error);
  const AnfTreeReader reader = anf_journal_reader (tx);
  return size >= 0 && anf_tree_load (&self->tree, &reader, (guint64)size, error);
}

AnfJournal *
anf_journal_open (AnfStore *store, AnfVault *vault, AnfSigner *signer, GError **error)
{
  AnfJournal *self = g_new0 (AnfJournal, 1);
  self->vault = vault;
  self->signer = signer;
  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify)pending_leaf_free);
  if (!anf_store_read (store, load_tree, self, error))
    {
      anf_journal_close (self);
      return NULL;
    }
  self->before = self->tree;
  const AnfStoreSeal hooks = { .begin = begin, .seal = seal, .settled = settled, .data = self };
  anf_store_set_seal (store, &hooks);
  return self;
}

void
anf_journal_on_undone (AnfJournal *self, GDestroyNotify undone, gpointer data)
{
  self->undone = undone;
  self->undone_data = data;
}

void
anf_journal_keep (AnfJournal *self, AnfAnchor *anchor)
{
  self->anchor = anchor;
}

void
anf_journal_close (AnfJournal *self)
{
  if (self == NULL)
    return;
  anf_anchor_close (self->anchor);
  g_ptr_array_unref (self->pending);
  anf_signer_free (self->signer);
  g_free (self);
}

const AnfSigner *
anf_journal_get_signer (const AnfJournal *self)
{
  return self->signer;
}

guint
anf_journal_mark (const AnfJournal *self)
{
  return self->pending->len;
}

void
anf_journal_rewind (AnfJournal *self, guint mark)
{
  g_ptr_array_set_size (self->pending, (int)mark);
}

guint64
anf_journal_get_size (const AnfJournal *self)
{
  return self->tree.size + self->pending->len;
}

gboolean
anf_journal_append (AnfJournal *self, const AnfLeaf *leaf, guint64 *index, GError **error)
{
  g_autofree char *line = anf_leaf_format (leaf, error);
  if (line == NULL)
    return FALSE;
  if (index != NULL)
    *index = anf_journal_get_size (self);
  PendingLeaf *pending = g_new0 (PendingLeaf, 1);
  pending->record = g_strdup (leaf->record);
  pending->line = g_steal_pointer (&line);
  g_ptr_array_add (self->pending, pending);
  return TRUE;
}

char *
anf_journal_sign (const AnfJournal *self, AnfTx *tx, guint64 size, GError **error)
{
  const AnfTreeReader reader = anf_journal_reader (tx);
  AnfTreeHead head;
  if (!anf_tree_read_head (&reader, size, &head, error))
    return NULL;
  return anf_checkpoint_sign (&head, self->signer, error);
}

static AnfProof *
make_proof (AnfTx *tx, guint64 index, guint64 size, const char *checkpoint, GError **error)
{
  const AnfTreeReader reader = anf_journal_reader (tx);
  GByteArray *hashes = anf_tree_prove_inclusion (&reader, index, size, error);
  return hashes != NULL ? anf_proof_new (index, hashes, checkpoint) : NULL;
}

char *
anf_journal_prove (AnfTx *tx, guint64 index, guint64 size, const char *checkpoint, GError **error)
{
  g_autoptr (AnfProof) proof = make_proof (tx, index, size, checkpoint, error);
  char *line = proof != NULL ? anf_log_rows_get_line (tx, (gint64)index, error) : NULL;
  if (line == NULL)
    return NULL;
  proof->extra = g_bytes_new_take (line, strlen (line));
  return anf_proof_format (proof);
}

char *
anf_journal_prove_hash (
    AnfTx *tx, guint64 index, guint64 size, const char *checkpoint, GError **error)
{
  g_autoptr (AnfProof) proof = make_proof (tx, index, size, checkpoint, error);
  return proof != NULL ? anf_proof_format (proof) : NULL;
}
