/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-machine.h"

#include "anf-error.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  const char *from;
  const char *event;
  const char *to;
} Transition;

/* domain.md E.2. A returned visit may be submitted as it is, or begun again for more evidence. Who
   has to stand aside after the approval takes it back: another goes, and is approved. */
static const Transition visit_table[] = {
  { "draft", "edit", "draft" },
  { "draft", "declare", "draft" },
  { "draft", "recuse", "draft" },
  { "draft", "approve", "approved" },
  { "approved", "recuse", "draft" },
  { "approved", "start", "in_progress" },
  { "in_progress", "submit", "submitted" },
  { "submitted", "return", "returned" },
  { "returned", "start", "in_progress" },
  { "returned", "submit", "submitted" },
  { "submitted", "verify", "verified" },
  { "verified", "archive", "archived" },
  { "draft", "cancel", "cancelled" },
  { "approved", "cancel", "cancelled" },
  { "in_progress", "cancel", "cancelled" },
  { "returned", "cancel", "cancelled" },
};

/* domain.md E.3. From `established` on a finding follows its order; a referral runs beside. */
static const Transition finding_table[] = {
  { "registered", "edit", "registered" },
  { "registered", "verify", "verifying" },
  { "verifying", "return", "registered" },
  { "verifying", "establish", "established" },
  { "verifying", "dismiss", "not_established" },
  { "verifying", "merge", "merged" },
  { "established", "assign", "assigned" },
  { "assigned", "rectify", "rectifying" },
  { "rectifying", "feedback", "feedback" },
  { "feedback", "reinspect", "reinspect" },
  { "feedback", "return", "rectifying" },
  { "reinspect", "disagree", "feedback" },
  { "reinspect", "return", "rectifying" },
  { "reinspect", "close", "closed" },
  { "assigned", "unassign", "established" },
  { "rectifying", "unassign", "established" },
  { "feedback", "unassign", "established" },
  { "reinspect", "unassign", "established" },
  { "closed", "evaluate", "closed" },
  { "closed", "reopen", "reopened" },
  { "reopened", "assign", "assigned" },
};

/* domain.md E.4. An upheld objection ends the order: another goes to the right unit, or none. An
   appeal (复核) stands beside whatever goes on. Until it has its number it can be parted, and until
   it is signed two can become one; what that makes goes the whole way again. */
