/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack-digest.h"
#include "anf-pack-report.h"

/**
 * AnfPackFile:
 * @path: in the bag
 * @size: bytes
 * @offset: where its contents begin in the zip; 0 in a folder
 * @zip_crc, @zip_time: what the zip says of it
 * @digest: what it really is, after anf_pack_source_digest()
 */
typedef struct
{
  char *path;
  guint64 size;
  guint64 offset;
  guint32 zip_crc;
  guint32 zip_time;
  AnfPackDigest digest;
} AnfPackFile;

AnfPackFile *anf_pack_file_new (const char *path, guint64 size);

/**
 * AnfPackSource:
 * @fd: of the zip or the folder
 * @files: (element-type AnfPackFile): in the order of the zip; of a folder, sorted
 * @by_path: path → AnfPackFile
 *
 * A bag to be checked, as a zip or as a folder.
 */
typedef struct
{
  gboolean is_zip;
  int fd;
  GPtrArray *files;
  GHashTable *by_path;
} AnfPackSource;

/** anf_pack_source_open: @error when @path cannot be opened or is neither file nor folder. */
AnfPackSource *anf_pack_source_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_pack_source_free (AnfPackSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfPackSource, anf_pack_source_free)

/** anf_pack_source_add: takes @file; FALSE, and not taken, when there is one of that path. */
gboolean anf_pack_source_add (AnfPackSource *self, AnfPackFile *file);

/**
 * anf_pack_source_scan:
 *
 * Finds the files. What is wrong with the container goes to @report.
 *
 * Returns: FALSE when it is so damaged or strange that its files cannot be told apart
 */
gboolean anf_pack_source_scan (AnfPackSource *self, AnfPackReport *report);

/* The two kinds of scan. */
gboolean anf_pack_source_scan_zip (AnfPackSource *self, AnfPackReport *report);
gboolean anf_pack_source_scan_folder (AnfPackSource *self, AnfPackReport *report);

/** anf_pack_source_pread: exactly @size bytes at @offset of the zip, or FALSE. */
gboolean anf_pack_source_pread (int fd, gpointer buffer, gsize size, guint64 offset);

/** anf_pack_source_digest: reads @file once and fills its digest. */
gboolean anf_pack_source_digest (AnfPackSource *self,
                                 AnfPackFile *file,
                                 gboolean with_sm3,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_source_load: Returns: (transfer full) (nullable): the whole file; NULL when it is
 * absent, unreadable or larger than ANF_PACK_TAG_SIZE_MAX */
GBytes *anf_pack_source_load (AnfPackSource *self, const char *path);
