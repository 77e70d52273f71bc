/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-checkpoint.h"
#include "anf-pack-beside.h"
#include "anf-pack-case.h"
#include "anf-pack-changes.h"
#include "anf-pack-checks.h"
#include "anf-pack-limits.h"
#include "anf-pack-proof.h"
#include "anf-rotation.h"

#include <glib/gi18n.h>

#include <string.h>

/* What the pack says of its log's keys. */
typedef struct
{
  GPtrArray *changes;
  GPtrArray *others; /* of the states of the log beside the checkpoint */
} Keys;

static void
keys_clear (Keys *keys)
{
  g_ptr_array_unref (keys->changes);
  g_ptr_array_unref (keys->others);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, keys_clear)

/* In the order of their names, which is the log's. */
static GPtrArray *
list_changes (AnfPackChecks *self)
{
  GPtrArray *notes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 1; i < ANF_PACK_ROTATIONS_MAX; i++)
    {
      g_autofree char *path = g_strdup_printf (ANF_PACK_ROTATION, i);
      g_autoptr (GBytes) bytes = anf_pack_source_load (self->source, path);
      gsize size = 0;
      const char *text = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
      if (text == NULL)
        break;
      g_ptr_array_add (notes, g_strndup (text, size));
    }
  return notes;
}

/* The trusted keys, one a line, and those that the pack shows to be their successors. */
static GPtrArray *
list_trusted (const Keys *keys, const char *trusted, GError **error)
{
  g_autoptr (GPtrArray) vkeys = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = g_strsplit (trusted, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      g_ptr_array_add (vkeys, g_strdup (*line));
  return anf_rotation_follow (vkeys, keys->changes, error) ? g_steal_pointer (&vkeys) : NULL;
}

static gboolean
has_key (GPtrArray *vkeys, const char *vkey)
{
  return *vkey != '\0' && g_ptr_array_find_with_equal_func (vkeys, vkey, g_str_equal, NULL);
}

/* A new key may have come because the old one was no longer a secret, so it vouches for what the
   old one signed by continuing that alone: anf_pack_check_beside() sees that it does. */
static gboolean
is_continued (const Keys *keys, const char *vkey, GPtrArray *vkeys)
{
  for (guint i = 0; i < keys->others->len; i++)
    {
      const char *other = g_ptr_array_index (keys->others, i);
      if (has_key (vkeys, other) && anf_pack_changes_lead (keys->changes, vkey, other))
        return TRUE;
    }
  return FALSE;
}

/* None between those that were read, nor beside them: a reader would take it for one of them. */
static void
check_numbering (AnfPackChecks *self, guint count)
{
  g_autofree char *start = g_strndup (ANF_PACK_ROTATION, strcspn (ANF_PACK_ROTATION, "%"));
  for (guint i = 0; i < self->source->files->len; i++)
    {
      const AnfPackFile *file = g_ptr_array_index (self->source->files, i);
      if (!g_str_has_prefix (file->path, start))
        continue;
      const guint64 n = g_ascii_strtoll (file->path + strlen (start), NULL, 10);
      g_autofree char *path = g_strdup_printf (ANF_PACK_ROTATION, (guint)MIN (n, G_MAXUINT));
      if (n < 1 || n > count || strcmp (file->path, path) != 0)
        anf_pack_report_fail (self->report, ANF_CHECK_LOG_KEY, file->path,
                              _ ("it has no place among the changes of key"));
    }
}

/* Also those that lead to no key that is asked for: somebody reads them. @vkey: (nullable): of the
   checkpoint, of @size leaves */
static void
check_changes (AnfPackChecks *self, const Keys *keys, const char *vkey, guint64 size)
{
  guint at = 0;
  g_autoptr (GError) error = NULL;
  if (anf_pack_changes_check_all (keys->changes, &at, &error)
      && (vkey == NULL
          || anf_pack_changes_check_own (keys->changes, vkey, size, keys->others, &at, &error)))
    return;
  g_autofree char *path = g_strdup_printf (ANF_PACK_ROTATION, at + 1);
  anf_pack_report_fail (self->report, ANF_CHECK_LOG_KEY, path, "%s", error->message);
}

/* Whether the pack's key is one that the reader trusts, or was led to by one. */
static gboolean
check_key (AnfPackChecks *self, const Keys *keys, const char *vkey, const char *trusted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) vkeys = list_trusted (keys, trusted, &error);
  if (vkeys == NULL)
    return anf_pack_report_fail (self->report, ANF_CHECK_LOG_KEY, ANF_PACK_LOG_KEY, "%s",
                                 error->message);
  const gboolean known = has_key (vkeys, vkey);
  if (!known && !is_continued (keys, vkey, vkeys))
    return anf_pack_report_fail (self->report, ANF_CHECK_LOG_KEY, ANF_PACK_LOG_KEY,
                                 _ ("it is another log's key than the trusted one"));
  const char *detail = _ ("it is the trusted log's key");
  if (!known)
    detail = _ ("it is the key that the trusted log had before, and whose checkpoint it continues");
  else if (strstr (trusted, vkey) == NULL)
    detail = _ ("it is the key that the trusted log changed to");
  anf_pack_report_pass (self->report, ANF_CHECK_LOG_KEY, ANF_PACK_LOG_KEY, detail);
  return TRUE;
}

