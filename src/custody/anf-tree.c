/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-tree.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <openssl/evp.h>
#include <string.h>

#define TILE_WIDTH (1U << ANF_TREE_STRIDE)
/* Sizes stay below this, so that no sum of two of them overflows. */
#define SIZE_MAX_LEAVES ((guint64)1 << 62)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)

/* Looked up among OpenSSL's providers once, not for every leaf. */
static const EVP_MD *
sha256 (void)
{
  static EVP_MD *found;
  if (g_once_init_enter (&found))
    {
      EVP_MD *fetched = EVP_MD_fetch (NULL, "SHA256", NULL);
      g_assert (fetched != NULL);
      g_once_init_leave (&found, fetched);
    }
  return found;
}

/* Hashing can fail only without memory, which GLib does not survive either. */
static void
hash_prefixed (
    EVP_MD_CTX *context, guint8 prefix, gconstpointer bytes, gsize size, guint8 hash[ANF_HASH_SIZE])
{
  const gboolean done = EVP_DigestInit_ex (context, sha256 (), NULL) == 1
                        && EVP_DigestUpdate (context, &prefix, 1) == 1
                        && EVP_DigestUpdate (context, bytes, size) == 1
                        && EVP_DigestFinal_ex (context, hash, NULL) == 1;
  g_assert (done);
}

/* @hash may be @left or @right. */
static void
hash_pair (EVP_MD_CTX *context, const guint8 *left, const guint8 *right, guint8 *hash)
{
  guint8 both[2 * ANF_HASH_SIZE];
  memcpy (both, left, ANF_HASH_SIZE);
  memcpy (both + ANF_HASH_SIZE, right, ANF_HASH_SIZE);
  hash_prefixed (context, 0x01, both, sizeof both, hash);
}

static void
hash_nothing (guint8 hash[ANF_HASH_SIZE])
{
  const gboolean done = EVP_Digest ("", 0, hash, NULL, sha256 (), NULL) == 1;
  g_assert (done);
}

void
anf_tree_hash_leaf (gconstpointer bytes, gsize size, guint8 hash[ANF_HASH_SIZE])
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  hash_prefixed (context, 0x00, bytes, size, hash);
}

void
anf_tree_hash_children (const guint8 left[ANF_HASH_SIZE],
                        const guint8 right[ANF_HASH_SIZE],
                        guint8 hash[ANF_HASH_SIZE])
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  hash_pair (context, left, right, hash);
}

void
anf_tree_init (AnfTree *self)
{
  memset (self, 0, sizeof *self);
}

/* edge[k] is the complete subtree of 2^k leaves that the binary digit k of the size stands for. */
guint
anf_tree_append (AnfTree *self,
                 const guint8 leaf_hash[ANF_HASH_SIZE],
                 AnfTreeNode nodes[ANF_TREE_NODES_MAX])
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  g_assert (self->size < SIZE_MAX_LEAVES);
  guint8 hash[ANF_HASH_SIZE];
  memcpy (hash, leaf_hash, ANF_HASH_SIZE);
  guint count = 0;
  guint64 index = self->size;
  for (guint level = 0;; level++, index >>= 1)
    {
      if (level % ANF_TREE_STRIDE == 0)
        {
          nodes[count] = (AnfTreeNode){ .level = level, .index = index };
          memcpy (nodes[count++].hash, hash, ANF_HASH_SIZE);
        }
      if ((index & 1) == 0)
        {
          memcpy (self->edge[level], hash, ANF_HASH_SIZE);
          break;
        }
      hash_pair (context, self->edge[level], hash, hash);
    }
  self->size++;
  return count;
}

void
anf_tree_get_head (const AnfTree *self, AnfTreeHead *head)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  gboolean started = FALSE;
  head->size = self->size;
  hash_nothing (head->root);
  for (guint level = 0; self->size >> level != 0; level++)
    {
      if ((self->size >> level & 1) == 0)
        continue;
      if (started)
        hash_pair (context, self->edge[level], head->root, head->root);
      else
        memcpy (head->root, self->edge[level], ANF_HASH_SIZE);
      started = TRUE;
    }
}

