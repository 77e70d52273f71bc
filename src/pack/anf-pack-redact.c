/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-pack-plan.h"
#include "anf-pack-source.h"
#include "anf-pack-unit.h"
#include "anf-pack-verify.h"

#include <glib/gi18n.h>

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct
{
  AnfPackSource *source; /* of the sealed pack; outlives the plan */
  char *path;            /* in it */
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;
  g_free (place->path);
  g_free (place);
}

/* A copy in memory: what a unit gets are pictures and letters, one at a time. */
static int
place_open (gpointer data, GError **error)
{
  const Place *place = data;
  g_autoptr (GBytes) bytes = anf_pack_source_load (place->source, place->path);
  gsize size = 0;
  const guint8 *at = bytes == NULL ? NULL : g_bytes_get_data (bytes, &size);
  g_auto (AnfFd) fd = memfd_create ("item", MFD_CLOEXEC);
  if (bytes != NULL && fd >= 0 && anf_fd_write (fd, at, size) && lseek (fd, 0, SEEK_SET) == 0)
    return g_steal_fd (&fd);
  anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("it cannot be copied"));
  return -1;
}

static char *
load_text (AnfPackSource *source, const char *path)
{
  g_autoptr (GBytes) bytes = anf_pack_source_load (source, path);
  if (bytes == NULL)
    return NULL;
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  return g_strndup (size == 0 ? "" : data, size);
}

static GHashTable *
load_manifest (AnfPackSource *source, const char *path, GError **error)
{
  g_autofree char *text = load_text (source, path);
  return anf_bag_parse_manifest (text == NULL ? "" : text, text == NULL ? 0 : strlen (text), error);
}

/* Returns: (transfer full): SHA-256 → path under data/ of the sealed pack */
static GHashTable *
index_sealed (AnfPackSource *source, GError **error)
{
  g_autoptr (GHashTable) manifest = load_manifest (source, ANF_BAG_MANIFEST, error);
  if (manifest == NULL)
    return NULL;
  GHashTable *places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter at;
  gpointer path = NULL;
  gpointer sha256 = NULL;
  g_hash_table_iter_init (&at, manifest);
  while (g_hash_table_iter_next (&at, &path, &sha256))
    if (anf_bag_needs_proof (path))
      g_hash_table_insert (places, g_strdup (sha256), g_strdup (path));
  return places;
}

static gboolean
add_item (AnfPackPlan *plan,
          AnfPackSource *source,
          GHashTable *places,
          const char *path,
          const char *sha256,
          GError **error)
{
  const char *name = path + strlen (ANF_BAG_PAYLOAD);
  g_autofree char *own = g_strconcat (ANF_PACK_UNIT, path, NULL);
  g_autoptr (GBytes) bytes = anf_pack_source_load (source, own);
  if (bytes != NULL)
    {
      g_ptr_array_add (plan->items, anf_pack_item_new_bytes (name, bytes));
      return TRUE;
    }
  const char *kept = g_hash_table_lookup (places, sha256);
  const AnfPackFile *file = kept == NULL ? NULL : g_hash_table_lookup (source->by_path, kept);
  if (file == NULL)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("the sealed pack has no file for “%s” of the unit's"), path);
  Place *place = g_new0 (Place, 1);
  place->source = source;
  place->path = g_strdup (kept);
  AnfPackItem *item = anf_pack_item_new (name);
  item->size = file->size;
  item->sha256 = g_strdup (sha256);
  item->open = place_open;
  item->open_data = place;
  item->open_free = place_free;
  g_ptr_array_add (plan->items, item);
  return TRUE;
}

static gboolean
add_items (AnfPackPlan *plan, AnfPackSource *source, GError **error)
{
  g_autoptr (GHashTable) places = index_sealed (source, error);
  g_autoptr (GHashTable) manifest
      = places == NULL ? NULL : load_manifest (source, ANF_PACK_UNIT ANF_BAG_MANIFEST, error);
  if (manifest == NULL)
    return FALSE;
  GHashTableIter at;
  gpointer path = NULL;
  gpointer sha256 = NULL;
  g_hash_table_iter_init (&at, manifest);
  while (g_hash_table_iter_next (&at, &path, &sha256))
    if (!add_item (plan, source, places, path, sha256, error))
      return FALSE;
  return TRUE;
}

static AnfPackPlan *
read_plan (AnfPackSource *source, GError **error)
{
  g_autoptr (GBytes) document = anf_pack_source_load (source, ANF_PACK_UNIT ANF_PACK_CASE);
  g_autofree char *info = load_text (source, ANF_PACK_UNIT ANF_BAG_INFO);
  g_autofree char *time = info == NULL ? NULL : anf_bag_parse_info (info, "Bagging-Time");
  if (document == NULL || time == NULL)
    {
      anf_error_throw (error, ANF_ERROR_STATE,
                       _ ("the pack has nothing for a unit: its findings are of several units, or "
                          "it has neither letters to the unit nor pictures without metadata"));
      return NULL;
    }
  g_autofree char *name = anf_pack_unit_dup_name (document);
  g_autoptr (AnfPackPlan) plan = anf_pack_plan_new (name);
  if (!anf_time_parse (time, &plan->time_us, error) || !add_items (plan, source, error))
    return NULL;
  return g_steal_pointer (&plan);
}

static GHashTable *
read_tags (AnfPackSource *source)
{
  GHashTable *tags
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  for (guint i = 0; i < source->files->len; i++)
    {
      const AnfPackFile *file = g_ptr_array_index (source->files, i);
      const char *path = file->path + strlen (ANF_PACK_UNIT);
      if (!g_str_has_prefix (file->path, ANF_PACK_UNIT) || g_str_has_prefix (path, ANF_BAG_PAYLOAD))
        continue;
      GBytes *bytes = anf_pack_source_load (source, file->path);
      if (bytes != NULL)
        g_hash_table_insert (tags, g_strdup (path), bytes);
    }
  return tags;
}

static gboolean
check_genuine (const char *path, GError **error)
{
  g_autoptr (AnfPackReport) report = NULL;
  if (!anf_pack_verify (path, NULL, &report, error))
    return FALSE;
  if (anf_pack_report_is_genuine (report) && !report->is_for_unit)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_CORRUPT,
                          _ ("%s is no genuine sealed pack: see “anfang pack verify %s”"), path,
                          path);
}

gboolean
anf_pack_redact (const char *path, AnfPackSink sink, gpointer data, GError **error)
{
  if (!check_genuine (path, error))
    return FALSE;
  g_autoptr (AnfPackSource) source = anf_pack_source_open (path, error);
  if (source == NULL)
    return FALSE;
  g_autoptr (AnfPackReport) report = anf_pack_report_new ();
  if (!anf_pack_source_scan (source, report))
    return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("%s cannot be read any more"), path);
  g_autoptr (AnfPackPlan) plan = read_plan (source, error);
  if (plan == NULL)
    return FALSE;
  g_autoptr (GHashTable) tags = read_tags (source);
  return anf_pack_write_with (plan, tags, sink, data, error);
}
