/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/**
 * AnfApart:
 * @ANF_APART_INFORMANT: who gave a lead
 * @ANF_APART_SUBJECT: who was talked to
 * @ANF_APART_ADDRESS: an account's, for mail; only looked up by anf-people.h
 * @ANF_APART_LEAD_REQUEST: the hash of what was asked, the informant included; as the two of
 * accounts and talks, only looked up by anf-records.h
 * @ANF_APART_REPLY: the fingerprint of what was asked; only looked up by anf-kept-replies.h
 *
 * What is kept apart from the record that it belongs to, and the hashes of it. The texts are sealed
 * where they are made (AnfSealer of custody/); here they are texts.
 */
typedef enum
{
  ANF_APART_INFORMANT,
  ANF_APART_SUBJECT,
  ANF_APART_ADDRESS,
  ANF_APART_LEAD_REQUEST,
  ANF_APART_TALK_REQUEST,
  ANF_APART_ACCOUNT_REQUEST,
  ANF_APART_REPLY,
  ANF_APART_COUNT,
} AnfApart;

/** anf_apart_rows_put: in the place of what was kept for @id before; of informants and
 * subjects alone, as the two below. */
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

/** AnfApartChange: Returns: (transfer full): what is to be kept in the place of @text */
typedef char *(*AnfApartChange) (
    AnfApart apart, const char *id, const char *text, gpointer data, GError **error);

/** anf_apart_rows_change: all of them, of each kind. */
gboolean anf_apart_rows_change (AnfTx *tx, AnfApartChange change, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_apart_rows_get_key: @key_id: (out) (transfer full) (nullable): NULL while nothing is sealed
 */
gboolean
anf_apart_rows_get_key (AnfTx *tx, char **key_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_apart_rows_set_key: in the place of another one, if there is one. */
gboolean
anf_apart_rows_set_key (AnfTx *tx, const char *key_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
