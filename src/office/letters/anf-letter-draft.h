/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what letters about findings have in common, whoever gets them. */

#include "anf-facts.h"
#include "anf-letter.h"

/**
 * AnfLetterDraft:
 *
 * A letter's text while it is put together; the letter borrows from here.
 * @exhibits: (element-type JsonObject): {number, evidence}: what each 证据编号 stands for
 */
typedef struct
{
  AnfWork *work;
  AnfScheme *scheme;
  GArray *findings; /* AnfLetterFinding */
  GPtrArray *texts;
  GPtrArray *docs; /* of the findings first, in their order */
  char **copy_to;
  char **attachments;
  JsonArray *exhibits;
  JsonArray *co_units; /* (nullable): borrowed */
} AnfLetterDraft;

void anf_letter_draft_init (AnfLetterDraft *self, AnfWork *work, AnfScheme *scheme);
void anf_letter_draft_clear (AnfLetterDraft *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfLetterDraft, anf_letter_draft_clear)

/** anf_letter_draft_keep: (transfer full) @text, for as long as the draft lives. */
const char *anf_letter_draft_keep (AnfLetterDraft *self, char *text);

/** anf_letter_draft_add_findings: @ids: of findings; a letter to a unit counts their evidence by
 * kind and numbers it. */
gboolean anf_letter_draft_add_findings (AnfLetterDraft *self,
                                        JsonArray *ids,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_letter_draft_describe_inspection:
 * @addressee: a unit's id: 你单位
 *
 * Days, place, manner and unit of each visit behind the findings, for a letter to a unit.
 */
gboolean anf_letter_draft_describe_inspection (AnfLetterDraft *self,
                                               const char *addressee,
                                               const char **text,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_letter_draft_describe_found: sets how the findings were found, but not who told. */
void anf_letter_draft_describe_found (AnfLetterDraft *self, AnfLetter *letter);

/** anf_letter_draft_name_source: 来源 (domain.md D.2): what the scheme calls its visits, or the
 * kind of lead; NULL on error. For the unit, which is told neither that somebody complained nor
 * that a discipline body asked. Returns: (transfer none) */
const char *anf_letter_draft_name_source (AnfLetterDraft *self,
                                          JsonObject *finding,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_letter_draft_describe_source: the same with the number of the visit or lead (domain.md D.8),
 * for a discipline body; who gave it is not told here either. */
const char *anf_letter_draft_describe_source (AnfLetterDraft *self,
                                              JsonObject *finding,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_letter_draft_find_unit: Returns: (transfer none): the name of unit @id */
const char *anf_letter_draft_find_unit (AnfLetterDraft *self,
                                        const char *id,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_letter_draft_join_units: @ids: (nullable): of units. Returns: (transfer full): their names,
 * each once */
char *anf_letter_draft_join_units (AnfLetterDraft *self,
                                   JsonArray *ids,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_visit_find_times: from when to when was inspected: as the inspectors wrote down, or else
 * when the visit was begun. */
gboolean anf_visit_find_times (JsonObject *visit,
                               gint64 *began_at,
                               gint64 *ended_at,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_visit_dup_days: Returns: (transfer full): the same in words and without the hour, e.g.
 * 2026年11月20日至22日; NULL on error */
char *anf_visit_dup_days (JsonObject *visit, GError **error);

/** anf_letter_find_office: Returns: (transfer none): who sends letters under @scheme; UNAVAILABLE
 * when its file does not say. */
const AnfSchemeOffice *anf_letter_find_office (const AnfScheme *scheme,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_letter_find_organ: Returns: (transfer none): in whose name letters of @kind go out */
const char *anf_letter_find_organ (const AnfSchemeOffice *office, const char *kind);

/** anf_letter_find_day: the day of @act: the one on the paper (`received_on`), of what came on
 * paper, else that on which it was done here. */
gboolean
anf_letter_find_day (JsonObject *act, GDate *day, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_letter_dup_day: Returns: (transfer full): the same in words; NULL on error */
char *anf_letter_dup_day (JsonObject *act, GError **error);

/** anf_letter_format_moment: Returns: (transfer full): 2026年11月20日9时30分, in China */
char *anf_letter_format_moment (gint64 at);

/** anf_letter_render_kept: renders @letter, keeps the PDF in the vault. Returns: (transfer full):
 * {sha256, size, pages} */
JsonObject *anf_letter_render_kept (AnfWork *work,
                                    const AnfLetter *letter,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
