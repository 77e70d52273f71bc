/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-password.h"

/** anf_cli_password_read: from @file (`-` is standard input), or asked for at the terminal without
 * echo when @file is NULL. */
char *anf_cli_password_read (const char *file,
                             const char *prompt,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_password_read_new: the same for one that is to be set: asked for twice. */
char *anf_cli_password_read_new (const char *file,
                                 const char *prompt,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_password_generate: 20 letters and digits that are not taken for one another. */
char *anf_cli_password_generate (void);