static const Transition order_table[] = {
  { "draft", "edit", "draft" },
  { "draft", "submit", "reviewing" },
  { "reviewing", "countersign", "reviewing" },
  { "reviewing", "review:approve", "to_sign" },
  { "reviewing", "review:return", "draft" },
  { "to_sign", "sign", "signed" },
  { "signed", "number", "numbered" },
  { "numbered", "serve", "served" },
  { "served", "receive", "received" },
  { "received", "plan", "plan_filed" },
  { "received", "object:fact", "negotiating" },
  { "received", "object:assign", "assign_objected" },
  { "negotiating", "settle:upheld", "withdrawn" },
  { "negotiating", "settle:rejected", "received" },
  { "assign_objected", "settle:upheld", "withdrawn" },
  { "assign_objected", "settle:rejected", "received" },
  { "plan_filed", "accept:lead", "plan_accepted" },
  { "plan_filed", "accept:sole", "rectifying" },
  { "plan_filed", "return-plan", "plan_due" },
  { "plan_accepted", "accept:office", "rectifying" },
  { "plan_accepted", "return-plan", "plan_due" },
  { "plan_due", "plan", "plan_filed" },
  { "rectifying", "extend", "rectifying" },
  { "rectifying", "grant-extension", "rectifying" },
  { "rectifying", "feedback", "feedback_filed" },
  { "feedback_filed", "reinspect", "reinspecting" },
  { "feedback_filed", "return", "rectifying" },
  { "reinspecting", "confirm:passed", "closing" },
  { "reinspecting", "confirm:failed", "rectifying" },
  { "reinspecting", "confirm:disagreed", "feedback_filed" },
  { "reinspecting", "return", "rectifying" },
  { "closing", "return", "rectifying" },
  { "closing", "close", "closed" },
  { "received", "appeal", "received" },
  { "negotiating", "appeal", "negotiating" },
  { "assign_objected", "appeal", "assign_objected" },
  { "plan_due", "appeal", "plan_due" },
  { "plan_filed", "appeal", "plan_filed" },
  { "plan_accepted", "appeal", "plan_accepted" },
  { "rectifying", "appeal", "rectifying" },
  { "feedback_filed", "appeal", "feedback_filed" },
  { "reinspecting", "appeal", "reinspecting" },
  { "closing", "appeal", "closing" },
  { "received", "decide-appeal:kept", "received" },
  { "received", "decide-appeal:revoked", "withdrawn" },
  { "negotiating", "decide-appeal:kept", "negotiating" },
  { "negotiating", "decide-appeal:revoked", "withdrawn" },
  { "assign_objected", "decide-appeal:kept", "assign_objected" },
  { "assign_objected", "decide-appeal:revoked", "withdrawn" },
  { "plan_due", "decide-appeal:kept", "plan_due" },
  { "plan_due", "decide-appeal:revoked", "withdrawn" },
  { "plan_filed", "decide-appeal:kept", "plan_filed" },
  { "plan_filed", "decide-appeal:revoked", "withdrawn" },
  { "plan_accepted", "decide-appeal:kept", "plan_accepted" },
  { "plan_accepted", "decide-appeal:revoked", "withdrawn" },
  { "rectifying", "decide-appeal:kept", "rectifying" },
  { "rectifying", "decide-appeal:revoked", "withdrawn" },
  { "feedback_filed", "decide-appeal:kept", "feedback_filed" },
  { "feedback_filed", "decide-appeal:revoked", "withdrawn" },
  { "reinspecting", "decide-appeal:kept", "reinspecting" },
  { "reinspecting", "decide-appeal:revoked", "withdrawn" },
  { "closing", "decide-appeal:kept", "closing" },
  { "closing", "decide-appeal:revoked", "withdrawn" },
  { "closed", "decide-appeal:kept", "closed" },
  { "draft", "split", "draft" },
  { "reviewing", "split", "draft" },
  { "to_sign", "split", "draft" },
  { "signed", "split", "draft" },
  { "draft", "merge:target", "draft" },
  { "reviewing", "merge:target", "draft" },
  { "to_sign", "merge:target", "draft" },
  { "draft", "merge:source", "withdrawn" },
  { "reviewing", "merge:source", "withdrawn" },
  { "to_sign", "merge:source", "withdrawn" },
  { "served", "comment", "served" },
  { "received", "comment", "received" },
  { "negotiating", "comment", "negotiating" },
  { "assign_objected", "comment", "assign_objected" },
  { "plan_due", "comment", "plan_due" },
  { "plan_filed", "comment", "plan_filed" },
  { "plan_accepted", "comment", "plan_accepted" },
  { "rectifying", "comment", "rectifying" },
  { "feedback_filed", "comment", "feedback_filed" },
  { "reinspecting", "comment", "reinspecting" },
  { "closing", "comment", "closing" },
  { "withdrawn", "withdrawal", "withdrawn" },
  { "draft", "withdraw", "withdrawn" },
  { "reviewing", "withdraw", "withdrawn" },
  { "to_sign", "withdraw", "withdrawn" },
  { "signed", "withdraw", "withdrawn" },
  { "numbered", "withdraw", "withdrawn" },
  { "served", "withdraw", "withdrawn" },
  { "received", "withdraw", "withdrawn" },
  { "negotiating", "withdraw", "withdrawn" },
  { "assign_objected", "withdraw", "withdrawn" },
  { "plan_due", "withdraw", "withdrawn" },
  { "plan_filed", "withdraw", "withdrawn" },
  { "plan_accepted", "withdraw", "withdrawn" },
  { "rectifying", "withdraw", "withdrawn" },
  { "feedback_filed", "withdraw", "withdrawn" },
  { "reinspecting", "withdraw", "withdrawn" },
  { "closing", "withdraw", "withdrawn" },
};

/* Of a letter that presses beside an order: what it asks for is answered there. */
static const Transition notice_table[] = {
  { "draft", "edit", "draft" },
  { "draft", "submit", "reviewing" },
  { "reviewing", "review:approve", "to_sign" },
  { "reviewing", "review:return", "draft" },
  { "to_sign", "sign", "signed" },
  { "signed", "number", "numbered" },
  { "numbered", "serve", "served" },
  { "served", "receive", "received" },
  { "received", "close", "closed" },
  { "withdrawn", "withdrawal", "withdrawn" },
  { "draft", "withdraw", "withdrawn" },
  { "reviewing", "withdraw", "withdrawn" },
  { "to_sign", "withdraw", "withdrawn" },
  { "signed", "withdraw", "withdrawn" },
  { "numbered", "withdraw", "withdrawn" },
  { "served", "withdraw", "withdrawn" },
  { "received", "withdraw", "withdrawn" },
};

/* 监察决定、监察建议: 跟踪问效，督促落实: answered by the unit, and closed when the answer will do.
 */
