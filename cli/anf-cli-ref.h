/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/**
 * anf_cli_ref_resolve:
 * @type: one of the references
 * @text: an id, or a number or name that only one record has
 * @error: NOT_FOUND, or INVALID when several records fit, with their ids
 *
 * Returns: (transfer full): the id
 */
char *anf_cli_ref_resolve (AnfRun *run, AnfFieldType type, const char *text, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_ref_matches: whether @record is what a person means by @text. */
gboolean anf_cli_ref_matches (JsonObject *record, AnfFieldType type, const char *text);
