/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* 问题交办单, 整改方案, 整改报告, 销号单, 办理情况反馈单, 退回通知 and 约谈记录 (domain.md D.2 to
   D.6, E.4). What the records do not know stays open, to be filled in and signed by hand. The unit
   may print its plan and its report: nothing of the office's own acts stands in them. */

#include "anf-accountable.h"
#include "anf-clock.h"
#include "anf-clocks.h"
#include "anf-error.h"
#include "anf-form-draft.h"
#include "anf-json.h"
#include "anf-measures.h"
#include "anf-orders.h"
#include "anf-texts.h"
#include "anf-unit-leaders.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

typedef gboolean (*Fill) (AnfFormDraft *form, AnfItem *order, GError **error);

typedef struct
{
  AnfFormKind kind;
  const char *suffix; /* of the file's name */
  const char *needs;  /* the act without which there is nothing to print */
  Fill fill;
} FormRule;

static gboolean
set_date (AnfFormDraft *form, const char *name, const char *date, GError **error)
{
  GDate day;
  if (date != NULL && !anf_date_parse (date, &day, error))
    return FALSE;
  anf_form_draft_take (form, name, date != NULL ? anf_date_describe (&day) : NULL);
  return TRUE;
}

/* The limit as it stands, which is known from the receipt on. */
static gboolean
set_limit (AnfFormDraft *form, AnfItem *order, GError **error)
{
  JsonObject *clock = anf_clocks_find (anf_order_get_clocks (order), "rectify");
  JsonObject *rectify = anf_json_peek_object (order->doc, "rectify");
  const char *due = clock != NULL ? anf_json_peek_string (clock, "due") : NULL;
  if (due == NULL && rectify != NULL)
    due = anf_json_peek_string (rectify, "date");
  const char *rule = rectify != NULL ? anf_json_peek_string (rectify, "period") : NULL;
  if (due != NULL || rule == NULL)
    return set_date (form, "limit", due, error);
  AnfPeriod period;
  if (!anf_period_parse (rule, &period, error))
    return FALSE;
  g_autofree char *words = anf_period_format_chinese (&period);
  anf_form_draft_take (form, "limit", g_strdup_printf ("自签收的次日起%s内", words));
  return TRUE;
}

static gboolean
set_common (AnfFormDraft *form, AnfItem *order, GError **error)
{
  const char *unit = anf_letter_draft_find_unit (&form->draft, order->record->unit, error);
  if (unit == NULL)
    return FALSE;
  anf_form_draft_set (form, "number", order->record->number);
  anf_form_draft_set (form, "title", anf_json_peek_string (order->doc, "title"));
  anf_form_draft_set (form, "addressee", unit);
  return anf_form_draft_set_findings (form, anf_json_peek_array (order->doc, "findings"), error);
}

/* 责任领导 (domain.md D.2, D.4), as the letter named them. */
static gboolean
set_leaders (AnfFormDraft *form, AnfItem *order, GError **error)
{
  g_autoptr (JsonObject) leaders = NULL;
  if (!anf_unit_leaders_of_order (form->draft.work, order, &leaders, error))
    return FALSE;
  anf_form_draft_take (form, "leaders", anf_unit_leaders_describe (leaders));
  return TRUE;
}

/* ---- 交办单 ---- */

/* 来源, each once: the findings of one order may be of several. */
static gboolean
set_source (AnfFormDraft *form, AnfItem *order, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (order->doc, "findings"));
  g_autoptr (GPtrArray) sources = anf_texts_new ();
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding
          = anf_work_find (form->draft.work, ANF_NOUN_FINDING, ids[i], error);
      const char *source = finding != NULL
                               ? anf_letter_draft_name_source (&form->draft, finding->doc, error)
                               : NULL;
      if (source == NULL)
        return FALSE;
      anf_texts_add_once (sources, source);
    }
  anf_form_draft_take (form, "source", anf_texts_join (sources, "、"));
  return TRUE;
}

/* @member: of the order: `lead_units` (牵头), `co_units` (协办). */
static gboolean
set_units (AnfFormDraft *form, AnfItem *order, const char *name, const char *member, GError **error)
{
  char *units
      = anf_letter_draft_join_units (&form->draft, anf_json_peek_array (order->doc, member), error);
  anf_form_draft_take (form, name, units);
  return units != NULL;
}

