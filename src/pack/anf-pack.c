/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack.h"

#include "anf-bag.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-pack-digest.h"
#include "anf-pack-limits.h"
#include "anf-pack-plan.h"
#include "anf-zip.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The zip under way. Without @sink it is only measured: no item is opened. */
typedef struct
{
  const AnfPackPlan *plan;
  AnfPackSink sink;
  gpointer data;
  guint64 offset;
  guint32 dos_time;
  GPtrArray *entries;
} Zip;

static gboolean
emit (Zip *zip, gconstpointer bytes, gsize size, GError **error)
{
  zip->offset += size;
  return zip->sink == NULL || size == 0 || zip->sink (bytes, size, zip->data, error);
}

static gboolean
emit_record (Zip *zip, GByteArray *record, GError **error)
{
  const gboolean done = emit (zip, record->data, record->len, error);
  g_byte_array_set_size (record, 0);
  return done;
}

static AnfZipEntry *
begin_entry (Zip *zip, const char *path, guint64 size, GError **error)
{
  g_autofree char *name = g_strconcat (zip->plan->name, "/", path, NULL);
  AnfZipEntry *entry = anf_zip_entry_new (name, size, zip->offset, zip->dos_time);
  g_ptr_array_add (zip->entries, entry);
  g_autoptr (GByteArray) record = g_byte_array_new ();
  anf_zip_append_local (record, entry);
  return emit_record (zip, record, error) ? entry : NULL;
}

static gboolean
end_entry (Zip *zip, AnfZipEntry *entry, guint32 crc, GError **error)
{
  g_autoptr (GByteArray) record = g_byte_array_new ();
  entry->crc = crc;
  anf_zip_append_descriptor (record, entry);
  return emit_record (zip, record, error);
}

static gboolean
write_bytes (Zip *zip, const char *path, GBytes *bytes, GError **error)
{
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  AnfZipEntry *entry = begin_entry (zip, path, size, error);
  return entry != NULL && emit (zip, data, size, error)
         && end_entry (zip, entry, anf_zip_crc (0, data, size), error);
}

/* Never more than was promised, since the size has been written already. */
static gboolean
copy_fd (Zip *zip, const AnfPackItem *item, int fd, AnfPackDigest *digest, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (ANF_PACK_CHUNK);
  while (TRUE)
    {
      const ssize_t got = read (fd, buffer, ANF_PACK_CHUNK);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return anf_error_set_errno (error, errno, _ ("“%s” cannot be read"), item->path);
      if (got == 0)
        return TRUE;
      anf_pack_digest_update (digest, buffer, (gsize)got);
      if (digest->size > item->size)
        return TRUE;
      if (!emit (zip, buffer, (gsize)got, error))
        return FALSE;
    }
}

static gboolean
copy_item (Zip *zip, const AnfPackItem *item, AnfPackDigest *digest, GError **error)
{
  if (item->bytes != NULL)
    {
      gsize size = 0;
      gconstpointer data = g_bytes_get_data (item->bytes, &size);
      anf_pack_digest_update (digest, data, size);
      return digest->size > item->size || emit (zip, data, size, error);
    }
  g_auto (AnfFd) fd = item->open (item->open_data, error);
  if (fd >= 0)
    return copy_fd (zip, item, fd, digest, error);
  g_prefix_error (error, "%s: ", item->path);
  return FALSE;
}

static gboolean
check_promise (const AnfPackItem *item, const AnfPackDigest *digest, GError **error)
{
  /* A format that translators' tools can read has no macros in it. */
  const unsigned long long got = digest->size;
  const unsigned long long promised = item->size;
  if (got > promised)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("“%s” is longer than the %llu bytes that were recorded"), item->path,
                            promised);
  if (got < promised)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("“%s” ends after %llu of the %llu bytes that were recorded"),
                            item->path, got, promised);
  if (strcmp (digest->sha256, item->sha256) != 0)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("“%s” is not what was recorded: its SHA-256 is %s, not %s"),
                            item->path, digest->sha256, item->sha256);
  if (item->sm3 != NULL && strcmp (digest->sm3, item->sm3) != 0)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("“%s” is not what was recorded: its SM3 hash is %s, not %s"),
                            item->path, digest->sm3, item->sm3);
  return TRUE;
}

