/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-checkpoint.h"

#include "anf-codec.h"
#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

char *
anf_checkpoint_format (const char *origin, const AnfTreeHead *head)
{
  g_autofree char *root = g_base64_encode (head->root, ANF_HASH_SIZE);
  return g_strdup_printf ("%s\n%" G_GUINT64_FORMAT "\n%s\n", origin, head->size, root);
}

/* The specification allows further lines, which no log of ours writes and nobody would check. */
gboolean
anf_checkpoint_parse (const char *text, char **origin, AnfTreeHead *head, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  if (g_strv_length (lines) != 4 || lines[3][0] != '\0' || lines[0][0] == '\0'
      || !anf_codec_read_decimal (lines[1], &head->size)
      || !anf_codec_read_hash (lines[2], head->root))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("this is not a checkpoint: origin, size, root hash"));
  if (origin != NULL)
    *origin = g_strdup (lines[0]);
  return TRUE;
}

char *
anf_checkpoint_sign (const AnfTreeHead *head, const AnfSigner *signer, GError **error)
{
  g_autofree char *text = anf_checkpoint_format (anf_signer_get_name (signer), head);
  return anf_note_sign (text, signer, error);
}

gboolean
anf_checkpoint_open_any (
    const char *note, gsize size, const GPtrArray *verifiers, AnfTreeHead *head, GError **error)
{
  g_autofree char *text = anf_note_open (note, size, verifiers, error);
  g_autofree char *origin = NULL;
  if (text == NULL || !anf_checkpoint_parse (text, &origin, head, error))
    return FALSE;
  for (guint i = 0; i < verifiers->len; i++)
    if (strcmp (origin, anf_verifier_get_name (g_ptr_array_index (verifiers, i))) == 0)
      return TRUE;
  return anf_error_throw (error, ANF_ERROR_DENIED, _ ("the checkpoint is of another log, %s"),
                          origin);
}

gboolean
anf_checkpoint_open (
    const char *note, gsize size, const AnfVerifier *verifier, AnfTreeHead *head, GError **error)
{
  g_autoptr (GPtrArray) verifiers = g_ptr_array_new ();
  g_ptr_array_add (verifiers, (gpointer)verifier);
  return anf_checkpoint_open_any (note, size, verifiers, head, error);
}