/* By kind and by the number in the letter, neither of which tells anything of who was there. */
static gboolean
set_exhibits (AnfFormDraft *form, AnfItem *order, GError **error)
{
  JsonArray *exhibits = anf_json_peek_array (order->doc, "exhibits");
  const guint count = exhibits != NULL ? json_array_get_length (exhibits) : 0;
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < count; i++)
    {
      JsonObject *exhibit = json_array_get_object_element (exhibits, i);
      g_autoptr (AnfItem) evidence = anf_work_find (
          form->draft.work, ANF_NOUN_EVIDENCE, anf_json_peek_string (exhibit, "evidence"), error);
      if (evidence == NULL)
        return FALSE;
      g_string_append_printf (
          text, "%s%s %s", i > 0 ? "\n" : "",
          anf_word_chinese_state ("kind", anf_json_peek_string (evidence->doc, "kind")),
          anf_json_peek_string (exhibit, "number"));
    }
  anf_form_draft_take (form, "evidence", g_strdup (text->str));
  return TRUE;
}

/* 退件异议 (domain.md D.2): the last that says that the matter is another's. One that disputes the
   facts stands elsewhere. */
static JsonObject *
find_return (JsonObject *order)
{
  JsonObject *last = anf_json_peek_object (order, "objection");
  JsonArray *before = anf_json_peek_array (order, "objections");
  for (guint i = before != NULL ? json_array_get_length (before) : 0;
       last != NULL && g_strcmp0 (anf_json_peek_string (last, "kind"), "assign") != 0; i--)
    last = i > 0 ? json_array_get_object_element (before, i - 1) : NULL;
  return last;
}

static gboolean
set_objection (AnfFormDraft *form, JsonObject *order, GError **error)
{
  JsonObject *objection = find_return (order);
  anf_form_draft_take (
      form, "return_within",
      anf_period_format_chinese (anf_order_get_return_period (form->draft.scheme)));
  if (objection == NULL)
    {
      anf_form_draft_set (form, "objection", NULL);
      return TRUE;
    }
  const char *outcome = anf_json_peek_string (objection, "outcome");
  const char *proposed = anf_json_peek_string (objection, "proposed_unit");
  const char *unit
      = proposed != NULL ? anf_letter_draft_find_unit (&form->draft, proposed, error) : NULL;
  g_autofree char *on = anf_letter_dup_day (objection, error);
  if (on == NULL || (proposed != NULL && unit == NULL))
    return FALSE;
  anf_form_draft_take (
      form, "objection",
      g_strdup_printf ("%s提出：%s%s%s%s", on, anf_json_peek_string (objection, "reason"),
                       unit != NULL ? "；建议承办单位：" : "", unit != NULL ? unit : "",
                       outcome == NULL                   ? ""
                       : g_str_equal (outcome, "upheld") ? "（成立）"
                                                         : "（不成立）"));
  return TRUE;
}

/* 办理要求: what each problem asks for, as the letter says it, before what is asked of all. */
static gboolean
set_requirements (AnfFormDraft *form, JsonObject *order, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (order, "findings"));
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding
          = anf_work_find (form->draft.work, ANF_NOUN_FINDING, ids[i], error);
      if (finding == NULL)
        return FALSE;
      const char *asked = anf_json_peek_string (finding->doc, "requirement");
      if (asked != NULL)
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? "\n" : "", finding->record->number,
                                asked);
    }
  const char *all = anf_json_peek_string (order, "requirements");
  if (all != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", all);
  anf_form_draft_take (form, "requirements", text->len > 0 ? g_strdup (text->str) : NULL);
  return TRUE;
}

static gboolean
fill_assignment (AnfFormDraft *form, AnfItem *order, GError **error)
{
  JsonObject *doc = order->doc;
  JsonObject *received = anf_json_peek_object (doc, "received");
  const char *mandate = anf_json_peek_string (doc, "mandate");
  g_auto (GStrv) copies = anf_facts_dup_strings (anf_json_peek_array (doc, "copy_to"));
  anf_form_draft_take (form, "basis",
                       g_strdup_printf ("《%s》%s%s", anf_scheme_get_title (form->draft.scheme),
                                        mandate != NULL ? "，" : "",
                                        mandate != NULL ? mandate : ""));
  anf_form_draft_take (form, "copies", g_strjoinv ("、", copies));
  anf_form_draft_set (form, "signatory",
                      received != NULL ? anf_json_peek_string (received, "signatory") : NULL);
  JsonObject *reviewed = anf_json_peek_object (doc, "reviewed");
  JsonObject *was_signed = anf_json_peek_object (doc, "signed");
  return set_source (form, order, error) && set_exhibits (form, order, error)
         && set_requirements (form, doc, error) && set_objection (form, doc, error)
         && set_units (form, order, "leads", "lead_units", error)
         && set_units (form, order, "helpers", "co_units", error)
         && set_leaders (form, order, error) && set_limit (form, order, error)
         && anf_form_draft_set_actor (form, "drafter", anf_json_peek_object (doc, "drafted"), error)
         && anf_form_draft_set_actor (form, "reviewer", reviewed, error)
         && anf_form_draft_set_day (form, "reviewed_on", reviewed, error)
         && anf_form_draft_set_actor (form, "signer", was_signed, error)
         && anf_form_draft_set_day (form, "signed_on", was_signed, error)
         && anf_form_draft_set_day (form, "served_on", anf_json_peek_object (doc, "served"), error)
         && anf_form_draft_set_day (form, "received_on", received, error);
}

