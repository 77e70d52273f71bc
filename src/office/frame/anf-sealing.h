/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what names a person is encrypted in the database (domain.md F.2): who gave a
   lead, who was talked to, the names and addresses of accounts, and replies kept for a repetition.
   Papers and evidence, in which names stand too, are not: for these the disk is to be encrypted. */

#include "anf-apart-rows.h"
#include "anf-office.h"
#include "anf-sealer.h"
#include "anf-work.h"

/**
 * anf_sealing_open:
 * @sealer: (out) (transfer full)
 *
 * The key of a folder; made where there is none, and what stood there unsealed is sealed under it.
 * NOT_FOUND when the folder has sealed names and its key is gone, CORRUPT when it is another key.
 */
gboolean anf_sealing_open (AnfStore *store,
                           const AnfOfficeOptions *options,
                           AnfSealer **sealer,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_sealing_look:
 * @sealer: (out) (transfer full) (nullable): NULL while nothing is sealed
 *
 * The same, making and changing nothing.
 */
gboolean anf_sealing_look (AnfStore *store,
                           const AnfOfficeOptions *options,
                           AnfSealer **sealer,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_sealing_renew:
 * @key_id: (out) (transfer full): of the new key
 *
 * For a folder whose key is lost for good: another one takes its place, that in the folder's file
 * or one made now. What was sealed under the old one stays as it is and opens no more. CONFLICT
 * when nothing is sealed, or the right key is there.
 */
gboolean anf_sealing_renew (AnfStore *store,
                            const AnfOfficeOptions *options,
                            char **key_id,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_sealing_keep:
 * @person: gets a salt, which keeps others from trying names
 *
 * Keeps @person apart from the record of the call. Returns: (transfer full): the hash to put into
 * the record, and so into the log, which binds the office to what it wrote
 */
char *anf_sealing_keep (AnfWork *work, AnfApart apart, JsonObject *person, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_sealing_lookup:
 * @sealer: (nullable): see anf_sealing_look()
 * @text: (out) (transfer full) (nullable): canonical JSON with the salt; NULL when nobody is kept
 */
gboolean anf_sealing_lookup (const AnfSealer *sealer,
                             AnfTx *tx,
                             AnfApart apart,
                             const char *id,
                             char **text,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_sealing_get_address: as anf_people_get_email(). */
gboolean anf_sealing_get_address (const AnfSealer *sealer,
                                  AnfTx *tx,
                                  const char *account,
                                  char **address,
                                  char **language,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_sealing_set_address: as anf_people_set_email(). */
gboolean anf_sealing_set_address (AnfWork *work,
                                  const char *account,
                                  const char *address,
                                  const char *language,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_sealing_seal: @place: where @text is kept */
char *anf_sealing_seal (AnfWork *work, const char *place, const char *text, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_sealing_unseal: Returns: (transfer full): the text, also of one that was never sealed */
char *anf_sealing_unseal (const AnfSealer *sealer,
                          const char *place,
                          const char *text,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_sealing_hash_request:
 *
 * By which the same request for a @noun is known again. Most of what was asked stands in the
 * record: a name or a telephone number that is kept apart from it, or a password, could be found by
 * trying where its plain hash stood beside it.
 */
char *
anf_sealing_hash_request (AnfWork *work, AnfNoun noun, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_sealing_seal_account: seals the name in an account's document, if it is not yet. */
gboolean anf_sealing_seal_account (AnfWork *work,
                                   JsonObject *account,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_sealing_read_name:
 * @account: a document of an account
 * @name: (out) (transfer full) (nullable): as the person is called, NULL when nobody has said
 */
gboolean anf_sealing_read_name (const AnfSealer *sealer,
                                JsonObject *account,
                                char **name,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_sealing_dup_name: the same; NULL also when it cannot be read, which is logged. */
char *anf_sealing_dup_name (const AnfWork *work, JsonObject *account);

/** anf_sealing_dup_account: Returns: (transfer full): @account as those see it who may */
JsonObject *anf_sealing_dup_account (const AnfWork *work, JsonObject *account);
