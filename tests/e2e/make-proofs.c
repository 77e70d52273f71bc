/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* make-proofs FOLDER SIZE: a log of SIZE leaves, and for some of them the leaf and its proof as
   FOLDER/<index>.leaf and .tlog-proof, beside log.vkey. For programs that check them. */

#include "anf-custody.h"

#include <string.h>

static gboolean
read_hashes (gpointer data, guint level, guint64 first, guint count, guint8 *hashes, GError **error)
{
  GByteArray **levels = data;
  memcpy (hashes, levels[level]->data + first * ANF_HASH_SIZE, (gsize)count * ANF_HASH_SIZE);
  return TRUE;
}

static char *
make_leaf (guint index)
{
  g_autofree char *content
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *)&index, sizeof index);
  g_autofree char *record = g_strdup_printf ("evidence/%u", index);
  const AnfLeaf leaf = { (gint64)index * G_USEC_PER_SEC, "甲", content, "evidence.received", record,
                         index % 2 == 0 ? content : NULL };
  return anf_leaf_format (&leaf, NULL);
}

static void
append (AnfTree *tree, GByteArray **levels, const char *leaf)
{
  guint8 hash[ANF_HASH_SIZE];
  AnfTreeNode nodes[ANF_TREE_NODES_MAX];
  anf_tree_hash_leaf (leaf, strlen (leaf), hash);
  const guint count = anf_tree_append (tree, hash, nodes);
  for (guint i = 0; i < count; i++)
    g_byte_array_append (levels[nodes[i].level], nodes[i].hash, ANF_HASH_SIZE);
}

static gboolean
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0644, NULL);
}

static gboolean
write_proof (const char *folder, GByteArray **levels, guint index, guint size, const char *note)
{
  const AnfTreeReader reader = { read_hashes, levels };
  g_autoptr (AnfProof) proof
      = anf_proof_new (index, anf_tree_prove_inclusion (&reader, index, size, NULL), note);
  g_autofree char *text = anf_proof_format (proof);
  g_autofree char *leaf = make_leaf (index);
  g_autofree char *leaf_name = g_strdup_printf ("%u.leaf", index);
  g_autofree char *proof_name = g_strdup_printf ("%u.tlog-proof", index);
  return write_file (folder, leaf_name, leaf) && write_file (folder, proof_name, text);
}

int
main (int argc, char **argv)
{
  guint64 size = 0;
  if (argc != 3 || !g_ascii_string_to_unsigned (argv[2], 10, 1, 100000, &size, NULL))
    return 2;
  GByteArray *levels[ANF_TREE_STRIDE * ANF_TREE_NODES_MAX];
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    levels[i] = g_byte_array_new ();
  AnfTree tree;
  anf_tree_init (&tree);
  for (guint index = 0; index < size; index++)
    {
      g_autofree char *leaf = make_leaf (index);
      append (&tree, levels, leaf);
    }
  AnfTreeHead head;
  anf_tree_get_head (&tree, &head);
  g_autoptr (AnfSigner) signer = anf_signer_generate ("anfang.example/log", NULL);
  g_autofree char *vkey = anf_signer_dup_vkey (signer);
  g_autofree char *note = anf_checkpoint_sign (&head, signer, NULL);
  gboolean done = write_file (argv[1], "log.vkey", vkey);
  for (guint index = 0; done && index < size; index += 1 + (guint)size / 5)
    done = write_proof (argv[1], levels, index, (guint)size, note);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    g_byte_array_unref (levels[i]);
  return done ? 0 : 1;
}
