/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <json-glib/json-glib.h>

/* Longest text of a talk that is read, in bytes. */
#define ANF_CLI_DIALOGUE_SIZE_MAX (256 * 1024)
/* Most exchanges, and longest question or answer in characters, as the service takes them. */
#define ANF_CLI_DIALOGUE_EXCHANGES_MAX 500
#define ANF_CLI_DIALOGUE_TEXT_MAX 20000

/**
 * anf_cli_dialogue_parse:
 * @text: UTF-8: a line that begins with 问： or 答： (or with a colon of ASCII) begins a question
 * or an answer; others go on with it. Empty lines before the first are passed over, and a byte
 * order mark
 * @error: INVALID naming the line
 *
 * Returns: (transfer full): [{question, answer}]
 */
JsonArray *
anf_cli_dialogue_parse (const char *text, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
