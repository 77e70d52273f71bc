/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/** One upload on its way: who sends what, as declared when it was created. */
typedef struct
{
  char *id;
  char *account;
  char *evidence;
  char *sha256;
  gint64 size;
  gint64 received;
  char *metadata;
  gint64 touched_at;
  gboolean finished;
} AnfUploadRow;

void anf_upload_row_free (AnfUploadRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfUploadRow, anf_upload_row_free)

/** anf_uploads_put: as it stands now; of one that is there, only received, touched_at and finished
 * change. */
gboolean
anf_uploads_put (AnfTx *tx, const AnfUploadRow *row, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_uploads_lookup: an absent upload is TRUE with @row NULL. */
gboolean anf_uploads_lookup (AnfTx *tx, const char *id, AnfUploadRow **row, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

gboolean anf_uploads_remove (AnfTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_uploads_list_stale: Returns: (transfer full): ids untouched since @before, at most 100 */
GPtrArray *anf_uploads_list_stale (AnfTx *tx, gint64 before, GError **error);
