/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/** anf_cli_print_text: writes UTF-8 to standard output as it is. */
void anf_cli_print_text (const char *text);
/** anf_cli_print_flush: whether all of it was taken (a full disk, a closed pipe). */
gboolean anf_cli_print_flush (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_cli_print_note: one line of talk on standard error, unless quiet. */
void anf_cli_print_note (const AnfRun *run, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** anf_cli_print_record: what a change returned: the reply, the id or one line. */
void anf_cli_print_record (const AnfRun *run, const AnfReply *reply);
/** anf_cli_print_show: the reply, the id or all its members by name. */
void anf_cli_print_show (AnfRun *run, const AnfReply *reply);
/** anf_cli_print_object: @columns (nullable) of it in the reader's words, then all its members by
 * name. */
void anf_cli_print_object (AnfRun *run, JsonObject *object, const AnfColumn *columns);
/** anf_cli_print_list: one page: the reply, the ids or a table of the noun's columns. */
void anf_cli_print_list (AnfRun *run, const AnfReply *reply, const AnfColumn *columns);
/** anf_cli_print_items: the table alone, of objects. */
void anf_cli_print_items (AnfRun *run, JsonArray *items, const AnfColumn *columns);
/** anf_cli_print_reply: the bytes as they came, with a newline at the end. */
void anf_cli_print_reply (const AnfReply *reply);

/** anf_cli_print_width: in columns of a terminal; Chinese characters take two. */
int anf_cli_print_width (const char *text);
/** anf_cli_print_cell: Returns: (transfer full): the member of @column as people call it */
char *anf_cli_print_cell (AnfRun *run, JsonObject *record, const AnfColumn *column);
/** anf_cli_print_member: Returns: (transfer full): the member at the dotted path as text, "" when
 * there is none; the elements of an array joined by a comma */
char *anf_cli_print_member (JsonObject *object, const char *path);
