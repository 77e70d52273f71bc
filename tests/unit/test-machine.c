/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"
#include "anf-machine.h"

#include <string.h>

typedef struct
{
  const char *from;
  const char *event;
  const char *to;
} Step;

/* The life cycles as the office knows them, written down from the rules and not from the code:
   each step that is possible. Every other pair of state and event must be refused. */
static const Step visit_steps[] = {
  { "draft", "edit", "draft" },
  { "draft", "declare", "draft" },
  { "draft", "recuse", "draft" },
  { "draft", "approve", "approved" },
  { "draft", "cancel", "cancelled" },
  { "approved", "recuse", "draft" },
  { "approved", "start", "in_progress" },
  { "approved", "cancel", "cancelled" },
  { "in_progress", "submit", "submitted" },
  { "in_progress", "cancel", "cancelled" },
  { "submitted", "return", "returned" },
  { "submitted", "verify", "verified" },
  { "returned", "start", "in_progress" },
  { "returned", "submit", "submitted" },
  { "returned", "cancel", "cancelled" },
  { "verified", "archive", "archived" },
};

static const Step finding_steps[] = {
  { "registered", "edit", "registered" },
  { "registered", "verify", "verifying" },
  { "verifying", "return", "registered" },
  { "verifying", "establish", "established" },
  { "verifying", "dismiss", "not_established" },
  { "verifying", "merge", "merged" },
  { "established", "assign", "assigned" },
  { "assigned", "rectify", "rectifying" },
  { "assigned", "unassign", "established" },
  { "rectifying", "feedback", "feedback" },
  { "rectifying", "unassign", "established" },
  { "feedback", "reinspect", "reinspect" },
  { "feedback", "return", "rectifying" },
  { "feedback", "unassign", "established" },
  { "reinspect", "disagree", "feedback" },
  { "reinspect", "close", "closed" },
  { "reinspect", "return", "rectifying" },
  { "reinspect", "unassign", "established" },
  { "closed", "evaluate", "closed" },
  { "closed", "reopen", "reopened" },
  { "reopened", "assign", "assigned" },
};

