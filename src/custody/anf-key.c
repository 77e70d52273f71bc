/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-key.h"

#include "anf-codec.h"
#include "anf-error.h"
#include "anf-fd.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* C2SP signed-note: the type of an Ed25519 signature. */
#define TYPE_ED25519 0x01
/* An Ed25519 key in PEM takes 119 bytes. */
#define PEM_SIZE_MAX 4096

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)

struct _AnfSigner
{
  char *name;
  guint32 id;
  guint8 public_key[ANF_KEY_PUBLIC_SIZE];
  EVP_PKEY *key;
};

struct _AnfVerifier
{
  char *name;
  guint32 id;
  EVP_PKEY *key;
};

gboolean
anf_key_name_is_valid (const char *name)
{
  const gsize length = strlen (name);
  if (length == 0 || length > ANF_KEY_NAME_MAX || !g_utf8_validate_len (name, length, NULL))
    return FALSE;
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar letter = g_utf8_get_char (at);
      if (letter == '+' || g_unichar_isspace (letter) || g_unichar_iscntrl (letter))
        return FALSE;
    }
  return TRUE;
}

/* The first four bytes of SHA-256 (name ‖ 0x0A ‖ type ‖ public key). */
static guint32
compute_id (const char *name, const guint8 public_key[ANF_KEY_PUBLIC_SIZE])
{
  const guint8 infix[2] = { '\n', TYPE_ED25519 };
  guint8 hash[EVP_MAX_MD_SIZE];
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  const gboolean done = EVP_DigestInit_ex (context, EVP_sha256 (), NULL) == 1
                        && EVP_DigestUpdate (context, name, strlen (name)) == 1
                        && EVP_DigestUpdate (context, infix, sizeof infix) == 1
                        && EVP_DigestUpdate (context, public_key, ANF_KEY_PUBLIC_SIZE) == 1
                        && EVP_DigestFinal_ex (context, hash, NULL) == 1;
  g_assert (done);
  return (guint32)hash[0] << 24 | (guint32)hash[1] << 16 | (guint32)hash[2] << 8 | hash[3];
}

/* @key: (transfer full) (nullable) */
static AnfSigner *
signer_new (const char *name, EVP_PKEY *key, GError **error)
{
  g_autoptr (AnfSigner) self = g_new0 (AnfSigner, 1);
  self->key = key;
  self->name = g_strdup (name);
  gsize size = sizeof self->public_key;
  if (!anf_key_name_is_valid (name))
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("a key's name must not be empty and has no blank and no +"));
      return NULL;
    }
  if (key == NULL || !EVP_PKEY_is_a (key, "ED25519")
      || EVP_PKEY_get_raw_public_key (key, self->public_key, &size) != 1)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("this is not an Ed25519 key"));
      return NULL;
    }
  self->id = compute_id (name, self->public_key);
  return g_steal_pointer (&self);
}

AnfSigner *
anf_signer_generate (const char *name, GError **error)
{
  return signer_new (name, EVP_PKEY_Q_keygen (NULL, NULL, "ED25519"), error);
}

/* Without this OpenSSL would ask for the password of an encrypted key on the terminal. */
static int
give_no_password (char *buffer, int size, int writing, void *data)
{
  return -1;
}

/* Only what its owner alone can read is still a secret. */
static int
open_secret (const char *path, GError **error)
{
  g_auto (AnfFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat status;
  if (fd < 0 || fstat (fd, &status) != 0)
    {
      anf_error_set_errno (error, errno, _ ("cannot open the key %s"), path);
      return -1;
    }
  if (!S_ISREG (status.st_mode) || (status.st_mode & 077) != 0 || status.st_size > PEM_SIZE_MAX)
    {
      anf_error_throw (error, ANF_ERROR_DENIED,
                       _ ("the key %s must be a file that only its owner may read: chmod 600 it"),
                       path);
      return -1;
    }
  return g_steal_fd (&fd);
}

AnfSigner *
anf_signer_load (const char *name, const char *path, GError **error)
{
  g_auto (AnfFd) fd = open_secret (path, error);
  if (fd < 0)
    return NULL;
  char pem[PEM_SIZE_MAX];
  const gssize size = read (fd, pem, sizeof pem);
  g_autoptr (BIO) bio = size > 0 ? BIO_new_mem_buf (pem, (int)size) : NULL;
  EVP_PKEY *key = bio != NULL ? PEM_read_bio_PrivateKey (bio, NULL, give_no_password, NULL) : NULL;
  OPENSSL_cleanse (pem, sizeof pem);
  AnfSigner *self = signer_new (name, key, error);
  if (self == NULL)
    g_prefix_error (error, _ ("cannot read the key %s: "), path);
  return self;
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

gboolean
anf_signer_save (const AnfSigner *self, const char *path, GError **error)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_secmem ());
  if (bio == NULL || PEM_write_bio_PKCS8PrivateKey (bio, self->key, NULL, NULL, 0, NULL, NULL) != 1)
    return anf_error_throw (error, ANF_ERROR_FAILED, _ ("cannot write the key %s as PEM"), path);
  char *pem = NULL;
  const glong size = BIO_get_mem_data (bio, &pem);
  g_auto (AnfFd) fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return anf_error_set_errno (error, errno, _ ("cannot make the key %s"), path);
  if (write_durably (fd, pem, (gsize)size) && sync_folder_of (path))
    return TRUE;
  const int errnum = errno;
  (void)unlink (path);
  return anf_error_set_errno (error, errnum, _ ("cannot write the key %s"), path);
}

