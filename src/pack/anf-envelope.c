/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-envelope.h"

#include "anf-error.h"
#include "anf-pack-limits.h"

#include <glib/gi18n.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <string.h>

/* NIST SP 800-57 part 1: 112 bits of security. */
#define RSA_BITS_MIN 2048
#define RECIPIENTS_MAX 64

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CMS_ContentInfo, CMS_ContentInfo_free)

struct _AnfEnvelope
{
  AnfPackSink sink;
  gpointer data;
  CMS_ContentInfo *cms;
  BIO *made; /* what has been made and not yet been taken by the sink; owned by @chain */
  BIO *chain;
};

static gboolean
throw_openssl (GError **error, AnfErrorCode code, const char *what)
{
  const unsigned long number = ERR_get_error ();
  ERR_clear_error ();
  const char *reason = number == 0 ? NULL : ERR_reason_error_string (number);
  return anf_error_throw (error, code, "%s (OpenSSL: %s)", what,
                          reason == NULL ? "no reason given" : reason);
}

static gboolean
check_key (EVP_PKEY *key, guint number, GError **error)
{
  if (key != NULL && EVP_PKEY_is_a (key, "SM2"))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("certificate %u has an SM2 key: OpenSSL 3.0 cannot encrypt CMS to "
                               "SM2; ask the recipient for an RSA or P-256 certificate, or "
                               "encrypt the plain pack with the recipient's own program"),
                            number);
  if (key != NULL && EVP_PKEY_is_a (key, "RSA") && EVP_PKEY_get_bits (key) >= RSA_BITS_MIN)
    return TRUE;
  if (key != NULL && EVP_PKEY_is_a (key, "EC"))
    return TRUE;
  ERR_clear_error ();
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("certificate %u has no key that can be encrypted to: RSA from %d bits "
                             "on and elliptic curves such as P-256 can"),
                          number, RSA_BITS_MIN);
}

static X509 *
read_cert (const char *pem, guint number, GError **error)
{
  g_autoptr (BIO) bio = BIO_new_mem_buf (pem, -1);
  g_autoptr (X509) cert = PEM_read_bio_X509 (bio, NULL, NULL, NULL);
  ERR_clear_error ();
  if (cert == NULL)
    anf_error_throw (error, ANF_ERROR_INVALID,
                     _ ("certificate %u is no PEM certificate; of one in DER (.cer), “openssl "
                        "x509 -inform DER -in FILE.cer -out FILE.pem” makes it one"),
                     number);
  else if (X509_cmp_current_time (X509_get0_notAfter (cert)) < 0)
    anf_error_throw (error, ANF_ERROR_INVALID,
                     _ ("certificate %u has run out: ask the recipient for a new one"), number);
  else if (check_key (X509_get0_pubkey (cert), number, error))
    return g_steal_pointer (&cert);
  return NULL;
}

static gboolean
set_padding (CMS_RecipientInfo *recipient, EVP_PKEY *key)
{
  EVP_PKEY_CTX *context = CMS_RecipientInfo_get0_pkey_ctx (recipient);
  if (EVP_PKEY_is_a (key, "EC"))
    return EVP_PKEY_CTX_set_ecdh_kdf_md (context, EVP_sha256 ()) == 1;
  return EVP_PKEY_CTX_set_rsa_padding (context, RSA_PKCS1_OAEP_PADDING) == 1
         && EVP_PKEY_CTX_set_rsa_oaep_md (context, EVP_sha256 ()) == 1
         && EVP_PKEY_CTX_set_rsa_mgf1_md (context, EVP_sha256 ()) == 1;
}

static gboolean
add_recipient (CMS_ContentInfo *cms, const char *pem, guint number, GError **error)
{
  g_autoptr (X509) cert = read_cert (pem, number, error);
  if (cert == NULL)
    return FALSE;
  CMS_RecipientInfo *recipient = CMS_add1_recipient_cert (cms, cert, CMS_KEY_PARAM);
  if (recipient != NULL && set_padding (recipient, X509_get0_pubkey (cert)))
    return TRUE;
  return throw_openssl (error, ANF_ERROR_FAILED,
                        _ ("a recipient's certificate cannot be encrypted to"));
}

static CMS_ContentInfo *
make_cms (const char *const *certs_pem, GError **error)
{
  const guint count = g_strv_length ((char **)certs_pem);
  if (count == 0 || count > RECIPIENTS_MAX)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("an envelope has 1 to %d recipients"),
                       RECIPIENTS_MAX);
      return NULL;
    }
  g_autoptr (CMS_ContentInfo) cms
      = CMS_encrypt (NULL, NULL, EVP_aes_256_cbc (), CMS_BINARY | CMS_STREAM | CMS_PARTIAL);
  if (cms == NULL)
    {
      throw_openssl (error, ANF_ERROR_FAILED, _ ("the pack cannot be encrypted"));
      return NULL;
    }
  for (guint i = 0; i < count; i++)
    if (!add_recipient (cms, certs_pem[i], i + 1, error))
      return NULL;
  return g_steal_pointer (&cms);
}

AnfEnvelope *
anf_envelope_new (const char *const *certs_pem, AnfPackSink sink, gpointer data, GError **error)
{
  g_autoptr (AnfEnvelope) self = g_new0 (AnfEnvelope, 1);
  self->sink = sink;
  self->data = data;
  self->cms = make_cms (certs_pem, error);
  if (self->cms == NULL)
    return NULL;
  self->made = BIO_new (BIO_s_mem ());
  self->chain = BIO_new_CMS (self->made, self->cms);
  if (self->chain != NULL)
    return g_steal_pointer (&self);
  BIO_free (self->made);
  throw_openssl (error, ANF_ERROR_FAILED, _ ("the pack cannot be encrypted"));
  return NULL;
}

/* Hands on what has been made. */
static gboolean
drain (AnfEnvelope *self, GError **error)
{
  char *bytes = NULL;
  const long size = BIO_get_mem_data (self->made, &bytes);
  const gboolean taken = size <= 0 || self->sink (bytes, (gsize)size, self->data, error);
  (void)BIO_reset (self->made);
  return taken;
}

gboolean
anf_envelope_write (gconstpointer bytes, gsize size, gpointer envelope, GError **error)
{
  AnfEnvelope *self = envelope;
  const char *at = bytes;
  while (size > 0)
    {
      const int piece = (int)MIN (size, ANF_PACK_CHUNK);
      const int written = BIO_write (self->chain, at, piece);
      if (written <= 0)
        return throw_openssl (error, ANF_ERROR_FAILED, _ ("the pack cannot be encrypted"));
      if (!drain (self, error))
        return FALSE;
      at += written;
      size -= (gsize)written;
    }
  return TRUE;
}

gboolean
anf_envelope_finish (AnfEnvelope *self, GError **error)
{
  if (BIO_flush (self->chain) != 1)
    return throw_openssl (error, ANF_ERROR_FAILED, _ ("the pack cannot be encrypted"));
  return drain (self, error);
}

void
anf_envelope_free (AnfEnvelope *self)
{
  if (self == NULL)
    return;
  BIO_free_all (self->chain);
  g_clear_pointer (&self->cms, CMS_ContentInfo_free);
  g_free (self);
}
