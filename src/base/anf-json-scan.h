/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * anf_json_scan:
 * @text: the bytes of one JSON text
 * @size: how many bytes
 * @members: (out): how many object members stand in the text, at all depths together
 * @error: ANF_ERROR_INVALID with the byte offset
 *
 * Checks that @text is what anf_json_parse() promises to accept, except that it does not compare
 * keys with each other. Allocates nothing.
 */
gboolean anf_json_scan (const char *text, gsize size, guint *members, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
