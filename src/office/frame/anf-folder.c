/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-folder.h"

#include "anf-error.h"
#include "anf-fd.h"
#include "anf-folder-access.h"
#include "anf-key-file.h"
#include "anf-pack.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET_MODE 0600
#define PEOPLE_KEY "people.key"
#define LAST_KEY "sign.pem" /* of those that init makes */

static gboolean
write_file (const char *folder, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return g_file_set_contents_full (path, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   SECRET_MODE, error);
}

gboolean
anf_folder_sync (const char *path, GError **error)
{
  g_auto (AnfFd) fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || fsync (fd) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot sync %s"), path);
  return TRUE;
}

/* @passphrase: (out) (transfer full) (nullable): NULL when none is used here */
static gboolean
read_passphrase (const AnfOfficeOptions *options, char **passphrase, GError **error)
{
  *passphrase = NULL;
  if (options->passphrase_file == NULL)
    return TRUE;
  *passphrase = anf_key_file_read_passphrase (options->passphrase_file, error);
  return *passphrase != NULL;
}

static gboolean
make_log_key (const AnfOfficeOptions *options,
              const char *keys,
              const char *passphrase,
              GError **error)
{
  g_autofree char *path = g_build_filename (keys, "log.key", NULL);
  g_autoptr (AnfSigner) signer = anf_signer_generate (options->origin, error);
  if (signer == NULL || !anf_signer_save (signer, path, passphrase, error))
    return FALSE;
  g_autofree char *vkey = anf_signer_dup_vkey (signer);
  g_autofree char *line = g_strconcat (vkey, "\n", NULL);
  return write_file (keys, "log.vkey", line, error);
}

static gboolean
make_pack_key (const AnfOfficeOptions *options,
               const char *keys,
               const char *passphrase,
               GError **error)
{
  g_autofree char *path = g_build_filename (keys, "sign.key", NULL);
  g_autofree char *cert_pem = NULL;
  char *key_pem = NULL;
  const gboolean done = anf_pack_make_signer (options->origin, anf_clock_now (&options->clock),
                                              &options->random, &key_pem, &cert_pem, error)
                        && anf_key_file_save (path, key_pem, passphrase, error)
                        && write_file (keys, LAST_KEY, cert_pem, error);
  anf_key_file_forget (key_pem);
  return done;
}

static gboolean
make_keys (const AnfOfficeOptions *options, const char *keys, GError **error)
{
  char *passphrase = NULL;
  const gboolean done = read_passphrase (options, &passphrase, error)
                        && make_log_key (options, keys, passphrase, error)
                        && make_pack_key (options, keys, passphrase, error);
  anf_key_file_forget (passphrase);
  return done;
}

static gboolean
has_files (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  return folder != NULL && g_dir_read_name (folder) != NULL;
}

gboolean
anf_folder_has_blobs (const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, "vault", "blobs", NULL);
  g_autoptr (GDir) buckets = g_dir_open (path, 0, NULL);
  const char *name = buckets != NULL ? g_dir_read_name (buckets) : NULL;
  for (; name != NULL; name = g_dir_read_name (buckets))
    {
      g_autofree char *bucket = g_build_filename (path, name, NULL);
      if (has_files (bucket))
        return TRUE;
    }
  return FALSE;
}

/* What may not be looked at is not thereby absent. */
static gboolean
check_may_read (const char *path, GError **error)
{
  struct stat status;
  return stat (path, &status) == 0 || errno != EACCES
         || anf_error_throw (error, ANF_ERROR_DENIED,
                             _ ("%s may not be read: run this as the account whose the data folder "
                                "is, such as with `runuser -u anfang -- anfangd …`"),
                             path);
}

static gboolean
has_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The database comes after the keys. Others in their place would go on with the log as if they were
   those that it was promised to be known by. */
static gboolean
check_keys (const char *data_dir, GError **error)
{
  g_autofree char *keys = g_build_filename (data_dir, "keys", NULL);
  return !has_file (data_dir, ANF_FOLDER_DATABASE) || has_file (keys, LAST_KEY)
         || anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                             _ ("%s has a database, and its keys are missing: put the folder keys "
                                "back from a copy; nothing was changed"),
                             data_dir);
}

/* Without a database, a key was left by an init that broke off. Where evidence is, or a key that is
   made later, the database was lost: a second log must not be begun under the key of the first. */
static gboolean
remove_stray_key (const AnfOfficeOptions *options, const char *keys, GError **error)
{
  g_autofree char *key = g_build_filename (keys, "log.key", NULL);
  g_autofree char *pack_key = g_build_filename (keys, "sign.key", NULL);
  if (has_file (options->data_dir, ANF_FOLDER_DATABASE))
    return TRUE;
  if (anf_folder_has_blobs (options->data_dir) || has_file (keys, PEOPLE_KEY))
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("%s holds a system already: nothing was changed"),
                            options->data_dir);
  if (!has_file (keys, LAST_KEY))
    {
      (void)unlink (key);
      (void)unlink (pack_key);
    }
  return TRUE;
}

