/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-clock.h"
#include "anf-cms.h"
#include "anf-error.h"
#include "anf-pack-checks.h"

#include <glib/gi18n.h>

#include <string.h>

static char *
normalise_fingerprint (const char *text)
{
  GString *plain = g_string_new (NULL);
  for (const char *at = text; *at != '\0'; at++)
    if (*at != ':' && !g_ascii_isspace (*at))
      g_string_append_c (plain, g_ascii_toupper (*at));
  return g_string_free (plain, FALSE);
}

static gboolean
is_same_fingerprint (const char *a, const char *b)
{
  g_autofree char *left = normalise_fingerprint (a);
  g_autofree char *right = normalise_fingerprint (b);
  return strcmp (left, right) == 0;
}

static void
check_signer (AnfPackChecks *self)
{
  const AnfPackTrust *trust = self->trust;
  if (trust == NULL || (trust->cert_pem == NULL && trust->fingerprint == NULL))
    {
      g_autofree char *detail = g_strdup_printf (
          _ ("compare its fingerprint with what the office gave you by another way: %s"),
          self->report->fingerprint);
      anf_pack_report_pass (self->report, ANF_CHECK_SIGNER, ANF_PACK_SIGNER, detail);
      return;
    }
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = trust->cert_pem == NULL
                                  ? g_strdup (trust->fingerprint)
                                  : anf_cms_fingerprint (trust->cert_pem, &error);
  if (error != NULL)
    anf_pack_report_fail (self->report, ANF_CHECK_SIGNER, ANF_PACK_SIGNER,
                          _ ("what to trust cannot be read: %s"), error->message);
  else if (!is_same_fingerprint (expected, self->report->fingerprint)
           || (trust->fingerprint != NULL
               && !is_same_fingerprint (trust->fingerprint, self->report->fingerprint)))
    anf_pack_report_fail (self->report, ANF_CHECK_SIGNER, ANF_PACK_SIGNER,
                          _ ("the pack is signed by another certificate than the trusted one: %s"),
                          self->report->fingerprint);
  else
    anf_pack_report_pass (self->report, ANF_CHECK_SIGNER, ANF_PACK_SIGNER,
                          _ ("it is the trusted certificate"));
}

static char *
load_text (AnfPackChecks *self, const char *path)
{
  g_autoptr (GBytes) bytes = anf_pack_source_load (self->source, path);
  if (bytes == NULL)
    return NULL;
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  return g_strndup (size == 0 ? "" : data, size);
}

void
anf_pack_check_signature (AnfPackChecks *self)
{
  g_autofree char *cert_pem = load_text (self, ANF_PACK_SIGNER);
  g_autoptr (GBytes) content = anf_pack_source_load (self->source, ANF_BAG_TAGMANIFEST);
  g_autoptr (GBytes) signature = anf_pack_source_load (self->source, ANF_PACK_SIGNATURE);
  if (cert_pem == NULL || content == NULL || signature == NULL)
    {
      anf_pack_report_fail (self->report, ANF_CHECK_SIGNATURE, ANF_PACK_SIGNATURE,
                            _ ("the pack is not signed"));
      return;
    }
  g_autoptr (GError) error = NULL;
  gint64 time_us = 0;
  self->report->fingerprint = anf_cms_fingerprint (cert_pem, &error);
  if (self->report->fingerprint == NULL
      || !anf_cms_verify (content, signature, cert_pem, &time_us, &error))
    {
      const gboolean is_other = g_error_matches (error, ANF_ERROR, ANF_ERROR_CONFLICT);
      anf_pack_report_fail (self->report, ANF_CHECK_SIGNATURE,
                            is_other ? ANF_BAG_TAGMANIFEST : ANF_PACK_SIGNATURE, "%s",
                            error->message);
      return;
    }
  g_autofree char *when = anf_time_format (time_us);
  g_autofree char *detail
      = g_strdup_printf (_ ("%s was signed; the time stated is %s"), ANF_BAG_TAGMANIFEST, when);
  anf_pack_report_pass (self->report, ANF_CHECK_SIGNATURE, ANF_PACK_SIGNATURE, detail);
  check_signer (self);
}