/* A stored run of 256 nodes, or fewer at the right edge. */
typedef struct
{
  guint level;
  guint64 number;
  guint8 hashes[TILE_WIDTH * ANF_HASH_SIZE];
} Run;

/* One proof's way through storage. Neighbouring nodes come from the same run, so each run is read
   once: two for each eight levels at most, one on the leaf's path and one at the right edge. */
typedef struct
{
  const AnfTreeReader *reader;
  guint64 size;
  EVP_MD_CTX *context;
  GPtrArray *runs;
} Walk;

static void
walk_begin (Walk *walk, const AnfTreeReader *reader, guint64 size)
{
  *walk = (Walk){ .reader = reader, .size = size };
  walk->context = EVP_MD_CTX_new ();
  walk->runs = g_ptr_array_new_with_free_func (g_free);
}

static void
walk_clear (Walk *walk)
{
  EVP_MD_CTX_free (walk->context);
  g_ptr_array_unref (walk->runs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static const Run *
walk_read_run (Walk *walk, guint level, guint64 number, GError **error)
{
  for (guint i = 0; i < walk->runs->len; i++)
    {
      const Run *run = g_ptr_array_index (walk->runs, i);
      if (run->level == level && run->number == number)
        return run;
    }
  const guint64 first = number * TILE_WIDTH;
  const guint64 stored = walk->size >> level;
  g_assert (first < stored);
  g_autofree Run *run = g_new (Run, 1);
  run->level = level;
  run->number = number;
  const guint count = (guint)MIN (TILE_WIDTH, stored - first);
  if (!walk->reader->read (walk->reader->data, level, first, count, run->hashes, error))
    return NULL;
  g_ptr_array_add (walk->runs, run);
  return g_steal_pointer (&run);
}

/* The complete node @index of any @level, folded from the stored level below it. */
static gboolean
walk_node (Walk *walk, guint level, guint64 index, guint8 *hash, GError **error)
{
  const guint fold = level % ANF_TREE_STRIDE;
  const guint64 first = index << fold;
  const Run *run = walk_read_run (walk, level - fold, first / TILE_WIDTH, error);
  if (run == NULL)
    return FALSE;
  guint8 nodes[TILE_WIDTH / 2 * ANF_HASH_SIZE];
  guint count = 1U << fold;
  memcpy (nodes, run->hashes + first % TILE_WIDTH * ANF_HASH_SIZE, (gsize)count * ANF_HASH_SIZE);
  for (; count > 1; count /= 2)
    for (gsize i = 0; i < count / 2; i++)
      hash_pair (walk->context, nodes + 2 * i * ANF_HASH_SIZE, nodes + (2 * i + 1) * ANF_HASH_SIZE,
                 nodes + i * ANF_HASH_SIZE);
  memcpy (hash, nodes, ANF_HASH_SIZE);
  return TRUE;
}

/* Leaves from @start to before @end, as RFC 6962 splits them. */
typedef struct
{
  guint64 start;
  guint64 end;
} Range;

/* The hash of a range: its complete subtrees, joined from the right. */
static gboolean
walk_range (Walk *walk, Range range, guint8 *hash, GError **error)
{
  const guint64 count = range.end - range.start;
  guint64 end = range.end;
  gboolean started = FALSE;
  for (guint level = 0; count >> level != 0; level++)
    {
      if ((count >> level & 1) == 0)
        continue;
      guint8 node[ANF_HASH_SIZE];
      if (!walk_node (walk, level, (end >> level) - 1, node, error))
        return FALSE;
      end -= (guint64)1 << level;
      if (started)
        hash_pair (walk->context, node, hash, hash);
      else
        memcpy (hash, node, ANF_HASH_SIZE);
      started = TRUE;
    }
  return TRUE;
}

/* The largest power of two below @count, which is at least 2. */
static guint64
split (guint64 count)
{
  return (guint64)1 << (g_bit_storage (count - 1) - 1);
}

/* RFC 6962 lists a proof from the bottom up, and its recursion goes down. */
static GByteArray *
walk_ranges (Walk *walk, const Range *ranges, guint count, GError **error)
{
  g_autoptr (GByteArray) hashes = g_byte_array_sized_new (count * ANF_HASH_SIZE);
  for (guint i = count; i > 0; i--)
    {
      guint8 hash[ANF_HASH_SIZE];
      if (!walk_range (walk, ranges[i - 1], hash, error))
        return NULL;
      g_byte_array_append (hashes, hash, ANF_HASH_SIZE);
    }
  return g_steal_pointer (&hashes);
}

gboolean
anf_tree_load (AnfTree *self, const AnfTreeReader *reader, guint64 size, GError **error)
{
  anf_tree_init (self);
  if (size > SIZE_MAX_LEAVES)
    return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("the log's stored size is not possible"));
  g_auto (Walk) walk;
  walk_begin (&walk, reader, size);
  for (guint level = 0; size >> level != 0; level++)
    if ((size >> level & 1) != 0
        && !walk_node (&walk, level, (size >> level) - 1, self->edge[level], error))
      return FALSE;
  self->size = size;
  return TRUE;
}

gboolean
anf_tree_read_head (const AnfTreeReader *reader, guint64 size, AnfTreeHead *head, GError **error)
{
  if (size > SIZE_MAX_LEAVES)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("no log has that many leaves"));
  head->size = size;
  hash_nothing (head->root);
  g_auto (Walk) walk;
  walk_begin (&walk, reader, size);
  return walk_range (&walk, (Range){ 0, size }, head->root, error);
}

