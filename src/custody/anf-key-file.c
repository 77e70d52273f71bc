/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-key-file.h"

#include "anf-error.h"
#include "anf-fd.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of PBKDF2 with HMAC-SHA-256: what OWASP asks for; half a second once, when the service starts. */
#define ITERATIONS 600000
#define ENCRYPTED_LABEL "-----BEGIN ENCRYPTED PRIVATE KEY-----"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_SIG, X509_SIG_free)

void
anf_key_file_forget (char *pem)
{
  if (pem != NULL)
    OPENSSL_cleanse (pem, strlen (pem));
  g_free (pem);
}

/* Only what its owner alone can read is still a secret. */
static char *
read_secret (const char *path, gsize max, GError **error)
{
  g_auto (AnfFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat status;
  if (fd < 0 || fstat (fd, &status) != 0)
    {
      anf_error_set_errno (error, errno, _ ("cannot open the key %s"), path);
      return NULL;
    }
  if (!S_ISREG (status.st_mode) || (status.st_mode & 077) != 0 || status.st_size > (goffset)max)
    {
      anf_error_throw (error, ANF_ERROR_DENIED,
                       _ ("the key %s must be a file that only its owner may read: chmod 600 it"),
                       path);
      return NULL;
    }
  char *text = g_malloc0 (max + 1);
  const gssize size = read (fd, text, max);
  if (size >= 0)
    return text;
  anf_error_set_errno (error, errno, _ ("cannot open the key %s"), path);
  anf_key_file_forget (text);
  return NULL;
}

/* Without this OpenSSL would ask for a password on the terminal. */
static int
give_passphrase (char *buffer, int size, int writing, void *data)
{
  const char *passphrase = data;
  const gsize length = passphrase != NULL ? strlen (passphrase) : 0;
  if (length == 0 || length >= (gsize)size)
    return -1;
  memcpy (buffer, passphrase, length + 1);
  return (int)length;
}

static EVP_PKEY *
parse_key (const char *pem, const char *passphrase)
{
  g_autoptr (BIO) bio = BIO_new_mem_buf (pem, -1);
  return bio != NULL ? PEM_read_bio_PrivateKey (bio, NULL, give_passphrase, (void *)passphrase)
                     : NULL;
}

/* @passphrase: (nullable) */
static char *
format_key (const EVP_PKEY *key, const char *passphrase)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_secmem ());
  g_autoptr (PKCS8_PRIV_KEY_INFO) plain = EVP_PKEY2PKCS8 (key);
  gboolean done = bio != NULL && plain != NULL;
  if (done && passphrase != NULL)
    {
      g_autoptr (X509_SIG) sealed = PKCS8_encrypt (
          -1, EVP_aes_256_cbc (), passphrase, (int)strlen (passphrase), NULL, 0, ITERATIONS, plain);
      done = sealed != NULL && PEM_write_bio_PKCS8 (bio, sealed) == 1;
    }
  else if (done)
    done = PEM_write_bio_PKCS8_PRIV_KEY_INFO (bio, plain) == 1;
  char *data = NULL;
  const glong size = done ? BIO_get_mem_data (bio, &data) : 0;
  return done ? g_strndup (data, (gsize)size) : NULL;
}

static EVP_PKEY *
load_key (const char *path, const char *passphrase, gboolean *encrypted, GError **error)
{
  char *text = read_secret (path, ANF_KEY_FILE_SIZE_MAX, error);
  if (text == NULL)
    return NULL;
  EVP_PKEY *key = parse_key (text, passphrase);
  *encrypted = strstr (text, ENCRYPTED_LABEL) != NULL;
  anf_key_file_forget (text);
  if (key == NULL && *encrypted)
    anf_error_throw (error, ANF_ERROR_DENIED,
                     passphrase != NULL
                         ? _ ("the passphrase does not open the key %s")
                         : _ ("the key %s is encrypted: say where its passphrase is"),
                     path);
  else if (key == NULL)
    anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s holds no key"), path);
  return key;
}

