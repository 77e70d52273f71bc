/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-checkpoint.h"
#include "anf-error.h"
#include "anf-proof.h"

#include <string.h>

#define MAGIC "c2sp.org/tlog-proof@v1\n"
#define HASH "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
#define LEAVES 7
#define INDEX 4

/* A log of seven small leaves; what is proved is the fifth, whose path has three hashes. */
typedef struct
{
  guint8 hashes[LEAVES * ANF_HASH_SIZE];
  AnfSigner *signer;
  AnfVerifier *verifier;
  AnfTreeHead head;
  char *proof;
  GBytes *leaf;
} Fixture;

static gboolean
read_hashes (gpointer data, guint level, guint64 first, guint count, guint8 *hashes, GError **error)
{
  const Fixture *fixture = data;
  memcpy (hashes, fixture->hashes + first * ANF_HASH_SIZE, (gsize)count * ANF_HASH_SIZE);
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  AnfTree tree;
  anf_tree_init (&tree);
  for (guint i = 0; i < LEAVES; i++)
    {
      const guint8 byte = (guint8)('a' + i);
      AnfTreeNode nodes[ANF_TREE_NODES_MAX];
      anf_tree_hash_leaf (&byte, 1, fixture->hashes + (gsize)i * ANF_HASH_SIZE);
      g_assert_cmpuint (anf_tree_append (&tree, fixture->hashes + (gsize)i * ANF_HASH_SIZE, nodes),
                        ==, 1);
    }
  anf_tree_get_head (&tree, &fixture->head);
  fixture->signer = anf_signer_generate ("example.com/log", NULL);
  g_autofree char *vkey = anf_signer_dup_vkey (fixture->signer);
  fixture->verifier = anf_verifier_parse (vkey, NULL);
  fixture->leaf = g_bytes_new_static ("e", 1);
  const AnfTreeReader reader = { read_hashes, fixture };
  g_autofree char *checkpoint = anf_checkpoint_sign (&fixture->head, fixture->signer, NULL);
  g_autoptr (AnfProof) proof
      = anf_proof_new (INDEX, anf_tree_prove_inclusion (&reader, INDEX, LEAVES, NULL), checkpoint);
  fixture->proof = anf_proof_format (proof);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  anf_signer_free (fixture->signer);
  anf_verifier_free (fixture->verifier);
  g_bytes_unref (fixture->leaf);
  g_free (fixture->proof);
}

static gboolean
holds (const Fixture *fixture, const char *text, gsize size, GBytes *leaf)
{
  g_autoptr (AnfProof) proof = anf_proof_parse (text, size, NULL);
  return proof != NULL && anf_proof_verify (proof, leaf, fixture->verifier, NULL, NULL);
}

static void
test_verify (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_str_has_prefix (fixture->proof, MAGIC "index 4\n"));
  g_autoptr (AnfProof) proof = anf_proof_parse (fixture->proof, strlen (fixture->proof), NULL);
  g_assert_cmpuint (proof->index, ==, INDEX);
  g_assert_cmpuint (proof->hashes->len, ==, 3 * ANF_HASH_SIZE);
  AnfTreeHead head;
  g_assert_true (anf_proof_verify (proof, fixture->leaf, fixture->verifier, &head, NULL));
  g_assert_cmpmem (&head, sizeof head, &fixture->head, sizeof head);
}

