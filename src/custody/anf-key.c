/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-key.h"

#include "anf-codec.h"
#include "anf-error.h"
#include "anf-key-file.h"

#include <glib/gi18n.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

/* C2SP signed-note: the type of an Ed25519 signature, and that of a timestamped cosignature. */
#define TYPE_ED25519 0x01
#define TYPE_COSIGNATURE 0x04

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)

struct _AnfSigner
{
  char *name;
  guint8 type;
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
compute_id (const char *name, guint8 type, const guint8 public_key[ANF_KEY_PUBLIC_SIZE])
{
  const guint8 infix[2] = { '\n', type };
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
  self->type = TYPE_ED25519;
  self->id = compute_id (name, self->type, self->public_key);
  return g_steal_pointer (&self);
}

AnfSigner *
anf_signer_generate (const char *name, GError **error)
{
  return signer_new (name, EVP_PKEY_Q_keygen (NULL, NULL, "ED25519"), error);
}

AnfSigner *
anf_signer_load (const char *name, const char *path, const char *passphrase, GError **error)
{
  char *pem = anf_key_file_load (path, passphrase, error);
  if (pem == NULL)
    return NULL;
  g_autoptr (BIO) bio = BIO_new_mem_buf (pem, -1);
  EVP_PKEY *key = PEM_read_bio_PrivateKey (bio, NULL, NULL, NULL);
  anf_key_file_forget (pem);
  AnfSigner *self = signer_new (name, key, error);
  if (self == NULL)
    g_prefix_error (error, _ ("cannot read the key %s: "), path);
  return self;
}

gboolean
anf_signer_save (const AnfSigner *self, const char *path, const char *passphrase, GError **error)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_secmem ());
  if (bio == NULL || PEM_write_bio_PKCS8PrivateKey (bio, self->key, NULL, NULL, 0, NULL, NULL) != 1)
    return anf_error_throw (error, ANF_ERROR_FAILED, _ ("cannot write the key %s as PEM"), path);
  char *data = NULL;
  const glong size = BIO_get_mem_data (bio, &data);
  char *pem = g_strndup (data, (gsize)size);
  const gboolean done = anf_key_file_save (path, pem, passphrase, error);
  anf_key_file_forget (pem);
  return done;
}

AnfSigner *
anf_signer_to_witness (AnfSigner *self)
{
  self->type = TYPE_COSIGNATURE;
  self->id = compute_id (self->name, self->type, self->public_key);
  return self;
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
  guint8 typed[1 + ANF_KEY_PUBLIC_SIZE] = { self->type };
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
read_verifier (guint8 type, const char *name, const char *hex, const char *base64)
{
  g_autoptr (GBytes) typed = anf_codec_read_base64 (base64);
  if (!anf_key_name_is_valid (name) || typed == NULL
      || g_bytes_get_size (typed) != 1 + ANF_KEY_PUBLIC_SIZE)
    return NULL;
  const guint8 *data = g_bytes_get_data (typed, NULL);
  g_autofree char *expected = g_strdup_printf ("%08x", compute_id (name, type, data + 1));
  if (data[0] != type || strcmp (hex, expected) != 0)
    return NULL;
  g_autoptr (EVP_PKEY) key
      = EVP_PKEY_new_raw_public_key_ex (NULL, "ED25519", NULL, data + 1, ANF_KEY_PUBLIC_SIZE);
  if (key == NULL)
    return NULL;
  AnfVerifier *self = g_new0 (AnfVerifier, 1);
  self->name = g_strdup (name);
  self->id = compute_id (name, type, data + 1);
  self->key = g_steal_pointer (&key);
  return self;
}

static AnfVerifier *
parse_vkey (const char *vkey, guint8 type)
{
  /* The base64 may have a `+` of its own. */
  g_auto (GStrv) parts = g_strsplit (vkey, "+", 3);
  return g_strv_length (parts) == 3 ? read_verifier (type, parts[0], parts[1], parts[2]) : NULL;
}

AnfVerifier *
anf_verifier_parse (const char *vkey, GError **error)
{
  AnfVerifier *self = parse_vkey (vkey, TYPE_ED25519);
  if (self == NULL)
    anf_error_throw (error, ANF_ERROR_INVALID,
                     _ ("this is not the verifier key of an Ed25519 key: name+id+base64"));
  return self;
}

AnfVerifier *
anf_verifier_parse_witness (const char *vkey, GError **error)
{
  AnfVerifier *self = parse_vkey (vkey, TYPE_COSIGNATURE);
  if (self == NULL)
    anf_error_throw (error, ANF_ERROR_INVALID,
                     _ ("this is not the verifier key of a witness (name+id+base64 of type 4): %s"),
                     vkey);
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
