/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* 催询函 (domain.md E.5): when a discipline body has not answered in time it is asked, in a letter
   of its own number, how things stand. It is no step of the ladder: who answers to nobody here is
   ranked by nobody here. */

#include "anf-clock.h"
#include "anf-clocks.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-orders.h"
#include "anf-referral-hold.h"
#include "anf-referrals.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
word_dates (AnfItem *referral, AnfLetterDraft *draft, AnfLetter *letter, GError **error)
{
  JsonObject *doc = referral->doc;
  JsonObject *clock = anf_clocks_find (anf_order_get_clocks (referral), "referral");
  GDate due;
  g_autofree char *sent = anf_letter_dup_day (anf_json_peek_object (doc, "sent"), error);
  g_autofree char *received
      = sent != NULL ? anf_letter_dup_day (anf_json_peek_object (doc, "received"), error) : NULL;
  if (received == NULL || !anf_date_parse (anf_json_peek_string (clock, "due"), &due, error))
    return FALSE;
  g_autofree char *last = anf_date_describe (&due);
  letter->basis = anf_letter_draft_keep (
      draft, g_strdup_printf ("我单位于%s以%s向你单位移送问题线索%u条，你单位于%s接收", sent,
                              referral->record->number, draft->findings->len, received));
  letter->rectify
      = anf_letter_draft_keep (draft, g_strdup_printf ("原函商请于%s前书面反馈处理结果", last));
  return TRUE;
}

static gboolean
fill (AnfWork *work, AnfItem *referral, AnfLetterDraft *draft, AnfLetter *letter, GError **error)
{
  JsonObject *doc = referral->doc;
  JsonObject *contact = anf_json_peek_object (doc, "contact");
  const AnfSchemeOffice *office = anf_letter_find_office (draft->scheme, error);
  if (office == NULL
      || !anf_letter_draft_add_findings (draft, anf_json_peek_array (doc, "findings"), error)
      || !word_dates (referral, draft, letter, error))
    return FALSE;
  const char *phone = contact != NULL ? anf_json_peek_string (contact, "phone") : NULL;
  const char *name = contact != NULL ? anf_json_peek_string (contact, "name") : NULL;
  letter->kind = ANF_LETTER_INQUIRY;
  letter->organ = office->organ;
  letter->contact_phone = phone != NULL ? phone : office->contact_phone;
  letter->contact_name = name != NULL ? name : office->contact_name;
  letter->addressee = anf_letter_draft_find_unit (draft, referral->record->unit, error);
  letter->findings = (const AnfLetterFinding *)(gpointer)draft->findings->data;
  letter->n_findings = draft->findings->len;
  anf_time_local_date (work->now, &letter->date);
  return letter->addressee != NULL;
}

static JsonObject *
issue (AnfWork *work, AnfItem *referral, const char *number, GError **error)
{
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, referral->record->scheme, error);
  if (scheme == NULL)
    return NULL;
  g_auto (AnfLetterDraft) draft = { 0 };
  anf_letter_draft_init (&draft, work, scheme);
  AnfLetter letter = { .number = number };
  return fill (work, referral, &draft, &letter, error)
             ? anf_letter_render_kept (work, &letter, error)
             : NULL;
}

/* Whose time has not run out is not asked. */
static gboolean
check_is_late (AnfWork *work, AnfItem *referral, GError **error)
{
  JsonObject *clock = anf_clocks_find (anf_order_get_clocks (referral), "referral");
  const char *due = clock != NULL ? anf_json_peek_string (clock, "due") : NULL;
  GDate today;
  anf_time_local_date (work->now, &today);
  if (due == NULL)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("referral %s has no day by which an answer is due"),
                            referral->record->number);
  return anf_clocks_is_overdue (clock, &today)
         || anf_error_throw (error, ANF_ERROR_STATE,
                             _ ("referral %s: the answer is due on %s: ask after that day"),
                             referral->record->number, due);
}

static JsonObject *
find_inquiry (AnfItem *referral, const char *number)
{
  JsonArray *inquiries = anf_json_peek_array (referral->doc, "inquiries");
  for (guint i = inquiries != NULL ? json_array_get_length (inquiries) : 0; i > 0; i--)
    {
      JsonObject *inquiry = json_array_get_object_element (inquiries, i - 1);
      if (number == NULL || g_strcmp0 (anf_json_peek_string (inquiry, "number"), number) == 0)
        return inquiry;
    }
  return NULL;
}

static gboolean
check_was_not_today (AnfWork *work, AnfItem *referral, GError **error)
{
  JsonObject *last = find_inquiry (referral, NULL);
  gint64 at = 0;
  GDate day;
  GDate today;
  if (last == NULL)
    return TRUE;
  if (!anf_time_parse (anf_json_peek_string (last, "at"), &at, error))
    return FALSE;
  anf_time_local_date (at, &day);
  anf_time_local_date (work->now, &today);
  return g_date_compare (&day, &today) != 0
         || anf_error_throw (error, ANF_ERROR_STATE, _ ("the body was asked today already, by %s"),
                             anf_json_peek_string (last, "number"));
}

gboolean
anf_referrals_inquire (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) referral = anf_work_find (work, ANF_NOUN_REFERRAL, work->call->id, error);
  if (referral == NULL || !anf_referral_check (work, referral, error)
      || !anf_referral_step (work, referral, "inquire", error)
      || !check_is_late (work, referral, error) || !check_was_not_today (work, referral, error))
    return FALSE;
  g_autofree char *number = anf_referral_take_number (work, referral, error);
  JsonObject *letter = number != NULL ? issue (work, referral, number, error) : NULL;
  if (letter == NULL)
    return FALSE;
  g_autofree char *sha256 = g_strdup (anf_json_peek_string (letter, "sha256"));
  JsonObject *inquiry = anf_work_act (work);
  json_object_set_string_member (inquiry, "number", number);
  json_object_set_object_member (inquiry, "letter", letter);
  anf_order_append (referral->doc, "inquiries", inquiry);
  if (!anf_work_save (work, referral, "inquired", sha256, error))
    return FALSE;
  anf_work_reply_item (work, 200, referral);
  return TRUE;
}

gboolean
anf_referrals_get_inquiry (AnfWork *work, GError **error)
{
  const char *number = anf_work_get_query (work, "number");
  g_autoptr (AnfItem) referral = anf_work_find (work, ANF_NOUN_REFERRAL, work->call->id, error);
  if (referral == NULL || !anf_referral_check (work, referral, error))
    return FALSE;
  JsonObject *inquiry = find_inquiry (referral, number);
  if (inquiry == NULL)
    return anf_error_throw (
        error, ANF_ERROR_STATE,
        _ ("of referral %s there is no such inquiry: the liaison makes one when "
           "the answer is late"),
        referral->record->number != NULL ? referral->record->number : referral->record->id);
  return anf_work_reply_blob (
      work, anf_json_peek_string (anf_json_peek_object (inquiry, "letter"), "sha256"),
      "application/pdf", g_strdup_printf ("%s.pdf", anf_json_peek_string (inquiry, "number")),
      error);
}