/* ---- 方案, 报告 ---- */

static void
set_measures (AnfFormDraft *form, JsonArray *measures)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; measures != NULL && i < json_array_get_length (measures); i++)
    {
      g_autofree char *measure = anf_measure_describe (form->draft.work, NULL,
                                                       json_array_get_object_element (measures, i));
      g_string_append_printf (text, "%s%u. %s", i > 0 ? "\n" : "", i + 1, measure);
    }
  anf_form_draft_take (form, "measures", g_strdup (text->str));
}

/* 预计完成日; one after the limit of that time says so. */
static gboolean
set_completion (AnfFormDraft *form, JsonObject *plan, GError **error)
{
  const char *limit = anf_json_peek_string (plan, "after_limit");
  GDate day;
  GDate until;
  if (!anf_date_parse (anf_json_peek_string (plan, "complete_by"), &day, error)
      || (limit != NULL && !anf_date_parse (limit, &until, error)))
    return FALSE;
  g_autofree char *planned = anf_date_describe (&day);
  g_autofree char *words = limit != NULL ? anf_date_describe (&until) : NULL;
  anf_form_draft_take (form, "complete_by",
                       words != NULL
                           ? g_strdup_printf ("%s（晚于报送时的整改期限%s）", planned, words)
                           : g_steal_pointer (&planned));
  return TRUE;
}

static gboolean
fill_plan (AnfFormDraft *form, AnfItem *order, GError **error)
{
  JsonObject *plan = anf_json_peek_object (order->doc, "plan");
  anf_form_draft_set (form, "causes", anf_json_peek_string (plan, "causes"));
  anf_form_draft_set (form, "target", anf_json_peek_string (plan, "target"));
  anf_form_draft_set (form, "person", anf_json_peek_string (plan, "responsible_person"));
  set_measures (form, anf_json_peek_array (plan, "measures"));
  return set_leaders (form, order, error) && set_completion (form, plan, error)
         && anf_form_draft_set_day (form, "filed_on", plan, error);
}

static const char *
name_completion (const char *completion)
{
  if (g_strcmp0 (completion, "done") == 0)
    return "已完成";
  return g_strcmp0 (completion, "partial") == 0 ? "阶段完成" : "未完成";
}

static gboolean
set_feedback (AnfFormDraft *form, AnfItem *order, GError **error)
{
  JsonObject *feedback = anf_json_peek_object (order->doc, "feedback");
  anf_form_draft_set (form, "summary", anf_json_peek_string (feedback, "summary"));
  anf_form_draft_set (form, "completion",
                      name_completion (anf_json_peek_string (feedback, "completion")));
  return anf_form_draft_set_evidence (form, anf_json_peek_array (feedback, "evidence"), error);
}

static gboolean
fill_report (AnfFormDraft *form, AnfItem *order, GError **error)
{
  JsonObject *feedback = anf_json_peek_object (order->doc, "feedback");
  anf_form_draft_set (form, "mechanism", anf_json_peek_string (feedback, "mechanism"));
  return set_feedback (form, order, error)
         && anf_form_draft_set_day (form, "filed_on", feedback, error);
}

/* ---- 销号单 ---- */

