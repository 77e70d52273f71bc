/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-receipt.h"

#include "anf-proof.h"

#include <glib/gi18n.h>

/* A unit may not read the log, only its own receipts: then the service puts the leaf in. */
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

char *
anf_cli_receipt_fetch (AnfClient *client, const char *evidence, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/evidence/%s/receipt", evidence);
  g_autoptr (AnfReply) reply = anf_client_call (client, "GET", path, NULL, NULL, error);
  if (reply == NULL)
    return NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (reply->body, &size);
  g_autoptr (AnfProof) proof = anf_proof_parse (text != NULL ? text : "", size, error);
  if (proof == NULL)
    {
      g_prefix_error_literal (error, _ ("the service gave a receipt that is none: "));
      return NULL;
    }
  g_autoptr (GError) local_error = NULL;
  if (!add_leaf (client, proof, &local_error))
    g_debug ("receipt of %s without its leaf: %s", evidence, local_error->message);
  return anf_proof_format (proof);
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
