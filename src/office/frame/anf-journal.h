/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the custody log as kept by the store. */

#include "anf-anchor.h"
#include "anf-key.h"
#include "anf-leaf.h"
#include "anf-store.h"
#include "anf-tree.h"
#include "anf-vault.h"

typedef struct _AnfJournal AnfJournal;

/**
 * anf_journal_open:
 *
 * Reads the tree's edge back and makes itself the store's seal: every commit that has leaves ends
 * with the vault's directories synced and a checkpoint signed, in the same transaction.
 */
AnfJournal *anf_journal_open (AnfStore *store, AnfVault *vault, AnfSigner *signer, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/** anf_journal_close: after the store. Accepts NULL. */
void anf_journal_close (AnfJournal *self);

/** anf_journal_on_undone: @undone is called, on the writer's thread, when a commit came to nothing:
 * whatever was remembered of what its jobs wrote is void. To be called before the first write. */
void anf_journal_on_undone (AnfJournal *self, GDestroyNotify undone, gpointer data);

/** anf_journal_keep: what is committed from now on is noted in @anchor, too. @anchor: (transfer
 * full). To be called before the first write. */
void anf_journal_keep (AnfJournal *self, AnfAnchor *anchor);

const AnfSigner *anf_journal_get_signer (const AnfJournal *self);

/** anf_journal_mark, anf_journal_rewind: what a failed job appended is taken back (writer only). */
guint anf_journal_mark (const AnfJournal *self);
void anf_journal_rewind (AnfJournal *self, guint mark);

/** anf_journal_append: @index: (out) (optional): the leaf's place in the log (writer only) */
gboolean anf_journal_append (AnfJournal *self, const AnfLeaf *leaf, guint64 *index, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_journal_get_size: how many leaves there are with those of the commit under way (writer
 * only). */
guint64 anf_journal_get_size (const AnfJournal *self);

/** anf_journal_reader: reads the tree through @tx, which must outlive it. */
AnfTreeReader anf_journal_reader (AnfTx *tx);

/** anf_journal_sign: Returns: (transfer full): the checkpoint of the first @size leaves. */
char *anf_journal_sign (const AnfJournal *self, AnfTx *tx, guint64 size, GError **error);

/** anf_journal_prove: Returns: (transfer full): the tlog-proof of leaf @index under @checkpoint,
 * which is of @size leaves. The leaf's own line goes along as its `extra`, so that the file can be
 * checked with nothing but the log's key. */
char *
anf_journal_prove (AnfTx *tx, guint64 index, guint64 size, const char *checkpoint, GError **error);

/** anf_journal_prove_hash: the same without the line: for whoever may not read it. */
char *anf_journal_prove_hash (
    AnfTx *tx, guint64 index, guint64 size, const char *checkpoint, GError **error);
