/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-order-press.h"

#include "anf-clock.h"
#include "anf-clocks.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-order-course.h"
#include "anf-reference-data.h"

#include <glib/gi18n.h>

#include <string.h>

/* What is counted while the findings are gone through. */
typedef struct
{
  AnfLetterDraft *draft;
  AnfLetter *letter;
  AnfOrderCourse course;
  guint closed;
} Press;

/* By the letter's day, on which it was signed; it may be numbered later. */
static gboolean
is_closed_by (const Press *self, JsonObject *finding)
{
  const char *time = anf_json_peek_string (finding, "closed_at");
  gint64 at = 0;
  GDate day;
  if (g_strcmp0 (anf_json_peek_string (finding, "state"), "closed") != 0)
    return FALSE;
  if (time == NULL || !anf_time_parse (time, &at, NULL))
    return TRUE;
  anf_time_local_date (at, &day);
  return g_date_compare (&day, &self->letter->date) <= 0;
}

/* 原交办编号, its limits and what was done for it (domain.md D.3), for a finding whose order is
   pressed for. */
static gboolean
describe_order (Press *self, JsonObject *finding, const char **text, GError **error)
{
  const char *id = anf_json_peek_string (finding, "order");
  const gboolean closed = is_closed_by (self, finding);
  self->closed += closed ? 1 : 0;
  if (id == NULL)
    return TRUE;
  g_autoptr (AnfItem) order = anf_work_find (self->draft->work, ANF_NOUN_ORDER, id, error);
  if (order == NULL)
    return FALSE;
  if (order->record->number == NULL)
    return TRUE;
  char *course = anf_order_course_describe (&self->course, order,
                                            anf_json_peek_string (finding, "id"), closed, error);
  *text = course != NULL ? anf_letter_draft_keep (self->draft, course) : NULL;
  return course != NULL;
}

/* 已逾期天数 and 总体情况: nothing that somebody would have to count by hand. */
static void
describe_figures (Press *self)
{
  const guint all = self->draft->findings->len;
  g_autofree char *day = anf_date_describe (&self->letter->date);
  if (self->course.most_days > 0)
    self->letter->overdue = anf_letter_draft_keep (
        self->draft,
        g_strdup_printf ("截至%s，%s已逾期%u个工作日。", day,
                         self->course.most_days > self->course.least_days ? "最长" : "",
                         self->course.most_days));
  self->letter->status = anf_letter_draft_keep (
      self->draft,
      g_strdup_printf (
          "截至%s，本期通报的问题共%u个，已销号%u个，逾期未完成%u个，销号率%.1f%%（%u/%u）。", day,
          all, self->closed, self->course.overdue, all > 0 ? 100.0 * self->closed / all : 0.0,
          self->closed, all));
}

gboolean
anf_order_count_presses (
    AnfWork *work, const AnfItem *order, const char *since, guint *count, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (order->doc, "findings"));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      const AnfRecordsQuery query = { .link_kind = "finding", .link_target = ids[i] };
      g_autoptr (GPtrArray) others = anf_work_list (work, ANF_NOUN_ORDER, &query, error);
      if (others == NULL)
        return FALSE;
      for (guint j = 0; j < others->len; j++)
        {
          const AnfItem *other = others->pdata[j];
          JsonObject *served = anf_json_peek_object (other->doc, "served");
          /* Canonical times compare as text. */
          if (anf_order_get_kind (other)->counts
              && anf_order_course_is_told (other, ids[i], order->record->unit)
              && strcmp (other->record->id, order->record->id) != 0
              && (since == NULL || strcmp (anf_json_peek_string (served, "at"), since) >= 0))
            g_hash_table_add (seen, g_strdup (other->record->id));
        }
    }
  *count = g_hash_table_size (seen);
  return TRUE;
}

/* 督办层级: 第一次, 第二次 … of the same findings. */
static gboolean
describe_level (Press *self, const AnfItem *order, GError **error)
{
  guint before = 0;
  if (!anf_order_get_kind (order)->counts)
    return TRUE;
  if (!anf_order_count_presses (self->draft->work, order, NULL, &before, error))
    return FALSE;
  g_autofree char *which = anf_chinese_number (before + 1);
  self->letter->level = anf_letter_draft_keep (self->draft, g_strdup_printf ("第%s次", which));
  return TRUE;
}

/* 领导批示原文及日期. */
static gboolean
describe_instruction (Press *self, JsonObject *instruction, GError **error)
{
  GDate on;
  if (instruction == NULL)
    return TRUE;
  if (!anf_date_parse (anf_json_peek_string (instruction, "on"), &on, error))
    return FALSE;
  g_autofree char *day = anf_date_describe (&on);
  self->letter->instruction = anf_letter_draft_keep (
      self->draft, g_strdup_printf ("“%s”（%s，%s）", anf_json_peek_string (instruction, "text"),
                                    anf_json_peek_string (instruction, "by"), day));
  return TRUE;
}

static const char *
join (Press *self, JsonObject *object, const char *member)
{
  g_auto (GStrv) list = anf_facts_dup_strings (anf_json_peek_array (object, member));
  return anf_letter_draft_keep (self->draft, g_strjoinv ("、", list));
}

static gboolean
describe_interview (Press *self, JsonObject *interview, GError **error)
{
  if (interview == NULL)
    return TRUE;
  gint64 at = 0;
  const char *time = anf_json_peek_string (interview, "at");
  if (time != NULL && !anf_time_parse (time, &at, error))
    return FALSE;
  if (time != NULL)
    self->letter->at = anf_letter_draft_keep (self->draft, anf_letter_format_moment (at));
  self->letter->place = anf_json_peek_string (interview, "place");
  self->letter->bring = anf_json_peek_string (interview, "bring");
  self->letter->interviewers = join (self, interview, "interviewers");
  self->letter->interviewees = join (self, interview, "interviewees");
  return TRUE;
}

gboolean
anf_order_press (AnfItem *order, AnfLetterDraft *draft, AnfLetter *letter, GError **error)
{
  AnfWork *work = draft->work;
  g_autoptr (AnfCalendar) calendar
      = anf_reference_data_get_calendar (work->office->reference, work->tx, error);
  if (calendar == NULL)
    return FALSE;
  Press self
      = { .draft = draft,
          .letter = letter,
          .course = { .work = work, .letter = order, .day = &letter->date, .calendar = calendar } };
  for (guint i = 0; i < draft->findings->len; i++)
    if (!describe_order (&self, draft->docs->pdata[i],
                         &g_array_index (draft->findings, AnfLetterFinding, i).handling, error))
      return FALSE;
  describe_figures (&self);
  letter->grounds = anf_json_peek_string (order->doc, "grounds");
  letter->overview = anf_json_peek_string (order->doc, "overview");
  letter->ranking = anf_json_peek_string (order->doc, "ranking");
  letter->note = anf_json_peek_string (order->doc, "note");
  JsonObject *number = anf_json_peek_object (order->doc, "number");
  if (number != NULL)
    letter->issue = anf_letter_draft_keep (
        draft, g_strdup_printf ("%d", (int)anf_json_peek_int (number, "seq", 0)));
  return describe_level (&self, order, error)
         && describe_instruction (&self, anf_json_peek_object (order->doc, "instruction"), error)
         && describe_interview (&self, anf_json_peek_object (order->doc, "interview"), error);
}
