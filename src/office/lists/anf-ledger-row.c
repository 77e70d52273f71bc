/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ledger-row.h"

#include "anf-accountable-draft.h"
#include "anf-clocks.h"
#include "anf-disclosure.h"
#include "anf-evaluation.h"
#include "anf-evaluations.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-measures.h"
#include "anf-sealing.h"
#include "anf-unit-leaders.h"
#include "anf-units.h"
#include "anf-words.h"

#include <string.h>

void
anf_ledger_row_clear (AnfLedgerRow *row)
{
  g_clear_pointer (&row->order, anf_item_free);
  g_clear_pointer (&row->scheme, anf_scheme_unref);
}

static void
disclose (AnfWork *work, AnfItem *item)
{
  JsonObject *shown = anf_disclosure_show (item->noun, item->doc, &work->actor);
  json_object_unref (item->doc);
  item->doc = shown;
}

/* A finding may have gone on to an order that is not for whoever was told of the first one. */
static gboolean
drop_untold_order (AnfWork *work, AnfLedgerRow *row, GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  if (!anf_facts_of_order (work, row->order->doc, &sheet, error))
    return FALSE;
  if (anf_policy_check ("getOrder", &work->actor, &sheet.facts, NULL))
    disclose (work, row->order);
  else
    g_clear_pointer (&row->order, anf_item_free);
  return TRUE;
}

gboolean
anf_ledger_row_begin (AnfWork *work, AnfItem *finding, AnfLedgerRow *row, GError **error)
{
  row->finding = finding;
  row->scheme = anf_work_find_scheme (work, finding->record->scheme, error);
  if (row->scheme == NULL || !anf_work_has_unit_side (work))
    return row->scheme != NULL;
  disclose (work, finding);
  g_free (finding->record->state);
  finding->record->state = g_strdup (anf_json_peek_string (finding->doc, "state"));
  return TRUE;
}

gboolean
anf_ledger_row_load (AnfWork *work, AnfLedgerRow *row, GError **error)
{
  const char *order = anf_json_peek_string (row->finding->doc, "order");
  if (order == NULL)
    return TRUE;
  row->order = anf_work_find (work, ANF_NOUN_ORDER, order, error);
  if (row->order == NULL)
    return FALSE;
  return !anf_work_has_unit_side (work) || drop_untold_order (work, row, error);
}

gboolean
anf_ledger_row_is_of_finding (AnfListColumn column)
{
  static const AnfListColumn own[]
      = { ANF_LIST_SCHEME,      ANF_LIST_NUMBER, ANF_LIST_AREA,        ANF_LIST_CATEGORY,
          ANF_LIST_CONTENT,     ANF_LIST_UNIT,   ANF_LIST_FACT,        ANF_LIST_CLAUSE,
          ANF_LIST_REQUIREMENT, ANF_LIST_FOUND,  ANF_LIST_ESTABLISHED, ANF_LIST_STATE,
          ANF_LIST_CLOSED };
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (own[i] == column)
      return TRUE;
  return FALSE;
}

static JsonObject *
peek_act (const AnfLedgerRow *row, const char *member)
{
  return row->order != NULL ? anf_json_peek_object (row->order->doc, member) : NULL;
}

JsonArray *
anf_ledger_row_get_measures (const AnfLedgerRow *row)
{
  JsonObject *plan = peek_act (row, "plan");
  return plan != NULL ? anf_json_peek_array (plan, "measures") : NULL;
}

/* A merged finding is told by the one that took it in. */
static gboolean
is_problem (const AnfLedgerRow *row)
{
  static const char *const others[]
      = { "registered", "verifying", "not_established", "merged", NULL };
  return !g_strv_contains (others, row->finding->record->state);
}

gboolean
anf_ledger_row_belongs (const AnfLedgerRow *row, AnfListKind kind)
{
  switch (kind)
    {
    case ANF_LIST_LEDGER:
      return TRUE;
    case ANF_LIST_PROBLEMS:
    case ANF_LIST_MECHANISMS: /* 对应问题清单逐项形成: also where none is formed yet */
      return is_problem (row);
    case ANF_LIST_CAUSES:
    case ANF_LIST_MEASURES:
      return peek_act (row, "plan") != NULL;
    case ANF_LIST_RECTIFICATION:
      return row->order != NULL;
    }
  return FALSE;
}