gboolean
anf_folder_make (const AnfOfficeOptions *options, GError **error)
{
  g_autofree char *keys = g_build_filename (options->data_dir, "keys", NULL);
  return anf_folder_check_account (options->data_dir, error)
         && check_keys (options->data_dir, error)
         && (g_mkdir_with_parents (keys, 0700) == 0
             || anf_error_set_errno (error, errno, _ ("cannot make %s"), keys));
}

gboolean
anf_folder_make_keys (const AnfOfficeOptions *options, GError **error)
{
  g_autofree char *keys = g_build_filename (options->data_dir, "keys", NULL);
  if (!remove_stray_key (options, keys, error))
    return FALSE;
  if (has_file (keys, LAST_KEY))
    return TRUE;
  return make_keys (options, keys, error) && anf_folder_sync (keys, error)
         && anf_folder_sync (options->data_dir, error);
}

int
anf_folder_lock (const char *data_dir, GError **error)
{
  g_autofree char *keys = g_build_filename (data_dir, "keys", NULL);
  g_autofree char *path = g_build_filename (data_dir, "lock", NULL);
  if (!anf_folder_check_account (data_dir, error) || !check_may_read (keys, error)
      || !check_keys (data_dir, error))
    return -1;
  if (!g_file_test (keys, G_FILE_TEST_IS_DIR))
    {
      anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                       _ ("%s holds no system: make one with `anfangd --data %s init`"), data_dir,
                       data_dir);
      return -1;
    }
  if (!anf_folder_check_writable (data_dir, error))
    return -1;
  g_auto (AnfFd) fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, SECRET_MODE);
  if (fd < 0)
    {
      anf_error_set_errno (error, errno, _ ("cannot open %s"), path);
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return g_steal_fd (&fd);
  anf_error_throw (error, ANF_ERROR_BUSY, _ ("another anfangd has %s open: stop it first"),
                   data_dir);
  return -1;
}

/* The vault is made before the database, and this folder of it is durable from then on. On a disk
   that is not mounted an empty one would be made in its place, take evidence, and be hidden when
   the disk is back. */
static gboolean
check_vault (const char *data_dir, GError **error)
{
  g_autofree char *blobs = g_build_filename (data_dir, "vault", "blobs", NULL);
  if (!check_may_read (blobs, error))
    return FALSE;
  return g_file_test (blobs, G_FILE_TEST_IS_DIR)
         || anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                             _ ("%s has a database, and %s is missing or empty: mount its disk, or "
                                "restore the last backup; nothing was changed"),
                             data_dir, blobs);
}

gboolean
anf_folder_check_database (const char *data_dir, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, ANF_FOLDER_DATABASE, NULL);
  g_autofree char *unfinished = g_build_filename (data_dir, ANF_FOLDER_UNFINISHED, NULL);
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return check_vault (data_dir, error);
  if (!check_may_read (path, error))
    return FALSE;
  if (g_file_test (unfinished, G_FILE_TEST_EXISTS))
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                            _ ("a restore into %s has broken off: run `anfangd --data %s restore` "
                               "again with the backup"),
                            data_dir, data_dir);
  return anf_error_throw (
      error, ANF_ERROR_NOT_FOUND,
      _ ("%s has keys but no %s: restore it, or run init again where there never was one"),
      data_dir, ANF_FOLDER_DATABASE);
}

static char *
read_line_file (const char *data_dir, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, "keys", name, NULL);
  char *text = NULL;
  return g_file_get_contents (path, &text, NULL, error) ? text : NULL;
}

char *
anf_folder_read_vkey (const char *data_dir, GError **error)
{
  char *vkey = read_line_file (data_dir, "log.vkey", error);
  return vkey != NULL ? g_strchomp (vkey) : NULL;
}

static AnfSigner *
load_signer (const char *data_dir, const char *passphrase, GError **error)
{
  g_autofree char *vkey = anf_folder_read_vkey (data_dir, error);
  g_autofree char *path = g_build_filename (data_dir, "keys", "log.key", NULL);
  if (vkey == NULL)
    return NULL;
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (vkey, error);
  g_autoptr (AnfSigner) signer
      = verifier != NULL
            ? anf_signer_load (anf_verifier_get_name (verifier), path, passphrase, error)
            : NULL;
  if (signer == NULL || anf_signer_get_id (signer) == anf_verifier_get_id (verifier))
    return g_steal_pointer (&signer);
  anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("%s is not the key of %s"), path, vkey);
  return NULL;
}