static gboolean
set_reinspection (AnfFormDraft *form, JsonObject *reinspection, GError **error)
{
  g_auto (GStrv) people = anf_facts_dup_strings (anf_json_peek_array (reinspection, "by"));
  g_autofree char *on = anf_letter_dup_day (reinspection, error);
  if (on == NULL)
    return FALSE;
  anf_form_draft_take (
      form, "reinspected",
      g_strdup_printf ("%s，%s", on, anf_json_peek_string (reinspection, "method")));
  anf_form_draft_set (form, "record", anf_json_peek_string (reinspection, "record"));
  anf_form_draft_set (form, "passed",
                      anf_json_peek_bool (reinspection, "passed") ? "同意销号" : "不同意销号");
  anf_form_draft_set (form, "satisfaction", anf_json_peek_string (reinspection, "satisfaction"));
  return anf_form_draft_set_people (form, "reinspectors", (const char *const *)people, error);
}

/* How it came about, after @before, which is NULL of the first one. */
static const char *
label_limit (const AnfClockLimit *limit, const AnfClockLimit *before)
{
  if (before == NULL)
    return "原定";
  if (limit->clock != before->clock)
    return "退回后为";
  return g_strcmp0 (limit->reason, ANF_CLOCK_EXTENDED) == 0 ? "延期至" : "调整为";
}

/* domain.md E.4, 13a: with an extension or another round both dates are kept, and who closes the
   order sees them: the last one alone would make a late matter an early one. */
static gboolean
set_limits (AnfFormDraft *form, AnfItem *order, GError **error)
{
  g_autoptr (GArray) limits = anf_clocks_list_limits (anf_order_get_clocks (order), "rectify");
  g_autoptr (GString) text = g_string_new (NULL);
  const AnfClockLimit *before = NULL;
  guint count = 0;
  for (guint i = 0; i < limits->len; i++)
    {
      const AnfClockLimit *limit = &g_array_index (limits, AnfClockLimit, i);
      GDate day;
      if (limit->due == NULL)
        continue;
      if (!anf_date_parse (limit->due, &day, error))
        return FALSE;
      g_autofree char *words = anf_date_describe (&day);
      g_string_append_printf (text, "%s%s%s", before != NULL ? "，" : "",
                              label_limit (limit, before), words);
      before = limit;
      count++;
    }
  if (count < 2)
    return set_limit (form, order, error);
  anf_form_draft_take (form, "limit", g_strdup (text->str));
  return TRUE;
}

/* A reinspection that was not passed is told by what it found: the last one alone would make a
   second attempt a first one. */
static gboolean
set_returned (AnfFormDraft *form, AnfItem *order, GError **error)
{
  JsonArray *returns = anf_json_peek_array (order->doc, "returns");
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; returns != NULL && i < json_array_get_length (returns); i++)
    {
      JsonObject *one = json_array_get_object_element (returns, i);
      g_autofree char *on = anf_letter_dup_day (one, error);
      if (on == NULL)
        return FALSE;
      g_string_append_printf (text, "%s第%u次，%s：%s", i > 0 ? "\n" : "", i + 1, on,
                              anf_json_peek_string (one, "reason"));
    }
  anf_form_draft_take (form, "returned", g_strdup (text->len > 0 ? text->str : "无"));
  return TRUE;
}

static gboolean
fill_closing (AnfFormDraft *form, AnfItem *order, GError **error)
{
  JsonObject *closing = anf_json_peek_object (order->doc, "closing");
  const char *needless = anf_json_peek_string (closing, "mechanism_not_needed");
  if (needless != NULL)
    anf_form_draft_take (form, "mechanism", g_strdup_printf ("无需建立：%s", needless));
  else
    anf_form_draft_set (form, "mechanism", anf_json_peek_string (closing, "mechanism"));
  anf_form_draft_take (form, "closing_number", g_strdup_printf ("%s（销）", order->record->number));
  anf_form_draft_set (form, "opinion", "同意销号");
  return set_limits (form, order, error) && set_feedback (form, order, error)
         && set_returned (form, order, error)
         && anf_form_draft_set_day (form, "done_on", anf_json_peek_object (order->doc, "feedback"),
                                    error)
         && set_reinspection (form, anf_json_peek_object (order->doc, "reinspection"), error)
         && anf_form_draft_set_actor (form, "closer", closing, error)
         && anf_form_draft_set_day (form, "closed_on", closing, error);
}

/* ---- 退回通知 ---- */

static JsonObject *
find_last_return (AnfItem *order)
{
  JsonArray *returns = anf_json_peek_array (order->doc, "returns");
  const guint count = returns != NULL ? json_array_get_length (returns) : 0;
  return count > 0 ? json_array_get_object_element (returns, count - 1) : NULL;
}

