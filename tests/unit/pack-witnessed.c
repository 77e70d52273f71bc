/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "pack-witnessed.h"

#include "anf-checkpoint.h"
#include "anf-cosignature.h"
#include "anf-pack-beside.h"
#include "anf-rotation.h"

#include <glib/gstdio.h>

#include "pack-sample-keys.h"
#include <string.h>
#include <unistd.h>

#define ORIGIN "anfang.haicheng.example/log" /* of pack-sample.c */
#define WITNESS "witness.example/w1"
#define SECONDS 1537268400 /* 2018-09-18T19:00:00+08:00 */

static AnfSigner *
load (const char *name, const char *pem)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  const int fd = g_file_open_tmp ("anfang-key-XXXXXX", &path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (write (fd, pem, strlen (pem)), ==, (gssize)strlen (pem));
  g_assert_true (g_close (fd, NULL));
  AnfSigner *signer = anf_signer_load (name, path, NULL, &error);
  g_assert_no_error (error);
  (void)g_unlink (path);
  return signer;
}

char *
pack_witnessed_dup_vkey (void)
{
  g_autoptr (AnfSigner) witness = anf_signer_to_witness (load (WITNESS, PACK_SAMPLE_WITNESS_KEY));
  return anf_signer_dup_vkey (witness);
}

static char *
cosign (const AnfTreeHead *head, const AnfSigner *log)
{
  g_autoptr (AnfSigner) witness = anf_signer_to_witness (load (WITNESS, PACK_SAMPLE_WITNESS_KEY));
  g_autofree char *note = anf_checkpoint_sign (head, log, NULL);
  g_autofree char *line = anf_cosignature_make (note, witness, SECONDS, NULL);
  return g_strconcat (note, line, NULL);
}

char *
pack_witnessed_fork (guint size)
{
  AnfTreeHead head = { .size = size };
  memset (head.root, 7, sizeof head.root);
  g_autoptr (AnfSigner) log = load (ORIGIN, PACK_SAMPLE_LOG_KEY);
  return cosign (&head, log);
}

char *
pack_witnessed_fork_continued (guint size)
{
  AnfTreeHead head = { .size = size };
  memset (head.root, 7, sizeof head.root);
  g_autoptr (AnfSigner) other = load (ORIGIN, PACK_SAMPLE_WITNESS_KEY);
  return anf_checkpoint_sign (&head, other, NULL);
}

static gboolean
read_hashes (gpointer data, guint level, guint64 first, guint count, guint8 *hashes, GError **error)
{
  const GByteArray *all = data;
  g_assert_cmpuint (level, ==, 0);
  memcpy (hashes, all->data + first * ANF_HASH_SIZE, (gsize)count * ANF_HASH_SIZE);
  return TRUE;
}

static void
read_log (PackSample *sample, guint size, AnfTreeHead *head, GByteArray **proof)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  const AnfTreeReader reader = { .read = read_hashes, .data = all };
  const guint own = sample->lines->len;
  for (guint i = 0; i < MAX (own, size); i++)
    {
      guint8 hash[ANF_HASH_SIZE];
      const char *line = i < own ? g_ptr_array_index (sample->lines, i) : "later";
      anf_tree_hash_leaf (line, strlen (line), hash);
      g_byte_array_append (all, hash, sizeof hash);
    }
  g_autoptr (GError) error = NULL;
  g_assert_true (anf_tree_read_head (&reader, size, head, &error));
  *proof = anf_tree_prove_consistency (&reader, MIN (own, size), MAX (own, size), &error);
  g_assert_no_error (error);
}

static void
add_signed (PackSample *sample, guint size, const AnfSigner *log, const char *vkey)
{
  AnfTreeHead head;
  g_autoptr (GByteArray) hashes = NULL;
  read_log (sample, size, &head, &hashes);
  g_autofree char *note = cosign (&head, log);
  anf_pack_beside_add (sample->plan, ANF_PACK_BESIDE_COSIGNED, note, vkey, hashes);
}

