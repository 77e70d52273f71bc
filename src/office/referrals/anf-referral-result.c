/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* What the body answered (domain.md E.5), and what was put right of that: the answers stay in the
   order in which they were recorded, and one that corrects takes the place of the last before it.
 */

#include "anf-referral-result.h"

#include "anf-clocks.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-orders.h"
#include "anf-referral-hold.h"
#include "anf-referrals.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* Of one referral, corrections included. */
#define RESULTS_MAX 100

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

/* In which state @standing, the answers that hold, leave it. */
static const char *
find_state (const GPtrArray *standing)
{
  const gsize last = standing->len > 0 ? find_outcome (standing->pdata[standing->len - 1]) : 0;
  /* What was returned has been sent and received again since. */
  return standing->len == 0 || strcmp (outcomes[last].outcome, "returned") == 0
             ? "received"
             : outcomes[last].state;
}

/* As if the last answer had not been recorded. What went on from it is not undone: once its
   findings are with the body again, they must not be with another by now. */
static gboolean
take_back (AnfWork *work, AnfItem *referral, GPtrArray *standing, GError **error)
{
  const gsize last = standing->len > 0 ? find_outcome (standing->pdata[standing->len - 1]) : 0;
  if (standing->len == 0 || strcmp (referral->record->state, outcomes[last].state) != 0)
    return anf_error_throw (
        error, ANF_ERROR_STATE, _ ("referral %s is %s: there is no answer that can be put right"),
        referral->record->number, anf_word_state ("referral", referral->record->state));
  if (outcomes[last].ends && !outcomes[find_outcome (work->call->body)].ends
      && !anf_referral_check_are_free (work, referral->doc, error))
    return FALSE;
  anf_clocks_resume (anf_order_get_clocks (referral), "referral");
  g_ptr_array_remove_index (standing, standing->len - 1);
  g_free (referral->record->state);
  referral->record->state = g_strdup (find_state (standing));
  return TRUE;
}

/* When the answer came, @at (out): not before the body had the referral, nor before what it had
   answered already. */
static gboolean
find_arrival (
    AnfWork *work, const AnfItem *referral, const GPtrArray *standing, gint64 *at, GError **error)
{
  GDate first;
  GDate before;
  if (!anf_letter_find_day (anf_json_peek_object (referral->doc, "received"), &first, error))
    return FALSE;
  if (standing->len > 0)
    {
      if (!anf_letter_find_day (standing->pdata[standing->len - 1], &before, error))
        return FALSE;
      if (g_date_compare (&before, &first) > 0)
        first = before;
    }
  return anf_order_find_arrival (
      work, &first, _ (" is after today, or before the body had the referral or answered last"), at,
      error);
}

/* Sent again, a correction would take its own place each time. */
static gboolean
is_repeat (JsonObject *body, JsonObject *referral)
{
  static const char *const members[] = { "outcome", "disposal", "received_on", "corrects" };
  JsonObject *last = anf_json_peek_object (referral, "result");
  if (last == NULL || !json_object_has_member (body, "corrects"))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_strcmp0 (anf_json_peek_string (body, members[i]), anf_json_peek_string (last, members[i]))
        != 0)
      return FALSE;
  return TRUE;
}

static gboolean
record (AnfWork *work, AnfItem *referral, const char *event, GError **error)
{
  JsonObject *body = work->call->body;
  const gboolean corrects = json_object_has_member (body, "corrects");
  JsonArray *results = anf_json_peek_array (referral->doc, "results");
  g_autoptr (GPtrArray) standing = anf_referral_list_results (referral->doc);
  gint64 at = 0;
  if (results != NULL && json_array_get_length (results) >= RESULTS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                            _ ("referral %s has %d answers and corrections: that is all it takes"),
                            referral->record->number, RESULTS_MAX);
  if ((corrects && !take_back (work, referral, standing, error))
      || !anf_referral_step (work, referral, event, error)
      || !find_arrival (work, referral, standing, &at, error))
    return FALSE;
  json_object_set_object_member (referral->doc, "result", anf_work_act_with (work));
  anf_order_append (referral->doc, "results", anf_work_act_with (work));
  if (outcomes[find_outcome (body)].ends)
    anf_clocks_meet (anf_order_get_clocks (referral), "referral", at);
  return anf_order_finish (work, referral, corrects ? "result_corrected" : "result", error);
}

gboolean
anf_referrals_result (AnfWork *work, GError **error)
{
  JsonObject *body = work->call->body;
  const char *outcome = NULL;
  if (!anf_json_get_string (body, "outcome", &outcome, error)
      || !check_words (body, outcome, error))
    return FALSE;
  g_autofree char *event = g_strdup_printf ("result:%s", outcome);
  g_autoptr (AnfItem) item = anf_referral_find_checked (work, error);
  if (item == NULL)
    return FALSE;
  if (!is_repeat (body, item->doc))
    return record (work, item, event, error);
  anf_work_reply_item (work, 200, item);
  return TRUE;
}
