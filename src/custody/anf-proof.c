/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-proof.h"

#include "anf-checkpoint.h"
#include "anf-codec.h"
#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

#define MAGIC "c2sp.org/tlog-proof@v1\n"
/* A tree of 2^63 leaves has no longer path. */
#define HASHES_MAX 63

static gboolean
refuse (GError **error)
{
  return anf_error_throw (error, ANF_ERROR_CORRUPT,
                          _ ("the proof does not lead to the root hash that the log signed"));
}

/* RFC 9162 2.1.3.2 */
gboolean
anf_proof_check_inclusion (const guint8 leaf_hash[ANF_HASH_SIZE],
                           guint64 index,
                           const AnfTreeHead *head,
                           const GByteArray *hashes,
                           GError **error)
{
  if (index >= head->size || hashes->len % ANF_HASH_SIZE != 0)
    return refuse (error);
  guint8 root[ANF_HASH_SIZE];
  memcpy (root, leaf_hash, ANF_HASH_SIZE);
  guint64 node = index;
  guint64 last = head->size - 1;
  for (guint at = 0; at < hashes->len; at += ANF_HASH_SIZE)
    {
      if (last == 0)
        return refuse (error);
      if ((node & 1) != 0 || node == last)
        {
          anf_tree_hash_children (hashes->data + at, root, root);
          for (; (node & 1) == 0 && node != 0; node >>= 1)
            last >>= 1;
        }
      else
        anf_tree_hash_children (root, hashes->data + at, root);
      node >>= 1;
      last >>= 1;
    }
  return (last == 0 && memcmp (root, head->root, ANF_HASH_SIZE) == 0) || refuse (error);
}

/* RFC 9162 2.1.4.2 from step 2 on: both roots are rebuilt from the same hashes, the first of which
   is @seed. */
static gboolean
leads_to_both (const AnfTreeHead *old_head,
               const AnfTreeHead *new_head,
               const guint8 *seed,
               const guint8 *hashes,
               gsize size)
{
  guint64 node = old_head->size - 1;
  guint64 last = new_head->size - 1;
  for (; (node & 1) != 0; node >>= 1)
    last >>= 1;
  guint8 old_root[ANF_HASH_SIZE];
  guint8 new_root[ANF_HASH_SIZE];
  memcpy (old_root, seed, ANF_HASH_SIZE);
  memcpy (new_root, seed, ANF_HASH_SIZE);
  for (gsize at = 0; at < size; at += ANF_HASH_SIZE)
    {
      if (last == 0)
        return FALSE;
      if ((node & 1) != 0 || node == last)
        {
          anf_tree_hash_children (hashes + at, old_root, old_root);
          anf_tree_hash_children (hashes + at, new_root, new_root);
          for (; (node & 1) == 0 && node != 0; node >>= 1)
            last >>= 1;
        }
      else
        anf_tree_hash_children (new_root, hashes + at, new_root);
      node >>= 1;
      last >>= 1;
    }
  return last == 0 && memcmp (old_root, old_head->root, ANF_HASH_SIZE) == 0
         && memcmp (new_root, new_head->root, ANF_HASH_SIZE) == 0;
}

gboolean
anf_proof_check_consistency (const AnfTreeHead *old_head,
                             const AnfTreeHead *new_head,
                             const GByteArray *hashes,
                             GError **error)
{
  if (old_head->size == 0 || old_head->size > new_head->size || hashes->len % ANF_HASH_SIZE != 0)
    return refuse (error);
  if (old_head->size == new_head->size)
    return (hashes->len == 0 && memcmp (old_head->root, new_head->root, ANF_HASH_SIZE) == 0)
           || refuse (error);
  if ((old_head->size & (old_head->size - 1)) == 0)
    return leads_to_both (old_head, new_head, old_head->root, hashes->data, hashes->len)
           || refuse (error);
  if (hashes->len == 0)
    return refuse (error);
  return leads_to_both (old_head, new_head, hashes->data, hashes->data + ANF_HASH_SIZE,
                        hashes->len - ANF_HASH_SIZE)
         || refuse (error);
}

AnfProof *
anf_proof_new (guint64 index, GByteArray *hashes, const char *checkpoint)
{
  AnfProof *self = g_new0 (AnfProof, 1);
  self->index = index;
  self->hashes = hashes;
  self->checkpoint = g_strdup (checkpoint);
  return self;
}

