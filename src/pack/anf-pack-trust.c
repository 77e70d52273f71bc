/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cms.h"
#include "anf-error.h"
#include "anf-key.h"
#include "anf-pack-verify.h"

#include <glib/gi18n.h>

#include <string.h>

/* SHA-256 in hex. */
#define FINGERPRINT_LENGTH 64

static gboolean
check_cert (const char *pem, GError **error)
{
  g_autofree char *fingerprint = anf_cms_fingerprint (pem, error);
  return fingerprint != NULL;
}

static gboolean
check_fingerprint (const char *text, GError **error)
{
  guint digits = 0;
  for (const char *at = text; *at != '\0'; at++)
    {
      if (g_ascii_isxdigit (*at))
        digits++;
      else if (*at != ':' && !g_ascii_isspace (*at))
        digits = FINGERPRINT_LENGTH + 1;
    }
  return digits == FINGERPRINT_LENGTH
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("“%s” is not the fingerprint of a certificate: 64 hex digits of "
                                "its SHA-256"),
                             text);
}

static gboolean
check_log_keys (const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint count = 0;
  for (char **line = lines; *line != NULL; line++)
    {
      if (*g_strstrip (*line) == '\0')
        continue;
      g_autoptr (AnfVerifier) verifier = anf_verifier_parse (*line, error);
      if (verifier == NULL)
        {
          g_prefix_error (error, "%s: ", *line);
          return FALSE;
        }
      count++;
    }
  return count > 0
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("it holds no key of a log (log.vkey)"));
}

static gboolean
check_witnesses (const char *const *vkeys, GError **error)
{
  for (gsize i = 0; vkeys[i] != NULL; i++)
    {
      g_autoptr (AnfVerifier) verifier = anf_verifier_parse_witness (vkeys[i], error);
      if (verifier == NULL)
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_pack_trust_check (const AnfPackTrust *self, GError **error)
{
  return (self->cert_pem == NULL || check_cert (self->cert_pem, error))
         && (self->tsa_pem == NULL || check_cert (self->tsa_pem, error))
         && (self->fingerprint == NULL || check_fingerprint (self->fingerprint, error))
         && (self->log_vkey == NULL || check_log_keys (self->log_vkey, error))
         && (self->witness_vkeys == NULL || check_witnesses (self->witness_vkeys, error));
}
