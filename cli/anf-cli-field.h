/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/**
 * anf_cli_field_collect:
 *
 * Puts the values of all options that name a member into @body, checked and with references
 * resolved.
 */
gboolean
anf_cli_field_collect (AnfRun *run, JsonObject *body, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_field_check: whether all values that can be judged without the service are well-formed;
 * so that wrong use is told before anything is done. */
gboolean anf_cli_field_check (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_field_choose: Returns: (transfer full): the choice that @text means, in either language;
 * NULL with wrong use */
char *anf_cli_field_choose (const AnfField *field,
                            const char *text,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_field_word_choices: Returns: (transfer full): what a choice may be, in the reader's
 * language too; either is taken */
char *anf_cli_field_word_choices (const AnfField *field);

/** anf_cli_field_query: the same as a query, `?a=b&c=d`; "" when there is none. */
char *anf_cli_field_query (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_field_parse: Returns: (transfer full): the JSON value that @text stands for in @field */
JsonNode *anf_cli_field_parse (AnfRun *run, const AnfField *field, const char *text, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