char *
anf_key_file_load (const char *path, const char *passphrase, GError **error)
{
  gboolean encrypted = FALSE;
  g_autoptr (EVP_PKEY) key = load_key (path, passphrase, &encrypted, error);
  if (key == NULL)
    return NULL;
  char *pem = format_key (key, NULL);
  if (pem == NULL)
    anf_error_throw (error, ANF_ERROR_FAILED, _ ("cannot write the key %s as PEM"), path);
  return pem;
}

static gboolean
write_durably (int fd, const char *bytes, gsize size)
{
  for (gsize done = 0; done < size;)
    {
      const gssize written = write (fd, bytes + done, size - done);
      if (written < 0 && errno != EINTR)
        return FALSE;
      done += written > 0 ? (gsize)written : 0;
    }
  return fsync (fd) == 0;
}

static gboolean
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_auto (AnfFd) fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return fd >= 0 && fsync (fd) == 0;
}

/* @pem: as it is to stand in the file */
static gboolean
write_file (const char *path, const char *pem, GError **error)
{
  g_auto (AnfFd) fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return anf_error_set_errno (error, errno, _ ("cannot make the key %s"), path);
  if (write_durably (fd, pem, strlen (pem)))
    return TRUE;
  const int errnum = errno;
  (void)unlink (path);
  return anf_error_set_errno (error, errnum, _ ("cannot write the key %s"), path);
}

static gboolean
write_key (const char *path, const EVP_PKEY *key, const char *passphrase, GError **error)
{
  char *pem = key != NULL ? format_key (key, passphrase) : NULL;
  const gboolean done = pem != NULL ? write_file (path, pem, error)
                                    : anf_error_throw (error, ANF_ERROR_FAILED,
                                                       _ ("cannot write the key %s as PEM"), path);
  anf_key_file_forget (pem);
  return done;
}

/* Beside its place first: whoever dies on the way leaves no half key there. */
static gboolean
put_key (const char *path, const EVP_PKEY *key, const char *passphrase, GError **error)
{
  g_autofree char *aside = g_strconcat (path, ".part", NULL);
  /* Left by an attempt that broke off. */
  (void)unlink (aside);
  if (!write_key (aside, key, passphrase, error))
    return FALSE;
  if (rename (aside, path) == 0 && sync_folder_of (path))
    return TRUE;
  return anf_error_set_errno (error, errno, _ ("cannot write the key %s"), path);
}

gboolean
anf_key_file_save (const char *path, const char *pem, const char *passphrase, GError **error)
{
  g_autoptr (EVP_PKEY) key = parse_key (pem, NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return anf_error_set_errno (error, EEXIST, _ ("cannot make the key %s"), path);
  return put_key (path, key, passphrase, error);
}

gboolean
anf_key_file_encrypt (const char *path, const char *passphrase, GError **error)
{
  char *text = read_secret (path, ANF_KEY_FILE_SIZE_MAX, error);
  if (text == NULL)
    return FALSE;
  const gboolean encrypted = strstr (text, ENCRYPTED_LABEL) != NULL;
  g_autoptr (EVP_PKEY) key = encrypted ? NULL : parse_key (text, NULL);
  anf_key_file_forget (text);
  if (encrypted)
    return TRUE;
  if (key == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s holds no key"), path);
  return put_key (path, key, passphrase, error);
}

char *
anf_key_file_read_passphrase (const char *path, GError **error)
{
  char *text = read_secret (path, ANF_KEY_FILE_PASSPHRASE_MAX, error);
  if (text == NULL)
    return NULL;
  text[strcspn (text, "\r\n")] = '\0';
  if (*text != '\0')
    return text;
  anf_key_file_forget (text);
  anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s holds no passphrase on its first line"), path);
  return NULL;
}
