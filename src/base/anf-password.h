/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* How a program is told a password: never on its command line, where everybody on the machine reads
   it. */

/** AnfPassword: overwritten when it is freed: g_autoptr (AnfPassword). */
typedef char AnfPassword;

/** anf_password_wipe: overwrites @password before it is freed; nullable. */
void anf_password_wipe (char *password);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfPassword, anf_password_wipe)

/**
 * anf_password_read:
 * @file: `-` is standard input
 * @error: INVALID when there is none in it, or no UTF-8; TOO_LARGE beyond 1024 bytes
 *
 * Returns: (transfer full): the first line, without its end
 */
char *anf_password_read (const char *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_password_ask:
 * @error: UNAVAILABLE when there is no terminal
 *
 * Returns: (transfer full): what was typed at the terminal, which does not show it
 */
char *anf_password_ask (const char *prompt, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_password_ask_new: the same twice, for one that is to be set; INVALID when they differ: what
 * was mistyped unseen would lock its owner out. */
char *anf_password_ask_new (const char *prompt, GError **error) G_GNUC_WARN_UNUSED_RESULT;
