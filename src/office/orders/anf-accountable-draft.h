/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: whom an 问责建议 names: who did it, and by 一案双查 which leaders did not
   find it in time, dealt with it feebly or shielded it. */

#include "anf-letter-draft.h"
#include "anf-letter.h"

/** anf_accountable_settle: `accountable` of @doc, a draft: grounds as the scheme has them; INVALID
 * for one that it does not have, and where leaders are named and said to be none. */
gboolean
anf_accountable_settle (AnfWork *work, JsonObject *doc, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_accountable_check: before @doc is handed in: INVALID where the scheme asks for leaders, or
 * for the reason why there are none, and it says neither. */
gboolean
anf_accountable_check (AnfWork *work, JsonObject *doc, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_accountable_describe: sets what @letter says of them. */
void anf_accountable_describe (JsonObject *doc, AnfLetterDraft *draft, AnfLetter *letter);

/** anf_accountable_count: Returns: (transfer full): how many, and nobody's name */
char *anf_accountable_count (JsonObject *doc);