static char *
dup_day (const char *time)
{
  gint64 at = 0;
  if (time == NULL || !anf_time_parse (time, &at, NULL))
    return NULL;
  GDate date;
  anf_time_local_date (at, &date);
  return anf_date_format (&date);
}

static char *
dup_act_day (const AnfLedgerRow *row, const char *member)
{
  JsonObject *act = peek_act (row, member);
  return act != NULL ? dup_day (anf_json_peek_string (act, "at")) : NULL;
}

/* The day that the unit wrote down, where the clerk entered it later. */
static char *
dup_received (const AnfLedgerRow *row)
{
  JsonObject *received = peek_act (row, "received");
  const char *on = received != NULL ? anf_json_peek_string (received, "received_on") : NULL;
  return on != NULL ? g_strdup (on) : dup_act_day (row, "received");
}

static char *
dup_act_text (const AnfLedgerRow *row, const char *act, const char *member)
{
  JsonObject *object = peek_act (row, act);
  return object != NULL ? g_strdup (anf_json_peek_string (object, member)) : NULL;
}

static char *
dup_due (const AnfLedgerRow *row)
{
  JsonArray *clocks = row->order != NULL ? anf_json_peek_array (row->order->doc, "clocks") : NULL;
  JsonObject *clock = clocks != NULL ? anf_clocks_find (clocks, "rectify") : NULL;
  if (clock == NULL)
    return NULL;
  const char *due = anf_json_peek_string (clock, "due");
  return due != NULL ? g_strdup (due)
                     : g_strdup_printf ("未定（缺%" G_GINT64_FORMAT "年放假安排）",
                                        anf_json_peek_int (clock, "missing_year", 0));
}

/* What the state alone does not tell (domain.md E.3): a matter under rectification may be late
   since long. */
static char *
dup_overdue (AnfWork *work, const AnfLedgerRow *row)
{
  JsonArray *clocks = row->order != NULL ? anf_json_peek_array (row->order->doc, "clocks") : NULL;
  JsonObject *clock = clocks != NULL ? anf_clocks_find (clocks, "rectify") : NULL;
  GDate today;
  if (clock == NULL || !json_object_has_member (clock, "due"))
    return NULL;
  anf_time_local_date (work->now, &today);
  if (anf_clocks_is_overdue (clock, &today))
    return g_strdup ("逾期");
  return g_strdup (g_strcmp0 (anf_json_peek_string (clock, "state"), "late") == 0 ? "逾期完成"
                                                                                  : "否");
}

/* 牵头单位, of which units are told with the order, or 配合单位. */
static char **
list_units (const AnfLedgerRow *row, AnfListColumn column)
{
  const char *member = column == ANF_LIST_CO_UNITS ? "co_units" : "lead_units";
  JsonArray *units = anf_json_peek_array (row->finding->doc, member);
  if (units == NULL && row->order != NULL)
    units = anf_json_peek_array (row->order->doc, member);
  return anf_facts_dup_strings (units);
}

