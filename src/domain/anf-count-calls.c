/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-count-calls.h"

#include <string.h>

const AnfCaseEvaluation *
anf_count_find_evaluation (const GArray *evaluations, const AnfSpan *span)
{
  for (guint i = evaluations != NULL ? evaluations->len : 0; i > 0; i--)
    {
      const AnfCaseEvaluation *one = &g_array_index (evaluations, AnfCaseEvaluation, i - 1);
      if (anf_span_has (span, one->day))
        return one;
    }
  return NULL;
}

gboolean
anf_count_has_answer (const GArray *evaluations, const AnfSpan *span, AnfAnswerKind answer)
{
  const AnfCaseEvaluation *one = anf_count_find_evaluation (evaluations, span);
  return one != NULL && one->answer == answer;
}

gboolean
anf_count_has_any_answer (const GArray *evaluations, const AnfSpan *span)
{
  const AnfCaseEvaluation *one = anf_count_find_evaluation (evaluations, span);
  return one != NULL && one->answer != ANF_ANSWER_NONE;
}

gboolean
anf_count_is_of_calls (const char *name)
{
  static const char *const names[]
      = { "leads_answered", "leads_answered_evaluated", "leads_replies", "leads_satisfied", NULL };
  return g_strv_contains (names, name);
}

static gboolean
counts (const char *name, const AnfCaseLead *lead, const AnfSpan *span)
{
  const AnfSpan since = { ANF_SPAN_DAYS, lead->answered, span->last };
  if (strcmp (name, "leads_answered") == 0)
    return anf_span_has (span, lead->answered);
  if (strcmp (name, "leads_answered_evaluated") == 0)
    return anf_span_has (span, lead->answered)
           && anf_count_find_evaluation (lead->evaluations, &since) != NULL;
  return strcmp (name, "leads_satisfied") == 0
             ? anf_count_has_answer (lead->evaluations, span, ANF_ANSWER_SATISFIED)
             : anf_count_has_any_answer (lead->evaluations, span);
}

gboolean
anf_count_lead_fits (const AnfCaseLead *lead, const AnfCountFilter *filter)
{
  return filter == NULL
         || ((filter->unit == NULL || g_strcmp0 (lead->unit, filter->unit) == 0)
             && (filter->area == NULL || g_strcmp0 (lead->area, filter->area) == 0));
}

gint64
anf_count_calls (const char *name,
                 const AnfCaseBook *book,
                 const AnfSpan *span,
                 const AnfCountFilter *filter)
{
  gint64 count = 0;
  for (guint i = 0; i < book->leads->len; i++)
    {
      const AnfCaseLead *lead = &g_array_index (book->leads, AnfCaseLead, i);
      if (anf_count_lead_fits (lead, filter))
        count += counts (name, lead, span) ? 1 : 0;
    }
  return count;
}

gint64
anf_count_sheets (const char *name,
                  const AnfCaseBook *book,
                  const AnfSpan *span,
                  const AnfCountFilter *filter)
{
  gint64 count = 0;
  for (guint i = 0; i < book->sheets->len; i++)
    {
      const AnfCaseSheet *sheet = &g_array_index (book->sheets, AnfCaseSheet, i);
      gboolean counts = TRUE;
      if (strcmp (name, "survey_replies") == 0)
        counts = sheet->answer != ANF_ANSWER_NONE;
      else if (strcmp (name, "survey_satisfied") == 0)
        counts = sheet->answer == ANF_ANSWER_SATISFIED;
      else if (strcmp (name, "survey_basically") == 0)
        counts = sheet->answer == ANF_ANSWER_BASICALLY;
      if (counts && anf_span_has (span, sheet->day)
          && (filter == NULL || filter->unit == NULL || g_strcmp0 (sheet->unit, filter->unit) == 0))
        count += sheet->count;
    }
  return count;
}
