/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-sealer.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <string.h>

#define PREFIX "sealed:"
#define KEY_SIZE 32
#define NONCE_SIZE 12
#define TAG_SIZE 16
#define ID_BYTES 8

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_KDF, EVP_KDF_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_KDF_CTX, EVP_KDF_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)

struct _AnfSealer
{
  guint8 key[KEY_SIZE];
  guint8 hash_key[KEY_SIZE];
  char id[ID_BYTES * 2 + 1];
};

static gboolean
throw_crypto (GError **error)
{
  return anf_error_throw (error, ANF_ERROR_FAILED, _ ("OpenSSL cannot seal what names people"));
}

char *
anf_sealer_make_key (GError **error)
{
  g_autoptr (EVP_PKEY) key = EVP_PKEY_Q_keygen (NULL, NULL, "X25519");
  g_autoptr (BIO) bio = BIO_new (BIO_s_secmem ());
  char *data = NULL;
  if (key == NULL || bio == NULL
      || PEM_write_bio_PKCS8PrivateKey (bio, key, NULL, NULL, 0, NULL, NULL) != 1)
    {
      (void)throw_crypto (error);
      return NULL;
    }
  const glong size = BIO_get_mem_data (bio, &data);
  return g_strndup (data, (gsize)size);
}

static gboolean
derive (const guint8 *raw, const char *info, guint8 *key)
{
  g_autoptr (EVP_KDF) kdf = EVP_KDF_fetch (NULL, OSSL_KDF_NAME_HKDF, NULL);
  g_autoptr (EVP_KDF_CTX) context = kdf != NULL ? EVP_KDF_CTX_new (kdf) : NULL;
  char digest[] = "SHA256";
  const OSSL_PARAM params[]
      = { OSSL_PARAM_construct_utf8_string (OSSL_KDF_PARAM_DIGEST, digest, 0),
          OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_KEY, (void *)raw, KEY_SIZE),
          OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_INFO, (void *)info, strlen (info)),
          OSSL_PARAM_construct_end () };
  return context != NULL && EVP_KDF_derive (context, key, KEY_SIZE, params) == 1;
}

static void
format_hex (const guint8 *bytes, gsize size, char *hex)
{
  for (gsize i = 0; i < size; i++)
    g_snprintf (hex + 2 * i, 3, "%02x", bytes[i]);
}

static void
set_id (AnfSealer *self, const guint8 *public_half)
{
  guint8 hash[SHA256_DIGEST_LENGTH];
  (void)SHA256 (public_half, KEY_SIZE, hash);
  format_hex (hash, ID_BYTES, self->id);
}

AnfSealer *
anf_sealer_new (const char *pem, GError **error)
{
  g_autoptr (BIO) bio = BIO_new_mem_buf (pem, -1);
  g_autoptr (EVP_PKEY) key = bio != NULL ? PEM_read_bio_PrivateKey (bio, NULL, NULL, NULL) : NULL;
  g_autoptr (AnfSealer) self = g_new0 (AnfSealer, 1);
  guint8 raw[KEY_SIZE] = { 0 };
  guint8 public_half[KEY_SIZE] = { 0 };
  gsize sizes[] = { sizeof raw, sizeof public_half };
  if (key == NULL || !EVP_PKEY_is_a (key, "X25519")
      || EVP_PKEY_get_raw_private_key (key, raw, &sizes[0]) != 1
      || EVP_PKEY_get_raw_public_key (key, public_half, &sizes[1]) != 1)
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("the key of what names people is no X25519 key"));
      return NULL;
    }
  const gboolean done = derive (raw, "anfang people", self->key)
                        && derive (raw, "anfang people hash", self->hash_key);
  OPENSSL_cleanse (raw, sizeof raw);
  set_id (self, public_half);
  if (!done && !throw_crypto (error))
    return NULL;
  return g_steal_pointer (&self);
}

void
anf_sealer_free (AnfSealer *self)
{
  if (self != NULL)
    OPENSSL_cleanse (self, sizeof *self);
  g_free (self);
}

