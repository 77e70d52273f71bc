/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/* What stands beside an account's record and is in no document: password, devices, sessions. */

gboolean anf_people_set_password (AnfTx *tx, const char *account, const char *hash, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_people_get_password: Returns: (transfer full) (nullable): the hash; NULL without @error when
 * there is no such account */
char *anf_people_get_password (AnfTx *tx, const char *account, GError **error);

/** anf_people_add_device: notes a device at its first login; DENIED when it has been revoked. */
gboolean anf_people_add_device (AnfTx *tx,
                                const char *account,
                                const char *device,
                                gint64 now,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_people_revoke_device: from now on refused; its sessions end. NOT_FOUND when unknown. */
gboolean anf_people_revoke_device (AnfTx *tx,
                                   const char *account,
                                   const char *device,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfDevice: one from which an account has logged in.
 * @first_seen: the first time, in microseconds since the epoch
 * @sessions: how many live ones there are
 */
typedef struct
{
  const char *name;
  gint64 first_seen;
  gint64 sessions;
  gboolean revoked;
} AnfDevice;

#define ANF_DEVICES_MAX 200

/** anf_people_visit_devices: those of @account, the newest first, at most ANF_DEVICES_MAX. */
gboolean anf_people_visit_devices (AnfTx *tx,
                                   const char *account,
                                   gint64 now,
                                   void (*visit) (const AnfDevice *device, gpointer data),
                                   gpointer data,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean anf_people_add_session (AnfTx *tx,
                                 const char *token_hash,
                                 const char *account,
                                 const char *device,
                                 gint64 expires_at,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_people_find_session:
 * @account_doc: (out) (transfer full): the account's document, NULL when there is no live session
 * @expires_at: (out): when it ends by itself
 *
 * Returns: FALSE with @error when the database failed
 */
gboolean anf_people_find_session (AnfTx *tx,
                                  const char *token_hash,
                                  gint64 now,
                                  char **account_doc,
                                  gint64 *expires_at,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean anf_people_end_session (AnfTx *tx,
                                 const char *token_hash,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_people_end_all_sessions: everybody's. */
gboolean anf_people_end_all_sessions (AnfTx *tx, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_people_end_sessions: all of @account's, when it is disabled or its password changes. */
gboolean
anf_people_end_sessions (AnfTx *tx, const char *account, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_people_sweep_sessions: forgets those that ended before @now. */
gboolean
anf_people_sweep_sessions (AnfTx *tx, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_people_set_email: @address: (nullable): NULL for none; @language: `zh` or `en` */
gboolean anf_people_set_email (AnfTx *tx,
                               const char *account,
                               const char *address,
                               const char *language,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_people_get_email: @address, @language: (out) (transfer full): NULL where there is none */
gboolean anf_people_get_email (AnfTx *tx,
                               const char *account,
                               char **address,
                               char **language,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