static gboolean
fill_return (AnfFormDraft *form, AnfItem *order, GError **error)
{
  JsonObject *last = find_last_return (order);
  const guint count = json_array_get_length (anf_json_peek_array (order->doc, "returns"));
  anf_form_draft_take (form, "count", g_strdup_printf ("第%u次", count));
  anf_form_draft_set (form, "reason", anf_json_peek_string (last, "reason"));
  return set_limit (form, order, error) && anf_form_draft_set_day (form, "returned_on", last, error)
         && anf_form_draft_set_day (form, "filed_on", anf_json_peek_object (order->doc, "feedback"),
                                    error);
}

/* ---- 约谈记录 ---- */

static void
set_names (AnfFormDraft *form, const char *name, JsonObject *interview)
{
  g_auto (GStrv) names = anf_facts_dup_strings (anf_json_peek_array (interview, name));
  anf_form_draft_take (form, name, g_strjoinv ("、", names));
}

/* As the letter called to it; what was said there is written down by hand. */
static gboolean
fill_interview (AnfFormDraft *form, AnfItem *order, GError **error)
{
  JsonObject *interview = anf_json_peek_object (order->doc, "interview");
  const char *time = anf_json_peek_string (interview, "at");
  gint64 at = 0;
  if (time != NULL && !anf_time_parse (time, &at, error))
    return FALSE;
  anf_form_draft_take (form, "at", time != NULL ? anf_letter_format_moment (at) : NULL);
  anf_form_draft_set (form, "place", anf_json_peek_string (interview, "place"));
  anf_form_draft_set (form, "grounds", anf_json_peek_string (order->doc, "grounds"));
  set_names (form, "interviewers", interview);
  set_names (form, "interviewees", interview);
  return TRUE;
}

static const FormRule assignment = { ANF_FORM_ASSIGNMENT, "交办单", "numbered", fill_assignment };
static const FormRule plan = { ANF_FORM_PLAN, "整改方案", "plan", fill_plan };
static const FormRule report = { ANF_FORM_REPORT, "整改报告", "feedback", fill_report };
static const FormRule closing = { ANF_FORM_CLOSING, "销号单", "closing", fill_closing };
static const FormRule reply = { ANF_FORM_REPLY, "办理情况反馈单", "numbered", set_limit };

static const FormRule sent_back = { ANF_FORM_RETURN, "退回通知单", "returns", fill_return };
static const FormRule interview = { ANF_FORM_INTERVIEW, "约谈记录", "numbered", fill_interview };

static gboolean
print (AnfWork *work, const FormRule *rule, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_accountable_check_reader (work, order->doc, error))
    return FALSE;
  JsonObject *act = rule->kind == ANF_FORM_RETURN ? find_last_return (order)
                                                  : anf_json_peek_object (order->doc, rule->needs);
  /* A notice is closed without a reinspection: there is no 销号单 of it. */
  const AnfOrderKind *kind = anf_order_get_kind (order);
  if (act == NULL || (rule->kind == ANF_FORM_CLOSING && kind->machine != ANF_MACHINE_ORDER)
      || (rule->kind == ANF_FORM_INTERVIEW && strcmp (kind->name, "interview") != 0))
    return anf_error_throw (
        error, ANF_ERROR_STATE, _ ("there is nothing yet of order %s to print as %s"),
        order->record->number != NULL ? order->record->number : order->record->id, rule->suffix);
  g_auto (AnfFormDraft) form = { 0 };
  return anf_form_draft_init (&form, work, order->record->scheme, error)
         && set_common (&form, order, error) && rule->fill (&form, order, error)
         && anf_form_draft_reply (&form, rule->kind, act,
                                  g_strdup_printf ("%s%s", order->record->number, rule->suffix),
                                  error);
}

gboolean
anf_orders_get_assignment (AnfWork *work, GError **error)
{
  return print (work, &assignment, error);
}

gboolean
anf_orders_get_plan (AnfWork *work, GError **error)
{
  return print (work, &plan, error);
}

gboolean
anf_orders_get_report (AnfWork *work, GError **error)
{
  return print (work, &report, error);
}

gboolean
anf_orders_get_closing (AnfWork *work, GError **error)
{
  return print (work, &closing, error);
}

gboolean
anf_orders_get_reply (AnfWork *work, GError **error)
{
  return print (work, &reply, error);
}

gboolean
anf_orders_get_interview (AnfWork *work, GError **error)
{
  return print (work, &interview, error);
}

gboolean
anf_orders_get_return (AnfWork *work, GError **error)
{
  return print (work, &sent_back, error);
}
