/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-proof.h"
#include "anf-tile.h"

#include <string.h>

/* A store in memory: level → hashes. Counts what is asked of it. */
typedef struct
{
  GByteArray *levels[64];
  guint reads;
  guint hashes_read;
  guint most_at_once;
} Memory;

static gboolean
memory_read (gpointer data, guint level, guint64 first, guint count, guint8 *hashes, GError **error)
{
  Memory *memory = data;
  g_assert_cmpuint (level % ANF_TREE_STRIDE, ==, 0);
  const GByteArray *stored = memory->levels[level];
  if (stored == NULL || (first + count) * ANF_HASH_SIZE > stored->len)
    return anf_error_throw (error, ANF_ERROR_CORRUPT, "a hash is missing");
  memcpy (hashes, stored->data + first * ANF_HASH_SIZE, (gsize)count * ANF_HASH_SIZE);
  memory->reads++;
  memory->hashes_read += count;
  memory->most_at_once = MAX (memory->most_at_once, count);
  return TRUE;
}

static AnfTreeReader
memory_reader (Memory *memory)
{
  return (AnfTreeReader){ memory_read, memory };
}

static void
memory_clear (Memory *memory)
{
  for (guint i = 0; i < G_N_ELEMENTS (memory->levels); i++)
    g_clear_pointer (&memory->levels[i], g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Memory, memory_clear)

static void
memory_append (Memory *memory, AnfTree *tree, const guint8 *leaf_hash)
{
  AnfTreeNode nodes[ANF_TREE_NODES_MAX];
  const guint count = anf_tree_append (tree, leaf_hash, nodes);
  for (guint i = 0; i < count; i++)
    {
      GByteArray **level = &memory->levels[nodes[i].level];
      if (*level == NULL)
        *level = g_byte_array_new ();
      /* Each node comes once and in order: storage can be append-only. */
      g_assert_cmpuint ((*level)->len, ==, nodes[i].index * ANF_HASH_SIZE);
      g_byte_array_append (*level, nodes[i].hash, ANF_HASH_SIZE);
    }
}

static void
hash_number (guint number, guint8 *hash)
{
  const guint32 big_endian = GUINT32_TO_BE (number);
  anf_tree_hash_leaf (&big_endian, sizeof big_endian, hash);
}

static void
memory_fill (Memory *memory, AnfTree *tree, guint leaves)
{
  anf_tree_init (tree);
  for (guint i = 0; i < leaves; i++)
    {
      guint8 hash[ANF_HASH_SIZE];
      hash_number (i, hash);
      memory_append (memory, tree, hash);
    }
}

static char *
to_hex (const guint8 *bytes, gsize size)
{
  GString *hex = g_string_new (NULL);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (hex, FALSE);
}

/* The definitions of RFC 6962 2.1, 2.1.1 and 2.1.2, written down as they stand there, over the
   leaves numbered from @start on. They are the oracle for all else. @known remembers what was
   hashed: a sanitizer makes each hash dear. */
static GHashTable *
rfc_begin (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

static guint
rfc_split (guint count)
{
  guint k = 1;
  while (k * 2 < count)
    k *= 2;
  return k;
}

static const guint8 *
rfc_hash (GHashTable *known, guint start, guint count)
{
  gpointer key = GUINT_TO_POINTER (start << 16 | count);
  guint8 *hash = g_hash_table_lookup (known, key);
  if (hash != NULL)
    return hash;
  hash = g_malloc (ANF_HASH_SIZE);
  const guint k = rfc_split (count);
  if (count == 1)
    hash_number (start, hash);
  else
    anf_tree_hash_children (rfc_hash (known, start, k), rfc_hash (known, start + k, count - k),
                            hash);
  g_hash_table_insert (known, key, hash);
  return hash;
}

static void
rfc_append (GHashTable *known, GByteArray *proof, guint start, guint count)
{
  g_byte_array_append (proof, rfc_hash (known, start, count), ANF_HASH_SIZE);
}

static void
rfc_path (GHashTable *known, GByteArray *proof, guint m, guint start, guint count)
{
  if (count == 1)
    return;
  const guint k = rfc_split (count);
  if (m < k)
    {
      rfc_path (known, proof, m, start, k);
      rfc_append (known, proof, start + k, count - k);
      return;
    }
  rfc_path (known, proof, m - k, start + k, count - k);
  rfc_append (known, proof, start, k);
}

static void
rfc_subproof (
    GHashTable *known, GByteArray *proof, guint m, guint start, guint count, gboolean whole)
{
  if (m == count)
    {
      if (!whole)
        rfc_append (known, proof, start, count);
      return;
    }
  const guint k = rfc_split (count);
  if (m <= k)
    {
      rfc_subproof (known, proof, m, start, k, whole);
      rfc_append (known, proof, start + k, count - k);
      return;
    }
  rfc_subproof (known, proof, m - k, start + k, count - k, FALSE);
  rfc_append (known, proof, start, k);
}

static void
assert_same (const GByteArray *actual, const GByteArray *expected)
{
  g_assert_cmpmem (actual->data, actual->len, expected->data, expected->len);
}

/* The eight leaves and roots of certificate-transparency's reference tests. */
static const char *const ct_leaves[] = {
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
};
static const char *const ct_roots[] = {
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static void
append_ct_leaf (Memory *memory, AnfTree *tree, const char *hex)
{
  guint8 bytes[16];
  const gsize size = strlen (hex) / 2;
  for (gsize i = 0; i < size; i++)
    bytes[i]
        = (guint8)(g_ascii_xdigit_value (hex[2 * i]) * 16 + g_ascii_xdigit_value (hex[2 * i + 1]));
  guint8 hash[ANF_HASH_SIZE];
  anf_tree_hash_leaf (bytes, size, hash);
  memory_append (memory, tree, hash);
}

static void
test_ct_roots (void)
{
  g_auto (Memory) memory = { 0 };
  const AnfTreeReader reader = memory_reader (&memory);
  AnfTree tree;
  anf_tree_init (&tree);
  for (guint size = 0; size < G_N_ELEMENTS (ct_roots); size++)
    {
      AnfTreeHead head;
      anf_tree_get_head (&tree, &head);
      g_autofree char *hex = to_hex (head.root, ANF_HASH_SIZE);
      g_assert_cmpuint (head.size, ==, size);
      g_assert_cmpstr (hex, ==, ct_roots[size]);
      if (size < G_N_ELEMENTS (ct_leaves))
        append_ct_leaf (&memory, &tree, ct_leaves[size]);
    }
  for (guint size = 0; size < G_N_ELEMENTS (ct_roots); size++)
    {
      AnfTreeHead head;
      g_assert_true (anf_tree_read_head (&reader, size, &head, NULL));
      g_autofree char *hex = to_hex (head.root, ANF_HASH_SIZE);
      g_assert_cmpstr (hex, ==, ct_roots[size]);
    }
}

/* From the same reference tests: index or old size, size, hashes. */
typedef struct
{
  gboolean consistency;
  guint first;
  guint size;
  const char *hashes;
} CtProof;

static const CtProof ct_proofs[] = {
  { FALSE, 0, 1, "" },
  { FALSE, 0, 8,
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4" },
  { FALSE, 5, 8,
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
  { FALSE, 2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
  { FALSE, 1, 5,
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b" },
  { TRUE, 1, 1, "" },
  { TRUE, 1, 8,
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4" },
  { TRUE, 6, 8,
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
  { TRUE, 2, 5,
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b" },
};

static void
test_ct_proofs (void)
{
  g_auto (Memory) memory = { 0 };
  const AnfTreeReader reader = memory_reader (&memory);
  AnfTree tree;
  anf_tree_init (&tree);
  for (guint i = 0; i < G_N_ELEMENTS (ct_leaves); i++)
    append_ct_leaf (&memory, &tree, ct_leaves[i]);
  for (guint i = 0; i < G_N_ELEMENTS (ct_proofs); i++)
    {
      const CtProof *proof = &ct_proofs[i];
      g_autoptr (GByteArray) hashes
          = proof->consistency
                ? anf_tree_prove_consistency (&reader, proof->first, proof->size, NULL)
                : anf_tree_prove_inclusion (&reader, proof->first, proof->size, NULL);
      g_autofree char *hex = to_hex (hashes->data, hashes->len);
      g_assert_cmpstr (hex, ==, proof->hashes);
    }
}

#define SIZES 300

/* Every leaf of every tree up to SIZES: the proof is the RFC's, and it is accepted; with any other
   index, size or root it is not. */
static void
test_inclusion (void)
{
  g_auto (Memory) memory = { 0 };
  const AnfTreeReader reader = memory_reader (&memory);
  g_autoptr (GHashTable) known = rfc_begin ();
  AnfTree tree;
  memory_fill (&memory, &tree, SIZES);
  for (guint size = 1; size <= SIZES; size++)
    {
      AnfTreeHead head = { .size = size };
      memcpy (head.root, rfc_hash (known, 0, size), ANF_HASH_SIZE);
      for (guint index = 0; index < size; index += size < 70 ? 1 : 7)
        {
          g_autoptr (GByteArray) expected = g_byte_array_new ();
          rfc_path (known, expected, index, 0, size);
          g_autoptr (GByteArray) hashes = anf_tree_prove_inclusion (&reader, index, size, NULL);
          assert_same (hashes, expected);
          guint8 leaf[ANF_HASH_SIZE];
          hash_number (index, leaf);
          g_assert_true (anf_proof_check_inclusion (leaf, index, &head, hashes, NULL));
          g_assert_false (anf_proof_check_inclusion (leaf, index + 1, &head, hashes, NULL));
          g_assert_false (anf_proof_check_inclusion (leaf, size, &head, hashes, NULL));
          leaf[index % ANF_HASH_SIZE] ^= 1;
          g_assert_false (anf_proof_check_inclusion (leaf, index, &head, hashes, NULL));
        }
    }
}

static void
test_consistency (void)
{
  g_auto (Memory) memory = { 0 };
  const AnfTreeReader reader = memory_reader (&memory);
  g_autoptr (GHashTable) known = rfc_begin ();
  AnfTree tree;
  memory_fill (&memory, &tree, SIZES);
  AnfTreeHead heads[SIZES + 1];
  for (guint size = 0; size <= SIZES; size++)
    g_assert_true (anf_tree_read_head (&reader, size, &heads[size], NULL));
  for (guint new_size = 1; new_size <= SIZES; new_size++)
    for (guint old_size = 1; old_size <= new_size; old_size += new_size < 70 ? 1 : 7)
      {
        g_autoptr (GByteArray) expected = g_byte_array_new ();
        rfc_subproof (known, expected, old_size, 0, new_size, TRUE);
        g_autoptr (GByteArray) hashes
            = anf_tree_prove_consistency (&reader, old_size, new_size, NULL);
        assert_same (hashes, expected);
        const AnfTreeHead *from = &heads[old_size];
        const AnfTreeHead *to = &heads[new_size];
        g_assert_true (anf_proof_check_consistency (from, to, hashes, NULL));
        if (old_size != new_size)
          g_assert_false (anf_proof_check_consistency (to, from, hashes, NULL));
        AnfTreeHead forged = *from;
        forged.root[new_size % ANF_HASH_SIZE] ^= 1;
        g_assert_false (anf_proof_check_consistency (&forged, to, hashes, NULL));
        forged = *to;
        forged.root[old_size % ANF_HASH_SIZE] ^= 1;
        g_assert_false (anf_proof_check_consistency (from, &forged, hashes, NULL));
      }
}

/* Every bit of a proof counts, and so does its length. */
static void
test_changed_proofs (void)
{
  g_auto (Memory) memory = { 0 };
  const AnfTreeReader reader = memory_reader (&memory);
  AnfTree tree;
  memory_fill (&memory, &tree, 21);
  AnfTreeHead old_head;
  AnfTreeHead head;
  g_assert_true (anf_tree_read_head (&reader, 13, &old_head, NULL));
  anf_tree_get_head (&tree, &head);
  guint8 leaf[ANF_HASH_SIZE];
  hash_number (6, leaf);
  g_autoptr (GByteArray) path = anf_tree_prove_inclusion (&reader, 6, 21, NULL);
  g_autoptr (GByteArray) growth = anf_tree_prove_consistency (&reader, 13, 21, NULL);
  GByteArray *const proofs[] = { path, growth };
  for (guint which = 0; which < G_N_ELEMENTS (proofs); which++)
    {
      GByteArray *hashes = proofs[which];
      for (guint bit = 0; bit < hashes->len * 8; bit++)
        {
          hashes->data[bit / 8] ^= (guint8)(1U << bit % 8);
          g_assert_false (which == 0
                              ? anf_proof_check_inclusion (leaf, 6, &head, hashes, NULL)
                              : anf_proof_check_consistency (&old_head, &head, hashes, NULL));
          hashes->data[bit / 8] ^= (guint8)(1U << bit % 8);
        }
      const guint whole = hashes->len;
      g_byte_array_append (hashes, leaf, ANF_HASH_SIZE);
      for (guint size = 0; size <= hashes->len; size++)
        {
          g_autoptr (GByteArray) part = g_byte_array_new ();
          g_byte_array_append (part, hashes->data, size);
          g_autoptr (GError) error = NULL;
          const gboolean accepted
              = which == 0 ? anf_proof_check_inclusion (leaf, 6, &head, part, &error)
                           : anf_proof_check_consistency (&old_head, &head, part, &error);
          g_assert_cmpint (accepted, ==, size == whole);
          if (size != whole)
            g_assert_error (error, ANF_ERROR, ANF_ERROR_CORRUPT);
        }
    }
}

/* From nothing everything would follow, and from equal sizes nothing needs to. */
static void
test_policy (void)
{
  g_autoptr (GByteArray) none = g_byte_array_new ();
  g_autoptr (GByteArray) one = g_byte_array_new ();
  g_byte_array_set_size (one, ANF_HASH_SIZE);
  memset (one->data, 0, ANF_HASH_SIZE);
  const AnfTreeHead empty = { .size = 0 };
  const AnfTreeHead three = { .size = 3 };
  g_assert_false (anf_proof_check_consistency (&empty, &three, none, NULL));
  g_assert_false (anf_proof_check_consistency (&empty, &empty, none, NULL));
  g_assert_false (anf_proof_check_consistency (&three, &three, one, NULL));
  g_assert_true (anf_proof_check_consistency (&three, &three, none, NULL));
  g_assert_false (anf_proof_check_inclusion (one->data, 0, &empty, none, NULL));
  /* The root of one leaf is not the root of a tree that is said to have more. */
  const AnfTreeHead zeros = { .size = 1 };
  g_assert_true (anf_proof_check_inclusion (one->data, 0, &zeros, none, NULL));
  g_assert_false (anf_proof_check_inclusion (one->data, 0, &three, none, NULL));
  g_autoptr (GError) error = NULL;
  const AnfTreeReader reader = { NULL, NULL };
  g_assert_null (anf_tree_prove_consistency (&reader, 0, 3, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (anf_tree_prove_consistency (&reader, 4, 3, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (anf_tree_prove_inclusion (&reader, 3, 3, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
}

/* A tree read back goes on as if it had never stopped; a copy kept aside undoes appends. */
static void
test_load (void)
{
  g_auto (Memory) memory = { 0 };
  const AnfTreeReader reader = memory_reader (&memory);
  AnfTree tree;
  anf_tree_init (&tree);
  for (guint i = 0; i < 70000; i++)
    {
      guint8 hash[ANF_HASH_SIZE];
      hash_number (i, hash);
      if (i < 600 || i % 4099 == 0 || i > 69998)
        {
          AnfTree loaded;
          AnfTreeHead expected;
          AnfTreeHead head;
          g_assert_true (anf_tree_load (&loaded, &reader, i, NULL));
          anf_tree_get_head (&tree, &expected);
          anf_tree_get_head (&loaded, &head);
          g_assert_cmpmem (&head, sizeof head, &expected, sizeof expected);
          AnfTreeNode nodes[ANF_TREE_NODES_MAX];
          const AnfTree before = loaded;
          (void)anf_tree_append (&loaded, hash, nodes);
          loaded = before;
          anf_tree_get_head (&loaded, &head);
          g_assert_cmpmem (&head, sizeof head, &expected, sizeof expected);
        }
      memory_append (&memory, &tree, hash);
    }
  /* What tlog-tiles says of a tree of 70,000: 273 full tiles and one. */
  g_assert_cmpuint (memory.levels[0]->len / ANF_HASH_SIZE, ==, 70000);
  g_assert_cmpuint (memory.levels[8]->len / ANF_HASH_SIZE, ==, 273);
  g_assert_cmpuint (memory.levels[16]->len / ANF_HASH_SIZE, ==, 1);
}

/* Two reads of at most 256 hashes for each eight levels, whatever is asked. */
static void
test_cost (void)
{
  g_auto (Memory) memory = { 0 };
  const AnfTreeReader reader = memory_reader (&memory);
  AnfTree tree;
  memory_fill (&memory, &tree, 70000);
  for (guint i = 0; i < 70000; i += 997)
    {
      memory.reads = 0;
      g_autoptr (GByteArray) path = anf_tree_prove_inclusion (&reader, i, 70000, NULL);
      g_assert_cmpuint (memory.reads, <=, 6);
      memory.reads = 0;
      g_autoptr (GByteArray) growth = anf_tree_prove_consistency (&reader, i + 1, 70000, NULL);
      g_assert_cmpuint (memory.reads, <=, 6);
    }
  g_assert_cmpuint (memory.most_at_once, <=, 256);
}

static void
test_missing_hash (void)
{
  g_auto (Memory) memory = { 0 };
  const AnfTreeReader reader = memory_reader (&memory);
  AnfTree tree;
  memory_fill (&memory, &tree, 40);
  g_autoptr (GError) error = NULL;
  g_assert_false (anf_tree_load (&tree, &reader, 41, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_null (anf_tree_prove_inclusion (&reader, 3, 41, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_CORRUPT);
}

/* A tree of 70,000 as tlog-tiles counts its tiles, and one of 256. */
static void
test_tile_bytes (void)
{
  g_auto (Memory) memory = { 0 };
  const AnfTreeReader reader = memory_reader (&memory);
  AnfTree tree;
  memory_fill (&memory, &tree, 70000);
  const struct
  {
    guint64 size;
    AnfTile tile;
    gboolean exists;
  } cases[] = {
    { 70000, { FALSE, 0, 272, 256 }, TRUE },  { 70000, { FALSE, 0, 273, 112 }, TRUE },
    { 70000, { FALSE, 0, 273, 113 }, FALSE }, { 70000, { FALSE, 0, 273, 256 }, FALSE },
    { 70000, { FALSE, 1, 1, 17 }, TRUE },     { 70000, { FALSE, 1, 1, 18 }, FALSE },
    { 70000, { FALSE, 2, 0, 1 }, TRUE },      { 70000, { FALSE, 2, 0, 2 }, FALSE },
    { 70000, { FALSE, 63, 0, 1 }, FALSE },    { 256, { FALSE, 1, 0, 1 }, TRUE },
    { 255, { FALSE, 1, 0, 1 }, FALSE },       { 255, { FALSE, 0, 0, 256 }, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = anf_tile_read (&cases[i].tile, &reader, cases[i].size, NULL);
      g_assert_cmpint (bytes != NULL, ==, cases[i].exists);
      if (bytes != NULL)
        g_assert_cmpuint (g_bytes_get_size (bytes), ==, cases[i].tile.width * ANF_HASH_SIZE);
    }
  g_autoptr (GHashTable) known = rfc_begin ();
  const guint8 *expected = rfc_hash (known, 256, 256);
  const AnfTile first = { FALSE, 1, 0, 256 };
  g_autoptr (GBytes) bytes = anf_tile_read (&first, &reader, 70000, NULL);
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  g_assert_cmpmem (data + ANF_HASH_SIZE, ANF_HASH_SIZE, expected, ANF_HASH_SIZE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree/ct-roots", test_ct_roots);
  g_test_add_func ("/tree/ct-proofs", test_ct_proofs);
  g_test_add_func ("/tree/inclusion", test_inclusion);
  g_test_add_func ("/tree/consistency", test_consistency);
  g_test_add_func ("/tree/changed-proofs", test_changed_proofs);
  g_test_add_func ("/tree/policy", test_policy);
  g_test_add_func ("/tree/load", test_load);
  g_test_add_func ("/tree/cost", test_cost);
  g_test_add_func ("/tree/missing-hash", test_missing_hash);
  g_test_add_func ("/tree/tile-bytes", test_tile_bytes);
  return g_test_run ();
}