static const Transition decision_table[] = {
  { "draft", "edit", "draft" },
  { "draft", "submit", "reviewing" },
  { "reviewing", "review:approve", "to_sign" },
  { "reviewing", "review:return", "draft" },
  { "to_sign", "sign", "signed" },
  { "signed", "number", "numbered" },
  { "numbered", "serve", "served" },
  { "served", "receive", "rectifying" },
  { "rectifying", "extend", "rectifying" },
  { "rectifying", "grant-extension", "rectifying" },
  { "rectifying", "feedback", "feedback_filed" },
  { "feedback_filed", "return", "rectifying" },
  { "feedback_filed", "close", "closed" },
  { "draft", "withdraw", "withdrawn" },
  { "reviewing", "withdraw", "withdrawn" },
  { "to_sign", "withdraw", "withdrawn" },
  { "signed", "withdraw", "withdrawn" },
  { "numbered", "withdraw", "withdrawn" },
  { "served", "withdraw", "withdrawn" },
  { "rectifying", "withdraw", "withdrawn" },
  { "feedback_filed", "withdraw", "withdrawn" },
  { "withdrawn", "withdrawal", "withdrawn" },
};

/* domain.md E.5. The body may report its result without telling first that it accepted. What it
   sent back is sent again as it was, or taken up by another referral, which supplements it. */
static const Transition referral_table[] = {
  { "drafted", "edit", "drafted" },
  { "drafted", "approve", "approved" },
  { "approved", "send", "sent" },
  { "sent", "receive", "received" },
  { "received", "result:accepted", "accepted" },
  { "received", "result:returned", "returned_for_supplement" },
  { "received", "result:declined", "declined" },
  { "received", "result:reported", "result_reported" },
  { "returned_for_supplement", "send", "sent" },
  { "returned_for_supplement", "supplement", "archived" },
  { "received", "inquire", "received" },
  { "accepted", "inquire", "accepted" },
  { "handling", "inquire", "handling" },
  { "approved", "release", "approved" },
  { "sent", "release", "sent" },
  { "received", "hold", "received" },
  { "received", "release", "received" },
  { "accepted", "hold", "accepted" },
  { "accepted", "release", "accepted" },
  { "handling", "hold", "handling" },
  { "handling", "release", "handling" },
  { "returned_for_supplement", "hold", "returned_for_supplement" },
  { "returned_for_supplement", "release", "returned_for_supplement" },
  { "result_reported", "hold", "result_reported" },
  { "result_reported", "release", "result_reported" },
  { "declined", "release", "declined" },
  { "accepted", "result:handling", "handling" },
  { "accepted", "result:reported", "result_reported" },
  { "handling", "result:reported", "result_reported" },
  { "result_reported", "archive", "archived" },
  { "declined", "archive", "archived" },
};

/* A step of the ladder is proposed once. What it hung on may go (a deadline moved) and come back.
 */
static const Transition step_table[] = {
  { "proposed", "take", "taken" },           { "proposed", "decline", "declined" },
  { "proposed", "supersede", "superseded" }, { "proposed", "lapse", "lapsed" },
  { "lapsed", "propose", "proposed" },
};

/* A verifier may think again, and what they answered may change under them. */
static const Transition flag_table[] = {
  { "open", "answer:explained", "explained" },
  { "open", "answer:unexplained", "unexplained" },
  { "explained", "answer:unexplained", "unexplained" },
  { "unexplained", "answer:explained", "explained" },
  { "open", "raise", "open" },
  { "explained", "raise", "open" },
  { "unexplained", "raise", "open" },
  { "lapsed", "raise", "open" },
  { "open", "lapse", "lapsed" },
  { "explained", "lapse", "lapsed" },
  { "unexplained", "lapse", "lapsed" },
};

/* 曝光: proposed, decided, made public; what is wrong is put right, and none is forgotten. */
static const Transition exposure_table[] = {
  { "drafted", "edit", "drafted" },
  { "drafted", "approve", "approved" },
  { "drafted", "decline", "declined" },
  { "approved", "publish", "published" },
  { "approved", "revoke", "revoked" },
  { "published", "correct", "published" },
  { "published", "revoke", "revoked" },
  /* Of the correction. */
  { "published", "approve", "published" },
  { "published", "decline", "published" },
  { "published", "publish", "published" },
};

/* 核实 comes before all: what was not checked is neither turned into anything nor answered. One
   lead may lead to several findings, and who gave it is told in the end. */
