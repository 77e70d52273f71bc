/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-hold.h"

#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"

#include <glib/gi18n.h>

gboolean
anf_referral_is_held (const AnfItem *referral)
{
  return anf_json_peek_bool (referral->doc, ANF_HOLD_FLAG);
}

/* Returns: (transfer full) (nullable) in @by: the referral under which @finding is held */
static gboolean
find_holder (AnfWork *work, const char *finding, AnfItem **by, GError **error)
{
  const AnfRecordsQuery query = { .link_kind = "finding", .link_target = finding };
  g_autoptr (GPtrArray) referrals = anf_work_list (work, ANF_NOUN_REFERRAL, &query, error);
  for (guint i = 0; referrals != NULL && *by == NULL && i < referrals->len; i++)
    if (anf_referral_is_held (referrals->pdata[i]))
      *by = g_ptr_array_steal_index (referrals, i);
  return referrals != NULL;
}

static gboolean
find_any (AnfWork *work, JsonArray *findings, char **finding, AnfItem **by, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (findings);
  for (gsize i = 0; *by == NULL && ids[i] != NULL; i++)
    {
      if (!find_holder (work, ids[i], by, error))
        return FALSE;
      if (*by == NULL)
        continue;
      g_autoptr (AnfRecord) record = anf_records_find (work->tx, ANF_NOUN_FINDING, ids[i], error);
      if (record == NULL)
        return FALSE;
      *finding = g_strdup (record->number);
    }
  return TRUE;
}

gboolean
anf_hold_find (AnfWork *work, JsonArray *findings, gboolean *held, GError **error)
{
  g_autofree char *finding = NULL;
  g_autoptr (AnfItem) by = NULL;
  if (!find_any (work, findings, &finding, &by, error))
    return FALSE;
  *held = by != NULL;
  return TRUE;
}

gboolean
anf_hold_check (AnfWork *work, JsonArray *findings, GError **error)
{
  g_autofree char *finding = NULL;
  g_autoptr (AnfItem) by = NULL;
  if (!find_any (work, findings, &finding, &by, error))
    return FALSE;
  if (by == NULL)
    return TRUE;
  if (!anf_facts_check_referral_read (work, by->doc, NULL))
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("this matter is on hold for now: ask who signs for the office"));
  return anf_error_throw (error, ANF_ERROR_STATE,
                          _ ("finding %s is on hold, as the body asked that has referral %s: this "
                             "can go on when the liaison has released it"),
                          finding, by->record->number);
}