static const Step order_steps[] = {
  { "draft", "edit", "draft" },
  { "draft", "submit", "reviewing" },
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
  { "reviewing", "countersign", "reviewing" },
  { "reviewing", "review:approve", "to_sign" },
  { "reviewing", "review:return", "draft" },
  { "reviewing", "withdraw", "withdrawn" },
  { "to_sign", "sign", "signed" },
  { "to_sign", "withdraw", "withdrawn" },
  { "signed", "number", "numbered" },
  { "signed", "withdraw", "withdrawn" },
  { "numbered", "serve", "served" },
  { "numbered", "withdraw", "withdrawn" },
  { "served", "receive", "received" },
  { "served", "withdraw", "withdrawn" },
  { "received", "plan", "plan_filed" },
  { "received", "object:fact", "negotiating" },
  { "received", "object:assign", "assign_objected" },
  { "received", "withdraw", "withdrawn" },
  { "negotiating", "settle:upheld", "withdrawn" },
  { "negotiating", "settle:rejected", "received" },
  { "negotiating", "withdraw", "withdrawn" },
  { "assign_objected", "settle:upheld", "withdrawn" },
  { "assign_objected", "settle:rejected", "received" },
  { "assign_objected", "withdraw", "withdrawn" },
  { "plan_due", "plan", "plan_filed" },
  { "plan_due", "withdraw", "withdrawn" },
  { "plan_filed", "accept:lead", "plan_accepted" },
  { "plan_filed", "accept:sole", "rectifying" },
  { "plan_filed", "return-plan", "plan_due" },
  { "plan_filed", "withdraw", "withdrawn" },
  { "plan_accepted", "accept:office", "rectifying" },
  { "plan_accepted", "return-plan", "plan_due" },
  { "plan_accepted", "withdraw", "withdrawn" },
  { "rectifying", "extend", "rectifying" },
  { "rectifying", "grant-extension", "rectifying" },
  { "rectifying", "feedback", "feedback_filed" },
  { "rectifying", "withdraw", "withdrawn" },
  { "feedback_filed", "reinspect", "reinspecting" },
  { "feedback_filed", "return", "rectifying" },
  { "feedback_filed", "withdraw", "withdrawn" },
  { "reinspecting", "confirm:passed", "closing" },
  { "reinspecting", "confirm:failed", "rectifying" },
  { "reinspecting", "confirm:disagreed", "feedback_filed" },
  { "reinspecting", "return", "rectifying" },
  { "reinspecting", "withdraw", "withdrawn" },
  { "closing", "close", "closed" },
  { "closing", "return", "rectifying" },
  { "closing", "withdraw", "withdrawn" },
  /* 复核, beside whatever goes on. */
  { "received", "appeal", "received" },
  { "received", "decide-appeal:kept", "received" },
  { "received", "decide-appeal:revoked", "withdrawn" },
  { "negotiating", "appeal", "negotiating" },
  { "negotiating", "decide-appeal:kept", "negotiating" },
  { "negotiating", "decide-appeal:revoked", "withdrawn" },
  { "assign_objected", "appeal", "assign_objected" },
  { "assign_objected", "decide-appeal:kept", "assign_objected" },
  { "assign_objected", "decide-appeal:revoked", "withdrawn" },
  { "plan_due", "appeal", "plan_due" },
  { "plan_due", "decide-appeal:kept", "plan_due" },
  { "plan_due", "decide-appeal:revoked", "withdrawn" },
  { "plan_filed", "appeal", "plan_filed" },
  { "plan_filed", "decide-appeal:kept", "plan_filed" },
  { "plan_filed", "decide-appeal:revoked", "withdrawn" },
  { "plan_accepted", "appeal", "plan_accepted" },
  { "plan_accepted", "decide-appeal:kept", "plan_accepted" },
  { "plan_accepted", "decide-appeal:revoked", "withdrawn" },
  { "rectifying", "appeal", "rectifying" },
  { "rectifying", "decide-appeal:kept", "rectifying" },
  { "rectifying", "decide-appeal:revoked", "withdrawn" },
  { "feedback_filed", "appeal", "feedback_filed" },
  { "feedback_filed", "decide-appeal:kept", "feedback_filed" },
  { "feedback_filed", "decide-appeal:revoked", "withdrawn" },
  { "reinspecting", "appeal", "reinspecting" },
  { "reinspecting", "decide-appeal:kept", "reinspecting" },
  { "reinspecting", "decide-appeal:revoked", "withdrawn" },
  { "closing", "appeal", "closing" },
  { "closing", "decide-appeal:kept", "closing" },
  { "closing", "decide-appeal:revoked", "withdrawn" },
  { "closed", "decide-appeal:kept", "closed" },
};

/* What presses beside an order has no plan, no report and no reinspection of its own. */
static const Step notice_steps[] = {
  { "draft", "edit", "draft" },
  { "draft", "submit", "reviewing" },
  { "withdrawn", "withdrawal", "withdrawn" },
  { "draft", "withdraw", "withdrawn" },
  { "reviewing", "review:approve", "to_sign" },
  { "reviewing", "review:return", "draft" },
  { "reviewing", "withdraw", "withdrawn" },
  { "to_sign", "sign", "signed" },
  { "to_sign", "withdraw", "withdrawn" },
  { "signed", "number", "numbered" },
  { "signed", "withdraw", "withdrawn" },
  { "numbered", "serve", "served" },
  { "numbered", "withdraw", "withdrawn" },
  { "served", "receive", "received" },
  { "served", "withdraw", "withdrawn" },
  { "received", "close", "closed" },
  { "received", "withdraw", "withdrawn" },
};

/* 监察决定或建议，跟踪问效，督促落实: it is answered, sent back where the answer will not do,
 * closed. */
