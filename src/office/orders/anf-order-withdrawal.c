/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* 撤销通知 (domain.md E.4, 19): whoever has a letter with its number is told in another that it
   holds no more. The signer's withdrawal is the signature; the clerk gives it the next number of
   the same series, and what is issued is kept and logged as the letter itself was. */

#include "anf-accountable.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-number.h"
#include "anf-numbers.h"
#include "anf-orders.h"

#include <glib/gi18n.h>

#include <string.h>

/* What becomes of its findings. */
static const char *
word_consequence (const AnfOrderKind *kind)
{
  if (kind->carries)
    return "上述问题不再依据该文书整改；需要继续整改的，我单位将另行发文。";
  return kind->to_unit ? "上述问题的整改仍按原交办文书的要求执行。" : "请不再依据该文书作出处理。";
}

static gboolean
find_day (JsonObject *doc, const char *act, GDate *day, GError **error)
{
  gint64 at = 0;
  if (!anf_time_parse (anf_json_peek_string (anf_json_peek_object (doc, act), "at"), &at, error))
    return FALSE;
  anf_time_local_date (at, day);
  return TRUE;
}

static gboolean
fill (AnfItem *order, const char *number, AnfLetterDraft *draft, AnfLetter *letter, GError **error)
{
  JsonObject *doc = order->doc;
  JsonObject *contact = anf_json_peek_object (doc, "contact");
  const AnfSchemeOffice *office = anf_letter_find_office (draft->scheme, error);
  const char *to = anf_json_peek_string (doc, "to");
  GDate issued;
  if (office == NULL || !find_day (doc, "signed", &issued, error)
      || !find_day (doc, "withdrawn", &letter->date, error))
    return FALSE;
  g_autofree char *day = anf_date_describe (&issued);
  letter->kind = ANF_LETTER_WITHDRAWAL;
  /* Whose letter it was takes it back. */
  letter->organ = anf_letter_find_organ (office, anf_json_peek_string (doc, "kind"));
  letter->number = number;
  letter->title = anf_letter_draft_keep (
      draft, g_strdup_printf ("关于撤销%s文书的通知", order->record->number));
  letter->basis = anf_letter_draft_keep (
      draft, g_strdup_printf ("%s的《%s》（%s）", day, anf_json_peek_string (doc, "title"),
                              order->record->number));
  letter->grounds = anf_json_peek_string (anf_json_peek_object (doc, "withdrawn"), "reason");
  letter->summary = word_consequence (anf_order_get_kind (order));
  letter->contact_name = contact != NULL ? anf_json_peek_string (contact, "name") : NULL;
  letter->contact_phone = contact != NULL ? anf_json_peek_string (contact, "phone") : NULL;
  draft->copy_to = anf_facts_dup_strings (anf_json_peek_array (doc, "copy_to"));
  letter->copy_to = (const char *const *)draft->copy_to;
  letter->unit = anf_letter_draft_find_unit (draft, order->record->unit, error);
  letter->addressee = to != NULL ? to : letter->unit;
  if (letter->unit == NULL
      || !anf_letter_draft_add_findings (draft, anf_json_peek_array (doc, "findings"), error))
    return FALSE;
  letter->findings = (const AnfLetterFinding *)(gpointer)draft->findings->data;
  letter->n_findings = draft->findings->len;
  return TRUE;
}

/* In the year of 成文日期, the day of the withdrawal. */
static JsonObject *
take_number (AnfWork *work, AnfItem *order, GError **error)
{
  JsonObject *own = anf_json_peek_object (order->doc, "number");
  const char *word = anf_json_peek_string (own, "word");
  GDate day;
  if (!find_day (order->doc, "withdrawn", &day, error))
    return NULL;
  const int year = g_date_get_year (&day);
  g_autofree char *series = g_strdup_printf ("letter %s %d", word, year);
  const gint64 sequence = anf_numbers_take (work->tx, series, error);
  if (sequence == 0)
    return NULL;
  g_autofree char *text = anf_number_format_document (word, year, sequence);
  JsonObject *number = json_object_new ();
  json_object_set_string_member (number, "word", word);
  json_object_set_int_member (number, "year", year);
  json_object_set_int_member (number, "seq", sequence);
  json_object_set_string_member (number, "text", text);
  return number;
}

static JsonObject *
issue (AnfWork *work, AnfItem *order, const char *number, GError **error)
{
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, order->record->scheme, error);
  if (scheme == NULL)
    return NULL;
  g_auto (AnfLetterDraft) draft = { 0 };
  anf_letter_draft_init (&draft, work, scheme);
  AnfLetter letter = { 0 };
  return fill (order, number, &draft, &letter, error)
             ? anf_letter_render_kept (work, &letter, error)
             : NULL;
}

static gboolean
check_is_due (const AnfItem *order, GError **error)
{
  JsonObject *withdrawn = anf_json_peek_object (order->doc, "withdrawn");
  if (order->record->number == NULL || withdrawn == NULL)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("order %s was never given a number and withdrawn: nobody has to be "
                               "told"),
                            order->record->number != NULL ? order->record->number
                                                          : order->record->id);
  return !json_object_has_member (withdrawn, "letter")
         || anf_error_throw (
             error, ANF_ERROR_STATE, _ ("the withdrawal of %s was issued already, as %s"),
             order->record->number,
             anf_json_peek_string (anf_json_peek_object (withdrawn, "number"), "text"));
}

gboolean
anf_orders_issue_withdrawal (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !check_is_due (order, error)
      || !anf_order_move (work, order, "withdrawal", error))
    return FALSE;
  g_autoptr (JsonObject) number = take_number (work, order, error);
  JsonObject *kept
      = number != NULL ? issue (work, order, anf_json_peek_string (number, "text"), error) : NULL;
  if (kept == NULL)
    return FALSE;
  JsonObject *withdrawn = anf_json_peek_object (order->doc, "withdrawn");
  g_autofree char *sha256 = g_strdup (anf_json_peek_string (kept, "sha256"));
  json_object_set_object_member (withdrawn, "number", g_steal_pointer (&number));
  json_object_set_object_member (withdrawn, "letter", kept);
  json_object_set_object_member (withdrawn, "issued", anf_work_act (work));
  if (!anf_work_save (work, order, "withdrawal_issued", sha256, error))
    return FALSE;
  anf_work_reply_item (work, 200, order);
  return TRUE;
}

gboolean
anf_orders_get_withdrawal (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_accountable_check_reader (work, order->doc, error))
    return FALSE;
  JsonObject *withdrawn = anf_json_peek_object (order->doc, "withdrawn");
  JsonObject *letter = withdrawn != NULL ? anf_json_peek_object (withdrawn, "letter") : NULL;
  if (letter == NULL)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("no withdrawal of order %s was issued: the clerk does, once the "
                               "signer has withdrawn it"),
                            order->record->number != NULL ? order->record->number
                                                          : order->record->id);
  return anf_work_reply_blob (
      work, anf_json_peek_string (letter, "sha256"), "application/pdf",
      g_strdup_printf ("%s.pdf",
                       anf_json_peek_string (anf_json_peek_object (withdrawn, "number"), "text")),
      error);
}
