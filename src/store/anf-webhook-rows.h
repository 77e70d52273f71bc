/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/**
 * AnfWebhookRow: how far an address that is told of events has got.
 * @secret: `whsec_` and base64
 * @position: the last leaf that it has taken or did not ask for, -1 for none
 * @failing_since, @retry_at: in µs since 1970; 0 when all is well
 */
typedef struct
{
  char *id;
  char *secret;
  gint64 position;
  gint64 failures;
  gint64 failing_since;
  gint64 retry_at;
} AnfWebhookRow;

void anf_webhook_row_free (AnfWebhookRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfWebhookRow, anf_webhook_row_free)

gboolean anf_webhook_rows_add (AnfTx *tx,
                               const AnfWebhookRow *row,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_webhook_rows_save: all but the secret. One that was taken away meanwhile stays away. */
gboolean anf_webhook_rows_save (AnfTx *tx,
                                const AnfWebhookRow *row,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_webhook_rows_remove: with its secret. */
gboolean
anf_webhook_rows_remove (AnfTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_webhook_rows_list: Returns: (transfer full) (element-type AnfWebhookRow): all there are */
GPtrArray *anf_webhook_rows_list (AnfTx *tx, GError **error) G_GNUC_WARN_UNUSED_RESULT;
