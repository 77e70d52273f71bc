/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Longest table that is read, in bytes. */
#define ANF_CLI_CSV_SIZE_MAX (8 * 1024 * 1024)

/**
 * anf_cli_csv_parse:
 * @text: UTF-8, RFC 4180: cells with a comma, quote or line end stand in quotes; LF alone ends a
 * row too; a byte order mark is passed over
 * @numbers: (element-type guint): takes which row of the table each one is, from 1
 * @error: INVALID naming the row
 *
 * Returns: (transfer full) (element-type GPtrArray): rows of texts; empty rows are left out
 */
GPtrArray *anf_cli_csv_parse (const char *text, gsize size, GArray *numbers, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_csv_read: the same of @file, with a heading, a row at least, and as many cells in each.
 */
GPtrArray *
anf_cli_csv_read (const char *file, GArray *numbers, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_csv_get_number: which row of the table the one at @index is. */
guint anf_cli_csv_get_number (const GArray *numbers, gsize index);
