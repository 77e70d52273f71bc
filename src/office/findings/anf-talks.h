/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: records of talks (谈话记录, domain.md D.9). They are testimony and no
   electronic data (法发〔2016〕22号 1): none of them is in the 电子数据清单. anf-talk-record.c
   prints them. */

#include "anf-facts.h"

/** Bytes of all questions and answers of one talk, of all its corrections, with what is printed
 * around them, and of the rights that were told: more fits no form. */
#define ANF_TALK_TEXT_MAX 60000

gboolean anf_talks_put (AnfWork *work, GError **error);
gboolean anf_talks_list (AnfWork *work, GError **error);
gboolean anf_talks_get (AnfWork *work, GError **error);
gboolean anf_talks_sign (AnfWork *work, GError **error);
gboolean anf_talks_read_subject (AnfWork *work, GError **error);
gboolean anf_talks_print (AnfWork *work, GError **error);

/** anf_facts_of_talk: its visit's facts, with whoever held it or wrote it down as members, too. */
gboolean anf_facts_of_talk (AnfWork *work, JsonObject *talk, AnfFactSheet *sheet, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_talks_find: Returns: (transfer full): the talk of the call, after the policy has agreed */
AnfItem *anf_talks_find (AnfWork *work, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_talk_find_subject: Returns: (transfer full): who was talked to, after the policy has agreed;
 * the look at it is noted in @talk, to be saved. */
JsonObject *
anf_talk_find_subject (AnfWork *work, AnfItem *talk, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_talk_load_subject: Returns: (transfer full): the same with the salt that is kept with it,
 * for a paper; it is no look of anybody's. */
JsonObject *
anf_talk_load_subject (AnfWork *work, AnfItem *talk, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_talk_keep_record:
 *
 * The record of a talk that is signed, as PDF: into the vault, and into @talk's document as
 * `record`.
 *
 * Returns: (transfer none) (nullable): its hash, for the leaf; NULL with @error
 */
const char *
anf_talk_keep_record (AnfWork *work, AnfItem *talk, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_talk_dup_corrections: Returns: (transfer full): 更正, a line for each, as they are printed
 */
char *anf_talk_dup_corrections (JsonObject *talk);

/** anf_talk_dup_dialogue: Returns: (transfer full): 问：… and 答：… as they are printed */
char *anf_talk_dup_dialogue (JsonObject *talk);