void
anf_signer_free (AnfSigner *self)
{
  if (self == NULL)
    return;
  EVP_PKEY_free (self->key);
  g_free (self->name);
  g_free (self);
}

const char *
anf_signer_get_name (const AnfSigner *self)
{
  return self->name;
}

guint32
anf_signer_get_id (const AnfSigner *self)
{
  return self->id;
}

char *
anf_signer_dup_vkey (const AnfSigner *self)
{
  guint8 typed[1 + ANF_KEY_PUBLIC_SIZE] = { TYPE_ED25519 };
  memcpy (typed + 1, self->public_key, ANF_KEY_PUBLIC_SIZE);
  g_autofree char *base64 = g_base64_encode (typed, sizeof typed);
  return g_strdup_printf ("%s+%08x+%s", self->name, self->id, base64);
}

gboolean
anf_signer_sign (const AnfSigner *self,
                 const char *text,
                 gsize size,
                 guint8 signature[ANF_KEY_SIGNATURE_SIZE],
                 GError **error)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  gsize length = ANF_KEY_SIGNATURE_SIZE;
  if (EVP_DigestSignInit (context, NULL, NULL, NULL, self->key) == 1
      && EVP_DigestSign (context, signature, &length, (const guint8 *)text, size) == 1)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_FAILED, _ ("cannot sign with the key %s"), self->name);
}

static AnfVerifier *
read_verifier (const char *name, const char *hex, const char *base64)
{
  g_autoptr (GBytes) typed = anf_codec_read_base64 (base64);
  if (!anf_key_name_is_valid (name) || typed == NULL
      || g_bytes_get_size (typed) != 1 + ANF_KEY_PUBLIC_SIZE)
    return NULL;
  const guint8 *data = g_bytes_get_data (typed, NULL);
  g_autofree char *expected = g_strdup_printf ("%08x", compute_id (name, data + 1));
  if (data[0] != TYPE_ED25519 || strcmp (hex, expected) != 0)
    return NULL;
  g_autoptr (EVP_PKEY) key
      = EVP_PKEY_new_raw_public_key_ex (NULL, "ED25519", NULL, data + 1, ANF_KEY_PUBLIC_SIZE);
  if (key == NULL)
    return NULL;
  AnfVerifier *self = g_new0 (AnfVerifier, 1);
  self->name = g_strdup (name);
  self->id = compute_id (name, data + 1);
  self->key = g_steal_pointer (&key);
  return self;
}

AnfVerifier *
anf_verifier_parse (const char *vkey, GError **error)
{
  /* The base64 may have a `+` of its own. */
  g_auto (GStrv) parts = g_strsplit (vkey, "+", 3);
  AnfVerifier *self
      = g_strv_length (parts) == 3 ? read_verifier (parts[0], parts[1], parts[2]) : NULL;
  if (self == NULL)
    anf_error_throw (error, ANF_ERROR_INVALID,
                     _ ("this is not the verifier key of an Ed25519 key: name+id+base64"));
  return self;
}

void
anf_verifier_free (AnfVerifier *self)
{
  if (self == NULL)
    return;
  EVP_PKEY_free (self->key);
  g_free (self->name);
  g_free (self);
}

const char *
anf_verifier_get_name (const AnfVerifier *self)
{
  return self->name;
}

guint32
anf_verifier_get_id (const AnfVerifier *self)
{
  return self->id;
}

gboolean
anf_verifier_check (const AnfVerifier *self,
                    const char *text,
                    gsize size,
                    const guint8 signature[ANF_KEY_SIGNATURE_SIZE])
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  return EVP_DigestVerifyInit (context, NULL, NULL, NULL, self->key) == 1
         && EVP_DigestVerify (context, signature, ANF_KEY_SIGNATURE_SIZE, (const guint8 *)text,
                              size)
                == 1;
}
