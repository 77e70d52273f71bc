/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/**
 * AnfApart:
 * @ANF_APART_INFORMANT: who gave a lead
 * @ANF_APART_SUBJECT: who was talked to
 *
 * People who are kept apart from the record that they belong to. The texts are sealed where they
 * are made (AnfSealer of custody/); here they are texts.
 */
typedef enum
{
  ANF_APART_INFORMANT,
  ANF_APART_SUBJECT,
  ANF_APART_COUNT,
} AnfApart;

/** anf_apart_rows_put: in the place of what was kept for @id before. */
gboolean anf_apart_rows_put (AnfTx *tx,
                             AnfApart apart,
                             const char *id,
                             const char *text,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_apart_rows_remove: that there is none is no error. */
gboolean anf_apart_rows_remove (AnfTx *tx, AnfApart apart, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_apart_rows_lookup: @text: (out) (transfer full) (nullable): NULL when none is kept */
gboolean anf_apart_rows_lookup (AnfTx *tx,
                                AnfApart apart,
                                const char *id,
                                char **text,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
