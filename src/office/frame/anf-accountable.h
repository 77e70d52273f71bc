/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: who may know whom an 问责建议 names. */

#include "anf-work.h"

/** anf_accountable_peek: Returns: (nullable): the `persons` or `leaders` whom @doc names */
JsonArray *anf_accountable_peek (JsonObject *doc, const char *member);

/** anf_accountable_may_read: whether the caller may know whom @doc names. */
gboolean anf_accountable_may_read (AnfWork *work, JsonObject *doc);

/** anf_accountable_check_reader: DENIED else: the letter tells it all. */
gboolean anf_accountable_check_reader (AnfWork *work,
                                       JsonObject *doc,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

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
