/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-case.h"

/* domain.md F.3: where nobody says another. */
#define RELAPSE_MONTHS_DEFAULT 12

AnfCase *
anf_case_new (void)
{
  return g_new0 (AnfCase, 1);
}

void
anf_case_free (AnfCase *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->unit);
  g_free (self->area);
  g_free (self->category);
  g_free (self->content);
  g_free (self->order);
  g_strfreev (self->lead_units);
  g_clear_pointer (&self->limits, g_array_unref);
  g_clear_pointer (&self->closings, g_array_unref);
  g_clear_pointer (&self->exposures, g_array_unref);
  g_clear_pointer (&self->evaluations, g_array_unref);
  g_free (self);
}

static void
clear_visit (gpointer data)
{
  AnfCaseVisit *visit = data;
  g_free (visit->unit);
  g_free (visit->area);
  g_free (visit->mode);
  g_strfreev (visit->contents);
}

static void
clear_lead (gpointer data)
{
  AnfCaseLead *lead = data;
  g_free (lead->unit);
  g_free (lead->area);
  g_clear_pointer (&lead->evaluations, g_array_unref);
}

static void
clear_sheet (gpointer data)
{
  g_free (((AnfCaseSheet *)data)->unit);
}

static void
clear_report (gpointer data)
{
  g_free (((AnfCaseReport *)data)->kind);
}

static void
clear_letter (gpointer data)
{
  AnfCaseLetter *letter = data;
  g_free (letter->kind);
  g_free (letter->unit);
  g_strfreev (letter->others);
  g_strfreev (letter->grounds);
}

static GArray *
new_array (gsize size, GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, TRUE, (guint)size);
  g_array_set_clear_func (array, clear);
  return array;
}

void
anf_case_book_init (AnfCaseBook *self, AnfCalendar *calendar)
{
  self->cases = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_case_free);
  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_case_free);
  self->relapse_months = RELAPSE_MONTHS_DEFAULT;
  self->referrals = g_array_new (FALSE, TRUE, sizeof (AnfCaseReferral));
  self->visits = new_array (sizeof (AnfCaseVisit), clear_visit);
  self->leads = new_array (sizeof (AnfCaseLead), clear_lead);
  self->sheets = new_array (sizeof (AnfCaseSheet), clear_sheet);
  self->letters = new_array (sizeof (AnfCaseLetter), clear_letter);
  self->reports = new_array (sizeof (AnfCaseReport), clear_report);
  self->calendar = anf_calendar_ref (calendar);
}

void
anf_case_book_clear (AnfCaseBook *self)
{
  g_clear_pointer (&self->cases, g_ptr_array_unref);
  g_clear_pointer (&self->orders, g_ptr_array_unref);
  g_clear_pointer (&self->referrals, g_array_unref);
  g_clear_pointer (&self->visits, g_array_unref);
  g_clear_pointer (&self->leads, g_array_unref);
  g_clear_pointer (&self->sheets, g_array_unref);
  g_clear_pointer (&self->letters, g_array_unref);
  g_clear_pointer (&self->reports, g_array_unref);
  g_clear_pointer (&self->calendar, anf_calendar_unref);
}

AnfCaseLimit
anf_case_get_limit (const AnfCase *self, guint32 day)
{
  AnfCaseLimit limit = { 0 };
  for (guint i = 0; self->limits != NULL && i < self->limits->len; i++)
    {
      const AnfCaseLimit *one = &g_array_index (self->limits, AnfCaseLimit, i);
      if (one->from <= day)
        limit = *one;
    }
  return limit;
}

static gint
compare_due (gconstpointer a, gconstpointer b, gpointer data)
{
  const AnfCase *one = *(const AnfCase *const *)a;
  const AnfCase *other = *(const AnfCase *const *)b;
  const guint32 *day = data;
  const guint32 due = anf_case_get_limit (one, *day).due - 1; /* without one: last */
  const guint32 other_due = anf_case_get_limit (other, *day).due - 1;
  if (due != other_due)
    return due < other_due ? -1 : 1;
  if (one->registered != other->registered)
    return one->registered < other->registered ? -1 : 1;
  return g_strcmp0 (one->id, other->id);
}

guint
anf_cases_sort (GPtrArray *cases, guint32 day, guint most)
{
  const guint all = cases->len;
  g_ptr_array_sort_with_data (cases, compare_due, &day);
  g_ptr_array_set_size (cases, (int)MIN (all, most));
  return all - cases->len;
}

AnfAnswerKind
anf_case_answer_parse (const char *text)
{
  static const struct
  {
    const char *text;
    AnfAnswerKind kind;
  } words[] = {
    { "满意", ANF_ANSWER_SATISFIED },     { "非常满意", ANF_ANSWER_SATISFIED },
    { "基本满意", ANF_ANSWER_BASICALLY }, { "比较满意", ANF_ANSWER_BASICALLY },
    { "不满意", ANF_ANSWER_NOT },         { "非常不满意", ANF_ANSWER_NOT },
  };
  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].text, text))
      return words[i].kind;
  return ANF_ANSWER_NONE;
}
