/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

#define ANF_HASH_SIZE 32
/* Levels are kept in storage only where they are multiples of this (tlog-tiles: 256 hashes). */
#define ANF_TREE_STRIDE 8
/* Most nodes that one leaf can complete: levels 0, 8, … 56. */
#define ANF_TREE_NODES_MAX 8

/**
 * AnfTreeReader:
 * @read: fills @hashes with @count hashes of nodes @first, @first + 1, … of @level; fails with
 * ANF_ERROR_CORRUPT when one is missing
 *
 * Where complete nodes are kept. @level is 0 (the leaves' hashes), 8, 16, …; never more than 256
 * hashes are asked for at once.
 */
typedef struct
{
  gboolean (*read) (
      gpointer data, guint level, guint64 first, guint count, guint8 *hashes, GError **error);
  gpointer data;
} AnfTreeReader;

/** A node that has become complete and must be stored. */
typedef struct
{
  guint level;
  guint64 index;
  guint8 hash[ANF_HASH_SIZE];
} AnfTreeNode;

/** A size and the root hash of the tree of that size. */
typedef struct
{
  guint64 size;
  guint8 root[ANF_HASH_SIZE];
} AnfTreeHead;

/**
 * AnfTree:
 *
 * The right edge of a growing tree: all that appending needs. A plain value: keep a copy before a
 * transaction and assign it back to undo. Members are private.
 */
typedef struct
{
  guint64 size;
  guint8 edge[64][ANF_HASH_SIZE];
} AnfTree;

/** anf_tree_hash_leaf: SHA-256 (0x00 ‖ @bytes), RFC 6962 2.1. */
void anf_tree_hash_leaf (gconstpointer bytes, gsize size, guint8 hash[ANF_HASH_SIZE]);
/** anf_tree_hash_children: SHA-256 (0x01 ‖ @left ‖ @right). */
void anf_tree_hash_children (const guint8 left[ANF_HASH_SIZE],
                             const guint8 right[ANF_HASH_SIZE],
                             guint8 hash[ANF_HASH_SIZE]);

/** anf_tree_init: the empty tree. */
void anf_tree_init (AnfTree *self);

/** anf_tree_load: the edge of the stored tree of @size leaves, read back. */
gboolean anf_tree_load (AnfTree *self, const AnfTreeReader *reader, guint64 size, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_tree_append:
 * @nodes: (out): the nodes to store, the leaf's own first
 *
 * Returns: how many @nodes there are, at least 1. The leaf's index is `nodes[0].index`.
 */
guint anf_tree_append (AnfTree *self,
                       const guint8 leaf_hash[ANF_HASH_SIZE],
                       AnfTreeNode nodes[ANF_TREE_NODES_MAX]);

/** anf_tree_get_head: size and root of the tree as it is now. */
void anf_tree_get_head (const AnfTree *self, AnfTreeHead *head);

/** anf_tree_read_head: size and root of the tree as it was when it had @size leaves. */
gboolean anf_tree_read_head (const AnfTreeReader *reader,
                             guint64 size,
                             AnfTreeHead *head,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_tree_prove_inclusion:
 * @error: ANF_ERROR_INVALID unless @index < @size
 *
 * Returns: (transfer full): the hashes one after the other, the leaf's sibling first
 */
GByteArray *anf_tree_prove_inclusion (const AnfTreeReader *reader,
                                      guint64 index,
                                      guint64 size,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_tree_prove_consistency:
 * @error: ANF_ERROR_INVALID unless 0 < @old_size <= @new_size
 *
 * Returns: (transfer full): the hashes of RFC 6962 2.1.2; none when the sizes are equal
 */
GByteArray *anf_tree_prove_consistency (const AnfTreeReader *reader,
                                        guint64 old_size,
                                        guint64 new_size,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
