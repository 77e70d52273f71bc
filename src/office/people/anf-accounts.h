/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: sessions, accounts, devices. */

#include "anf-work.h"

/* These hash passwords, which takes long: they make their own transactions. */
gboolean anf_accounts_create_session (AnfWork *work, GError **error);
gboolean anf_accounts_create (AnfWork *work, GError **error);
gboolean anf_accounts_set_password (AnfWork *work, GError **error);

gboolean anf_accounts_get_session (AnfWork *work, GError **error);
gboolean anf_accounts_delete_session (AnfWork *work, GError **error);
gboolean anf_accounts_list (AnfWork *work, GError **error);
gboolean anf_accounts_get (AnfWork *work, GError **error);
gboolean anf_accounts_disable (AnfWork *work, GError **error);
gboolean anf_accounts_enable (AnfWork *work, GError **error);
gboolean anf_accounts_change (AnfWork *work, GError **error);
gboolean anf_accounts_revoke_device (AnfWork *work, GError **error);

/* anf-accounts-devices.c */
/** anf_accounts_list_devices: from which an account logged in, the newest first. */
gboolean anf_accounts_list_devices (AnfWork *work, GError **error);

/* anf-accounts-email.c */
gboolean anf_accounts_get_email (AnfWork *work, GError **error);
gboolean anf_accounts_set_email (AnfWork *work, GError **error);

/** anf_accounts_check_name: as the contract wants the names of accounts. */
gboolean anf_accounts_check_name (const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_accounts_make_first: the administrator of a new system. */
gboolean anf_accounts_make_first (AnfWork *work,
                                  const char *name,
                                  const char *password_hash,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_accounts_check_active: NOT_FOUND or STATE for an account that nobody could log in with, and
 * which ones of administrators there are. */
gboolean anf_accounts_check_active (AnfWork *work,
                                    const char *name,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_accounts_set_password_at_console: by whoever has the server: no person's doing in the log,
 * and good for one login, as all that others set. Ends the account's sessions. */
gboolean anf_accounts_set_password_at_console (AnfWork *work,
                                               const char *name,
                                               const char *password_hash,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