static const Transition lead_table[] = {
  { "received", "edit", "received" },     { "received", "verify", "verified" },
  { "verified", "turn", "turned" },       { "turned", "turn", "turned" },
  { "verified", "answer", "answered" },   { "turned", "answer", "answered" },
  { "answered", "evaluate", "answered" },
};

/* What is asked stays as it is once the first may answer, and what was answered once it is closed.
 */
static const Transition survey_table[] = {
  { "draft", "edit", "draft" },  { "draft", "open", "open" },         { "open", "enter", "open" },
  { "open", "close", "closed" }, { "closed", "release", "released" },
};

/* 有布置、有检查、有验收, in this order; what was accepted too soon goes back tick by tick. What a
   scheme drops keeps its ticks, and has them again when it comes back. */
static const Transition task_table[] = {
  { "open", "edit", "open" },
  { "open", "assign", "open" },
  { "open", "hand-in", "open" },
  { "open", "return", "open" },
  { "open", "deploy", "deployed" },
  { "open", "drop", "dropped" },
  { "deployed", "edit", "deployed" },
  { "deployed", "assign", "deployed" },
  { "deployed", "hand-in", "deployed" },
  { "deployed", "return", "deployed" },
  { "deployed", "check", "checked" },
  { "deployed", "undo:deployed", "open" },
  { "deployed", "drop", "dropped" },
  { "checked", "accept:in_time", "done" },
  { "checked", "accept:late", "done_late" },
  { "checked", "undo:checked", "deployed" },
  { "checked", "drop", "dropped" },
  { "done", "undo:accepted", "checked" },
  { "done_late", "undo:accepted", "checked" },
  { "dropped", "restore:open", "open" },
  { "dropped", "restore:deployed", "deployed" },
  { "dropped", "restore:checked", "checked" },
};

/* What was signed, or refused to be, is testimony as it stands. */
static const Transition talk_table[] = {
  { "recorded", "edit", "recorded" },
  { "recorded", "sign", "signed" },
};

typedef struct
{
  const char *name;
  const Transition *table; /* its first row begins in the initial state */
  gsize length;
} Machine;

static const Machine machines[] = {
  [ANF_MACHINE_VISIT] = { "visit", visit_table, G_N_ELEMENTS (visit_table) },
  [ANF_MACHINE_FINDING] = { "finding", finding_table, G_N_ELEMENTS (finding_table) },
  [ANF_MACHINE_ORDER] = { "order", order_table, G_N_ELEMENTS (order_table) },
  [ANF_MACHINE_REFERRAL] = { "referral", referral_table, G_N_ELEMENTS (referral_table) },
  [ANF_MACHINE_STEP] = { "step", step_table, G_N_ELEMENTS (step_table) },
  [ANF_MACHINE_FLAG] = { "flag", flag_table, G_N_ELEMENTS (flag_table) },
  [ANF_MACHINE_LEAD] = { "lead", lead_table, G_N_ELEMENTS (lead_table) },
  [ANF_MACHINE_EXPOSURE] = { "exposure", exposure_table, G_N_ELEMENTS (exposure_table) },
  [ANF_MACHINE_TASK] = { "task", task_table, G_N_ELEMENTS (task_table) },
  [ANF_MACHINE_DECISION] = { "order", decision_table, G_N_ELEMENTS (decision_table) },
  [ANF_MACHINE_SURVEY] = { "survey", survey_table, G_N_ELEMENTS (survey_table) },
  [ANF_MACHINE_TALK] = { "talk", talk_table, G_N_ELEMENTS (talk_table) },
  [ANF_MACHINE_NOTICE] = { "order", notice_table, G_N_ELEMENTS (notice_table) },
};

const char *
anf_machine_get_name (AnfMachine self)
{
  return machines[self].name;
}

const char *
anf_machine_get_initial (AnfMachine self)
{
  return machines[self].table[0].from;
}

static void
add_once (GPtrArray *texts, const char *text)
{
  if (!g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, (gpointer)text);
}

static const char **
end_list (GPtrArray *texts)
{
  g_ptr_array_add (texts, NULL);
  return (const char **)g_ptr_array_free (texts, FALSE);
}

const char **
anf_machine_list_states (AnfMachine self)
{
  const Machine *machine = &machines[self];
  GPtrArray *states = g_ptr_array_new ();
  for (gsize i = 0; i < machine->length; i++)
    add_once (states, machine->table[i].from);
  for (gsize i = 0; i < machine->length; i++)
    add_once (states, machine->table[i].to);
  return end_list (states);
}