char *
anf_pack_checks_read_key (AnfPackChecks *self, const char *path)
{
  g_autoptr (GBytes) bytes = anf_pack_source_load (self->source, path);
  if (bytes == NULL)
    return NULL;
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  char *text = g_strndup (size == 0 ? "" : data, size);
  if (strlen (text) != size)
    *text = '\0';
  return g_strchomp (text);
}

static GPtrArray *
list_others (AnfPackChecks *self)
{
  GPtrArray *others = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < ANF_PACK_BESIDES; i++)
    {
      char *vkey = anf_pack_checks_read_key (self, anf_pack_beside_paths ((AnfPackBeside)i)->vkey);
      if (vkey != NULL)
        g_ptr_array_add (others, vkey);
    }
  return others;
}

/* The key that the checkpoint is verified by: a trusted one when there is one. */
static char *
load_vkey (AnfPackChecks *self, const Keys *keys)
{
  g_autofree char *text = anf_pack_checks_read_key (self, ANF_PACK_LOG_KEY);
  const char *trusted = self->trust == NULL ? NULL : self->trust->log_vkey;
  if (text == NULL || trusted == NULL || check_key (self, keys, text, trusted))
    return g_steal_pointer (&text);
  return g_strstrip (g_strndup (trusted, strcspn (trusted, "\n")));
}

/* @records: (out): of the checkpoint */
static AnfVerifier *
open_log (AnfPackChecks *self, const Keys *keys, GBytes *checkpoint, guint64 *records)
{
  g_autofree char *vkey = load_vkey (self, keys);
  if (vkey == NULL || checkpoint == NULL)
    {
      anf_pack_report_fail (self->report, ANF_CHECK_CHECKPOINT, ANF_PACK_CHECKPOINT,
                            _ ("the pack has no checkpoint of a log, or no key of it"));
      return NULL;
    }
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (vkey, &error);
  gsize size = 0;
  const char *note = g_bytes_get_data (checkpoint, &size);
  AnfTreeHead head;
  if (verifier == NULL
      || !anf_checkpoint_open (size == 0 ? "" : note, size, verifier, &head, &error))
    {
      anf_pack_report_fail (self->report, ANF_CHECK_CHECKPOINT, ANF_PACK_CHECKPOINT, "%s",
                            error->message);
      return NULL;
    }
  self->report->log_vkey = g_steal_pointer (&vkey);
  *records = head.size;
  g_autofree char *detail
      = g_strdup_printf (_ ("the log “%s” stands for %llu records with it"),
                         anf_verifier_get_name (verifier), (unsigned long long)head.size);
  anf_pack_report_pass (self->report, ANF_CHECK_CHECKPOINT, ANF_PACK_CHECKPOINT, detail);
  return g_steal_pointer (&verifier);
}