static char **
list_unit_names (AnfWork *work, const AnfLedgerRow *row, AnfListColumn column)
{
  g_auto (GStrv) ids = list_units (row, column);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *name = anf_unit_dup_name (work, row->unit_names, ids[i]);
      g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

static char *
dup_units (AnfWork *work, const AnfLedgerRow *row, AnfListColumn column)
{
  g_auto (GStrv) names = list_unit_names (work, row, column);
  return g_strjoinv ("、", names);
}

static char *
dup_leader (AnfWork *work, const AnfLedgerRow *row)
{
  JsonObject *key = peek_act (row, "key");
  const char *name = key != NULL ? anf_json_peek_string (key, "leader") : NULL;
  g_autoptr (AnfItem) account
      = name != NULL ? anf_work_find (work, ANF_NOUN_ACCOUNT, name, NULL) : NULL;
  char *shown = account != NULL ? anf_sealing_dup_name (work, account->doc) : NULL;
  return shown != NULL ? shown : g_strdup (name);
}

/* As the order named them; where it names none, who leads the unit now. */
static char *
dup_unit_leader (AnfWork *work, const AnfLedgerRow *row, const char *role)
{
  JsonObject *leaders = peek_act (row, "leaders");
  JsonObject *leader = leaders != NULL ? anf_json_peek_object (leaders, role) : NULL;
  const char *id = row->finding->record->unit;
  if (leaders != NULL || id == NULL)
    return leader != NULL ? anf_unit_leader_describe (leader) : NULL;
  g_autofree char *key = g_strdup_printf ("%s %s", id, role);
  const char *known = row->unit_names != NULL ? g_hash_table_lookup (row->unit_names, key) : NULL;
  if (known != NULL)
    return g_strdup (known);
  g_autoptr (AnfItem) unit = anf_work_find (work, ANF_NOUN_UNIT, id, NULL);
  g_autoptr (JsonObject) now = unit != NULL ? anf_unit_leaders_pick (unit->doc) : NULL;
  leader = now != NULL ? anf_json_peek_object (now, role) : NULL;
  char *text = leader != NULL ? anf_unit_leader_describe (leader) : g_strdup ("");
  if (row->unit_names != NULL)
    g_hash_table_insert (row->unit_names, g_steal_pointer (&key), g_strdup (text));
  return text;
}

/* Letters beside the order, by number: how far a decision is, how many an 问责建议 names. */
static char *
dup_letters (AnfWork *work, const AnfLedgerRow *row, AnfListColumn column)
{
  const gboolean decisions = column == ANF_LIST_DECISIONS;
  const char *member = decisions ? "decisions" : "accountabilities";
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (row->finding->doc, member));
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) order = anf_work_find (work, ANF_NOUN_ORDER, ids[i], NULL);
      if (order == NULL)
        continue;
      g_autofree char *more
          = decisions ? g_strdup (anf_word_chinese_state ("order", order->record->state))
                      : anf_accountable_count (order->doc);
      g_string_append_printf (text, "%s%s（%s）", text->len > 0 ? "、" : "", order->record->number,
                              more);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static char *
dup_measures (AnfWork *work, const AnfLedgerRow *row)
{
  JsonArray *measures = anf_ledger_row_get_measures (row);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; measures != NULL && i < json_array_get_length (measures); i++)
    {
      g_autofree char *measure = anf_measure_describe (work, row->unit_names,
                                                       json_array_get_object_element (measures, i));
      g_string_append_printf (text, "%s%u．%s", i > 0 ? "\n" : "", i + 1, measure);
    }
  return g_strdup (text->str);
}

/* Who answers for all of the plan answers for a measure that names nobody, too. */
static char *
dup_measure_cell (AnfWork *work, const AnfLedgerRow *row, AnfListColumn column)
{
  const char *unit = anf_json_peek_string (row->measure, "unit");
  const char *person = anf_json_peek_string (row->measure, "person");
  switch ((int)column)
    {
    case ANF_LIST_MEASURE_DUE:
      return g_strdup (anf_json_peek_string (row->measure, "due"));
    case ANF_LIST_MEASURE_PERSON:
      return person != NULL ? g_strdup (person) : dup_act_text (row, "plan", "responsible_person");
    case ANF_LIST_MEASURE_UNIT:
      return anf_unit_dup_name (work, row->unit_names,
                                unit != NULL ? unit : row->order->record->unit);
    default:
      return g_strdup (anf_json_peek_string (row->measure, "text"));
    }
}

static char *
dup_returns (const AnfLedgerRow *row)
{
  JsonArray *returns = row->order != NULL ? anf_json_peek_array (row->order->doc, "returns") : NULL;
  return g_strdup_printf ("%u", returns != NULL ? json_array_get_length (returns) : 0);
}

static char *
dup_completion (const AnfLedgerRow *row)
{
  g_autofree char *completion = dup_act_text (row, "feedback", "completion");
  if (completion == NULL)
    return NULL;
  if (strcmp (completion, "done") == 0)
    return g_strdup ("已完成");
  return g_strdup (strcmp (completion, "partial") == 0 ? "阶段完成" : "未完成");
}

/* 复查结果; what one found counts when the other has agreed. */
static char *
dup_reinspection_result (const AnfLedgerRow *row)
{
  JsonObject *reinspection = peek_act (row, "reinspection");
  if (reinspection == NULL)
    return NULL;
  JsonObject *confirmed = anf_json_peek_object (reinspection, "confirmed");
  const char *found = anf_json_peek_bool (reinspection, "passed") ? "通过" : "未通过";
  if (confirmed == NULL)
    return g_strdup_printf ("%s（待确认）", found);
  return g_strdup_printf ("%s%s", found,
                          anf_json_peek_bool (confirmed, "agree") ? "" : "（另一人不同意）");
}