GByteArray *
anf_tree_prove_inclusion (const AnfTreeReader *reader, guint64 index, guint64 size, GError **error)
{
  if (index >= size || size > SIZE_MAX_LEAVES)
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("the log of that size has no leaf of that index"));
      return NULL;
    }
  Range ranges[64];
  guint count = 0;
  Range at = { 0, size };
  while (at.end - at.start > 1)
    {
      const guint64 middle = at.start + split (at.end - at.start);
      const Range left = { at.start, middle };
      const Range right = { middle, at.end };
      ranges[count++] = index < middle ? right : left;
      at = index < middle ? left : right;
    }
  g_auto (Walk) walk;
  walk_begin (&walk, reader, size);
  return walk_ranges (&walk, ranges, count, error);
}

/* SUBPROOF of RFC 6962 2.1.2; the last range is the old tree's own last subtree, which is left out
   when it is the whole old tree, whose hash the reader knows. */
static guint
list_consistency (guint64 old_size, guint64 new_size, Range *ranges)
{
  guint count = 0;
  Range at = { 0, new_size };
  while (at.end != old_size)
    {
      const guint64 middle = at.start + split (at.end - at.start);
      const Range left = { at.start, middle };
      const Range right = { middle, at.end };
      ranges[count++] = old_size <= middle ? right : left;
      at = old_size <= middle ? left : right;
    }
  if (at.start != 0)
    ranges[count++] = at;
  return count;
}

GByteArray *
anf_tree_prove_consistency (const AnfTreeReader *reader,
                            guint64 old_size,
                            guint64 new_size,
                            GError **error)
{
  if (old_size == 0 || old_size > new_size || new_size > SIZE_MAX_LEAVES)
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("a log cannot be shown to continue an empty or a larger one"));
      return NULL;
    }
  Range ranges[65];
  const guint count = list_consistency (old_size, new_size, ranges);
  g_auto (Walk) walk;
  walk_begin (&walk, reader, new_size);
  return walk_ranges (&walk, ranges, count, error);
}
