/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "pack-forge.h"

#include "anf-bag.h"
#include "anf-cms.h"
#include "anf-pack-digest.h"
#include "anf-pack.h"
#include "anf-zip.h"

#include <string.h>

#define FOLDER "AF-20180918-01/"
/* Of pack-sample.c. */
#define TIME_US (G_GINT64_CONSTANT (1537264800) * G_USEC_PER_SEC)

PackForge *
pack_forge_new (const GByteArray *zip)
{
  PackForge *self = g_new0 (PackForge, 1);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->contents = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  const guint8 *at = zip->data;
  while (anf_zip_get_u32 (at) == ANF_ZIP_LOCAL_SIGNATURE)
    {
      const guint16 name_size = anf_zip_get_u16 (at + 26);
      const guint32 size = anf_zip_get_u32 (at + 22);
      const guint8 *name = at + ANF_ZIP_LOCAL_SIZE;
      g_ptr_array_add (self->names, g_strndup ((const char *)name, name_size));
      g_ptr_array_add (self->contents, g_bytes_new (name + name_size, size));
      at = name + name_size + size + 16;
    }
  return self;
}

void
pack_forge_free (PackForge *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->contents);
  g_free (self);
}

int
pack_forge_find (PackForge *self, const char *start)
{
  g_autofree char *name = g_strconcat (FOLDER, start, NULL);
  for (guint i = 0; i < self->names->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (self->names, i), name))
      return (int)i;
  return -1;
}

void
pack_forge_set_bytes (PackForge *self, const char *path, GBytes *bytes)
{
  const int at = pack_forge_find (self, path);
  if (at >= 0)
    {
      g_bytes_unref (g_ptr_array_index (self->contents, (guint)at));
      g_ptr_array_index (self->contents, (guint)at) = bytes;
      return;
    }
  g_ptr_array_add (self->names, g_strconcat (FOLDER, path, NULL));
  g_ptr_array_add (self->contents, bytes);
}

void
pack_forge_set (PackForge *self, const char *path, const char *text)
{
  pack_forge_set_bytes (self, path, g_bytes_new (text, strlen (text)));
}

void
pack_forge_remove (PackForge *self, const char *start)
{
  for (int at = pack_forge_find (self, start); at >= 0; at = pack_forge_find (self, start))
    {
      g_ptr_array_remove_index (self->names, (guint)at);
      g_ptr_array_remove_index (self->contents, (guint)at);
    }
}

char *
pack_forge_get (PackForge *self, const char *path)
{
  const int at = pack_forge_find (self, path);
  g_assert_cmpint (at, >=, 0);
  GBytes *bytes = g_ptr_array_index (self->contents, (guint)at);
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  return g_strndup (size == 0 ? "" : text, size);
}

void
pack_forge_copy (PackForge *self, const char *from, const char *to)
{
  const int source = pack_forge_find (self, from);
  g_assert_cmpint (source, >=, 0);
  pack_forge_set_bytes (self, to, g_bytes_ref (g_ptr_array_index (self->contents, (guint)source)));
}

typedef struct
{
  char *name;
  GBytes *bytes;
} Row;

static guint
get_rank (const char *name)
{
  static const char *const first[] = { ANF_BAG_DECLARATION, ANF_BAG_INFO, ANF_BAG_MANIFEST,
                                       ANF_BAG_TAGMANIFEST, ANF_PACK_SIGNATURE };
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    if (strcmp (name + strlen (FOLDER), first[i]) == 0)
      return i;
  return g_str_has_prefix (name, FOLDER "data/") ? 10 : 9;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *left = a;
  const Row *right = b;
  const guint ranks[] = { get_rank (left->name), get_rank (right->name) };
  return ranks[0] != ranks[1] ? (int)ranks[0] - (int)ranks[1] : strcmp (left->name, right->name);
}

static void
sort (PackForge *self)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  for (guint i = 0; i < self->names->len; i++)
    {
      const Row row = { g_ptr_array_index (self->names, i), g_ptr_array_index (self->contents, i) };
      g_array_append_val (rows, row);
    }
  g_array_sort (rows, compare_rows);
  for (guint i = 0; i < rows->len; i++)
    {
      g_ptr_array_index (self->names, i) = g_array_index (rows, Row, i).name;
      g_ptr_array_index (self->contents, i) = g_array_index (rows, Row, i).bytes;
    }
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static char *
hash (GBytes *bytes, gboolean sm3)
{
  return sm3 ? anf_pack_digest_bytes_sm3 (bytes) : anf_pack_digest_bytes (bytes);
}

