/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-pack-limits.h"
#include "anf-pack-source.h"
#include "anf-zip.h"

#include <glib/gi18n.h>

#include <string.h>
#include <sys/stat.h>

#define HEADER_MAX (ANF_ZIP_LOCAL_SIZE + ANF_PACK_NAME_MAX + 1 + ANF_PACK_PATH_MAX + 20)
#define IN_ZIP64 0xFFFFFFFFu

/* A pack is read from its first byte to its last as the writer wrote it; the directory at the end
   is not searched for but must follow. So there is no byte that is not compared, nothing before,
   between or after, no two readings of one file, and nothing that unfolds to more than it is. */
typedef struct
{
  AnfPackSource *source;
  AnfPackReport *report;
  guint64 size;
  guint64 offset;
  char *folder;
  GPtrArray *entries;
  /* What the last message can name. */
  const char *last;
} Scan;

static gboolean
is_broken (Scan *scan, const char *reason)
{
  if (*scan->last == '\0')
    return anf_pack_report_fail (scan->report, ANF_CHECK_ZIP, "", _ ("at its first byte: %s"),
                                 reason);
  return anf_pack_report_fail (scan->report, ANF_CHECK_ZIP, scan->last,
                               _ ("at byte %llu, after this file: %s"),
                               (unsigned long long)scan->offset, reason);
}

/* Compares @record with the zip at @offset. Returns: the first byte that differs, or -1 */
static gint64
compare_at (Scan *scan, const GByteArray *record, guint64 offset)
{
  g_autofree guint8 *found = g_malloc0 (record->len);
  const guint64 rest = offset > scan->size ? 0 : scan->size - offset;
  const gsize have = (gsize)MIN (rest, record->len);
  if (!anf_pack_source_pread (scan->source->fd, found, have, offset))
    return (gint64)offset;
  for (gsize i = 0; i < have; i++)
    if (found[i] != record->data[i])
      return (gint64)(offset + i);
  return have < record->len ? (gint64)(offset + have) : -1;
}

static gboolean
expect (Scan *scan, const GByteArray *record, guint64 offset, const char *path, const char *part)
{
  const gint64 at = compare_at (scan, record, offset);
  if (at < 0)
    return TRUE;
  return anf_pack_report_fail (scan->report, ANF_CHECK_ZIP, path,
                               _ ("byte %lld of the zip is not what it must be, in %s"),
                               (long long)at, part);
}

static gboolean
is_entry_name (const char *name)
{
  const char *slash = strchr (name, '/');
  if (slash == NULL)
    return FALSE;
  g_autofree char *folder = g_strndup (name, (gsize)(slash - name));
  return anf_bag_name_is_plain (folder) && anf_bag_path_is_plain (slash + 1);
}

/* Reads the header at scan->offset into an entry. NULL when nothing can be made of it. */
static AnfZipEntry *
read_local (Scan *scan)
{
  guint8 header[HEADER_MAX] = { 0 };
  const gsize have = (gsize)MIN (scan->size - scan->offset, sizeof header);
  if (have < ANF_ZIP_LOCAL_SIZE
      || !anf_pack_source_pread (scan->source->fd, header, have, scan->offset))
    return NULL;
  const guint16 name_size = anf_zip_get_u16 (header + 26);
  guint64 size = anf_zip_get_u32 (header + 22);
  if (ANF_ZIP_LOCAL_SIZE + name_size + ANF_ZIP_LOCAL_ZIP64_SIZE > sizeof header)
    return NULL;
  if (size == IN_ZIP64)
    size = anf_zip_get_u64 (header + ANF_ZIP_LOCAL_SIZE + name_size + 4);
  g_autofree char *name = g_strndup ((const char *)header + ANF_ZIP_LOCAL_SIZE, name_size);
  if (strlen (name) != name_size || !is_entry_name (name))
    return NULL;
  return anf_zip_entry_new (name, size, scan->offset, anf_zip_get_u32 (header + 10));
}

/* The part of @name inside the one folder that all names share; NULL when it is not in it. */
static const char *
strip_folder (Scan *scan, const char *name)
{
  if (scan->folder == NULL)
    scan->folder = g_strndup (name, strcspn (name, "/"));
  const gsize size = strlen (scan->folder);
  return strncmp (name, scan->folder, size) == 0 && name[size] == '/' ? name + size + 1 : NULL;
}

/* Checks what stands after the contents, and takes the checksum from it. */
static gboolean
read_descriptor (Scan *scan, AnfZipEntry *entry, guint64 offset, const char *path)
{
  guint8 bytes[8];
  if (scan->size - offset < sizeof bytes
      || !anf_pack_source_pread (scan->source->fd, bytes, sizeof bytes, offset))
    return FALSE;
  entry->crc = anf_zip_get_u32 (bytes + 4);
  g_autoptr (GByteArray) expected = g_byte_array_new ();
  anf_zip_append_descriptor (expected, entry);
  scan->offset = offset + expected->len;
  return expect (scan, expected, offset, path, _ ("the checksum after the file"));
}

