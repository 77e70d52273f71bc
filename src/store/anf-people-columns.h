/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/**
 * AnfPeopleColumn:
 * @ANF_PEOPLE_INFORMANT: who gave a lead; written by anf-apart-rows.h, as who was talked to
 * @ANF_PEOPLE_ADDRESS: an account's, for mail; written by anf-people.h
 * @ANF_PEOPLE_TEXTS: how many hold texts; the others hold hashes
 * @ANF_PEOPLE_LEAD_REQUEST: of what was asked, the informant included; written by anf-records.h, as
 * the two of accounts and talks
 * @ANF_PEOPLE_REPLY: of what was asked; written by anf-kept-replies.h
 *
 * Where the database names people: what a key has to be put to that a folder gets, and under which
 * key it is.
 */
typedef enum
{
  ANF_PEOPLE_INFORMANT,
  ANF_PEOPLE_SUBJECT,
  ANF_PEOPLE_ADDRESS,
  ANF_PEOPLE_TEXTS,
  ANF_PEOPLE_LEAD_REQUEST = ANF_PEOPLE_TEXTS,
  ANF_PEOPLE_TALK_REQUEST,
  ANF_PEOPLE_ACCOUNT_REQUEST,
  ANF_PEOPLE_REPLY,
  ANF_PEOPLE_COLUMNS,
} AnfPeopleColumn;

/**
 * AnfPeopleChange:
 * @changed: (out) (transfer full) (nullable): what is to stand in the place of @text; NULL when it
 * stays
 */
typedef gboolean (*AnfPeopleChange) (AnfPeopleColumn column,
                                     const char *id,
                                     const char *text,
                                     char **changed,
                                     gpointer data,
                                     GError **error);

/** anf_people_columns_change: every row of each column. */
gboolean anf_people_columns_change (AnfTx *tx,
                                    AnfPeopleChange change,
                                    gpointer data,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_people_columns_get_key: @key_id: (out) (transfer full) (nullable): NULL while nothing is
 * sealed */
gboolean
anf_people_columns_get_key (AnfTx *tx, char **key_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_people_columns_set_key: in the place of another one, if there is one. */
gboolean anf_people_columns_set_key (AnfTx *tx,
                                     const char *key_id,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
