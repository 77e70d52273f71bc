/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-pack.h"

#include <glib/gi18n.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <string.h>

#define KEY_BITS 3072
#define SERIAL_BYTES 16
/* RFC 5280 upper bounds ub-common-name and ub-organization-name, in characters. */
#define NAME_CHARS_MAX 64

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)

static gboolean
set_name (X509 *cert, const char *organization)
{
  g_autofree char *name
      = g_utf8_substring (organization, 0, MIN (g_utf8_strlen (organization, -1), NAME_CHARS_MAX));
  X509_NAME *subject = X509_get_subject_name (cert);
  const unsigned char *text = (const unsigned char *)name;
  return X509_NAME_add_entry_by_txt (subject, "O", MBSTRING_UTF8, text, -1, -1, 0) == 1
         && X509_NAME_add_entry_by_txt (subject, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1
         && X509_set_issuer_name (cert, subject) == 1;
}

static gboolean
set_serial (X509 *cert, const AnfRandom *random)
{
  guint8 serial[SERIAL_BYTES];
  anf_random_fill (random, serial, sizeof serial);
  /* Positive and of full length (RFC 5280, 4.1.2.2). */
  serial[0] = (guint8)((serial[0] & 0x7F) | 0x40);
  g_autoptr (BIGNUM) number = BN_bin2bn (serial, sizeof serial, NULL);
  return number != NULL && BN_to_ASN1_INTEGER (number, X509_get_serialNumber (cert)) != NULL;
}

static gboolean
set_validity (X509 *cert, gint64 time_us)
{
  return ASN1_TIME_set (X509_getm_notBefore (cert), (time_t)(time_us / G_USEC_PER_SEC)) != NULL
         && ASN1_TIME_set_string_X509 (X509_getm_notAfter (cert), "99991231235959Z") == 1;
}

static gboolean
add_extension (X509 *cert, int nid, const char *value)
{
  X509V3_CTX context;
  X509V3_set_ctx_nodb (&context);
  X509V3_set_ctx (&context, cert, cert, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  if (extension == NULL)
    return FALSE;
  const int added = X509_add_ext (cert, extension, -1);
  X509_EXTENSION_free (extension);
  return added == 1;
}

static X509 *
make_cert (EVP_PKEY *key, const char *organization, gint64 time_us, const AnfRandom *random)
{
  g_autoptr (X509) cert = X509_new ();
  const gboolean made
      = cert != NULL && X509_set_version (cert, X509_VERSION_3) == 1 && set_serial (cert, random)
        && set_validity (cert, time_us) && set_name (cert, organization)
        && X509_set_pubkey (cert, key) == 1
        && add_extension (cert, NID_basic_constraints, "critical,CA:FALSE")
        && add_extension (cert, NID_key_usage, "critical,digitalSignature,nonRepudiation")
        && add_extension (cert, NID_subject_key_identifier, "hash")
        && X509_sign (cert, key, EVP_sha256 ()) > 0;
  return made ? g_steal_pointer (&cert) : NULL;
}

static char *
dup_text (BIO *bio)
{
  char *text = NULL;
  const long size = BIO_get_mem_data (bio, &text);
  return size <= 0 ? NULL : g_strndup (text, (gsize)size);
}

gboolean
anf_pack_make_signer (const char *organization,
                      gint64 time_us,
                      const AnfRandom *random,
                      char **key_pem,
                      char **cert_pem,
                      GError **error)
{
  g_return_val_if_fail (organization != NULL && *organization != '\0', FALSE);

  g_autoptr (EVP_PKEY) key = EVP_RSA_gen (KEY_BITS);
  g_autoptr (X509) cert = key == NULL ? NULL : make_cert (key, organization, time_us, random);
  /* Secure memory: freed with the key's text overwritten. */
  g_autoptr (BIO) key_bio = BIO_new (BIO_s_secmem ());
  g_autoptr (BIO) cert_bio = BIO_new (BIO_s_mem ());
  if (cert == NULL || PEM_write_bio_PKCS8PrivateKey (key_bio, key, NULL, NULL, 0, NULL, NULL) != 1
      || PEM_write_bio_X509 (cert_bio, cert) != 1)
    {
      const char *reason = ERR_reason_error_string (ERR_get_error ());
      ERR_clear_error ();
      return anf_error_throw (error, ANF_ERROR_FAILED,
                              _ ("no signing key could be made (OpenSSL: %s)"),
                              reason == NULL ? "no reason given" : reason);
    }
  *key_pem = dup_text (key_bio);
  *cert_pem = dup_text (cert_bio);
  return TRUE;
}
