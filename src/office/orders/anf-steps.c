/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-steps.h"

#include "anf-accountable.h"
#include "anf-clock.h"
#include "anf-clocks.h"
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-hold.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-notices.h"
#include "anf-order-course.h"
#include "anf-orders.h"
#include "anf-role.h"

#include <glib/gi18n.h>

#include <string.h>

static guint
read_roles (JsonArray *names)
{
  guint roles = 0;
  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      AnfRole role;
      if (anf_role_parse (anf_json_array_get_string (names, i), &role, NULL))
        roles |= role;
    }
  return roles;
}

static AnfItem *
find_checked (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) step = anf_work_find (work, ANF_NOUN_STEP, work->call->id, error);
  if (step == NULL)
    return NULL;
  const AnfFacts facts = { .deciders = read_roles (anf_json_peek_array (step->doc, "roles")) };
  return anf_work_check (work, &facts, error) ? g_steal_pointer (&step) : NULL;
}

gboolean
anf_steps_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .unit = anf_work_get_query (work, "unit"),
                            .state = anf_work_get_query (work, "state"),
                            .parent = anf_work_get_query (work, "order") };
  return anf_work_reply_list (work, ANF_NOUN_STEP, &query, error);
}

gboolean
anf_steps_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) step = find_checked (work, error);
  if (step != NULL)
    anf_work_reply_item (work, 200, step);
  return step != NULL;
}

/* What has not been done in time, as an office says it; by the clock's own name where the scheme
   has made one up. */
static char *
describe_late (AnfItem *order, const char *id, const char *until)
{
  static const struct
  {
    const char *id;
    const char *words;
  } known[] = { { "sign_receipt", "应于%s前签收，逾期未签收" },
                { "plan", "应于%s前报送整改方案，逾期未报送" },
                { "rectify", "整改期限至%s届满，逾期未完成" } };
  JsonObject *clock = anf_clocks_find (anf_order_get_clocks (order), id);
  const char *name = clock != NULL ? anf_json_peek_string (clock, "name") : NULL;
  if (g_strcmp0 (id, "plan") == 0 && anf_order_course_has_plan_back (order))
    return g_strdup_printf ("应于%s前报送整改方案，报送后被退回，逾期未重新报送", until);
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i].id, id) == 0)
      {
        g_auto (GStrv) parts = g_strsplit (known[i].words, "%s", 2);
        return g_strconcat (parts[0], until, parts[1], NULL);
      }
  return g_strdup_printf ("“%s”至%s届满，逾期未完成", name != NULL ? name : "期限", until);
}

/* 督办事由: why the step was reached, in the words of a letter. */
static char *
describe_why (AnfItem *order, JsonObject *why)
{
  const char *when = anf_json_peek_string (why, "when");
  const gint64 number = anf_json_peek_int (why, "number", 0);
  const char *due = anf_json_peek_string (why, "due");
  GDate day;
  if (due != NULL && anf_date_parse (due, &day, NULL))
    {
      g_autofree char *until = anf_date_describe (&day);
      return describe_late (order, anf_json_peek_string (why, "clock"), until);
    }
  if (g_strcmp0 (when, "returned") == 0)
    return g_strdup_printf ("整改经复查未通过，已被退回%d次", (int)number);
  if (g_strcmp0 (when, "supervised") == 0)
    return g_strdup_printf ("经%d次督办，仍未完成整改", (int)number);
  return g_strdup_printf ("已有%d次超过规定的期限", (int)number);
}

/* Where what is late is the plan, and not what it is to lead to; otherwise the kind's own. */
static const char *
find_title (const AnfItem *order, const char *kind, JsonObject *why)
{
  const gboolean again = anf_order_course_has_plan_back (order);
  if (g_strcmp0 (anf_json_peek_string (why, "clock"), "plan") != 0)
    return NULL;
  if (strcmp (kind, "reminder") == 0)
    return again ? "关于催办重新报送整改方案的函" : "关于催办逾期未报送整改方案的函";
  if (strcmp (kind, "supervision") == 0)
    return again ? "关于督办重新报送整改方案的函" : "关于督办逾期未报送整改方案的函";
  return NULL;
}

