/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-report-content.h"

#include <glib/gi18n.h>

#include <string.h>

static const struct
{
  const char *name;
  const char *freq; /* in schemes */
  const char *title;
  AnfSpanKind span;
} kinds[] = {
  [ANF_REPORT_WEEKLY] = { "weekly", "weekly", "周报", ANF_SPAN_WEEK },
  [ANF_REPORT_MONTHLY] = { "monthly", "monthly", "月报", ANF_SPAN_MONTH },
  [ANF_REPORT_QUARTERLY] = { "quarterly", "quarterly", "季报", ANF_SPAN_QUARTER },
  [ANF_REPORT_PHASE] = { "phase", "per_phase", "阶段报告", ANF_SPAN_DAYS },
  [ANF_REPORT_YEAR] = { "year", "yearly", "年度报告", ANF_SPAN_YEAR },
};

void
anf_report_span_clear (AnfReportSpan *self)
{
  g_clear_pointer (&self->period, g_free);
}

gboolean
anf_report_kind_parse (const char *text, AnfReportKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].name, text) == 0)
      {
        *kind = (AnfReportKind)i;
        return TRUE;
      }
  return FALSE;
}

/* 年终: made once, at the end of the year, it is the report of that year. */
static gboolean
is_of_kind (const AnfSchemeReport *report, AnfReportKind kind)
{
  return strcmp (report->freq, kinds[kind].freq) == 0
         || (kind == ANF_REPORT_YEAR && strcmp (report->freq, "once") == 0 && report->when != NULL
             && g_str_has_prefix (report->when, "年终"));
}

static const AnfSchemeReport *
find_report (const AnfScheme *scheme, AnfReportKind kind)
{
  GPtrArray *reports = anf_scheme_get_reports (scheme);
  for (guint i = 0; i < reports->len; i++)
    {
      const AnfSchemeReport *report = reports->pdata[i];
      if (is_of_kind (report, kind))
        return report;
    }
  return NULL;
}

static const AnfSchemePhase *
find_named_phase (const AnfScheme *scheme, const char *id)
{
  GPtrArray *phases = anf_scheme_get_phases (scheme);
  for (guint i = 0; i < phases->len; i++)
    if (g_strcmp0 (((const AnfSchemePhase *)phases->pdata[i])->id, id) == 0)
      return phases->pdata[i];
  return NULL;
}

/* 周报告、月调度、季通报 in the scheme's own words; but 专项行动组进展月报 is what others send to
   the office, and not what it tells of all of them. */
char *
anf_report_dup_title (const AnfScheme *scheme, AnfReportKind kind, const char *period)
{
  const AnfSchemeReport *report = find_report (scheme, kind);
  const AnfSchemePhase *phase = kind == ANF_REPORT_PHASE ? find_named_phase (scheme, period) : NULL;
  if (phase != NULL)
    return g_strconcat (phase->name, g_str_has_suffix (phase->name, "阶段") ? "报告" : "阶段报告",
                        NULL);
  return g_strdup (report != NULL && !report->is_received ? report->name : kinds[kind].title);
}

static guint32
day_of_month (guint32 day, int of)
{
  GDate from, found;
  const AnfSpan month = anf_span_around (ANF_SPAN_MONTH, day);
  g_date_clear (&from, 1);
  g_date_set_julian (&from, month.first);
  anf_period_next_monthly (&from, of, &found);
  return g_date_get_julian (&found);
}

/* 每月23日之前: what is told on the 23rd began on the 24th of the month before. */
static void
set_counted (AnfReportSpan *span, int due_day)
{
  span->counted = span->measured;
  if (due_day == 0)
    return;
  const guint32 last = day_of_month (span->measured.first, due_day);
  const guint32 before = day_of_month (span->measured.first - 1, due_day);
  span->counted = (AnfSpan){ ANF_SPAN_DAYS, before + 1, last };
  span->measured = anf_span_cut (&span->measured, last);
}

static gboolean
find_phase (const AnfScheme *scheme, const char *id, AnfReportSpan *span, GError **error)
{
  GPtrArray *phases = anf_scheme_get_phases (scheme);
  g_autoptr (GString) known = g_string_new (NULL);
  for (guint i = 0; i < phases->len; i++)
    {
      const AnfSchemePhase *phase = phases->pdata[i];
      g_string_append_printf (known, "%s%s %s", i > 0 ? _ (", ") : "", phase->id, phase->name);
      if (g_strcmp0 (phase->id, id) != 0 || phase->first == 0 || phase->last < phase->first)
        continue;
      span->counted = (AnfSpan){ ANF_SPAN_DAYS, phase->first, phase->last };
      span->measured = span->counted;
      span->period = g_strdup (phase->id);
      return TRUE;
    }
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("period: name a phase of the scheme that has dates: %s"), known->str);
}

static int
get_due_day (const AnfScheme *scheme, AnfReportKind kind)
{
  const AnfSchemeReport *report = kind == ANF_REPORT_MONTHLY ? find_report (scheme, kind) : NULL;
  return report != NULL ? report->due_day : 0;
}

/* The last one that is over; of a month with a report day, over on that day. */
static void
find_last (AnfReportKind kind, int due_day, guint32 today, AnfReportSpan *span)
{
  span->measured = anf_span_around (kinds[kind].span, today);
  if (due_day == 0 ? today < span->measured.last : today < day_of_month (today, due_day))
    span->measured = anf_span_before (&span->measured);
}

static gboolean
check_over (const AnfReportSpan *span, guint32 today, GError **error)
{
  if (span->counted.last <= today)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_STATE,
                          _ ("the period %s is not over: its report is made on its last day or "
                             "after it, and stays as it is then"),
                          span->period);
}

gboolean
anf_report_span_find (const AnfScheme *scheme,
                      AnfReportKind kind,
                      const char *period,
                      guint32 today,
                      AnfReportSpan *span,
                      GError **error)
{
  const int due_day = get_due_day (scheme, kind);
  if (kind == ANF_REPORT_PHASE)
    return find_phase (scheme, period, span, error) && check_over (span, today, error);
  if (period == NULL)
    find_last (kind, due_day, today, span);
  else if (!anf_span_parse (period, &span->measured, error))
    return FALSE;
  else if (span->measured.kind != kinds[kind].span)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("period: %s is no period of a report of this kind"), period);
  span->period = anf_span_format (&span->measured);
  set_counted (span, due_day);
  return check_over (span, today, error);
}