static void
check_record (AnfPackChecks *self, const AnfPackFile *file, const char *path, GBytes *leaf)
{
  const AnfPackCaseItem *named
      = self->named == NULL ? NULL : g_hash_table_lookup (self->named, file->path);
  const char *id = named == NULL ? NULL : named->id;
  /* The manifest's hash, so that a changed file is blamed on the file and not on its record. */
  const char *sha256 = g_hash_table_lookup (self->manifest, file->path);
  g_autoptr (GError) error = NULL;
  if (anf_pack_proof_check_leaf (leaf, file->path, sha256, id, &error))
    anf_pack_report_pass (self->report, ANF_CHECK_LEAF, path, _ ("it records this file"));
  else
    anf_pack_report_fail (self->report, ANF_CHECK_LEAF, path, "%s", error->message);
}

/* Checks what the log knows of @file, and takes its two proofs off @unclaimed. */
static void
check_file (AnfPackChecks *self,
            const AnfPackFile *file,
            const AnfPackLog *log,
            GHashTable *unclaimed)
{
  g_autofree char *leaf_path = anf_bag_dup_proof_path (file->path, ".leaf");
  g_autofree char *proof_path = anf_bag_dup_proof_path (file->path, ".tlog-proof");
  g_autoptr (GBytes) leaf = anf_pack_source_load (self->source, leaf_path);
  g_autoptr (GBytes) proof = anf_pack_source_load (self->source, proof_path);
  g_hash_table_remove (unclaimed, leaf_path);
  g_hash_table_remove (unclaimed, proof_path);
  if (leaf == NULL || proof == NULL)
    {
      if (leaf != NULL || proof != NULL || anf_bag_needs_proof (file->path))
        anf_pack_report_fail (self->report, ANF_CHECK_PROOF, file->path,
                              _ ("the pack has no proof that the log recorded it"));
      return;
    }
  check_record (self, file, leaf_path, leaf);
  g_autoptr (GError) error = NULL;
  if (log->verifier == NULL)
    anf_pack_report_fail (self->report, ANF_CHECK_PROOF, proof_path,
                          _ ("it proves nothing without a checkpoint"));
  else if (!anf_pack_proof_check (proof, leaf, log, &error))
    anf_pack_report_fail (self->report, ANF_CHECK_PROOF, proof_path, "%s", error->message);
  else
    {
      anf_pack_report_pass (self->report, ANF_CHECK_PROOF, proof_path,
                            _ ("its record is in the log"));
      self->report->proofs++;
    }
}

static GHashTable *
list_proofs (AnfPackChecks *self)
{
  GHashTable *proofs = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->source->files->len; i++)
    {
      const AnfPackFile *file = g_ptr_array_index (self->source->files, i);
      if (g_str_has_suffix (file->path, ".leaf") || g_str_has_suffix (file->path, ".tlog-proof"))
        if (g_str_has_prefix (file->path, "proofs/"))
          g_hash_table_add (proofs, file->path);
    }
  return proofs;
}

void
anf_pack_check_log (AnfPackChecks *self)
{
  g_autoptr (GBytes) checkpoint = anf_pack_source_load (self->source, ANF_PACK_CHECKPOINT);
  g_auto (Keys) keys = { .changes = list_changes (self), .others = list_others (self) };
  guint64 records = 0;
  g_autoptr (AnfVerifier) verifier = open_log (self, &keys, checkpoint, &records);
  check_numbering (self, keys.changes->len);
  check_changes (self, &keys, self->report->log_vkey, records);
  const AnfPackLog log = { .verifier = verifier,
                           .vkey = self->report->log_vkey,
                           .checkpoint = checkpoint,
                           .changes = keys.changes };
  anf_pack_check_beside (self, &log);
  if (self->manifest == NULL)
    return;
  g_autoptr (GHashTable) unclaimed = list_proofs (self);
  for (guint i = 0; i < self->source->files->len; i++)
    {
      const AnfPackFile *file = g_ptr_array_index (self->source->files, i);
      if (g_str_has_prefix (file->path, ANF_BAG_PAYLOAD))
        check_file (self, file, &log, unclaimed);
    }
  GHashTableIter at;
  gpointer path = NULL;
  g_hash_table_iter_init (&at, unclaimed);
  while (g_hash_table_iter_next (&at, &path, NULL))
    anf_pack_report_fail (self->report, ANF_CHECK_PROOF, path,
                          _ ("it is about a file that the pack does not have"));
  if (self->report->proofs == 0)
    anf_pack_report_fail (self->report, ANF_CHECK_PROOF, "",
                          _ ("the pack does not prove anything about any file"));
}
