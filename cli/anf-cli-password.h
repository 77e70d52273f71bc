/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/** anf_cli_password_read: from @file (`-` is standard input), without its line end, or asked for at
 * the terminal without echo when @file is NULL. */
char *anf_cli_password_read (const char *file,
                             const char *prompt,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_password_generate: 20 letters and digits that are not taken for one another. */
char *anf_cli_password_generate (void);

/** anf_cli_password_wipe: overwrites @password before it is freed; nullable. */
void anf_cli_password_wipe (char *password);

typedef char AnfPassword;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfPassword, anf_cli_password_wipe)