static char *
dup_area (const AnfLedgerRow *row)
{
  const char *id = anf_json_peek_string (row->finding->doc, "area");
  const AnfSchemeArea *area = anf_scheme_find_area (row->scheme, id);
  return g_strdup (area != NULL ? area->name : id);
}

/* By its id where the scheme does not name it any more. */
static char *
dup_content (const AnfLedgerRow *row)
{
  const char *id = anf_json_peek_string (row->finding->doc, "content");
  const char *name
      = anf_scheme_marks_get_name (anf_scheme_get_marks (row->scheme, ANF_SCHEME_CONTENTS), id);
  return g_strdup (name != NULL ? name : id);
}

static char *
dup_established (const AnfLedgerRow *row)
{
  JsonObject *act = anf_json_peek_object (row->finding->doc, "established");
  return act != NULL ? dup_day (anf_json_peek_string (act, "at")) : NULL;
}

static char *
dup_exposed (const AnfLedgerRow *row)
{
  JsonObject *exposed = anf_json_peek_object (row->finding->doc, "exposed");
  return exposed != NULL ? g_strdup (anf_json_peek_string (exposed, "on")) : NULL;
}

/* The last since the closing; units are not told of any. */
static char *
dup_evaluation (const AnfLedgerRow *row, AnfListColumn column)
{
  JsonObject *last = anf_evaluations_find_last (row->finding->doc);
  if (last == NULL)
    return NULL;
  return column == ANF_LIST_EVALUATED ? dup_day (anf_json_peek_string (last, "asked_at"))
                                      : anf_evaluation_dup_summary (last);
}

/* Cells of the finding itself; NULL for columns of the order. */
static char *
dup_finding_cell (AnfWork *work, const AnfLedgerRow *row, AnfListColumn column)
{
  JsonObject *finding = row->finding->doc;
  switch ((int)column)
    {
    case ANF_LIST_SEQUENCE:
      return g_strdup_printf ("%u", row->number);
    case ANF_LIST_SCHEME:
      return g_strdup (anf_scheme_get_title (row->scheme));
    case ANF_LIST_NUMBER:
      return g_strdup (row->finding->record->number);
    case ANF_LIST_AREA:
      return dup_area (row);
    case ANF_LIST_CATEGORY:
      return g_strdup (anf_json_peek_string (finding, "category"));
    case ANF_LIST_CONTENT:
      return dup_content (row);
    case ANF_LIST_UNIT:
      return anf_unit_dup_name (work, row->unit_names, row->finding->record->unit);
    case ANF_LIST_LEAD_UNITS:
    case ANF_LIST_CO_UNITS:
      return dup_units (work, row, column);
    case ANF_LIST_LEADER:
      return dup_leader (work, row);
    case ANF_LIST_DECISIONS:
    case ANF_LIST_ACCOUNTABLE:
      return dup_letters (work, row, column);
    case ANF_LIST_PRINCIPAL:
      return dup_unit_leader (work, row, "principal");
    case ANF_LIST_IN_CHARGE:
      return dup_unit_leader (work, row, "in_charge");
    case ANF_LIST_FACT:
      return g_strdup (anf_json_peek_string (finding, "fact"));
    case ANF_LIST_CLAUSE:
      return g_strdup (anf_json_peek_string (finding, "clause"));
    case ANF_LIST_REQUIREMENT:
      return g_strdup (anf_json_peek_string (finding, "requirement"));
    case ANF_LIST_FOUND:
      return dup_day (anf_json_peek_string (finding, "created_at"));
    case ANF_LIST_ESTABLISHED:
      return dup_established (row);
    case ANF_LIST_STATE:
      return g_strdup (anf_word_chinese_state ("finding", row->finding->record->state));
    case ANF_LIST_EVALUATED:
    case ANF_LIST_EVALUATION:
      return dup_evaluation (row, column);
    case ANF_LIST_EXPOSED:
      return dup_exposed (row);
    case ANF_LIST_CLOSED:
      return dup_day (anf_json_peek_string (finding, "closed_at"));
    default:
      return NULL;
    }
}

