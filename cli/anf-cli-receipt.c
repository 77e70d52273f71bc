/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-receipt.h"

#include "anf-error.h"
#include "anf-proof.h"

#include <glib/gi18n.h>

#include <string.h>

#define PROOF_HEAD "c2sp.org/tlog-proof@v1\n"

static gboolean
add_leaf (AnfClient *client, AnfProof *proof, GError **error)
{
  if (proof->extra != NULL)
    return TRUE;
  g_autofree char *path = g_strdup_printf ("/log/leaf/%llu", (unsigned long long)proof->index);
  g_autoptr (AnfReply) reply = anf_client_call (client, "GET", path, NULL, NULL, error);
  if (reply == NULL)
    return FALSE;
  proof->extra = g_bytes_ref (reply->body);
  return TRUE;
}

gboolean
anf_cli_receipt_is_proof (const char *text)
{
  return g_str_has_prefix (text, PROOF_HEAD);
}

static char *
complete_proof (AnfClient *client, const char *text, GError **error)
{
  g_autoptr (AnfProof) proof = anf_proof_parse (text, strlen (text), error);
  return proof != NULL && add_leaf (client, proof, error) ? anf_proof_format (proof) : NULL;
}

char *
anf_cli_receipt_fetch (AnfClient *client, const char *evidence, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/evidence/%s/receipt", evidence);
  g_autoptr (AnfReply) reply = anf_client_call (client, "GET", path, NULL, NULL, error);
  if (reply == NULL)
    return NULL;
  gsize size = 0;
  const char *bytes = g_bytes_get_data (reply->body, &size);
  g_autofree char *text
      = size > 0 && g_utf8_validate (bytes, (gssize)size, NULL) ? g_strndup (bytes, size) : NULL;
  if (text != NULL && anf_cli_receipt_is_proof (text))
    return complete_proof (client, text, error);
  if (text != NULL && strstr (text, "\n\n— ") != NULL)
    return g_steal_pointer (&text);
  anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("the service gave a receipt that is none"));
  return NULL;
}

gboolean
anf_cli_receipt_keep (AnfClient *client, const char *evidence, const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_autofree char *text = anf_cli_receipt_fetch (client, evidence, error);
  return text != NULL
         && g_file_set_contents_full (path, text, -1,
                                      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0644, error);
}
