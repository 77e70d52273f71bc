/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-note.h"

#include "anf-codec.h"
#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

/* Em dash and blank. */
#define DASH "\xe2\x80\x94 "
#define ID_SIZE 4

static gboolean
refuse (GError **error)
{
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("this is not a signed note"));
}

void
anf_note_append_line (GString *note, const AnfSigner *signer, gconstpointer signature, gsize size)
{
  const guint32 id = GUINT32_TO_BE (anf_signer_get_id (signer));
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *)&id, ID_SIZE);
  g_byte_array_append (bytes, signature, (guint)size);
  g_autofree char *base64 = g_base64_encode (bytes->data, bytes->len);
  g_string_append_printf (note, DASH "%s %s\n", anf_signer_get_name (signer), base64);
}

static gboolean
append_signature (GString *note, const char *text, const AnfSigner *signer, GError **error)
{
  guint8 signature[ANF_KEY_SIGNATURE_SIZE];
  if (!anf_signer_sign (signer, text, strlen (text), signature, error))
    return FALSE;
  anf_note_append_line (note, signer, signature, sizeof signature);
  return TRUE;
}

char *
anf_note_sign (const char *text, const AnfSigner *signer, GError **error)
{
  if (!g_str_has_suffix (text, "\n") || !anf_codec_is_text (text, strlen (text)))
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("only lines of text can be signed"));
      return NULL;
    }
  g_autoptr (GString) note = g_string_new (text);
  g_string_append_c (note, '\n');
  if (!append_signature (note, text, signer, error))
    return NULL;
  return g_string_free (g_steal_pointer (&note), FALSE);
}

/* Finds where the text ends and the signatures begin: the last empty line. */
gboolean
anf_note_split (const char *note, gsize size, char **text, char ***lines, GError **error)
{
  if (size > ANF_NOTE_SIZE_MAX || size == 0 || note[size - 1] != '\n'
      || !anf_codec_is_text (note, size))
    return refuse (error);
  const char *blank = g_strrstr_len (note, (gssize)size, "\n\n");
  if (blank == NULL || blank + 2 == note + size)
    return refuse (error);
  const char *signatures = blank + 2;
  g_autofree char *tail = g_strndup (signatures, size - (gsize)(signatures - note) - 1);
  *text = g_strndup (note, (gsize)(blank + 1 - note));
  *lines = g_strsplit (tail, "\n", -1);
  return g_strv_length (*lines) <= ANF_NOTE_SIGNATURES_MAX || refuse (error);
}

/* `— name base64`: on success @name and @signature (id, then the signature) are the caller's. */
static gboolean
read_line (const char *line, char **name, GBytes **signature)
{
  if (!g_str_has_prefix (line, DASH))
    return FALSE;
  g_auto (GStrv) words = g_strsplit (line + strlen (DASH), " ", 3);
  if (g_strv_length (words) != 2 || !anf_key_name_is_valid (words[0]))
    return FALSE;
  g_autoptr (GBytes) bytes = anf_codec_read_base64 (words[1]);
  if (bytes == NULL || g_bytes_get_size (bytes) <= ID_SIZE)
    return FALSE;
  *name = g_strdup (words[0]);
  *signature = g_steal_pointer (&bytes);
  return TRUE;
}

static gboolean
is_of (const AnfVerifier *verifier, const char *name, const guint8 *id)
{
  guint32 value = 0;
  memcpy (&value, id, ID_SIZE);
  return anf_verifier_get_id (verifier) == GUINT32_FROM_BE (value)
         && strcmp (anf_verifier_get_name (verifier), name) == 0;
}

gboolean
anf_note_read_line (const char *line, const AnfVerifier *verifier, GBytes **signature)
{
  g_autofree char *name = NULL;
  g_autoptr (GBytes) bytes = NULL;
  if (!read_line (line, &name, &bytes) || !is_of (verifier, name, g_bytes_get_data (bytes, NULL)))
    return FALSE;
  *signature = g_bytes_new_from_bytes (bytes, ID_SIZE, g_bytes_get_size (bytes) - ID_SIZE);
  return TRUE;
}

static const AnfVerifier *
find_verifier (const GPtrArray *verifiers, const char *name, const guint8 *id)
{
  for (guint i = 0; i < verifiers->len; i++)
    {
      const AnfVerifier *verifier = g_ptr_array_index (verifiers, i);
      if (is_of (verifier, name, id))
        return verifier;
    }
  return NULL;
}

/* @trusted becomes TRUE when the line is by a key in @verifiers and right. */
static gboolean
check_line (const char *line,
            const char *text,
            const GPtrArray *verifiers,
            gboolean *trusted,
            GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GBytes) bytes = NULL;
  if (!read_line (line, &name, &bytes))
    return refuse (error);
  const guint8 *signature = g_bytes_get_data (bytes, NULL);
  const AnfVerifier *verifier = find_verifier (verifiers, name, signature);
  if (verifier == NULL)
    return TRUE;
  if (g_bytes_get_size (bytes) != ID_SIZE + ANF_KEY_SIGNATURE_SIZE
      || !anf_verifier_check (verifier, text, strlen (text), signature + ID_SIZE))
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("the signature of %s does not fit: the note was changed"), name);
  *trusted = TRUE;
  return TRUE;
}

char *
anf_note_open (const char *note, gsize size, const GPtrArray *verifiers, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  if (!anf_note_split (note, size, &text, &lines, error))
    return NULL;
  gboolean trusted = FALSE;
  for (char **line = lines; *line != NULL; line++)
    if (!check_line (*line, text, verifiers, &trusted, error))
      return NULL;
  if (!trusted)
    {
      anf_error_throw (error, ANF_ERROR_DENIED, _ ("the note is not signed by a trusted key"));
      return NULL;
    }
  return g_steal_pointer (&text);
}

char *
anf_note_add_signature (const char *note, const AnfSigner *signer, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  if (!anf_note_split (note, strlen (note), &text, &lines, error))
    return NULL;
  if (g_strv_length (lines) == ANF_NOTE_SIGNATURES_MAX)
    {
      anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the note has no room for a signature"));
      return NULL;
    }
  g_autoptr (GString) more = g_string_new (note);
  if (!append_signature (more, text, signer, error))
    return NULL;
  return g_string_free (g_steal_pointer (&more), FALSE);
}