/* What was formed is the office's to say; of a unit's own words it is told again. */
static char *
dup_mechanism (AnfWork *work, const AnfLedgerRow *row)
{
  return dup_act_text (row, anf_work_has_unit_side (work) ? "feedback" : "closing", "mechanism");
}

/* Cells of the order that carries it. */
static char *
dup_order_cell (AnfWork *work, const AnfLedgerRow *row, AnfListColumn column)
{
  switch ((int)column)
    {
    case ANF_LIST_ORDER:
      return row->order != NULL ? g_strdup (row->order->record->number) : NULL;
    case ANF_LIST_RECEIVED:
      return dup_received (row);
    case ANF_LIST_RECTIFY_DUE:
      return dup_due (row);
    case ANF_LIST_OVERDUE:
      return dup_overdue (work, row);
    case ANF_LIST_PLAN:
      return dup_act_day (row, "plan");
    case ANF_LIST_CAUSE:
      return dup_act_text (row, "plan", "causes");
    case ANF_LIST_MEASURES_ALL:
      return dup_measures (work, row);
    case ANF_LIST_TARGET:
      return dup_act_text (row, "plan", "target");
    case ANF_LIST_PERSON:
      return dup_act_text (row, "plan", "responsible_person");
    case ANF_LIST_COMPLETE_BY:
      return dup_act_text (row, "plan", "complete_by");
    case ANF_LIST_FEEDBACK:
      return dup_act_day (row, "feedback");
    case ANF_LIST_RESULT:
      return dup_act_text (row, "feedback", "summary");
    case ANF_LIST_COMPLETION:
      return dup_completion (row);
    case ANF_LIST_REINSPECTION:
      return dup_act_day (row, "reinspection");
    case ANF_LIST_REINSPECTION_RESULT:
      return dup_reinspection_result (row);
    case ANF_LIST_RETURNS:
      return dup_returns (row);
    case ANF_LIST_MECHANISM:
      return dup_mechanism (work, row);
    case ANF_LIST_NOT_NEEDED:
      return dup_act_text (row, "closing", "mechanism_not_needed");
    default:
      return NULL;
    }
}

char *
anf_ledger_row_dup_cell (AnfWork *work, const AnfLedgerRow *row, AnfListColumn column)
{
  if (column >= ANF_LIST_MEASURE && column <= ANF_LIST_MEASURE_UNIT)
    return row->measure != NULL ? dup_measure_cell (work, row, column) : NULL;
  char *cell = dup_finding_cell (work, row, column);
  return cell != NULL ? cell : dup_order_cell (work, row, column);
}

/* What else a cell is called: what programs write for it. */
static void
add_other_names (AnfWork *work, const AnfLedgerRow *row, AnfListColumn column, GStrvBuilder *names)
{
  const AnfRecord *record = row->finding->record;
  switch ((int)column)
    {
    case ANF_LIST_SCHEME:
      g_strv_builder_add (names, record->scheme);
      break;
    case ANF_LIST_AREA:
      g_strv_builder_add (names, anf_json_peek_string (row->finding->doc, "area"));
      break;
    case ANF_LIST_CONTENT:
      g_strv_builder_add (names, anf_json_peek_string (row->finding->doc, "content"));
      break;
    case ANF_LIST_UNIT:
      if (record->unit != NULL)
        g_strv_builder_add (names, record->unit);
      break;
    case ANF_LIST_STATE:
      g_strv_builder_add (names, record->state);
      break;
    case ANF_LIST_MEASURE_UNIT:
      if (row->measure != NULL && json_object_has_member (row->measure, "unit"))
        g_strv_builder_add (names, anf_json_peek_string (row->measure, "unit"));
      break;
    case ANF_LIST_LEAD_UNITS:
    case ANF_LIST_CO_UNITS:
      {
        g_auto (GStrv) ids = list_units (row, column);
        g_auto (GStrv) called = list_unit_names (work, row, column);
        g_strv_builder_addv (names, (const char **)ids);
        g_strv_builder_addv (names, (const char **)called);
        break;
      }
    default:
      break;
    }
}

char **
anf_ledger_row_list_names (AnfWork *work, const AnfLedgerRow *row, AnfListColumn column)
{
  g_autofree char *cell = anf_ledger_row_dup_cell (work, row, column);
  if (cell == NULL)
    return NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_strv_builder_add (names, cell);
  add_other_names (work, row, column, names);
  return g_strv_builder_end (names);
}