const char *
anf_sealer_get_id (const AnfSealer *self)
{
  return self->id;
}

gboolean
anf_sealer_is_sealed (const char *text)
{
  return g_str_has_prefix (text, PREFIX);
}

/* @bytes: nonce, @size bytes of text that become ciphertext, room for the tag */
static gboolean
encrypt (const AnfSealer *self, const char *place, guint8 *bytes, int size)
{
  g_autoptr (EVP_CIPHER_CTX) context = EVP_CIPHER_CTX_new ();
  guint8 *text = bytes + NONCE_SIZE;
  int written = 0;
  return context != NULL
         && EVP_EncryptInit_ex (context, EVP_aes_256_gcm (), NULL, self->key, bytes) == 1
         && EVP_EncryptUpdate (context, NULL, &written, (const guint8 *)place, (int)strlen (place))
                == 1
         && EVP_EncryptUpdate (context, text, &written, text, size) == 1 && written == size
         && EVP_EncryptFinal_ex (context, text + size, &written) == 1
         && EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, text + size) == 1;
}

char *
anf_sealer_seal (const AnfSealer *self,
                 const AnfRandom *random,
                 const char *place,
                 const char *text,
                 GError **error)
{
  const gsize size = strlen (text);
  const gsize whole = NONCE_SIZE + size + TAG_SIZE;
  if (size > G_MAXINT - NONCE_SIZE - TAG_SIZE && !throw_crypto (error))
    return NULL;
  g_autofree guint8 *bytes = g_malloc0 (whole);
  anf_random_fill (random, bytes, NONCE_SIZE);
  memcpy (bytes + NONCE_SIZE, text, size);
  if (!encrypt (self, place, bytes, (int)size) && !throw_crypto (error))
    return NULL;
  g_autofree char *base64 = g_base64_encode (bytes, whole);
  return g_strconcat (PREFIX, base64, NULL);
}

/* As above, the tag being there. */
static gboolean
decrypt (const AnfSealer *self, const char *place, guint8 *bytes, int size)
{
  g_autoptr (EVP_CIPHER_CTX) context = EVP_CIPHER_CTX_new ();
  guint8 *text = bytes + NONCE_SIZE;
  int written = 0;
  return context != NULL
         && EVP_DecryptInit_ex (context, EVP_aes_256_gcm (), NULL, self->key, bytes) == 1
         && EVP_DecryptUpdate (context, NULL, &written, (const guint8 *)place, (int)strlen (place))
                == 1
         && EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, text + size) == 1
         && EVP_DecryptUpdate (context, text, &written, text, size) == 1 && written == size
         && EVP_DecryptFinal_ex (context, text + size, &written) == 1;
}

char *
anf_sealer_unseal (const AnfSealer *self, const char *place, const char *sealed, GError **error)
{
  gsize whole = 0;
  g_autofree guint8 *bytes
      = anf_sealer_is_sealed (sealed) ? g_base64_decode (sealed + strlen (PREFIX), &whole) : NULL;
  if (bytes != NULL && whole >= NONCE_SIZE + TAG_SIZE && whole <= G_MAXINT)
    {
      const gsize size = whole - NONCE_SIZE - TAG_SIZE;
      if (decrypt (self, place, bytes, (int)size))
        return g_strndup ((const char *)bytes + NONCE_SIZE, size);
    }
  anf_error_throw (error, ANF_ERROR_CORRUPT,
                   _ ("what names a person in %s does not open under the key people.key"), place);
  return NULL;
}

char *
anf_sealer_hash (const AnfSealer *self, const char *text, GError **error)
{
  guint8 hash[SHA256_DIGEST_LENGTH];
  if (HMAC (EVP_sha256 (), self->hash_key, KEY_SIZE, (const guint8 *)text, strlen (text), hash,
            NULL)
          == NULL
      && !throw_crypto (error))
    return NULL;
  char *hex = g_malloc (2 * sizeof hash + 1);
  format_hex (hash, sizeof hash, hex);
  return hex;
}