void
anf_proof_free (AnfProof *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->hashes, g_byte_array_unref);
  g_clear_pointer (&self->extra, g_bytes_unref);
  g_free (self->checkpoint);
  g_free (self);
}

static void
append_base64 (GString *out, const guint8 *bytes, gsize size)
{
  g_autofree char *text = g_base64_encode (bytes, size);
  g_string_append (out, text);
  g_string_append_c (out, '\n');
}

char *
anf_proof_format (const AnfProof *self)
{
  GString *out = g_string_new (MAGIC);
  if (self->extra != NULL)
    {
      g_string_append (out, "extra ");
      append_base64 (out, g_bytes_get_data (self->extra, NULL), g_bytes_get_size (self->extra));
    }
  g_string_append_printf (out, "index %" G_GUINT64_FORMAT "\n", self->index);
  for (guint at = 0; at + ANF_HASH_SIZE <= self->hashes->len; at += ANF_HASH_SIZE)
    append_base64 (out, self->hashes->data + at, ANF_HASH_SIZE);
  g_string_append_c (out, '\n');
  g_string_append (out, self->checkpoint);
  return g_string_free (out, FALSE);
}

static gboolean
read_hashes (AnfProof *self, char **lines)
{
  for (; *lines != NULL; lines++)
    {
      guint8 hash[ANF_HASH_SIZE];
      if (self->hashes->len == HASHES_MAX * ANF_HASH_SIZE || !anf_codec_read_hash (*lines, hash))
        return FALSE;
      g_byte_array_append (self->hashes, hash, ANF_HASH_SIZE);
    }
  return TRUE;
}

/* What stands between the magic line and the empty line. */
static gboolean
read_head (AnfProof *self, const char *text, gsize size)
{
  g_autofree char *copy = g_strndup (text, size);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", HASHES_MAX + 4);
  char **at = lines;
  if (*at != NULL && g_str_has_prefix (*at, "extra "))
    {
      self->extra = anf_codec_read_base64 (*at + strlen ("extra "));
      if (self->extra == NULL)
        return FALSE;
      at++;
    }
  if (*at == NULL || !g_str_has_prefix (*at, "index ")
      || !anf_codec_read_decimal (*at + strlen ("index "), &self->index))
    return FALSE;
  return read_hashes (self, at + 1);
}

static gboolean
read_proof (AnfProof *self, const char *text, gsize size)
{
  if (!anf_codec_is_text (text, size) || size < strlen (MAGIC)
      || memcmp (text, MAGIC, strlen (MAGIC)) != 0)
    return FALSE;
  const char *head = text + strlen (MAGIC);
  const char *end = g_strstr_len (head, (gssize)(size - strlen (MAGIC)), "\n\n");
  if (end == NULL)
    return FALSE;
  const char *checkpoint = end + 2;
  self->checkpoint = g_strndup (checkpoint, size - (gsize)(checkpoint - text));
  return self->checkpoint[0] != '\0' && read_head (self, head, (gsize)(end - head));
}

AnfProof *
anf_proof_parse (const char *text, gsize size, GError **error)
{
  if (size > ANF_PROOF_SIZE_MAX)
    {
      anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the proof is larger than %d bytes"),
                       ANF_PROOF_SIZE_MAX);
      return NULL;
    }
  g_autoptr (AnfProof) self = anf_proof_new (0, g_byte_array_new (), NULL);
  if (!read_proof (self, text, size))
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("this is not a proof file of the form c2sp.org/tlog-proof@v1"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
anf_proof_verify (const AnfProof *self,
                  GBytes *leaf,
                  const AnfVerifier *verifier,
                  AnfTreeHead *head,
                  GError **error)
{
  AnfTreeHead stated;
  if (!anf_checkpoint_open (self->checkpoint, strlen (self->checkpoint), verifier, &stated, error))
    return FALSE;
  guint8 hash[ANF_HASH_SIZE];
  anf_tree_hash_leaf (g_bytes_get_data (leaf, NULL), g_bytes_get_size (leaf), hash);
  if (!anf_proof_check_inclusion (hash, self->index, &stated, self->hashes, error))
    return FALSE;
  if (head != NULL)
    *head = stated;
  return TRUE;
}
