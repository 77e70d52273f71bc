/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cms.h"

#include "anf-clock.h"
#include "anf-error.h"

#include <glib/gi18n.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

/* Largest signature that is parsed: one of RSA-3072 with its certificate has about 2 KiB. */
#define SIGNATURE_SIZE_MAX (64 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CMS_ContentInfo, CMS_ContentInfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_TIME, ASN1_TIME_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE, X509_STORE_free)

static gboolean
throw_openssl (GError **error, AnfErrorCode code, const char *what)
{
  const unsigned long number = ERR_get_error ();
  ERR_clear_error ();
  const char *reason = number == 0 ? NULL : ERR_reason_error_string (number);
  return anf_error_throw (error, code, "%s (OpenSSL: %s)", what,
                          reason == NULL ? "no reason given" : reason);
}

static X509 *
read_cert (const char *cert_pem, GError **error)
{
  g_autoptr (BIO) bio = BIO_new_mem_buf (cert_pem, -1);
  X509 *cert = PEM_read_bio_X509 (bio, NULL, NULL, NULL);
  if (cert == NULL)
    throw_openssl (error, ANF_ERROR_INVALID, _ ("the certificate cannot be read"));
  return cert;
}

static int
refuse_passphrase (char *buffer, int size, int writing, void *data)
{
  return -1;
}

static EVP_PKEY *
read_key (const char *key_pem, GError **error)
{
  g_autoptr (BIO) bio = BIO_new_mem_buf (key_pem, -1);
  EVP_PKEY *key = PEM_read_bio_PrivateKey (bio, NULL, refuse_passphrase, NULL);
  if (key == NULL)
    throw_openssl (error, ANF_ERROR_INVALID, _ ("the signer's key cannot be read"));
  return key;
}

static gboolean
add_attributes (CMS_SignerInfo *signer, GBytes *content, gint64 time_us)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int digest_size = 0;
  if (EVP_Digest (g_bytes_get_data (content, NULL), g_bytes_get_size (content), digest,
                  &digest_size, EVP_sha256 (), NULL)
      != 1)
    return FALSE;
  /* UTCTime until 2049, GeneralizedTime from then on (RFC 5652, 11.3); OpenSSL chooses. */
  g_autoptr (ASN1_TIME) when = ASN1_TIME_set (NULL, (time_t)(time_us / G_USEC_PER_SEC));
  return when != NULL
         && CMS_signed_add1_attr_by_NID (signer, NID_pkcs9_contentType, V_ASN1_OBJECT,
                                         OBJ_nid2obj (NID_pkcs7_data), -1)
                == 1
         && CMS_signed_add1_attr_by_NID (signer, NID_pkcs9_signingTime, ASN1_STRING_type (when),
                                         when, -1)
                == 1
         && CMS_signed_add1_attr_by_NID (signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING,
                                         digest, (int)digest_size)
                == 1;
}

/* Everything but the signature's value. Nothing private is needed of @key yet, so that a verifier,
   who has the public half only, builds the same. */
static CMS_ContentInfo *
build_unsigned (GBytes *content, X509 *cert, EVP_PKEY *key, gint64 time_us)
{
  const unsigned int flags = CMS_PARTIAL | CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP;
  g_autoptr (CMS_ContentInfo) cms = CMS_sign (NULL, NULL, NULL, NULL, flags);
  if (cms == NULL)
    return NULL;
  CMS_SignerInfo *signer = CMS_add1_signer (cms, cert, key, EVP_sha256 (), flags);
  if (signer == NULL || !add_attributes (signer, content, time_us))
    return NULL;
  return g_steal_pointer (&cms);
}

static CMS_SignerInfo *
get_signer (CMS_ContentInfo *cms)
{
  STACK_OF (CMS_SignerInfo) *signers = CMS_get0_SignerInfos (cms);
  return sk_CMS_SignerInfo_num (signers) == 1 ? sk_CMS_SignerInfo_value (signers, 0) : NULL;
}

static GBytes *
encode (CMS_ContentInfo *cms)
{
  unsigned char *der = NULL;
  const int size = i2d_CMS_ContentInfo (cms, &der);
  if (size <= 0)
    return NULL;
  GBytes *bytes = g_bytes_new (der, (gsize)size);
  OPENSSL_free (der);
  return bytes;
}

GBytes *
anf_cms_sign (
    GBytes *content, const char *key_pem, const char *cert_pem, gint64 time_us, GError **error)
{
  g_autoptr (X509) cert = read_cert (cert_pem, error);
  if (cert == NULL)
    return NULL;
  g_autoptr (EVP_PKEY) key = read_key (key_pem, error);
  if (key == NULL)
    return NULL;
  if (!EVP_PKEY_is_a (key, "RSA") || X509_check_private_key (cert, key) != 1)
    {
      ERR_clear_error ();
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("the signer's key is not the RSA key of the signer's certificate"));
      return NULL;
    }
  g_autoptr (CMS_ContentInfo) cms = build_unsigned (content, cert, key, time_us);
  g_autoptr (GBytes) der = NULL;
  if (cms != NULL && CMS_SignerInfo_sign (get_signer (cms)) == 1)
    der = encode (cms);
  if (der == NULL)
    throw_openssl (error, ANF_ERROR_FAILED, _ ("the pack cannot be signed"));
  return g_steal_pointer (&der);
}