AnfSigner *
anf_folder_load_signer (const AnfOfficeOptions *options, GError **error)
{
  char *passphrase = NULL;
  if (!read_passphrase (options, &passphrase, error))
    return NULL;
  AnfSigner *signer = load_signer (options->data_dir, passphrase, error);
  anf_key_file_forget (passphrase);
  return signer;
}

gboolean
anf_folder_load_pack_signer (const AnfOfficeOptions *options,
                             char **key_pem,
                             char **cert_pem,
                             GError **error)
{
  g_autofree char *path = g_build_filename (options->data_dir, "keys", "sign.key", NULL);
  char *passphrase = NULL;
  if (!read_passphrase (options, &passphrase, error))
    return FALSE;
  *key_pem = anf_key_file_load (path, passphrase, error);
  anf_key_file_forget (passphrase);
  *cert_pem = *key_pem != NULL ? read_line_file (options->data_dir, LAST_KEY, error) : NULL;
  return *cert_pem != NULL;
}

static char *
make_people_path (const AnfOfficeOptions *options)
{
  return g_build_filename (options->data_dir, "keys", PEOPLE_KEY, NULL);
}

gboolean
anf_folder_load_people_key (const AnfOfficeOptions *options, char **pem, GError **error)
{
  g_autofree char *path = make_people_path (options);
  char *passphrase = NULL;
  *pem = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!read_passphrase (options, &passphrase, error))
    return FALSE;
  *pem = anf_key_file_load (path, passphrase, error);
  anf_key_file_forget (passphrase);
  return *pem != NULL;
}

gboolean
anf_folder_save_people_key (const AnfOfficeOptions *options, const char *pem, GError **error)
{
  g_autofree char *path = make_people_path (options);
  char *passphrase = NULL;
  if (!read_passphrase (options, &passphrase, error))
    return FALSE;
  const gboolean done = anf_key_file_save (path, pem, passphrase, error);
  anf_key_file_forget (passphrase);
  return done;
}

gboolean
anf_folder_encrypt_keys (const AnfOfficeOptions *options, GError **error)
{
  static const char *const names[] = { "log.key", "sign.key", PEOPLE_KEY };
  char *passphrase = NULL;
  if (!read_passphrase (options, &passphrase, error))
    return FALSE;
  gboolean done = TRUE;
  for (gsize i = 0; done && passphrase != NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (options->data_dir, "keys", names[i], NULL);
      /* That of names is made later. */
      done = !g_file_test (path, G_FILE_TEST_EXISTS)
             || anf_key_file_encrypt (path, passphrase, error);
    }
  anf_key_file_forget (passphrase);
  return done;
}

/* The vkey is written last and removed last: where it is, the key is too, here or in its place. */
#define NEW_KEY "log.key.new"
#define NEW_VKEY "log.vkey.new"

gboolean
anf_folder_put_new_key (const AnfOfficeOptions *options, const AnfSigner *signer, GError **error)
{
  g_autofree char *keys = g_build_filename (options->data_dir, "keys", NULL);
  g_autofree char *path = g_build_filename (keys, NEW_KEY, NULL);
  g_autofree char *vkey = anf_signer_dup_vkey (signer);
  g_autofree char *line = g_strconcat (vkey, "\n", NULL);
  char *passphrase = NULL;
  const gboolean done = read_passphrase (options, &passphrase, error)
                        && anf_signer_save (signer, path, passphrase, error)
                        && write_file (keys, NEW_VKEY, line, error)
                        && anf_folder_sync (keys, error);
  anf_key_file_forget (passphrase);
  return done;
}

char *
anf_folder_read_new_vkey (const char *data_dir)
{
  char *vkey = read_line_file (data_dir, NEW_VKEY, NULL);
  return vkey != NULL ? g_strchomp (vkey) : NULL;
}

gboolean
anf_folder_take_new_key (const char *data_dir, GError **error)
{
  static const char *const names[][2] = { { NEW_KEY, "log.key" }, { NEW_VKEY, "log.vkey" } };
  g_autofree char *keys = g_build_filename (data_dir, "keys", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (keys, names[i][0], NULL);
      g_autofree char *to = g_build_filename (keys, names[i][1], NULL);
      if (rename (from, to) != 0 && (errno != ENOENT || i > 0))
        return anf_error_set_errno (error, errno, _ ("cannot put %s in its place"), from);
      if (!anf_folder_sync (keys, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_folder_drop_new_key (const char *data_dir, GError **error)
{
  g_autofree char *keys = g_build_filename (data_dir, "keys", NULL);
  g_autofree char *key = g_build_filename (keys, NEW_KEY, NULL);
  g_autofree char *vkey = g_build_filename (keys, NEW_VKEY, NULL);
  /* In this order, or a vkey would stand there without its key. */
  const gboolean had_vkey = unlink (vkey) == 0;
  const gboolean had_key = unlink (key) == 0;
  return (!had_vkey && !had_key) || anf_folder_sync (keys, error);
}
