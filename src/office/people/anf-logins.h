/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: passwords, and how often a wrong one may be tried. */

#include "anf-random.h"

typedef struct _AnfLogins AnfLogins;

AnfLogins *anf_logins_new (void);
void anf_logins_free (AnfLogins *self);

/** anf_logins_may_try: BUSY, saying for how long, after wrong passwords for @account. */
gboolean anf_logins_may_try (AnfLogins *self, const char *account, gint64 now, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_logins_note: the outcome of a try. Returns: how many were wrong in a row, once that is more
 * than people mistype, else 0 */
guint anf_logins_note (AnfLogins *self, const char *account, gboolean right, gint64 now);

/** anf_logins_count_wrong: how many tries were wrong since the start. */
guint anf_logins_count_wrong (AnfLogins *self);

/** anf_logins_hash: Returns: (transfer full): argon2id in PHC form (RFC 9106, 19 MiB, 2 passes);
 * INVALID when the password is too short or long. Takes some ten milliseconds. */
char *anf_logins_hash (AnfLogins *self,
                       const AnfRandom *random,
                       const char *password,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_logins_enter: before a password is hashed for a stranger, BUSY when too many wait for that:
 * whoever floods the service with logins must not hold up those who work. Then anf_logins_leave().
 */
gboolean anf_logins_enter (AnfLogins *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_logins_leave (AnfLogins *self);

/** anf_logins_is_right: @hash is NULL for an unknown account: FALSE after the same time. */
gboolean anf_logins_is_right (AnfLogins *self, const char *hash, const char *password);
