/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cosignature.h"

#include "anf-error.h"
#include "anf-note.h"

#include <glib/gi18n.h>

#include <string.h>

#define TIME_SIZE 8

static char *
format_message (const char *text, gint64 seconds)
{
  return g_strdup_printf ("cosignature/v1\ntime %" G_GINT64_FORMAT "\n%s", seconds, text);
}

char *
anf_cosignature_make (const char *note, const AnfSigner *witness, gint64 seconds, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint8 signature[TIME_SIZE + ANF_KEY_SIGNATURE_SIZE];
  if (!anf_note_split (note, strlen (note), &text, &lines, error))
    return NULL;
  g_autofree char *message = format_message (text, seconds);
  const guint64 time = GUINT64_TO_BE ((guint64)seconds);
  memcpy (signature, &time, TIME_SIZE);
  if (!anf_signer_sign (witness, message, strlen (message), signature + TIME_SIZE, error))
    return NULL;
  GString *line = g_string_new (NULL);
  anf_note_append_line (line, witness, signature, sizeof signature);
  return g_string_free (line, FALSE);
}

static gboolean
check_line (const char *text, GBytes *signature, const AnfVerifier *witness, gint64 *seconds)
{
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (signature, &size);
  guint64 time = 0;
  if (size != TIME_SIZE + ANF_KEY_SIGNATURE_SIZE)
    return FALSE;
  memcpy (&time, bytes, TIME_SIZE);
  time = GUINT64_FROM_BE (time);
  if (time > G_MAXINT64)
    return FALSE;
  *seconds = (gint64)time;
  g_autofree char *message = format_message (text, *seconds);
  return anf_verifier_check (witness, message, strlen (message), bytes + TIME_SIZE);
}

/* Returns: (transfer none): the newest of @lines that is @witness's */
static const char *
find_newest (
    const char *text, char **lines, const AnfVerifier *witness, gint64 *seconds, GError **error)
{
  const char *newest = NULL;
  for (char **line = lines; *line != NULL; line++)
    {
      g_autoptr (GBytes) signature = NULL;
      gint64 time = 0;
      if (!anf_note_read_line (*line, witness, &signature))
        continue;
      if (!check_line (text, signature, witness, &time))
        {
          anf_error_throw (error, ANF_ERROR_CORRUPT,
                           _ ("the cosignature of %s does not fit the checkpoint"),
                           anf_verifier_get_name (witness));
          return NULL;
        }
      if (newest != NULL && time <= *seconds)
        continue;
      newest = *line;
      *seconds = time;
    }
  if (newest == NULL)
    anf_error_throw (error, ANF_ERROR_DENIED, _ ("%s has not witnessed this checkpoint"),
                     anf_verifier_get_name (witness));
  return newest;
}

gboolean
anf_cosignature_check (
    const char *note, gsize size, const AnfVerifier *witness, gint64 *seconds, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gint64 time = 0;
  if (!anf_note_split (note, size, &text, &lines, error)
      || find_newest (text, lines, witness, &time, error) == NULL)
    return FALSE;
  if (seconds != NULL)
    *seconds = time;
  return TRUE;
}

char *
anf_cosignature_pick (const char *note,
                      const char *lines,
                      const AnfVerifier *witness,
                      GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) known = NULL;
  g_auto (GStrv) given = g_strsplit (lines, "\n", ANF_NOTE_SIGNATURES_MAX);
  gint64 time = 0;
  if (!anf_note_split (note, strlen (note), &text, &known, error))
    return NULL;
  const char *line = find_newest (text, given, witness, &time, error);
  return line != NULL ? g_strconcat (line, "\n", NULL) : NULL;
}
