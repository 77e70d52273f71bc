/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: bodies come, go and are merged (国税、地税 into 税务), and so do their names.
 */

#include "anf-work.h"

/** anf_unit_check_valid: whether @unit, which the body's @member names, is there today; INVALID
 * otherwise, naming who took over from one that is no more. */
gboolean anf_unit_check_valid (AnfWork *work, const char *member, const char *unit, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_unit_check_successor: whether what @doc, a unit's, says of its end goes together. */
gboolean
anf_unit_check_successor (AnfWork *work, JsonObject *doc, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_unit_dup_name:
 * @names: (nullable): id → name of those that were looked up before; gets this one, too
 * @id: (nullable)
 *
 * Returns: (transfer full) (nullable): its name, or @id where it is unknown
 */
char *anf_unit_dup_name (AnfWork *work, GHashTable *names, const char *id);

/** anf_unit_note_code: sets `code_doubtful` of @doc when its code has the length of a
 * 统一社会信用代码 but not its check character: said, not refused. */
void anf_unit_note_code (JsonObject *doc);
