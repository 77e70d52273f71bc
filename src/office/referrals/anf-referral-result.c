/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* What the body answered (domain.md E.5), and what was put right of that: the answers stay in the
   order in which they were recorded, and one that corrects takes the place of the last before it.
 */

#include "anf-referral-result.h"

#include "anf-clocks.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-orders.h"
#include "anf-referral-hold.h"
#include "anf-referrals.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* Which state an answer leads to, and whether it ends what the body was to do in time. */
static const struct
{
  const char *outcome;
  const char *state;
  gboolean ends;
} outcomes[] = {
  { "accepted", "accepted", FALSE },       { "returned", "returned_for_supplement", FALSE },
  { "declined", "declined", TRUE },        { "handling", "handling", FALSE },
  { "reported", "result_reported", TRUE },
};

static gsize
find_outcome (JsonObject *result)
{
  const char *outcome = anf_json_peek_string (result, "outcome");
  gsize i = 0;
  while (i + 1 < G_N_ELEMENTS (outcomes) && g_strcmp0 (outcomes[i].outcome, outcome) != 0)
    i++;
  return i;
}

GPtrArray *
anf_referral_list_results (JsonObject *referral)
{
  GPtrArray *list = g_ptr_array_new ();
  JsonArray *results = anf_json_peek_array (referral, "results");
  for (guint i = 0; results != NULL && i < json_array_get_length (results); i++)
    {
      JsonObject *result = json_array_get_object_element (results, i);
      if (json_object_has_member (result, "corrects") && list->len > 0)
        g_ptr_array_remove_index (list, list->len - 1);
      g_ptr_array_add (list, result);
    }
  return list;
}

/* What the register of referrals says of it is read by others. */
static gboolean
check_words (JsonObject *body, const char *outcome, GError **error)
{
  static const char *const told[] = { "reported", "returned", NULL };
  if (json_object_has_member (body, "corrects") && !anf_json_has_words (body, "corrects"))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("corrects: say what was wrong with the answer recorded before"));
  return !g_strv_contains (told, outcome) || anf_json_has_words (body, "disposal")
         || anf_error_throw (
             error, ANF_ERROR_INVALID,
             _ ("disposal: say what the body told: how it dealt with the matter, or "
                "what is missing"));
}

/* In which state it was before the last of @list was recorded. */
static const char *
find_state_before (GPtrArray *list)
{
  const gsize other = list->len > 1 ? find_outcome (list->pdata[list->len - 2]) : 0;
  /* What was returned has been sent and received again since. */
  return list->len < 2 || strcmp (outcomes[other].outcome, "returned") == 0 ? "received"
                                                                            : outcomes[other].state;
}

/* As if the last answer had not been recorded. What went on from it is not undone: once its
   findings are with the body again, they must not be with another by now. */
static gboolean
take_back (AnfWork *work, AnfItem *referral, GError **error)
{
  g_autoptr (GPtrArray) list = anf_referral_list_results (referral->doc);
  const gsize last = list->len > 0 ? find_outcome (list->pdata[list->len - 1]) : 0;
  if (list->len == 0 || strcmp (referral->record->state, outcomes[last].state) != 0)
    return anf_error_throw (
        error, ANF_ERROR_STATE, _ ("referral %s is %s: there is no answer that can be put right"),
        referral->record->number, anf_word_state ("referral", referral->record->state));
  if (outcomes[last].ends && !outcomes[find_outcome (work->call->body)].ends
      && !anf_referral_check_are_free (work, referral->doc, error))
    return FALSE;
  anf_clocks_resume (anf_order_get_clocks (referral), "referral");
  g_free (referral->record->state);
  referral->record->state = g_strdup (find_state_before (list));
  return TRUE;
}

gboolean
anf_referrals_result (AnfWork *work, GError **error)
{
  JsonObject *body = work->call->body;
  const char *outcome = NULL;
  gint64 at = 0;
  if (!anf_json_get_string (body, "outcome", &outcome, error)
      || !check_words (body, outcome, error))
    return FALSE;
  g_autofree char *event = g_strdup_printf ("result:%s", outcome);
  const gboolean corrects = json_object_has_member (body, "corrects");
  g_autoptr (AnfItem) item = anf_referral_find_checked (work, error);
  if (item == NULL || (corrects && !take_back (work, item, error))
      || !anf_referral_step (work, item, event, error)
      || !anf_order_find_receipt (work, anf_json_peek_object (item->doc, "sent"), &at, error))
    return FALSE;
  json_object_set_object_member (item->doc, "result", anf_work_act_with (work));
  anf_order_append (item->doc, "results", anf_work_act_with (work));
  if (outcomes[find_outcome (body)].ends)
    anf_clocks_meet (anf_order_get_clocks (item), "referral", at);
  return anf_order_finish (work, item, corrects ? "result_corrected" : "result", error);
}
