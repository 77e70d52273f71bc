/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-clock.h"
#include "anf-pack-case.h"
#include "anf-pack-checks.h"
#include "anf-pack-limits.h"
#include "anf-zip.h"

#include <glib/gi18n.h>

#include <string.h>

/* Without these it is no pack, whatever its manifests say. */
static const char *const needed[] = {
  ANF_BAG_DECLARATION, ANF_BAG_INFO,  ANF_BAG_MANIFEST, ANF_BAG_TAGMANIFEST,     ANF_PACK_SIGNATURE,
  ANF_PACK_SIGNER,     ANF_PACK_CASE, ANF_PACK_VERIFY,  ANF_PACK_VERIFY_CHINESE,
};

/* And without these no sealed one, or none for a unit. */
static const char *const needed_sealed[]
    = { ANF_PACK_CHECKPOINT, ANF_PACK_LOG_KEY, ANF_PACK_INDEX, ANF_PACK_CUSTODY, ANF_PACK_SCRIPT };
static const char *const needed_unit[] = { ANF_PACK_UNIT_INDEX };

static gboolean
is_listed (const char *path, const char *const *list, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (strcmp (path, list[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
check_present (AnfPackChecks *self, const char *const *list, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (!g_hash_table_contains (self->source->by_path, list[i]))
      anf_pack_report_fail (self->report, ANF_CHECK_BAGIT, list[i], _ ("it is missing"));
}

/* In a unit's pack only what the allow-list of the writer makes. */
static gboolean
has_place (AnfPackChecks *self, const char *path)
{
  if (is_listed (path, needed, G_N_ELEMENTS (needed)))
    return TRUE;
  if (!self->report->is_for_unit)
    return g_str_has_prefix (path, "proofs/") || anf_bag_is_payload (path);
  return is_listed (path, needed_unit, G_N_ELEMENTS (needed_unit))
         || g_str_has_prefix (path, ANF_PACK_EVIDENCE) || g_str_has_prefix (path, ANF_PACK_ORDERS)
         || strcmp (path, ANF_PACK_SM3_MANIFEST) == 0;
}

static void
check_names (AnfPackChecks *self)
{
  check_present (self, needed, G_N_ELEMENTS (needed));
  if (self->report->is_for_unit)
    check_present (self, needed_unit, G_N_ELEMENTS (needed_unit));
  else
    check_present (self, needed_sealed, G_N_ELEMENTS (needed_sealed));
  for (guint i = 0; i < self->source->files->len; i++)
    {
      const AnfPackFile *file = g_ptr_array_index (self->source->files, i);
      /* Else what is too large to be read would count as what is not there. */
      if (file->size > ANF_PACK_TAG_SIZE_MAX && !g_str_has_prefix (file->path, ANF_BAG_PAYLOAD))
        anf_pack_report_fail (self->report, ANF_CHECK_BAGIT, file->path,
                              _ ("it is too large to be read"));
      if (has_place (self, file->path))
        continue;
      anf_pack_report_fail (
          self->report, ANF_CHECK_BAGIT, file->path,
          strcmp (file->path, ANF_BAG_FETCH) == 0
              ? _ ("a pack is whole: it may not tell to fetch files from elsewhere")
              : _ ("it has no place in a pack"));
    }
}

static void
check_declaration (AnfPackChecks *self)
{
  g_autoptr (GBytes) text = anf_pack_source_load (self->source, ANF_BAG_DECLARATION);
  g_autoptr (GBytes) expected
      = g_bytes_new_static (ANF_BAG_DECLARATION_TEXT, strlen (ANF_BAG_DECLARATION_TEXT));
  if (text != NULL && g_bytes_equal (text, expected))
    anf_pack_report_pass (self->report, ANF_CHECK_BAGIT, ANF_BAG_DECLARATION,
                          _ ("a BagIt 1.0 bag"));
  else
    anf_pack_report_fail (self->report, ANF_CHECK_BAGIT, ANF_BAG_DECLARATION,
                          _ ("it does not declare a BagIt 1.0 bag in UTF-8"));
}

static void
digest_files (AnfPackChecks *self)
{
  for (guint i = 0; i < self->source->files->len; i++)
    {
      AnfPackFile *file = g_ptr_array_index (self->source->files, i);
      const AnfPackCaseItem *named
          = self->named == NULL ? NULL : g_hash_table_lookup (self->named, file->path);
      const gboolean with_sm3
          = (named != NULL && named->sm3 != NULL)
            || (self->sm3 != NULL && g_hash_table_contains (self->sm3, file->path));
      g_autoptr (GError) error = NULL;
      if (!anf_pack_source_digest (self->source, file, with_sm3, &error))
        anf_pack_report_fail (self->report, ANF_CHECK_PAYLOAD, file->path, "%s", error->message);
      else if (self->source->is_zip && file->digest.crc != file->zip_crc)
        anf_pack_report_fail (self->report, ANF_CHECK_ZIP, file->path,
                              _ ("its contents do not agree with the zip's own checksum"));
    }
}

static GHashTable *
load_manifest (AnfPackChecks *self, const char *what, const char *path)
{
  g_autoptr (GBytes) text = anf_pack_source_load (self->source, path);
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const char *data = text == NULL ? "" : g_bytes_get_data (text, &size);
  GHashTable *manifest = anf_bag_parse_manifest (data == NULL ? "" : data, size, &error);
  if (manifest == NULL)
    anf_pack_report_fail (self->report, what, path, "%s", error->message);
  return manifest;
}

static gboolean
check_hash (AnfPackChecks *self,
            const char *what,
            const char *list,
            GHashTable *manifest,
            AnfPackFile *file)
{
  const char *sha256 = g_hash_table_lookup (manifest, file->path);
  if (sha256 == NULL)
    return anf_pack_report_fail (self->report, what, file->path, _ ("%s does not list it"), list);
  if (strcmp (sha256, file->digest.sha256) != 0)
    return anf_pack_report_fail (self->report, what, file->path,
                                 _ ("it is not as listed: its SHA-256 is %s, but %s says %s"),
                                 file->digest.sha256, list, sha256);
  anf_pack_report_pass (self->report, what, file->path, _ ("its SHA-256 agrees"));
  return TRUE;
}

/* Whether @path is a file that the manifest @list has to name. */
static gboolean
belongs (const char *path, const char *list)
{
  const gboolean is_payload = g_str_has_prefix (path, ANF_BAG_PAYLOAD);
  if (strcmp (list, ANF_BAG_MANIFEST) == 0)
    return is_payload;
  return !is_payload && strcmp (path, ANF_BAG_TAGMANIFEST) != 0
         && strcmp (path, ANF_PACK_SIGNATURE) != 0;
}

static gboolean
check_listed (AnfPackChecks *self, const char *list, const char *what, const char *path)
{
  if (!belongs (path, list))
    return anf_pack_report_fail (self->report, what, path, _ ("%s may not list it"), list);
  if (!g_hash_table_contains (self->source->by_path, path))
    return anf_pack_report_fail (self->report, what, path, _ ("it is missing, but %s lists it"),
                                 list);
  return TRUE;
}

/* Returns: how many files agree with the manifest @list */
static guint
check_manifest (AnfPackChecks *self, const char *list, GHashTable *manifest, gboolean is_payload)
{
  const char *const what = is_payload ? ANF_CHECK_MANIFEST : ANF_CHECK_TAGMANIFEST;
  gboolean complete = TRUE;
  GHashTableIter at;
  gpointer path = NULL;
  g_hash_table_iter_init (&at, manifest);
  while (g_hash_table_iter_next (&at, &path, NULL))
    complete = check_listed (self, list, what, path) && complete;
  guint agreed = 0;
  for (guint i = 0; i < self->source->files->len; i++)
    {
      AnfPackFile *file = g_ptr_array_index (self->source->files, i);
      if (belongs (file->path, list)
          && check_hash (self, is_payload ? ANF_CHECK_PAYLOAD : ANF_CHECK_TAG, list, manifest,
                         file))
        agreed++;
    }
  if (complete && agreed > 0)
    anf_pack_report_pass (self->report, what, list, _ ("it lists what is there, once each"));
  return agreed;
}

static void
check_oxum (AnfPackChecks *self, const char *info)
{
  guint64 bytes = 0;
  guint count = 0;
  for (guint i = 0; i < self->source->files->len; i++)
    {
      const AnfPackFile *file = g_ptr_array_index (self->source->files, i);
      if (!g_str_has_prefix (file->path, ANF_BAG_PAYLOAD))
        continue;
      bytes += file->size;
      count++;
    }
  g_autofree char *expected = g_strdup_printf ("%" G_GUINT64_FORMAT ".%u", bytes, count);
  g_autofree char *oxum = anf_bag_parse_info (info, "Payload-Oxum");
  if (g_strcmp0 (oxum, expected) == 0)
    anf_pack_report_pass (self->report, ANF_CHECK_INFO, ANF_BAG_INFO,
                          _ ("its Payload-Oxum agrees"));
  else
    anf_pack_report_fail (self->report, ANF_CHECK_INFO, ANF_BAG_INFO,
                          _ ("its Payload-Oxum is not %s"), expected);
}

static void
check_times (AnfPackChecks *self, const char *info)
{
  g_autofree char *text = anf_bag_parse_info (info, "Bagging-Time");
  gint64 time_us = 0;
  if (text == NULL || !anf_time_parse (text, &time_us, NULL))
    {
      anf_pack_report_fail (self->report, ANF_CHECK_INFO, ANF_BAG_INFO,
                            _ ("it has no Bagging-Time"));
      return;
    }
  const guint32 expected = anf_zip_dos_time (time_us);
  for (guint i = 0; self->source->is_zip && i < self->source->files->len; i++)
    {
      const AnfPackFile *file = g_ptr_array_index (self->source->files, i);
      if (file->zip_time != expected)
        anf_pack_report_fail (self->report, ANF_CHECK_ZIP, file->path,
                              _ ("its time in the zip is not the pack's, %s"), text);
    }
}

static void
check_info (AnfPackChecks *self)
{
  g_autoptr (GBytes) bytes = anf_pack_source_load (self->source, ANF_BAG_INFO);
  if (bytes == NULL)
    return;
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *info = g_strndup (size == 0 ? "" : data, size);
  if (strlen (info) != size || !g_utf8_validate (info, (gssize)size, NULL))
    {
      anf_pack_report_fail (self->report, ANF_CHECK_INFO, ANF_BAG_INFO, _ ("it is no UTF-8 text"));
      return;
    }
  check_oxum (self, info);
  check_times (self, info);
}

void
anf_pack_check_bag (AnfPackChecks *self)
{
  check_names (self);
  check_declaration (self);
  digest_files (self);
  check_info (self);
  self->tagmanifest = load_manifest (self, ANF_CHECK_TAGMANIFEST, ANF_BAG_TAGMANIFEST);
  if (self->tagmanifest != NULL)
    (void)check_manifest (self, ANF_BAG_TAGMANIFEST, self->tagmanifest, FALSE);
  self->manifest = load_manifest (self, ANF_CHECK_MANIFEST, ANF_BAG_MANIFEST);
  if (self->manifest != NULL)
    self->report->items = check_manifest (self, ANF_BAG_MANIFEST, self->manifest, TRUE);
}