/* Each bit of the file, of the leaf and of the key counts. */
static void
test_every_change (Fixture *fixture, gconstpointer data)
{
  const gsize size = strlen (fixture->proof);
  g_assert_true (holds (fixture, fixture->proof, size, fixture->leaf));
  for (gsize bit = 0; bit < size * 8; bit++)
    {
      fixture->proof[bit / 8] ^= (char)(1U << bit % 8);
      g_assert_false (holds (fixture, fixture->proof, size, fixture->leaf));
      fixture->proof[bit / 8] ^= (char)(1U << bit % 8);
    }
  for (gsize cut = 0; cut < size; cut++)
    g_assert_false (holds (fixture, fixture->proof, cut, fixture->leaf));
  static const char *const leaves[] = { "", "d", "f", "E", "e\n", "ee" };
  for (guint i = 0; i < G_N_ELEMENTS (leaves); i++)
    {
      g_autoptr (GBytes) leaf = g_bytes_new_static (leaves[i], strlen (leaves[i]));
      g_assert_false (holds (fixture, fixture->proof, size, leaf));
    }
  g_autoptr (AnfSigner) stranger = anf_signer_generate ("example.com/log", NULL);
  g_autofree char *vkey = anf_signer_dup_vkey (stranger);
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (vkey, NULL);
  g_autoptr (AnfProof) proof = anf_proof_parse (fixture->proof, size, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_false (anf_proof_verify (proof, fixture->leaf, verifier, NULL, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_DENIED);
}

/* A node's hash is not a leaf's, so a node cannot be passed off as a record. */
static void
test_node_as_leaf (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) children = g_byte_array_new ();
  g_byte_array_append (children, fixture->hashes + 4 * ANF_HASH_SIZE, 2 * ANF_HASH_SIZE);
  g_autoptr (GBytes) node = g_bytes_new (children->data, children->len);
  g_autoptr (AnfProof) proof = anf_proof_parse (fixture->proof, strlen (fixture->proof), NULL);
  g_byte_array_remove_range (proof->hashes, 0, ANF_HASH_SIZE);
  for (guint64 index = 0; index < LEAVES; index++)
    {
      proof->index = index;
      g_assert_false (anf_proof_verify (proof, node, fixture->verifier, NULL, NULL));
    }
}

typedef struct
{
  const char *text;
  guint hashes;
  const char *extra;
} ReadCase;

/* Read, and written back to the same bytes; whether it proves anything is another question. */
static const ReadCase read_cases[] = {
  { MAGIC "index 0\n\nx\n", 0, NULL },
  { MAGIC "index 9223372036854775807\n" HASH "\nx\n", 1, NULL },
  { MAGIC "extra AA==\nindex 1\n" HASH HASH "\nx\n\n— y z\n", 2, "\0" },
  { MAGIC "extra YWJj\nindex 1\n\nx", 0, "abc" },
};

static void
test_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (read_cases); i++)
    {
      const ReadCase *expected = &read_cases[i];
      g_autoptr (AnfProof) proof = anf_proof_parse (expected->text, strlen (expected->text), NULL);
      g_assert_nonnull (proof);
      g_assert_cmpuint (proof->hashes->len, ==, expected->hashes * ANF_HASH_SIZE);
      g_assert_cmpint (proof->extra != NULL, ==, expected->extra != NULL);
      if (expected->extra != NULL)
        g_assert_cmpmem (g_bytes_get_data (proof->extra, NULL), g_bytes_get_size (proof->extra),
                         expected->extra, MAX (1, strlen (expected->extra)));
      g_autofree char *again = anf_proof_format (proof);
      g_assert_cmpstr (again, ==, expected->text);
    }
}

static const char *const refused[] = {
  "",
  MAGIC,
  MAGIC "\nx\n",
  MAGIC "index 0\n",
  MAGIC "index 0\n\n",
  MAGIC "index 0\nx\n",
  MAGIC "index 00\n\nx\n",
  MAGIC "index 01\n\nx\n",
  MAGIC "index -1\n\nx\n",
  MAGIC "index +1\n\nx\n",
  MAGIC "index  1\n\nx\n",
  MAGIC "index 1 \n\nx\n",
  MAGIC "index\n\nx\n",
  MAGIC "index 9223372036854775808\n\nx\n",
  MAGIC "Index 0\n\nx\n",
  MAGIC "index 0\nindex 0\n\nx\n",
  MAGIC "extra\nindex 0\n\nx\n",
  MAGIC "extra \nindex 0\n\nx\n",
  MAGIC "extra AB==\nindex 0\n\nx\n",
  MAGIC "extra AA==\nextra AA==\nindex 0\n\nx\n",
  MAGIC "index 0\nextra AA==\n\nx\n",
  MAGIC "index 0\n" HASH "short=\n\nx\n",
  MAGIC "index 0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n\nx\n",
  MAGIC "index 0\n " HASH "\nx\n",
  "c2sp.org/tlog-proof@v2\nindex 0\n\nx\n",
  "\nc2sp.org/tlog-proof@v1\nindex 0\n\nx\n",
  MAGIC "index 0\r\n\r\nx\n",
  MAGIC "index 0\n\nx\x01\n",
  MAGIC "index 0\n\n\xff\n",
};

static void
test_refuse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (anf_proof_parse (refused[i], strlen (refused[i]), &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
    }
}

static gboolean
reads_with (guint hashes, gsize size)
{
  g_autoptr (GString) text = g_string_new (MAGIC "index 0\n");
  for (guint i = 0; i < hashes; i++)
    g_string_append (text, HASH);
  g_string_append (text, "\nx");
  while (text->len < size)
    g_string_append_c (text, 'x');
  g_autoptr (AnfProof) proof = anf_proof_parse (text->str, text->len, NULL);
  return proof != NULL;
}

static void
test_limits (void)
{
  g_assert_true (reads_with (63, 0));
  g_assert_false (reads_with (64, 0));
  g_assert_true (reads_with (0, ANF_PROOF_SIZE_MAX));
  g_assert_false (reads_with (0, ANF_PROOF_SIZE_MAX + 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/proof/verify", Fixture, NULL, set_up, test_verify, tear_down);
  g_test_add ("/proof/every-change", Fixture, NULL, set_up, test_every_change, tear_down);
  g_test_add ("/proof/node-as-leaf", Fixture, NULL, set_up, test_node_as_leaf, tear_down);
  g_test_add_func ("/proof/read", test_read);
  g_test_add_func ("/proof/refuse", test_refuse);
  g_test_add_func ("/proof/limits", test_limits);
  return g_test_run ();
}
