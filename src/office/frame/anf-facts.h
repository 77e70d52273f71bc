/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the facts that the policy's guards ask for, gathered from the records. */

#include "anf-work.h"

typedef struct
{
  AnfFacts facts;
  AnfActor with;
  char **members;
  char **declared;
  char **recused;
  char **inspected;
  char **actor_line;
  char **with_line;
  char **collectors;
  char **reinspectors;
  char **closers;
  char **verifiers;
  char **lead_units;
  char **co_units;
  char **countersigners;
  char **handers;
  GPtrArray *kept; /* documents that facts borrow from */
} AnfFactSheet;

void anf_fact_sheet_clear (AnfFactSheet *sheet);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfFactSheet, anf_fact_sheet_clear)

/** anf_facts_of_visit: members, what they declared, the unit, the state; whether any of its
 * findings is undecided. */
gboolean anf_facts_of_visit (AnfWork *work, JsonObject *visit, AnfFactSheet *sheet, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_of_lead: how far it is, who registered it, the unit that it is about, and the members
 * of the visit that it was turned into. */
gboolean anf_facts_of_lead (AnfWork *work, JsonObject *lead, AnfFactSheet *sheet, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_of_finding: its visit's or its lead's facts, who brought in its evidence, and who
 * verified it. */
gboolean anf_facts_of_finding (AnfWork *work,
                               JsonObject *finding,
                               AnfFactSheet *sheet,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_add_closers: who reinspected and closed what @doc, a finding, was closed by, or who
 * answered it, a lead. */
gboolean anf_facts_add_closers (AnfWork *work, JsonObject *doc, AnfFactSheet *sheet, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_add_drafter: @name has written something of @doc, too. */
void anf_facts_add_drafter (JsonObject *doc, const char *name);

/** anf_facts_keep_drafters: whoever wrote @before has written what is in @doc, too, which somebody
 * else goes on with. */
void anf_facts_keep_drafters (JsonObject *doc, JsonObject *before);

/** anf_facts_find_drafter: Returns: (transfer none) (nullable): who last wrote the order or
 * referral, or the actor, when some draft was theirs: nobody's draft is another's for a comma.
 */
const char *anf_facts_find_drafter (AnfWork *work, JsonObject *doc);

/** anf_facts_list_round: Returns: (transfer full): the units that see the draft @order now, while
 * it is reviewed: those asked to countersign */
char **anf_facts_list_round (JsonObject *order);

/** anf_facts_add_readers: only what says which units may see the order. */
void anf_facts_add_readers (JsonObject *order, AnfFactSheet *sheet);

/** anf_facts_of_order: who did what to it, whom it addresses. */
gboolean anf_facts_of_order (AnfWork *work, JsonObject *order, AnfFactSheet *sheet, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_of_referral: whose draft it is. */
gboolean anf_facts_of_referral (AnfWork *work,
                                JsonObject *referral,
                                AnfFactSheet *sheet,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_check_referral_read: whether the actor may read @doc, a referral that something else
 * leads to. */
gboolean anf_facts_check_referral_read (AnfWork *work,
                                        JsonObject *doc,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_of_task: whose it is, who handed in what, who checked it. Cannot fail. */
void anf_facts_of_task (JsonObject *task, AnfFactSheet *sheet);

/** anf_facts_of_exposure: who wrote it, whom it is about, and whether the public has read it. */
gboolean anf_facts_of_exposure (AnfWork *work,
                                JsonObject *exposure,
                                AnfFactSheet *sheet,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_of_parent: of what evidence was brought in for. */
gboolean anf_facts_of_parent (AnfWork *work,
                              const AnfItem *parent,
                              AnfFactSheet *sheet,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_of_evidence: of the visit, order or lead it belongs to, and who brought it in. */
gboolean anf_facts_of_evidence (AnfWork *work,
                                JsonObject *evidence,
                                AnfFactSheet *sheet,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_add_line: the units of the actor, for guards that ask whose side they are on. */
gboolean
anf_facts_add_line (AnfWork *work, AnfFactSheet *sheet, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_find_line: Returns: (transfer full): @unit, which may be NULL, and those above it */
char **
anf_facts_find_line (AnfWork *work, const char *unit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_check_apart: INVALID of @member when @account is of the inspected @unit or below it */
gboolean anf_facts_check_apart (AnfWork *work,
                                const char *member,
                                JsonObject *account,
                                const char *unit,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_add_with: the second person, named by the body's member `with`, and their units. */
gboolean
anf_facts_add_with (AnfWork *work, AnfFactSheet *sheet, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_facts_dup_strings: Returns: (transfer full): the array's strings; never NULL */
char **anf_facts_dup_strings (JsonArray *array);
