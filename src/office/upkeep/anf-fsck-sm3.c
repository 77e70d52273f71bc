/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-blob-sm3.h"
#include "anf-fd.h"
#include "anf-fsck.h"
#include "anf-pack-digest.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
check_row (const AnfBlobSm3Row *row, gpointer data, GError **error)
{
  AnfFsck *self = data;
  g_auto (AnfFd) fd = -1;
  gint64 size = 0;
  g_autoptr (GError) local_error = NULL;
  if (!g_hash_table_contains (self->blobs, row->sha256))
    {
      anf_fsck_fault (self, _ ("SM3 of blob %s: the blob is missing or damaged"), row->sha256);
      return TRUE;
    }
  g_autofree char *sm3 = anf_vault_open_blob (self->vault, row->sha256, &fd, &size, &local_error)
                             ? anf_pack_digest_sm3 (fd, &local_error)
                             : NULL;
  if (sm3 == NULL)
    anf_fsck_fault (self, _ ("SM3 of blob %s: %s"), row->sha256, local_error->message);
  else if (strcmp (sm3, row->sm3) != 0)
    anf_fsck_fault (self, _ ("SM3 of blob %s: it is %s, and %s is kept"), row->sha256, sm3,
                    row->sm3);
  return TRUE;
}

gboolean
anf_fsck_sm3 (AnfTx *tx, gpointer data, GError **error)
{
  return anf_blob_sm3_each (tx, check_row, data, error);
}
