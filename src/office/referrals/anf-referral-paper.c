/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-referral-paper.h"

#include "anf-error.h"
#include "anf-fd.h"
#include "anf-pack-digest.h"

#include <glib/gi18n.h>

#include <string.h>

static GBytes *
read_blob (AnfWork *work, const char *sha256, const char *what, gint64 size_max, GError **error)
{
  g_auto (AnfFd) fd = -1;
  gint64 size = 0;
  if (!anf_vault_open_blob (work->office->vault, sha256, &fd, &size, error))
    return NULL;
  if (size > size_max)
    {
      anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("%s is too large for one pack"), what);
      return NULL;
    }
  g_autoptr (GMappedFile) map = g_mapped_file_new_from_fd (fd, FALSE, error);
  g_autoptr (GBytes) bytes = map != NULL ? g_mapped_file_get_bytes (map) : NULL;
  g_autofree char *actual = bytes != NULL ? anf_pack_digest_bytes (bytes) : NULL;
  if (actual == NULL || strcmp (actual, sha256) == 0)
    return g_steal_pointer (&bytes);
  anf_error_throw (error, ANF_ERROR_CORRUPT, "%s in the vault hashes to %s", sha256, actual);
  return NULL;
}

/* What is signed for us must be what was recorded: a hash that is taken of whatever lies there
   would vouch for it. */
GBytes *
anf_referral_read_paper (
    AnfWork *work, const char *sha256, const char *what, gint64 size_max, GError **error)
{
  g_autoptr (GError) why = NULL;
  GBytes *bytes = read_blob (work, sha256, what, size_max, &why);
  const AnfErrorCode code = anf_error_code (why);
  if (bytes != NULL)
    return bytes;
  if (code != ANF_ERROR_CORRUPT && code != ANF_ERROR_NOT_FOUND)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return NULL;
    }
  g_warning ("%s: %s", what, why->message);
  anf_error_throw (error, ANF_ERROR_STATE,
                   _ ("this can be handed over to nobody: %s is not as it was kept: run fsck"),
                   what);
  return NULL;
}
