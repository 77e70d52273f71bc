/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-rotation.h"

#include "anf-codec.h"
#include "anf-error.h"
#include "anf-note.h"

#include <glib/gi18n.h>

#include <string.h>

#define MAGIC "anfang/key-rotation@v1"

void
anf_rotation_free (AnfRotation *self)
{
  if (self == NULL)
    return;
  g_free (self->old_vkey);
  g_free (self->new_vkey);
  g_free (self);
}

char *
anf_rotation_sign (guint64 size,
                   const AnfSigner *old_signer,
                   const AnfSigner *new_signer,
                   GError **error)
{
  g_autofree char *old_vkey = anf_signer_dup_vkey (old_signer);
  g_autofree char *new_vkey = anf_signer_dup_vkey (new_signer);
  g_autofree char *text
      = g_strdup_printf (MAGIC "\n%s\n%" G_GUINT64_FORMAT "\n%s\n%s\n",
                         anf_signer_get_name (old_signer), size, old_vkey, new_vkey);
  g_autofree char *note = anf_note_sign (text, old_signer, error);
  return note != NULL ? anf_note_add_signature (note, new_signer, error) : NULL;
}

static gboolean
is_signed_by (const char *note, gsize size, const char *vkey, const char *origin, GError **error)
{
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (vkey, error);
  if (verifier == NULL)
    return FALSE;
  if (strcmp (anf_verifier_get_name (verifier), origin) != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("a key keeps its name when it is changed"));
  g_autoptr (GPtrArray) verifiers = g_ptr_array_new ();
  g_ptr_array_add (verifiers, verifier);
  g_autofree char *text = anf_note_open (note, size, verifiers, error);
  return text != NULL;
}

AnfRotation *
anf_rotation_open (const char *note, gsize size, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) signatures = NULL;
  g_autoptr (AnfRotation) self = g_new0 (AnfRotation, 1);
  if (!anf_note_split (note, size, &text, &signatures, error))
    return NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  if (g_strv_length (lines) != 6 || strcmp (lines[0], MAGIC) != 0
      || !anf_codec_read_decimal (lines[2], &self->size) || strcmp (lines[3], lines[4]) == 0
      || lines[5][0] != '\0')
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("this is not a log's change of key"));
      return NULL;
    }
  if (!is_signed_by (note, size, lines[3], lines[1], error)
      || !is_signed_by (note, size, lines[4], lines[1], error))
    return NULL;
  self->old_vkey = g_strdup (lines[3]);
  self->new_vkey = g_strdup (lines[4]);
  return g_steal_pointer (&self);
}

gboolean
anf_rotation_follow (GPtrArray *vkeys, const GPtrArray *notes, GError **error)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const char *note = g_ptr_array_index (notes, i);
      const char *last = vkeys->len > 0 ? g_ptr_array_index (vkeys, vkeys->len - 1) : "";
      g_autoptr (AnfRotation) rotation = anf_rotation_open (note, strlen (note), error);
      if (rotation == NULL)
        return FALSE;
      if (strcmp (rotation->old_vkey, last) == 0)
        g_ptr_array_add (vkeys, g_steal_pointer (&rotation->new_vkey));
    }
  return TRUE;
}
