/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-referral-hold.h"

#include "anf-calendar.h"
#include "anf-error.h"
#include "anf-hold.h"
#include "anf-json.h"
#include "anf-orders.h"
#include "anf-period.h"
#include "anf-referrals.h"

#include <glib/gi18n.h>

#include <string.h>

static JsonObject *
find_last (const AnfItem *referral)
{
  JsonArray *holds = anf_json_peek_array (referral->doc, "holds");
  const guint count = holds != NULL ? json_array_get_length (holds) : 0;
  return count > 0 ? json_array_get_object_element (holds, count - 1) : NULL;
}

void
anf_referral_take_hold (AnfItem *referral, AnfItem *before)
{
  if (!anf_referral_is_held (before))
    return;
  json_object_remove_member (before->doc, ANF_HOLD_FLAG);
  json_object_set_boolean_member (referral->doc, ANF_HOLD_FLAG, TRUE);
  anf_order_append (referral->doc, "holds", anf_json_copy_object (find_last (before)));
}

/* Nobody has asked yet on a day that is still to come. */
static gboolean
check_day (AnfWork *work, GError **error)
{
  const char *text = anf_json_peek_string (work->call->body, "asked_on");
  GDate day;
  GDate today;
  if (text == NULL)
    return TRUE;
  if (!anf_date_parse (text, &day, error))
    return FALSE;
  anf_time_local_date (work->now, &today);
  return g_date_compare (&day, &today) <= 0
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("asked_on: %s is still to come"), text);
}

gboolean
anf_referral_step (AnfWork *work, AnfItem *referral, const char *event, GError **error)
{
  static const char *const held[] = { "hold", "archive", NULL };
  static const char *const loose[] = { "release", NULL };
  const char *const *idle = anf_referral_is_held (referral) ? held : loose;
  const char *absent[G_N_ELEMENTS (held)] = { NULL };
  guint count = 0;
  for (gsize i = 0; idle[i] != NULL; i++)
    if (strcmp (idle[i], event) != 0)
      absent[count++] = idle[i];
  return anf_work_step_without (work, ANF_MACHINE_REFERRAL, referral, event, absent, error);
}

static AnfItem *
begin (AnfWork *work, const char *event, GError **error)
{
  g_autoptr (AnfItem) referral = anf_work_find (work, ANF_NOUN_REFERRAL, work->call->id, error);
  if (referral == NULL || !anf_referral_check (work, referral, error))
    return NULL;
  const gboolean held = anf_referral_is_held (referral);
  const gboolean again = held == (strcmp (event, "hold") == 0);
  if (!anf_referral_step (work, referral, event, error) || !check_day (work, error))
    return NULL;
  if (!again)
    return g_steal_pointer (&referral);
  anf_error_throw (error, ANF_ERROR_STATE,
                   held ? _ ("referral %s is on hold already") : _ ("referral %s is not on hold"),
                   referral->record->number);
  return NULL;
}

gboolean
anf_referrals_hold (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) referral = begin (work, "hold", error);
  if (referral == NULL)
    return FALSE;
  json_object_set_boolean_member (referral->doc, ANF_HOLD_FLAG, TRUE);
  anf_order_append (referral->doc, "holds", anf_work_act_with (work));
  return anf_order_finish (work, referral, "held", error);
}

gboolean
anf_referrals_release (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) referral = begin (work, "release", error);
  if (referral == NULL)
    return FALSE;
  json_object_remove_member (referral->doc, ANF_HOLD_FLAG);
  json_object_set_object_member (find_last (referral), "released", anf_work_act_with (work));
  return anf_order_finish (work, referral, "released", error);
}
