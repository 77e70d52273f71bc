/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-risk.h"

#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

static void
clear_risk (gpointer data)
{
  anf_scoring_free (((AnfRisk *)data)->rule);
}

AnfRisk *
anf_risk_ref (AnfRisk *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
anf_risk_unref (AnfRisk *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear_risk);
}

AnfRisk *
anf_risk_new (JsonObject *object, GError **error)
{
  g_autoptr (AnfRisk) self = g_atomic_rc_box_new0 (AnfRisk);
  JsonArray *items = NULL;
  gint64 months = 0;
  if (!anf_json_get_int (object, "months", &months, error)
      || !anf_json_get_array (object, "items", &items, error))
    return NULL;
  if (months < 1 || months > ANF_RISK_MONTHS_MAX)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("“months” must be 1 to %d"),
                       ANF_RISK_MONTHS_MAX);
      return NULL;
    }
  self->months = (int)months;
  self->rule = anf_scoring_new_items (items, error);
  return self->rule != NULL ? g_steal_pointer (&self) : NULL;
}

AnfSpan
anf_risk_get_window (const AnfRisk *self, guint32 today)
{
  GDate from;
  g_date_clear (&from, 1);
  g_date_set_julian (&from, today);
  g_date_subtract_months (&from, (guint)self->months);
  return (AnfSpan){ ANF_SPAN_DAYS, g_date_get_julian (&from) + 1, today };
}

static int
compare_scores (gconstpointer a, gconstpointer b)
{
  const AnfScore *one = a;
  const AnfScore *other = b;
  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  return strcmp (one->unit, other->unit);
}

void
anf_risk_rank (GArray *scores)
{
  g_array_sort (scores, compare_scores);
}