void
pack_witnessed_add (PackSample *sample, guint size)
{
  g_autoptr (AnfSigner) log = load (ORIGIN, PACK_SAMPLE_LOG_KEY);
  add_signed (sample, size, log, NULL);
}

static void
add_numbered (
    PackSample *sample, guint number, guint at, const AnfSigner *from, const AnfSigner *to)
{
  g_autofree char *change = anf_rotation_sign (at, from, to, NULL);
  g_autofree char *path = g_strdup_printf ("proofs/rotation-%03u.note", number);
  g_autoptr (GBytes) bytes = g_bytes_new (change, strlen (change));
  g_ptr_array_add (sample->plan->extras, anf_pack_item_new_bytes (path, bytes));
}

static void
add_change (PackSample *sample, guint at, const AnfSigner *from, const AnfSigner *to)
{
  add_numbered (sample, 1, at, from, to);
}

char *
pack_witnessed_add_changed (PackSample *sample, guint size, guint at)
{
  g_autoptr (AnfSigner) log = load (ORIGIN, PACK_SAMPLE_LOG_KEY);
  /* Any other key does. */
  g_autoptr (AnfSigner) other = load (ORIGIN, PACK_SAMPLE_WITNESS_KEY);
  const gboolean later = size >= sample->lines->len;
  add_change (sample, at, later ? log : other, later ? other : log);
  g_autofree char *vkey = anf_signer_dup_vkey (other);
  add_signed (sample, size, other, vkey);
  return g_steal_pointer (&vkey);
}

static char *
add_continued (PackSample *sample, guint size, const AnfSigner *newest)
{
  AnfTreeHead head;
  g_autoptr (GByteArray) hashes = NULL;
  read_log (sample, size, &head, &hashes);
  g_autofree char *note = anf_checkpoint_sign (&head, newest, NULL);
  g_autofree char *vkey = anf_signer_dup_vkey (newest);
  anf_pack_beside_add (sample->plan, ANF_PACK_BESIDE_CONTINUED, note, vkey, hashes);
  return g_steal_pointer (&vkey);
}

void
pack_witnessed_add_earlier (PackSample *sample, guint at)
{
  g_autoptr (AnfSigner) log = load (ORIGIN, PACK_SAMPLE_LOG_KEY);
  g_autoptr (AnfSigner) other = load (ORIGIN, PACK_SAMPLE_NEWEST_KEY);
  add_change (sample, at, other, log);
}

void
pack_witnessed_add_foreign (PackSample *sample)
{
  g_autoptr (AnfSigner) one = load (ORIGIN, PACK_SAMPLE_WITNESS_KEY);
  g_autoptr (AnfSigner) other = load (ORIGIN, PACK_SAMPLE_NEWEST_KEY);
  add_change (sample, 3, one, other);
}

char *
pack_witnessed_add_continued (PackSample *sample, guint size, guint at)
{
  g_autoptr (AnfSigner) log = load (ORIGIN, PACK_SAMPLE_LOG_KEY);
  g_autoptr (AnfSigner) other = load (ORIGIN, PACK_SAMPLE_WITNESS_KEY);
  add_change (sample, at, log, other);
  return add_continued (sample, size, other);
}

char *
pack_witnessed_add_overtaken (PackSample *sample, guint size)
{
  g_autoptr (AnfSigner) first = load (ORIGIN, PACK_SAMPLE_LOG_KEY);
  g_autoptr (AnfSigner) second = load (ORIGIN, PACK_SAMPLE_WITNESS_KEY);
  g_autoptr (AnfSigner) third = load (ORIGIN, PACK_SAMPLE_NEWEST_KEY);
  add_numbered (sample, 1, 100, first, second);
  add_numbered (sample, 2, size, second, third);
  return add_continued (sample, size, third);
}
