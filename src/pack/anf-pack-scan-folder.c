/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-fd.h"
#include "anf-pack-limits.h"
#include "anf-pack-source.h"

#include <glib/gi18n.h>

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DIR, closedir)

typedef struct
{
  AnfPackSource *source;
  AnfPackReport *report;
} Walk;

static gboolean
walk_folder (Walk *walk, int parent, const char *name, const char *path, guint depth);

/* For a message: a name on disk can be anything. */
static char *
dup_printable (const char *path)
{
  g_autofree char *text = g_utf8_make_valid (path, -1);
  return g_strescape (text, NULL);
}

static gboolean
add_file (Walk *walk, const char *path, const struct stat *info)
{
  if (walk->source->files->len >= ANF_PACK_FILES_MAX)
    return anf_pack_report_fail (walk->report, ANF_CHECK_FOLDER, "",
                                 _ ("the folder holds over %d files"), ANF_PACK_FILES_MAX);
  (void)anf_pack_source_add (walk->source, anf_pack_file_new (path, (guint64)info->st_size));
  return TRUE;
}

static gboolean
visit (Walk *walk, int folder, const char *name, const char *path, guint depth)
{
  g_autofree char *shown = dup_printable (path);
  struct stat info;
  if (fstatat (folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
    return anf_pack_report_fail (walk->report, ANF_CHECK_FOLDER, shown, _ ("it cannot be read"));
  if (!S_ISREG (info.st_mode) && !S_ISDIR (info.st_mode))
    return anf_pack_report_fail (walk->report, ANF_CHECK_FOLDER, shown,
                                 _ ("it is a link or a device, not a file"));
  if (!anf_bag_path_is_plain (path))
    return anf_pack_report_fail (walk->report, ANF_CHECK_FOLDER, shown,
                                 _ ("no file of a pack has such a name"));
  if (S_ISREG (info.st_mode))
    return add_file (walk, path, &info);
  if (depth >= ANF_PACK_DEPTH_MAX)
    return anf_pack_report_fail (walk->report, ANF_CHECK_FOLDER, shown,
                                 _ ("folders are nested too deep"));
  return walk_folder (walk, folder, name, path, depth + 1);
}

static gboolean
walk_folder (Walk *walk, int parent, const char *name, const char *path, guint depth)
{
  g_auto (AnfFd) fd = openat (parent, name, O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW);
  g_autoptr (DIR) folder = fd < 0 ? NULL : fdopendir (fd);
  if (folder == NULL)
    return anf_pack_report_fail (walk->report, ANF_CHECK_FOLDER, path, _ ("it cannot be read"));
  (void)g_steal_fd (&fd);
  gboolean readable = TRUE;
  for (struct dirent *entry = readdir (folder); entry != NULL; entry = readdir (folder))
    {
      if (strcmp (entry->d_name, ".") == 0 || strcmp (entry->d_name, "..") == 0)
        continue;
      g_autofree char *inside
          = *path == '\0' ? g_strdup (entry->d_name) : g_strconcat (path, "/", entry->d_name, NULL);
      readable = visit (walk, dirfd (folder), entry->d_name, inside, depth) && readable;
    }
  return readable;
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const AnfPackFile *left = *(const AnfPackFile *const *)a;
  const AnfPackFile *right = *(const AnfPackFile *const *)b;
  return strcmp (left->path, right->path);
}

gboolean
anf_pack_source_scan_folder (AnfPackSource *self, AnfPackReport *report)
{
  Walk walk = { .source = self, .report = report };
  if (!walk_folder (&walk, self->fd, ".", "", 0))
    return FALSE;
  g_ptr_array_sort (self->files, compare_files);
  anf_pack_report_pass (report, ANF_CHECK_FOLDER, "", _ ("plain files only"));
  return TRUE;
}
