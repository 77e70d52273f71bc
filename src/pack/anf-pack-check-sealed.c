/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-pack-source.h"
#include "anf-pack-verify.h"

#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  AnfPackReport *report;
  AnfPackSource *unit;
  AnfPackSource *sealed;
  GHashTable *proved; /* SHA-256 of what the sealed pack has proofs of */
  guint kept;
} Comparison;

static GHashTable *
load_manifest (AnfPackSource *source)
{
  g_autoptr (GBytes) bytes = anf_pack_source_load (source, ANF_BAG_MANIFEST);
  gsize size = 0;
  const char *text = bytes == NULL ? NULL : g_bytes_get_data (bytes, &size);
  return anf_bag_parse_manifest (text == NULL ? "" : text, size, NULL);
}

/* The sealed pack is genuine, so that each of these has a proof that holds. */
static GHashTable *
list_proved (AnfPackSource *sealed)
{
  g_autoptr (GHashTable) manifest = load_manifest (sealed);
  GHashTable *proved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter at;
  gpointer path = NULL;
  gpointer sha256 = NULL;
  if (manifest == NULL)
    return proved;
  g_hash_table_iter_init (&at, manifest);
  while (g_hash_table_iter_next (&at, &path, &sha256))
    if (anf_bag_needs_proof (path))
      g_hash_table_add (proved, g_strdup (sha256));
  return proved;
}

static gboolean
check_kept (Comparison *self, const char *path, const char *sha256)
{
  if (sha256 == NULL || !g_hash_table_contains (self->proved, sha256))
    return anf_pack_report_fail (self->report, ANF_CHECK_SEALED, path,
                                 _ ("the sealed pack has no such file"));
  self->kept++;
  return TRUE;
}

static gboolean
check_same (Comparison *self, const char *path)
{
  g_autofree char *twin = g_strconcat (ANF_PACK_UNIT, path, NULL);
  g_autoptr (GBytes) own = anf_pack_source_load (self->unit, path);
  g_autoptr (GBytes) other = anf_pack_source_load (self->sealed, twin);
  return (own != NULL && other != NULL && g_bytes_equal (own, other))
         || anf_pack_report_fail (self->report, ANF_CHECK_SEALED, path,
                                  _ ("it is not what the sealed pack says of the unit's"));
}

static void
compare (Comparison *self)
{
  g_autoptr (GHashTable) manifest = load_manifest (self->unit);
  gboolean agrees = manifest != NULL;
  for (guint i = 0; manifest != NULL && i < self->unit->files->len; i++)
    {
      const AnfPackFile *file = g_ptr_array_index (self->unit->files, i);
      const gboolean same
          = anf_bag_needs_proof (file->path)
                ? check_kept (self, file->path, g_hash_table_lookup (manifest, file->path))
                : check_same (self, file->path);
      agrees = same && agrees;
    }
  g_autofree char *detail = g_strdup_printf (
      _ ("%u files are in the sealed pack too, by the same hashes, with proofs that hold"),
      self->kept);
  if (agrees)
    anf_pack_report_pass (self->report, ANF_CHECK_SEALED, "", detail);
}

static gboolean
open_both (Comparison *self, const char *path, const char *sealed, GError **error)
{
  self->unit = anf_pack_source_open (path, error);
  self->sealed = self->unit == NULL ? NULL : anf_pack_source_open (sealed, error);
  if (self->sealed == NULL)
    return FALSE;
  g_autoptr (AnfPackReport) scan = anf_pack_report_new ();
  if (anf_pack_source_scan (self->unit, scan) && anf_pack_source_scan (self->sealed, scan))
    {
      self->proved = list_proved (self->sealed);
      compare (self);
      g_hash_table_unref (self->proved);
    }
  else
    anf_pack_report_fail (self->report, ANF_CHECK_SEALED, "", _ ("it cannot be read any more"));
  return TRUE;
}

gboolean
anf_pack_verify_against (const char *path,
                         const char *sealed,
                         const AnfPackTrust *trust,
                         AnfPackReport **report,
                         GError **error)
{
  g_autoptr (AnfPackReport) own = NULL;
  g_autoptr (AnfPackReport) other = NULL;
  /* What is demanded of the log, the sealed pack has to show. */
  const AnfPackTrust of_signer = { .cert_pem = trust != NULL ? trust->cert_pem : NULL,
                                   .fingerprint = trust != NULL ? trust->fingerprint : NULL };
  if (!anf_pack_verify (path, &of_signer, &own, error)
      || !anf_pack_verify (sealed, trust, &other, error))
    return FALSE;
  Comparison self = { .report = own };
  gboolean looked = TRUE;
  if (!own->is_for_unit)
    anf_pack_report_fail (own, ANF_CHECK_SEALED, "", _ ("it is not the pack of a unit"));
  else if (!anf_pack_report_is_genuine (other) || other->is_for_unit)
    anf_pack_report_fail (own, ANF_CHECK_SEALED, "", _ ("%s is no genuine sealed pack"), sealed);
  else
    looked = open_both (&self, path, sealed, error);
  g_clear_pointer (&self.unit, anf_pack_source_free);
  g_clear_pointer (&self.sealed, anf_pack_source_free);
  if (!looked)
    return FALSE;
  anf_pack_report_sort (own);
  *report = g_steal_pointer (&own);
  return TRUE;
}
