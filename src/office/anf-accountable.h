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

/** anf_accountable_may_read: whether the caller may know whom @doc names. */
gboolean anf_accountable_may_read (AnfWork *work, JsonObject *doc);

/** anf_accountable_check_reader: DENIED else: the letter tells it all. */
gboolean anf_accountable_check_reader (AnfWork *work,
                                       JsonObject *doc,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_accountable_describe: sets what @letter says of them. */
void anf_accountable_describe (JsonObject *doc, AnfLetterDraft *draft, AnfLetter *letter);

/** anf_accountable_count: Returns: (transfer full): how many, and nobody's name */
char *anf_accountable_count (JsonObject *doc);

/** anf_accountable_dup_hidden: Returns: (transfer full) (nullable): @doc without whom it names, nor
 * their names in what was said of it; NULL when the caller may read it all */
JsonObject *anf_accountable_dup_hidden (AnfWork *work, AnfNoun noun, JsonObject *doc);

/** anf_accountable_hide_in_act: takes whom a letter is to name, which @act had drafted, out of it:
 * the letter tells that, and to fewer. */
void anf_accountable_hide_in_act (JsonObject *act);

/** anf_accountable_mask: of @doc, a 通报: whoever an 问责建议 about its findings names is 王某某,
 * also when that was withdrawn since. */
gboolean
anf_accountable_mask (AnfWork *work, JsonObject *doc, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_accountable_mask_public: the same of @member of @said, which is said to the public by
 * @exposure; of the people whom that names itself a leader has decided. */
gboolean anf_accountable_mask_public (AnfWork *work,
                                      JsonObject *exposure,
                                      JsonObject *said,
                                      const char *member,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
