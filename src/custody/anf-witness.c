/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-witness.h"

#include "anf-checkpoint.h"
#include "anf-codec.h"
#include "anf-error.h"
#include "anf-proof.h"

#include <glib/gi18n.h>

#include <string.h>

void
anf_witness_request_free (AnfWitnessRequest *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->hashes);
  g_free (self->checkpoint);
  g_free (self->origin);
  g_free (self);
}

char *
anf_witness_request_format (guint64 old_size, const GByteArray *hashes, const char *checkpoint)
{
  GString *body = g_string_new (NULL);
  g_string_append_printf (body, "old %" G_GUINT64_FORMAT "\n", old_size);
  for (guint at = 0; hashes != NULL && at + ANF_HASH_SIZE <= hashes->len; at += ANF_HASH_SIZE)
    {
      g_autofree char *hash = g_base64_encode (hashes->data + at, ANF_HASH_SIZE);
      g_string_append_printf (body, "%s\n", hash);
    }
  g_string_append_printf (body, "\n%s", checkpoint);
  return g_string_free (body, FALSE);
}

/* The lines before the empty one. */
static gboolean
read_head (AnfWitnessRequest *self, const char *text, gsize size)
{
  g_autofree char *copy = g_strndup (text, size);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", ANF_WITNESS_HASHES_MAX + 2);
  if (lines[0] == NULL || !g_str_has_prefix (lines[0], "old ")
      || !anf_codec_read_decimal (lines[0] + strlen ("old "), &self->old_size)
      || g_strv_length (lines) > ANF_WITNESS_HASHES_MAX + 1)
    return FALSE;
  for (char **line = lines + 1; *line != NULL; line++)
    {
      guint8 hash[ANF_HASH_SIZE];
      if (!anf_codec_read_hash (*line, hash))
        return FALSE;
      g_byte_array_append (self->hashes, hash, ANF_HASH_SIZE);
    }
  return TRUE;
}

static gboolean
read_request (AnfWitnessRequest *self, const char *text, gsize size)
{
  const char *end = size > 0 && anf_codec_is_text (text, size)
                        ? g_strstr_len (text, (gssize)size, "\n\n")
                        : NULL;
  if (end == NULL || !read_head (self, text, (gsize)(end - text)))
    return FALSE;
  const char *checkpoint = end + 2;
  const gsize left = size - (gsize)(checkpoint - text);
  const char *newline = g_strstr_len (checkpoint, (gssize)left, "\n");
  if (newline == NULL || newline == checkpoint)
    return FALSE;
  self->checkpoint = g_strndup (checkpoint, left);
  self->origin = g_strndup (checkpoint, (gsize)(newline - checkpoint));
  return TRUE;
}

AnfWitnessRequest *
anf_witness_request_parse (const char *text, gsize size, GError **error)
{
  if (size > ANF_WITNESS_REQUEST_MAX)
    {
      anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the request is larger than %d bytes"),
                       ANF_WITNESS_REQUEST_MAX);
      return NULL;
    }
  g_autoptr (AnfWitnessRequest) self = g_new0 (AnfWitnessRequest, 1);
  self->hashes = g_byte_array_new ();
  if (!read_request (self, text, size))
    {
      anf_error_throw (
          error, ANF_ERROR_INVALID,
          _ ("this is not a request of C2SP tlog-witness: old size, proof, checkpoint"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

static AnfWitnessVerdict
tell (AnfWitnessVerdict verdict, GError **error, const char *why)
{
  anf_error_throw (error, ANF_ERROR_CORRUPT, "%s", why);
  return verdict;
}

/* From the state that was seen to @head, of which the log's signature was checked. */
static AnfWitnessVerdict
judge_growth (const AnfWitnessRequest *request,
              const AnfTreeHead *seen,
              const AnfTreeHead *head,
              GError **error)
{
  if (request->old_size > head->size)
    return tell (ANF_WITNESS_MALFORMED, error, _ ("the old size is larger than the new one"));
  /* Before anything else: whoever brought it, the log's own key signed both. */
  if (seen->size > 0 && head->size == seen->size
      && memcmp (head->root, seen->root, ANF_HASH_SIZE) != 0)
    return tell (ANF_WITNESS_FORKED, error, _ ("the log signed two roots of the same size"));
  if (request->old_size != seen->size)
    return tell (ANF_WITNESS_STALE, error, _ ("the proof does not begin at the size seen last"));
  if (seen->size == 0)
    return request->hashes->len == 0
               ? ANF_WITNESS_COSIGN
               : tell (ANF_WITNESS_UNPROVEN, error, _ ("from nothing there is nothing to prove"));
  return anf_proof_check_consistency (seen, head, request->hashes, error) ? ANF_WITNESS_COSIGN
                                                                          : ANF_WITNESS_UNPROVEN;
}

AnfWitnessVerdict
anf_witness_judge (const AnfWitnessRequest *request,
                   const AnfTreeHead *seen,
                   const GPtrArray *verifiers,
                   AnfTreeHead *head,
                   GError **error)
{
  g_autoptr (GError) local_error = NULL;
  if (anf_checkpoint_open_any (request->checkpoint, strlen (request->checkpoint), verifiers, head,
                               &local_error))
    return judge_growth (request, seen, head, error);
  const gboolean malformed = g_error_matches (local_error, ANF_ERROR, ANF_ERROR_INVALID);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return malformed ? ANF_WITNESS_MALFORMED : ANF_WITNESS_UNSIGNED;
}
