/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfMachine:
 *
 * The life cycles (domain.md E.2 to E.5). An event is the verb of the contract; where one verb has
 * several outcomes, `verb:outcome`. Events without a verb of their own (a finding follows its visit
 * and its order) are named here:
 *
 * visit: edit approve start submit return verify archive cancel
 * finding: edit; verify (its visit is submitted), return (its visit is returned, or its order);
 *   establish dismiss merge; assign (its order is signed), unassign (its order is withdrawn),
 *   rectify (its order is received), feedback reinspect close (its order is), evaluate reopen
 * order: edit submit review:approve review:return sign number serve receive object:fact
 *   object:assign settle:upheld settle:rejected appeal decide-appeal:kept decide-appeal:revoked
 * plan comment split merge:target merge:source accept:lead accept:office accept:sole (no other unit
 * leads) return-plan extend grant-extension feedback reinspect confirm:passed confirm:failed
 * confirm:disagreed return close withdraw withdrawal (it is issued)
 * referral: edit approve send receive result:accepted result:returned result:declined
 * result:handling result:reported archive
 * step: take decline; supersede (a higher one is proposed), lapse and propose (what it hangs on)
 * flag: raise (its check finds something else), lapse (it finds nothing any more), answer:explained
 * answer:unexplained
 * lead: edit verify turn (a visit is made or a finding registered on the strength of it) answer
 * evaluate
 * survey: edit open enter close release
 * exposure: edit approve decline publish correct revoke
 * task: edit assign deploy (有布置) hand-in return check (有检查) accept:in_time accept:late
 * (有验收) undo:deployed undo:checked undo:accepted; drop (the scheme has it no more), restore:open
 * restore:deployed restore:checked (it has it again)
 * talk: edit sign (or that it was refused)
 * notice: edit submit review:approve review:return sign number serve receive close withdraw
 * withdrawal
 * decision: the same, and between receipt and closing extend grant-extension feedback return
 */
typedef enum
{
  ANF_MACHINE_VISIT,
  ANF_MACHINE_FINDING,
  ANF_MACHINE_ORDER,
  ANF_MACHINE_REFERRAL,
  ANF_MACHINE_STEP,
  ANF_MACHINE_FLAG,
  ANF_MACHINE_LEAD,
  ANF_MACHINE_EXPOSURE,
  ANF_MACHINE_TASK,
  ANF_MACHINE_SURVEY,
  ANF_MACHINE_TALK,
  ANF_MACHINE_NOTICE,   /* an order's, of a kind that asks for no plan */
  ANF_MACHINE_DECISION, /* an order's, of a kind that is answered without one */
} AnfMachine;

/** anf_machine_get_name: `visit`, `finding`, `order` (of a notice or a decision too), `referral`,
 * `step`, `flag`, `lead`, `exposure`, `task`, `survey`, `talk` */
const char *anf_machine_get_name (AnfMachine self);

/** anf_machine_get_initial: the state in which a new record begins. */
const char *anf_machine_get_initial (AnfMachine self);

/**
 * anf_machine_apply:
 * @state: where the record is
 * @event: what happens to it
 * @to: (out): where it goes, a static string
 * @error: ANF_ERROR_STATE naming the state, the event and what is allowed now; ANF_ERROR_INVALID
 * when there is no such event, ANF_ERROR_CORRUPT when there is no such state
 */
gboolean anf_machine_apply (AnfMachine self,
                            const char *state,
                            const char *event,
                            const char **to,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_machine_apply_without:
 * @absent: (nullable): NULL-terminated events for which the record has nothing, e.g. a decision on
 * a review that nobody has asked for: a refusal does not offer them
 */
gboolean anf_machine_apply_without (AnfMachine self,
                                    const char *state,
                                    const char *event,
                                    const char *const *absent,
                                    const char **to,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_machine_has_state: whether @state is one of its states. */
gboolean anf_machine_has_state (AnfMachine self, const char *state);

/** anf_machine_is_end: whether nothing leads from @state to another one. */
gboolean anf_machine_is_end (AnfMachine self, const char *state);

/** anf_machine_is_over: whether nothing is due in @state any more: it is an end, or what was done
 * or dropped, which may still be undone. */
gboolean anf_machine_is_over (AnfMachine self, const char *state);

/** anf_machine_list_events: Returns: (transfer container): NULL-terminated events that @state
 * allows, or of all states when it is NULL; empty for an unknown state */
const char **anf_machine_list_events (AnfMachine self, const char *state);

/** anf_machine_list_states: Returns: (transfer container): NULL-terminated */
const char **anf_machine_list_states (AnfMachine self);

/** anf_machine_format_diagram: Returns: (transfer full): a Mermaid stateDiagram-v2 */
char *anf_machine_format_diagram (AnfMachine self);