/* What the new order takes over: the same findings, and what the caller says of it. */
static JsonObject *
describe_draft (AnfWork *work, const AnfItem *step, AnfItem *order, const char *kind)
{
  static const char *const members[]
      = { "contact", "rectify", "requirements", "grounds", "to", "mandate", "accountable", NULL };
  JsonObject *body = json_object_new ();
  json_object_set_string_member (body, "kind", kind);
  json_object_set_member (body, "findings", json_object_dup_member (order->doc, "findings"));
  if (json_object_has_member (order->doc, "contact"))
    json_object_set_member (body, "contact", json_object_dup_member (order->doc, "contact"));
  g_autofree char *grounds = describe_why (order, anf_json_peek_object (step->doc, "why"));
  anf_json_set_string (body, "grounds", grounds);
  anf_json_set_string (body, "title",
                       find_title (order, kind, anf_json_peek_object (step->doc, "why")));
  for (gsize i = 0; members[i] != NULL; i++)
    if (json_object_has_member (work->call->body, members[i]))
      json_object_set_member (body, members[i],
                              json_object_dup_member (work->call->body, members[i]));
  return body;
}

/* The step's document is a letter that has its own way through review and signature: here it is
   drafted, as its drafter would, or for one: who decides may leave the writing to others. */
static gboolean
draft (AnfWork *work, const AnfItem *step, GError **error)
{
  const char *id = anf_json_peek_string (work->call->body, "order");
  const char *kind = anf_json_peek_string (step->doc, "document");
  if (id == NULL)
    return TRUE;
  const AnfOrderKind *drafted = anf_order_kind_find (kind);
  if (drafted == NULL || drafted->carries)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("order: of this step no letter is drafted here: write it, and note "
                               "where it is"));
  g_autoptr (AnfItem) order
      = anf_work_find (work, ANF_NOUN_ORDER, anf_json_peek_string (step->doc, "order"), error);
  if (order == NULL)
    return FALSE;
  g_autoptr (JsonObject) body = describe_draft (work, step, order, kind);
  const AnfCall call = { .operation = "putOrder", .id = id, .body = body, .if_match = -1 };
  AnfWork inner = *work;
  inner.call = &call;
  inner.reply = NULL;
  const gboolean done = anf_orders_put (&inner, error);
  g_clear_pointer (&inner.reply, anf_reply_free);
  return done;
}

/* 一案双查: whoever proposes accountability says which leaders answer, too, or why none does. */
static gboolean
check_asked (AnfWork *work, const AnfItem *step, const char *event, GError **error)
{
  JsonArray *asks = anf_json_peek_array (step->doc, "asks");
  JsonObject *given = anf_json_peek_object (work->call->body, "accountable");
  const gboolean drafts = json_object_has_member (work->call->body, "order");
  if (strcmp (event, "take") != 0)
    return TRUE;
  if (given != NULL && !drafts)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("accountable: no letter is drafted that would name them"));
  return asks == NULL || !drafts
         || (given != NULL
             && (json_object_has_member (given, "leaders")
                 || json_object_has_member (given, "no_leaders")))
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("accountable.leaders: this step asks which leaders answer, too "
                                "(一案双查): name them, or say in accountable.no_leaders why none "
                                "does"));
}

/* What was proposed before its matter was held stands, or its going would tell of the hold. */
static gboolean
check_hold (AnfWork *work, const AnfItem *step, GError **error)
{
  g_autoptr (AnfItem) order = anf_work_find (work, ANF_NOUN_ORDER, step->record->parent, error);
  return order != NULL
         && anf_hold_check (work, anf_json_peek_array (order->doc, "findings"), error);
}

static gboolean
decide (AnfWork *work, const char *event, const char *member, GError **error)
{
  g_autoptr (AnfItem) step = find_checked (work, error);
  if (step == NULL || !anf_work_step (work, ANF_MACHINE_STEP, step, event, error)
      || (strcmp (event, "take") == 0 && !check_hold (work, step, error))
      || !check_asked (work, step, event, error) || !draft (work, step, error))
    return FALSE;
  JsonObject *act = anf_work_act_with (work);
  /* Whom the letter names stands there, and is not told with the step. */
  anf_accountable_hide_in_act (act);
  json_object_set_object_member (step->doc, member, act);
  if (!anf_work_save (work, step, member, NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, step);
  return TRUE;
}

gboolean
anf_steps_take (AnfWork *work, GError **error)
{
  return decide (work, "take", "taken", error);
}

gboolean
anf_steps_decline (AnfWork *work, GError **error)
{
  return decide (work, "decline", "declined", error);
}

gboolean
anf_steps_use_sweep (AnfWork *work, GError **error)
{
  const AnfFacts facts = { 0 };
  guint changed = 0;
  guint told = 0;
  if (!anf_work_check (work, &facts, error)
      || !anf_steps_sweep (work->office, NULL, &changed, error)
      || !anf_notices_sweep (work->office, NULL, &told, error))
    return FALSE;
  g_autoptr (JsonObject) reply = json_object_new ();
  json_object_set_int_member (reply, "changed", changed);
  anf_work_reply_text (work, "application/json", anf_json_format_object (reply));
  return TRUE;
}