static gboolean
read_signing_time (CMS_SignerInfo *signer, gint64 *time_us)
{
  const int at = CMS_signed_get_attr_by_NID (signer, NID_pkcs9_signingTime, -1);
  X509_ATTRIBUTE *attribute = at < 0 ? NULL : CMS_signed_get_attr (signer, at);
  ASN1_TYPE *value = attribute == NULL ? NULL : X509_ATTRIBUTE_get0_type (attribute, 0);
  if (value == NULL || (value->type != V_ASN1_UTCTIME && value->type != V_ASN1_GENERALIZEDTIME))
    return FALSE;
  g_autoptr (ASN1_TIME) epoch = ASN1_TIME_set (NULL, 0);
  int days = 0;
  int seconds = 0;
  if (ASN1_TIME_diff (&days, &seconds, epoch, value->value.asn1_string) != 1)
    return FALSE;
  *time_us = ((gint64)days * 86400 + seconds) * G_USEC_PER_SEC;
  return TRUE;
}

/* A signature has parts that no mathematics protects: version numbers, names whose case does not
   matter, parameters that nobody reads. So it is built anew around its own value, and must come out
   the same. */
static gboolean
is_canonical (GBytes *der, GBytes *content, X509 *cert, CMS_SignerInfo *found, gint64 time_us)
{
  g_autoptr (CMS_ContentInfo) cms
      = build_unsigned (content, cert, X509_get0_pubkey (cert), time_us);
  if (cms == NULL)
    return FALSE;
  const ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature (found);
  ASN1_OCTET_STRING *place = CMS_SignerInfo_get0_signature (get_signer (cms));
  if (ASN1_OCTET_STRING_set (place, ASN1_STRING_get0_data (value), ASN1_STRING_length (value)) != 1)
    return FALSE;
  g_autoptr (GBytes) expected = encode (cms);
  return expected != NULL && g_bytes_equal (expected, der);
}

static gboolean
is_signed_by (CMS_ContentInfo *cms, CMS_SignerInfo *signer, X509 *cert)
{
  STACK_OF (X509) *certs = sk_X509_new_null ();
  sk_X509_push (certs, cert);
  const gboolean is_signed = CMS_set1_signers_certs (cms, certs, CMS_NOINTERN) == 1
                             && CMS_SignerInfo_verify (signer) == 1;
  sk_X509_free (certs);
  ERR_clear_error ();
  return is_signed;
}

/* Whether the digest that was signed is that of @content. */
static gboolean
is_over (CMS_SignerInfo *signer, GBytes *content)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const ASN1_OCTET_STRING *stated = CMS_signed_get0_data_by_OBJ (
      signer, OBJ_nid2obj (NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING);
  return stated != NULL
         && EVP_Digest (g_bytes_get_data (content, NULL), g_bytes_get_size (content), digest, &size,
                        EVP_sha256 (), NULL)
                == 1
         && ASN1_STRING_length (stated) == (int)size
         && memcmp (ASN1_STRING_get0_data (stated), digest, size) == 0;
}

gboolean
anf_cms_verify (
    GBytes *content, GBytes *signature, const char *cert_pem, gint64 *time_us, GError **error)
{
  g_autoptr (X509) cert = read_cert (cert_pem, error);
  if (cert == NULL)
    return FALSE;
  gsize size = 0;
  const guint8 *der = g_bytes_get_data (signature, &size);
  if (size == 0 || size > SIGNATURE_SIZE_MAX || g_bytes_get_size (content) > G_MAXINT)
    return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("the signature is empty or too large"));
  g_autoptr (CMS_ContentInfo) cms = d2i_CMS_ContentInfo (NULL, &der, (long)size);
  if (cms == NULL || OBJ_obj2nid (CMS_get0_type (cms)) != NID_pkcs7_signed)
    {
      ERR_clear_error ();
      return anf_error_throw (error, ANF_ERROR_CORRUPT,
                              _ ("the signature is damaged: it is not signed CMS data"));
    }
  CMS_SignerInfo *signer = get_signer (cms);
  if (signer == NULL || !read_signing_time (signer, time_us))
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("the signature does not have one signer and a signing time"));
  if (!is_signed_by (cms, signer, cert))
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("the signature is damaged, or not by this certificate"));
  if (!is_over (signer, content))
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("it is not what was signed: it was changed, or another was signed"));
  if (!is_canonical (signature, content, cert, signer, *time_us))
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("the signature holds, but bytes around it were changed"));
  return TRUE;
}

char *
anf_cms_fingerprint (const char *cert_pem, GError **error)
{
  g_autoptr (X509) cert = read_cert (cert_pem, error);
  if (cert == NULL)
    return NULL;
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (X509_digest (cert, EVP_sha256 (), digest, &size) != 1)
    {
      throw_openssl (error, ANF_ERROR_FAILED, _ ("the signer's certificate cannot be hashed"));
      return NULL;
    }
  GString *text = g_string_new (NULL);
  for (unsigned int i = 0; i < size; i++)
    g_string_append_printf (text, "%s%02X", i == 0 ? "" : ":", digest[i]);
  return g_string_free (text, FALSE);
}
