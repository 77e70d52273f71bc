/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-timestamp.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>
#include <time.h>

#define NONCE_SIZE 8

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_INTEGER, ASN1_INTEGER_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_ALGOR, X509_ALGOR_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE, X509_STORE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_REQ, TS_REQ_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_RESP, TS_RESP_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_MSG_IMPRINT, TS_MSG_IMPRINT_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_VERIFY_CTX, TS_VERIFY_CTX_free)

static gboolean
throw_openssl (GError **error, AnfErrorCode code, const char *what)
{
  const unsigned long number = ERR_peek_last_error ();
  ERR_clear_error ();
  const char *reason = number == 0 ? NULL : ERR_reason_error_string (number);
  return anf_error_throw (error, code, "%s (OpenSSL: %s)", what,
                          reason == NULL ? "no reason given" : reason);
}

static TS_MSG_IMPRINT *
make_imprint (GBytes *data)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  g_autoptr (TS_MSG_IMPRINT) imprint = TS_MSG_IMPRINT_new ();
  g_autoptr (X509_ALGOR) algorithm = X509_ALGOR_new ();
  if (imprint == NULL || algorithm == NULL
      || EVP_Digest (g_bytes_get_data (data, NULL), g_bytes_get_size (data), digest, &size,
                     EVP_sha256 (), NULL)
             != 1
      || X509_ALGOR_set0 (algorithm, OBJ_nid2obj (NID_sha256), V_ASN1_NULL, NULL) != 1
      || TS_MSG_IMPRINT_set_algo (imprint, algorithm) != 1
      || TS_MSG_IMPRINT_set_msg (imprint, digest, (int)size) != 1)
    return NULL;
  return g_steal_pointer (&imprint);
}

static gboolean
set_nonce (TS_REQ *request, const AnfRandom *random)
{
  guint8 bytes[NONCE_SIZE];
  anf_random_fill (random, bytes, sizeof bytes);
  g_autoptr (BIGNUM) number = BN_bin2bn (bytes, sizeof bytes, NULL);
  g_autoptr (ASN1_INTEGER) nonce = number == NULL ? NULL : BN_to_ASN1_INTEGER (number, NULL);
  return nonce != NULL && TS_REQ_set_nonce (request, nonce) == 1;
}

GBytes *
anf_timestamp_query (GBytes *data, const AnfRandom *random, GError **error)
{
  g_autoptr (TS_REQ) request = TS_REQ_new ();
  g_autoptr (TS_MSG_IMPRINT) imprint = make_imprint (data);
  unsigned char *der = NULL;
  int size = 0;
  if (request != NULL && imprint != NULL && TS_REQ_set_version (request, 1) == 1
      && TS_REQ_set_msg_imprint (request, imprint) == 1 && set_nonce (request, random)
      && TS_REQ_set_cert_req (request, 1) == 1)
    size = i2d_TS_REQ (request, &der);
  if (size <= 0)
    {
      throw_openssl (error, ANF_ERROR_FAILED, _ ("no time-stamp request can be made"));
      return NULL;
    }
  GBytes *query = g_bytes_new (der, (gsize)size);
  OPENSSL_free (der);
  return query;
}

static TS_RESP *
parse_reply (GBytes *reply, GError **error)
{
  gsize size = 0;
  const guint8 *der = g_bytes_get_data (reply, &size);
  const guint8 *end = der;
  g_autoptr (TS_RESP) response = NULL;
  if (size > 0 && size <= ANF_TIMESTAMP_SIZE_MAX)
    response = d2i_TS_RESP (NULL, &end, (long)size);
  ERR_clear_error ();
  if (response != NULL && end == der + size)
    return g_steal_pointer (&response);
  anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("this is no time-stamp reply"));
  return NULL;
}

static X509_STORE *
read_store (const char *ca_pem, time_t at, GError **error)
{
  g_autoptr (BIO) bio = BIO_new_mem_buf (ca_pem, -1);
  g_autoptr (X509_STORE) store = X509_STORE_new ();
  guint count = 0;
  X509 *cert = NULL;
  while ((cert = PEM_read_bio_X509 (bio, NULL, NULL, NULL)) != NULL)
    {
      count += X509_STORE_add_cert (store, cert) == 1 ? 1 : 0;
      X509_free (cert);
    }
  ERR_clear_error ();
  if (count == 0)
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("the time-stamping authority's file has no PEM certificate"));
      return NULL;
    }
  X509_VERIFY_PARAM_set_time (X509_STORE_get0_param (store), at);
  return g_steal_pointer (&store);
}

static gboolean
read_time (TS_RESP *response, time_t *at, GError **error)
{
  struct tm when = { 0 };
  TS_TST_INFO *info = TS_RESP_get_tst_info (response);
  if (info == NULL)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("the time-stamping authority refused to stamp"));
  if (ASN1_TIME_to_tm (TS_TST_INFO_get_time (info), &when) != 1)
    return throw_openssl (error, ANF_ERROR_CORRUPT, _ ("the time-stamp states no time"));
  *at = timegm (&when);
  return TRUE;
}

/* From the query with its nonce when there is one, else from what was stamped alone. */
static TS_VERIFY_CTX *
make_context (GBytes *query, GBytes *data, X509_STORE *store)
{
  g_autoptr (TS_REQ) request = query != NULL ? TS_REQ_new () : NULL;
  if (query != NULL)
    {
      gsize size = 0;
      const guint8 *der = g_bytes_get_data (query, &size);
      if (d2i_TS_REQ (&request, &der, (long)size) == NULL)
        return NULL;
    }
  g_autoptr (TS_VERIFY_CTX) context
      = request != NULL ? TS_REQ_to_TS_VERIFY_CTX (request, NULL) : TS_VERIFY_CTX_new ();
  if (context == NULL)
    return NULL;
  if (request == NULL)
    TS_VERIFY_CTX_set_flags (context, TS_VFY_VERSION);
  TS_VERIFY_CTX_add_flags (context, TS_VFY_SIGNATURE | TS_VFY_DATA);
  (void)TS_VERIFY_CTX_set_data (
      context, BIO_new_mem_buf (g_bytes_get_data (data, NULL), (int)g_bytes_get_size (data)));
  X509_STORE_up_ref (store);
  (void)TS_VERIFY_CTX_set_store (context, store);
  return g_steal_pointer (&context);
}

gboolean
anf_timestamp_verify (
    GBytes *reply, GBytes *query, GBytes *data, const char *ca_pem, gint64 *time_us, GError **error)
{
  g_return_val_if_fail (g_bytes_get_size (data) > 0 && g_bytes_get_size (data) < G_MAXINT, FALSE);
  time_t at = 0;
  g_autoptr (TS_RESP) response = parse_reply (reply, error);
  if (response == NULL || !read_time (response, &at, error))
    return FALSE;
  g_autoptr (X509_STORE) store = read_store (ca_pem, at, error);
  if (store == NULL)
    return FALSE;
  g_autoptr (TS_VERIFY_CTX) context = make_context (query, data, store);
  if (context == NULL)
    return throw_openssl (error, ANF_ERROR_FAILED, _ ("the time-stamp cannot be checked"));
  if (TS_RESP_verify_response (context, response) != 1)
    return throw_openssl (error, ANF_ERROR_CORRUPT,
                          _ ("the time-stamp is not of this, or not by this authority"));
  *time_us = (gint64)at * G_USEC_PER_SEC;
  ERR_clear_error ();
  return TRUE;
}