static const Step decision_steps[] = {
  { "draft", "edit", "draft" },
  { "draft", "submit", "reviewing" },
  { "draft", "withdraw", "withdrawn" },
  { "reviewing", "review:approve", "to_sign" },
  { "reviewing", "review:return", "draft" },
  { "reviewing", "withdraw", "withdrawn" },
  { "to_sign", "sign", "signed" },
  { "to_sign", "withdraw", "withdrawn" },
  { "signed", "number", "numbered" },
  { "signed", "withdraw", "withdrawn" },
  { "numbered", "serve", "served" },
  { "numbered", "withdraw", "withdrawn" },
  { "served", "receive", "rectifying" },
  { "served", "withdraw", "withdrawn" },
  { "rectifying", "extend", "rectifying" },
  { "rectifying", "grant-extension", "rectifying" },
  { "rectifying", "feedback", "feedback_filed" },
  { "rectifying", "withdraw", "withdrawn" },
  { "feedback_filed", "return", "rectifying" },
  { "feedback_filed", "close", "closed" },
  { "feedback_filed", "withdraw", "withdrawn" },
  { "withdrawn", "withdrawal", "withdrawn" },
};

static const Step referral_steps[] = {
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

static const Step step_steps[] = {
  { "proposed", "take", "taken" },     { "proposed", "decline", "declined" },
  { "proposed", "lapse", "lapsed" },   { "proposed", "supersede", "superseded" },
  { "lapsed", "propose", "proposed" },
};

static const Step flag_steps[] = {
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

static const Step lead_steps[] = {
  { "received", "edit", "received" },     { "received", "verify", "verified" },
  { "verified", "turn", "turned" },       { "verified", "answer", "answered" },
  { "turned", "turn", "turned" },         { "turned", "answer", "answered" },
  { "answered", "evaluate", "answered" },
};

static const Step exposure_steps[] = {
  { "drafted", "edit", "drafted" },        { "drafted", "approve", "approved" },
  { "drafted", "decline", "declined" },    { "approved", "publish", "published" },
  { "approved", "revoke", "revoked" },     { "published", "correct", "published" },
  { "published", "revoke", "revoked" },    { "published", "approve", "published" },
  { "published", "decline", "published" }, { "published", "publish", "published" },
};

/* Nothing is asked anew of those who have answered, and nothing is answered behind the results. */
static const Step survey_steps[] = {
  { "draft", "edit", "draft" },  { "draft", "open", "open" },         { "open", "enter", "open" },
  { "open", "close", "closed" }, { "closed", "release", "released" },
};

/* One tick after the other, and back one after the other; done is done, whatever the scheme says.
 */
static const Step task_steps[] = {
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

/* Testimony is put right before it is signed, and not after. */
static const Step talk_steps[] = {
  { "recorded", "edit", "recorded" },
  { "recorded", "sign", "signed" },
};

typedef struct
{
  AnfMachine machine;
  const char *name;
  const Step *steps;
  gsize length;
  const char *initial;
  guint states;
} Cycle;

static const Cycle cycles[] = {
  { ANF_MACHINE_VISIT, "visit", visit_steps, G_N_ELEMENTS (visit_steps), "draft", 8 },
  { ANF_MACHINE_FINDING, "finding", finding_steps, G_N_ELEMENTS (finding_steps), "registered", 11 },
  { ANF_MACHINE_ORDER, "order", order_steps, G_N_ELEMENTS (order_steps), "draft", 18 },
  { ANF_MACHINE_NOTICE, "order", notice_steps, G_N_ELEMENTS (notice_steps), "draft", 9 },
  { ANF_MACHINE_DECISION, "order", decision_steps, G_N_ELEMENTS (decision_steps), "draft", 10 },
  { ANF_MACHINE_REFERRAL, "referral", referral_steps, G_N_ELEMENTS (referral_steps), "drafted",
    10 },
  { ANF_MACHINE_STEP, "step", step_steps, G_N_ELEMENTS (step_steps), "proposed", 5 },
  { ANF_MACHINE_FLAG, "flag", flag_steps, G_N_ELEMENTS (flag_steps), "open", 4 },
  { ANF_MACHINE_EXPOSURE, "exposure", exposure_steps, G_N_ELEMENTS (exposure_steps), "drafted", 5 },
  { ANF_MACHINE_TALK, "talk", talk_steps, G_N_ELEMENTS (talk_steps), "recorded", 2 },
  { ANF_MACHINE_TASK, "task", task_steps, G_N_ELEMENTS (task_steps), "open", 6 },
  { ANF_MACHINE_SURVEY, "survey", survey_steps, G_N_ELEMENTS (survey_steps), "draft", 4 },
  { ANF_MACHINE_LEAD, "lead", lead_steps, G_N_ELEMENTS (lead_steps), "received", 4 },
};

static const char *
expect_to (const Cycle *cycle, const char *state, const char *event)
{
  for (gsize i = 0; i < cycle->length; i++)
    if (g_str_equal (cycle->steps[i].from, state) && g_str_equal (cycle->steps[i].event, event))
      return cycle->steps[i].to;
  return NULL;
}

static void
check_pair (const Cycle *cycle, const char *state, const char *event)
{
  g_autoptr (GError) error = NULL;
  const char *to = NULL;
  const char *expected = expect_to (cycle, state, event);
  const gboolean applied = anf_machine_apply (cycle->machine, state, event, &to, &error);
  g_test_message ("%s %s", state, event);
  g_assert_cmpint (applied, ==, expected != NULL);
  g_assert_cmpstr (to, ==, expected);
  if (applied)
    return;
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_STATE);
  g_assert_nonnull (strstr (error->message, state));
  g_assert_nonnull (strstr (error->message, event));
  g_autofree const char **allowed = anf_machine_list_events (cycle->machine, state);
  for (guint i = 0; allowed[i] != NULL; i++)
    g_assert_nonnull (strstr (error->message, allowed[i]));
}

static void
test_every_pair (gconstpointer data)
{
  const Cycle *cycle = data;
  g_autofree const char **states = anf_machine_list_states (cycle->machine);
  g_autofree const char **events = anf_machine_list_events (cycle->machine, NULL);
  g_assert_cmpuint (g_strv_length ((char **)states), ==, cycle->states);
  guint pairs = 0;
  for (guint i = 0; states[i] != NULL; i++)
    for (guint j = 0; events[j] != NULL; j++, pairs++)
      check_pair (cycle, states[i], events[j]);
  g_assert_cmpuint (pairs, >, cycle->length);
  for (gsize i = 0; i < cycle->length; i++)
    check_pair (cycle, cycle->steps[i].from, cycle->steps[i].event);
}

static void
test_unknown (gconstpointer data)
{
  const Cycle *cycle = data;
  const char *to = NULL;
  g_autoptr (GError) no_event = NULL;
  g_assert_false (anf_machine_apply (cycle->machine, cycle->initial, "explode", &to, &no_event));
  g_assert_error (no_event, ANF_ERROR, (int)ANF_ERROR_INVALID);
  g_autoptr (GError) no_state = NULL;
  g_assert_false (anf_machine_apply (cycle->machine, "limbo", "edit", &to, &no_state));
  g_assert_error (no_state, ANF_ERROR, (int)ANF_ERROR_CORRUPT);
  g_assert_false (anf_machine_has_state (cycle->machine, "limbo"));
  g_assert_true (anf_machine_has_state (cycle->machine, cycle->initial));
  g_autofree const char **none = anf_machine_list_events (cycle->machine, "limbo");
  g_assert_null (none[0]);
  g_assert_cmpstr (anf_machine_get_initial (cycle->machine), ==, cycle->initial);
  g_assert_cmpstr (anf_machine_get_name (cycle->machine), ==, cycle->name);
}

/* Nothing can get stuck or be unreachable: each state is reached from the first one. */
static void
test_reachable (gconstpointer data)
{
  const Cycle *cycle = data;
  g_autoptr (GHashTable) reached = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_add (reached, (gpointer)cycle->initial);
  for (guint size = 0; size != g_hash_table_size (reached);)
    {
      size = g_hash_table_size (reached);
      for (gsize i = 0; i < cycle->length; i++)
        if (g_hash_table_contains (reached, cycle->steps[i].from))
          g_hash_table_add (reached, (gpointer)cycle->steps[i].to);
    }
  g_assert_cmpuint (g_hash_table_size (reached), ==, cycle->states);
}

static void
test_diagram (gconstpointer data)
{
  const Cycle *cycle = data;
  g_autofree char *text = anf_machine_format_diagram (cycle->machine);
  g_autofree char *first = g_strdup_printf ("stateDiagram-v2\n    [*] --> %s\n", cycle->initial);
  g_assert_true (g_str_has_prefix (text, first));
  for (gsize i = 0; i < cycle->length; i++)
    {
      g_autofree char *arrow
          = g_strdup_printf ("    %s --> %s: ", cycle->steps[i].from, cycle->steps[i].to);
      g_assert_nonnull (strstr (text, arrow));
    }
}

/* The contract tells clients of the same states. */
static void
test_contract (gconstpointer data)
{
  const Cycle *cycle = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strconcat (cycle->name, ".json", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "schemas", name, NULL);
  g_autofree char *text = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (path, &text, &size, &error));
  g_autoptr (JsonObject) schema = anf_json_parse_object (text, size, &error);
  g_assert_no_error (error);
  JsonObject *properties = anf_json_peek_object (schema, "properties");
  JsonObject *state = anf_json_peek_object (properties, "state");
  JsonArray *told = anf_json_peek_array (state, "enum");
  g_assert_cmpuint (json_array_get_length (told), ==, cycle->states);
  for (guint i = 0; i < cycle->states; i++)
    g_assert_true (anf_machine_has_state (cycle->machine, anf_json_array_get_string (told, i)));
}

/* domain.md E.2 to E.5: what is over is neither reminded of nor changed. */
static void
test_ends (void)
{
  static const struct
  {
    AnfMachine machine;
    const char *ends[3];
  } cases[] = {
    { ANF_MACHINE_VISIT, { "archived", "cancelled" } },
    { ANF_MACHINE_FINDING, { "not_established", "merged" } },
    { ANF_MACHINE_ORDER, { "closed", "withdrawn" } },
    { ANF_MACHINE_NOTICE, { "closed", "withdrawn" } },
    { ANF_MACHINE_DECISION, { "closed", "withdrawn" } },
    { ANF_MACHINE_REFERRAL, { "archived" } },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree const char **states = anf_machine_list_states (cases[i].machine);
      for (gsize k = 0; states[k] != NULL; k++)
        g_assert_cmpint (anf_machine_is_end (cases[i].machine, states[k]), ==,
                         g_strv_contains (cases[i].ends, states[k]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/machine/ends", test_ends);
  for (gsize i = 0; i < G_N_ELEMENTS (cycles); i++)
    {
      /* A notice or a decision is an order to the contract, with fewer states. */
      const gboolean is_decision = cycles[i].machine == ANF_MACHINE_DECISION;
      const gboolean is_notice = cycles[i].machine == ANF_MACHINE_NOTICE || is_decision;
      const char *of_orders = is_decision ? "decision" : "notice";
      const char *label = is_notice ? of_orders : cycles[i].name;
      g_autofree char *pairs = g_strdup_printf ("/machine/%s/every-pair", label);
      g_autofree char *unknown = g_strdup_printf ("/machine/%s/unknown", label);
      g_autofree char *reachable = g_strdup_printf ("/machine/%s/reachable", label);
      g_autofree char *diagram = g_strdup_printf ("/machine/%s/diagram", label);
      g_autofree char *contract = g_strdup_printf ("/machine/%s/contract", label);
      /* Of a task it tells what follows from the day. */
      if (!is_notice && cycles[i].machine != ANF_MACHINE_TASK)
        g_test_add_data_func (contract, &cycles[i], test_contract);
      g_test_add_data_func (pairs, &cycles[i], test_every_pair);
      g_test_add_data_func (unknown, &cycles[i], test_unknown);
      g_test_add_data_func (reachable, &cycles[i], test_reachable);
      g_test_add_data_func (diagram, &cycles[i], test_diagram);
    }
  return g_test_run ();
}