const char **
anf_machine_list_events (AnfMachine self, const char *state)
{
  const Machine *machine = &machines[self];
  GPtrArray *events = g_ptr_array_new ();
  for (gsize i = 0; i < machine->length; i++)
    if (state == NULL || strcmp (machine->table[i].from, state) == 0)
      add_once (events, machine->table[i].event);
  return end_list (events);
}

static gboolean
list_holds (const char **list, const char *text)
{
  return g_strv_contains (list, text);
}

gboolean
anf_machine_has_state (AnfMachine self, const char *state)
{
  g_autofree const char **states = anf_machine_list_states (self);
  return list_holds (states, state);
}

gboolean
anf_machine_is_end (AnfMachine self, const char *state)
{
  const Machine *machine = &machines[self];
  for (gsize i = 0; i < machine->length; i++)
    if (strcmp (machine->table[i].from, state) == 0 && strcmp (machine->table[i].to, state) != 0)
      return FALSE;
  return TRUE;
}

gboolean
anf_machine_is_over (AnfMachine self, const char *state)
{
  static const char *const done[] = { "done", "done_late", "dropped", NULL };
  return anf_machine_is_end (self, state)
         || (self == ANF_MACHINE_TASK && g_strv_contains (done, state));
}

/* Takes @absent out of @events. Returns: @events */
static const char **
leave_out (const char **events, const char *const *absent)
{
  gsize kept = 0;
  for (gsize i = 0; events[i] != NULL; i++)
    if (absent == NULL || !g_strv_contains (absent, events[i]))
      events[kept++] = events[i];
  events[kept] = NULL;
  return events;
}

static gboolean
throw_refusal (AnfMachine self,
               const char *state,
               const char *event,
               const char *const *absent,
               GError **error)
{
  if (!anf_machine_has_state (self, state))
    return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("a %s has no state “%.40s”"),
                            anf_word_noun (machines[self].name), state);
  g_autofree const char **all = anf_machine_list_events (self, NULL);
  if (!list_holds (all, event))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("a %s has no event “%.40s”"),
                            anf_word_noun (machines[self].name), event);
  g_autofree const char **allowed = leave_out (anf_machine_list_events (self, state), absent);
  const char *name = machines[self].name;
  g_autofree char *now = anf_word_join_events (name, (const char *const *)allowed);
  g_autoptr (GError) refusal = NULL;
  if (allowed[0] == NULL)
    anf_error_throw (&refusal, ANF_ERROR_STATE,
                     _ ("the %s is in state “%s”, which is final: “%s” is not possible"),
                     anf_word_noun (name), anf_word_state (name, state),
                     anf_word_event (name, event));
  else
    anf_error_throw (&refusal, ANF_ERROR_STATE,
                     _ ("the %s is in state “%s”, where “%s” is not possible; possible now: %s"),
                     anf_word_noun (name), anf_word_state (name, state),
                     anf_word_event (name, event), now);
  anf_error_set_events (refusal, (const char *const *)allowed);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
anf_machine_apply (
    AnfMachine self, const char *state, const char *event, const char **to, GError **error)
{
  return anf_machine_apply_without (self, state, event, NULL, to, error);
}

gboolean
anf_machine_apply_without (AnfMachine self,
                           const char *state,
                           const char *event,
                           const char *const *absent,
                           const char **to,
                           GError **error)
{
  const Machine *machine = &machines[self];
  for (gsize i = 0; i < machine->length; i++)
    {
      const Transition *row = &machine->table[i];
      if (strcmp (row->from, state) != 0 || strcmp (row->event, event) != 0)
        continue;
      *to = row->to;
      return TRUE;
    }
  return throw_refusal (self, state, event, absent, error);
}

char *
anf_machine_format_diagram (AnfMachine self)
{
  const Machine *machine = &machines[self];
  GString *text = g_string_new ("stateDiagram-v2\n");
  g_string_append_printf (text, "    [*] --> %s\n", anf_machine_get_initial (self));
  for (gsize i = 0; i < machine->length; i++)
    {
      /* A second colon would end the label in some renderers. */
      g_auto (GStrv) words = g_strsplit (machine->table[i].event, ":", 2);
      g_autofree char *label = g_strjoinv (" ", words);
      g_string_append_printf (text, "    %s --> %s: %s\n", machine->table[i].from,
                              machine->table[i].to, label);
    }
  g_autofree const char **states = anf_machine_list_states (self);
  for (guint i = 0; states[i] != NULL; i++)
    {
      g_autofree const char **events = anf_machine_list_events (self, states[i]);
      if (events[0] == NULL)
        g_string_append_printf (text, "    %s --> [*]\n", states[i]);
    }
  return g_string_free (text, FALSE);
}