static gboolean
add_entry (Scan *scan, AnfZipEntry *entry, guint64 start)
{
  const char *path = strip_folder (scan, entry->name);
  if (path == NULL)
    return is_broken (scan, _ ("a file that is not in the pack's one folder"));
  AnfPackFile *file = anf_pack_file_new (path, entry->size);
  file->offset = start;
  file->zip_time = entry->dos_time;
  if (!anf_pack_source_add (scan->source, file))
    return is_broken (scan, _ ("a file that is there twice"));
  scan->last = file->path;
  (void)read_descriptor (scan, entry, start + entry->size, file->path);
  file->zip_crc = entry->crc;
  return TRUE;
}

static gboolean
read_entry (Scan *scan)
{
  AnfZipEntry *entry = read_local (scan);
  if (entry == NULL)
    return is_broken (scan, _ ("no header of a file, as a pack has it"));
  g_ptr_array_add (scan->entries, entry);
  if (scan->entries->len > ANF_PACK_FILES_MAX)
    return is_broken (scan, _ ("too many files"));
  g_autoptr (GByteArray) expected = g_byte_array_new ();
  anf_zip_append_local (expected, entry);
  const guint64 start = scan->offset + expected->len;
  if (entry->size > ANF_PACK_ITEM_SIZE_MAX || start + entry->size > scan->size)
    return is_broken (scan, _ ("a file that is longer than the zip: it is cut short or damaged"));
  const char *path = strip_folder (scan, entry->name);
  (void)expect (scan, expected, scan->offset, path == NULL ? entry->name : path,
                _ ("the header before the file"));
  return add_entry (scan, entry, start);
}

static gboolean
is_at_directory (Scan *scan)
{
  guint8 bytes[4];
  return scan->size - scan->offset >= sizeof bytes
         && anf_pack_source_pread (scan->source->fd, bytes, sizeof bytes, scan->offset)
         && anf_zip_get_u32 (bytes) == ANF_ZIP_CENTRAL_SIGNATURE;
}

static void
check_directory (Scan *scan)
{
  const guint64 start = scan->offset;
  g_autoptr (GByteArray) record = g_byte_array_new ();
  for (guint i = 0; i < scan->entries->len; i++)
    {
      const AnfPackFile *file = g_ptr_array_index (scan->source->files, i);
      anf_zip_append_central (record, g_ptr_array_index (scan->entries, i));
      (void)expect (scan, record, scan->offset, file->path,
                    _ ("the file's line in the zip's directory"));
      scan->offset += record->len;
      g_byte_array_set_size (record, 0);
    }
  anf_zip_append_end (record, scan->entries->len, start, scan->offset);
  (void)expect (scan, record, scan->offset, "", _ ("the record at the zip's end"));
  scan->offset += record->len;
  if (scan->size > scan->offset)
    anf_pack_report_fail (scan->report, ANF_CHECK_ZIP, "",
                          _ ("%llu bytes follow after the zip's end"),
                          (unsigned long long)(scan->size - scan->offset));
}

/* The place of a file in the order of writing. */
static guint
get_rank (const char *path)
{
  static const char *const first[] = { ANF_BAG_DECLARATION, ANF_BAG_INFO, ANF_BAG_MANIFEST,
                                       ANF_BAG_TAGMANIFEST, ANF_PACK_SIGNATURE };
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    if (strcmp (path, first[i]) == 0)
      return i;
  return g_str_has_prefix (path, ANF_BAG_PAYLOAD) ? G_N_ELEMENTS (first) + 1 : G_N_ELEMENTS (first);
}

static void
check_order (Scan *scan)
{
  for (guint i = 1; i < scan->source->files->len; i++)
    {
      const AnfPackFile *before = g_ptr_array_index (scan->source->files, i - 1);
      const AnfPackFile *file = g_ptr_array_index (scan->source->files, i);
      const guint rank = get_rank (file->path);
      if (get_rank (before->path) > rank
          || (get_rank (before->path) == rank && strcmp (before->path, file->path) > 0))
        anf_pack_report_fail (scan->report, ANF_CHECK_ZIP, file->path,
                              _ ("it is not in its place in the zip"));
    }
}

static gboolean
scan_all (Scan *scan)
{
  while (!is_at_directory (scan))
    if (!read_entry (scan))
      return FALSE;
  if (scan->entries->len == 0)
    return is_broken (scan, _ ("no files at all"));
  check_directory (scan);
  check_order (scan);
  if (!anf_pack_report_has_failed (scan->report))
    anf_pack_report_pass (scan->report, ANF_CHECK_ZIP, "", _ ("every byte is accounted for"));
  return TRUE;
}

static void
free_entry (gpointer data)
{
  anf_zip_entry_free (data);
}

gboolean
anf_pack_source_scan_zip (AnfPackSource *self, AnfPackReport *report)
{
  struct stat info;
  if (fstat (self->fd, &info) != 0)
    return anf_pack_report_fail (report, ANF_CHECK_ZIP, "", _ ("it cannot be read"));
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (free_entry);
  Scan scan = {
    .source = self,
    .report = report,
    .size = (guint64)info.st_size,
    .entries = entries,
    .last = "",
  };
  const gboolean done = scan_all (&scan);
  g_free (scan.folder);
  return done;
}