static void
put_manifest (PackForge *self, const char *list, gboolean payload)
{
  const gboolean sm3 = strcmp (list, ANF_PACK_SM3_MANIFEST) == 0;
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  for (guint i = 0; i < self->names->len; i++)
    {
      char *path = (char *)g_ptr_array_index (self->names, i) + strlen (FOLDER);
      if (g_str_has_prefix (path, "data/") == payload && strcmp (path, ANF_PACK_SIGNATURE) != 0
          && strcmp (path, ANF_BAG_TAGMANIFEST) != 0)
        g_ptr_array_add (paths, path);
    }
  g_ptr_array_sort (paths, compare_paths);
  g_autoptr (GString) manifest = g_string_new (NULL);
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autofree char *name = g_strconcat (FOLDER, path, NULL);
      guint at = 0;
      g_assert_true (g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &at));
      g_autofree char *digest = hash (g_ptr_array_index (self->contents, at), sm3);
      anf_bag_append_line (manifest, digest, path);
    }
  pack_forge_set (self, list, manifest->str);
}

static void
put_oxum (PackForge *self)
{
  gsize bytes = 0;
  guint count = 0;
  for (guint i = 0; i < self->names->len; i++)
    {
      if (!g_str_has_prefix (g_ptr_array_index (self->names, i), FOLDER "data/"))
        continue;
      bytes += g_bytes_get_size (g_ptr_array_index (self->contents, i));
      count++;
    }
  g_autofree char *info = pack_forge_get (self, ANF_BAG_INFO);
  g_auto (GStrv) lines = g_strsplit (info, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "Payload-Oxum: "))
      {
        g_free (*line);
        *line = g_strdup_printf ("Payload-Oxum: %" G_GSIZE_FORMAT ".%u", bytes, count);
      }
  g_autofree char *text = g_strjoinv ("\n", lines);
  pack_forge_set (self, ANF_BAG_INFO, text);
}

void
pack_forge_retag (PackForge *self, const char *key_pem, const char *cert_pem)
{
  sort (self);
  put_manifest (self, ANF_BAG_TAGMANIFEST, FALSE);
  const int at = pack_forge_find (self, ANF_BAG_TAGMANIFEST);
  g_autoptr (GError) error = NULL;
  GBytes *signature = anf_cms_sign (g_ptr_array_index (self->contents, (guint)at), key_pem,
                                    cert_pem, TIME_US, &error);
  g_assert_no_error (error);
  pack_forge_set_bytes (self, ANF_PACK_SIGNATURE, signature);
}

void
pack_forge_reseal (PackForge *self, const char *key_pem, const char *cert_pem)
{
  sort (self);
  put_oxum (self);
  put_manifest (self, ANF_BAG_MANIFEST, TRUE);
  put_manifest (self, ANF_PACK_SM3_MANIFEST, TRUE);
  pack_forge_retag (self, key_pem, cert_pem);
}

GByteArray *
pack_forge_write (PackForge *self)
{
  GByteArray *zip = g_byte_array_new ();
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_zip_entry_free);
  for (guint i = 0; i < self->names->len; i++)
    {
      gsize size = 0;
      const guint8 *bytes = g_bytes_get_data (g_ptr_array_index (self->contents, i), &size);
      AnfZipEntry *entry = anf_zip_entry_new (g_ptr_array_index (self->names, i), size, zip->len,
                                              anf_zip_dos_time (TIME_US));
      g_ptr_array_add (entries, entry);
      entry->crc = anf_zip_crc (0, bytes, size);
      anf_zip_append_local (zip, entry);
      g_byte_array_append (zip, bytes, (guint)size);
      anf_zip_append_descriptor (zip, entry);
    }
  const guint start = zip->len;
  for (guint i = 0; i < entries->len; i++)
    anf_zip_append_central (zip, g_ptr_array_index (entries, i));
  anf_zip_append_end (zip, entries->len, start, zip->len);
  return zip;
}

void
pack_forge_make_foreign (char **key_pem, char **cert_pem)
{
  const AnfRandom random = anf_random_system ();
  g_assert_true (
      anf_pack_make_signer ("海城市营商环境建设局", 0, &random, key_pem, cert_pem, NULL));
}