static gboolean
write_item (Zip *zip, const AnfPackItem *item, GError **error)
{
  g_autofree char *path = g_strconcat (ANF_BAG_PAYLOAD, item->path, NULL);
  AnfZipEntry *entry = begin_entry (zip, path, item->size, error);
  if (entry == NULL)
    return FALSE;
  if (zip->sink == NULL)
    {
      zip->offset += item->size;
      return end_entry (zip, entry, 0, error);
    }
  g_auto (AnfPackDigest) digest;
  anf_pack_digest_init (&digest, item->sm3 != NULL);
  if (!copy_item (zip, item, &digest, error))
    return FALSE;
  anf_pack_digest_finish (&digest);
  return check_promise (item, &digest, error) && end_entry (zip, entry, digest.crc, error);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/* The bag's own files first: who reads the zip as it comes knows what to expect of the rest. */
static gboolean
write_tags (Zip *zip, GHashTable *tags, GError **error)
{
  g_autoptr (GList) paths = g_list_sort (g_hash_table_get_keys (tags), compare_paths);
  const char *const first[] = { ANF_BAG_DECLARATION, ANF_BAG_INFO,       ANF_BAG_MANIFEST,
                                ANF_BAG_TAGMANIFEST, ANF_PACK_SIGNATURE, NULL };
  for (gsize i = 0; first[i] != NULL; i++)
    if (!write_bytes (zip, first[i], g_hash_table_lookup (tags, first[i]), error))
      return FALSE;
  for (GList *at = paths; at != NULL; at = at->next)
    if (!g_strv_contains (first, at->data)
        && !write_bytes (zip, at->data, g_hash_table_lookup (tags, at->data), error))
      return FALSE;
  return TRUE;
}

static gboolean
write_directory (Zip *zip, GError **error)
{
  const guint64 start = zip->offset;
  g_autoptr (GByteArray) record = g_byte_array_new ();
  for (guint i = 0; i < zip->entries->len; i++)
    {
      anf_zip_append_central (record, g_ptr_array_index (zip->entries, i));
      if (!emit_record (zip, record, error))
        return FALSE;
    }
  anf_zip_append_end (record, zip->entries->len, start, zip->offset);
  return emit_record (zip, record, error);
}

static void
free_entry (gpointer data)
{
  anf_zip_entry_free (data);
}

static gboolean
write_zip (Zip *zip, GHashTable *tags, GError **error)
{
  g_autoptr (GPtrArray) items = anf_pack_plan_list_items (zip->plan);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (free_entry);
  zip->entries = entries;
  zip->dos_time = anf_zip_dos_time (zip->plan->time_us);
  if (!write_tags (zip, tags, error))
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    if (!write_item (zip, g_ptr_array_index (items, i), error))
      return FALSE;
  return write_directory (zip, error);
}

static gboolean
write_plan (Zip *zip, GError **error)
{
  if (!anf_pack_plan_check (zip->plan, error))
    return FALSE;
  g_autoptr (GHashTable) tags = anf_pack_plan_make_tags (zip->plan, error);
  return tags != NULL && write_zip (zip, tags, error);
}

gboolean
anf_pack_write (const AnfPackPlan *plan, AnfPackSink sink, gpointer data, GError **error)
{
  g_return_val_if_fail (sink != NULL, FALSE);
  Zip zip = { .plan = plan, .sink = sink, .data = data };
  return write_plan (&zip, error);
}

gboolean
anf_pack_write_with (
    const AnfPackPlan *plan, GHashTable *tags, AnfPackSink sink, gpointer data, GError **error)
{
  Zip zip = { .plan = plan, .sink = sink, .data = data };
  return write_zip (&zip, tags, error);
}

guint64
anf_pack_get_size (const AnfPackPlan *plan)
{
  Zip zip = { .plan = plan };
  return write_plan (&zip, NULL) ? zip.offset : 0;
}
