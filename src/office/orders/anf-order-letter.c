/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accountable-draft.h"
#include "anf-accountable.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-number.h"
#include "anf-numbers.h"
#include "anf-order-beside.h"
#include "anf-order-press.h"
#include "anf-paper-reply.h"
#include "anf-period.h"
#include "anf-recurrence.h"
#include "anf-unit-leaders.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* What is due at the end of the limit. */
static const char *
name_outcome (const AnfOrderKind *kind)
{
  if (kind->machine == ANF_MACHINE_DECISION)
    return strcmp (kind->name, "decision") == 0 ? "向我单位书面报告执行情况"
                                                : "向我单位书面报告采纳情况";
  if (kind->machine != ANF_MACHINE_NOTICE)
    return kind->carries ? "完成，并向我单位报送整改报告" : "完成整改，并向我单位报送整改报告";
  return kind->to_unit ? "向我单位书面报告办理情况" : "将处理结果函告我单位";
}

/* What the letter calls itself. */
static const char *
name_letter (const AnfOrderKind *kind)
{
  if (kind->machine == ANF_MACHINE_DECISION)
    return strcmp (kind->name, "decision") == 0 ? "决定" : "建议";
  return kind->carries ? "通知" : "函";
}

static gboolean
describe_rectify (AnfItem *order, AnfLetterDraft *draft, const char **text, GError **error)
{
  JsonObject *rectify = anf_json_peek_object (order->doc, "rectify");
  const char *outcome = name_outcome (anf_order_get_kind (order));
  if (rectify == NULL)
    return TRUE;
  const char *date = anf_json_peek_string (rectify, "date");
  if (date != NULL)
    {
      GDate due;
      if (!anf_date_parse (date, &due, error))
        return FALSE;
      g_autofree char *day = anf_date_describe (&due);
      *text = anf_letter_draft_keep (draft, g_strdup_printf ("%s前（含当日）%s。", day, outcome));
      return TRUE;
    }
  AnfPeriod period;
  const char *rule = NULL;
  if (!anf_json_get_string (rectify, "period", &rule, error)
      || !anf_period_parse (rule, &period, error))
    return FALSE;
  g_autofree char *words = anf_period_format_chinese (&period);
  *text = anf_letter_draft_keep (
      draft, g_strdup_printf ("自签收本%s的次日起计算，%s内%s。%s",
                              name_letter (anf_order_get_kind (order)), words, outcome,
                              period.unit == ANF_PERIOD_WORKING_DAYS
                                  ? ""
                                  : "期限最后一日是法定休假日的，顺延至休假日结束的次日。"));
  return TRUE;
}

static void
describe_plan (AnfLetterDraft *draft, const char **text)
{
  const AnfSchemeClock *clock = anf_scheme_find_clock (draft->scheme, "plan");
  if (clock == NULL)
    return;
  g_autofree char *words = anf_period_format_chinese (&clock->period);
  *text = anf_letter_draft_keep (
      draft,
      g_strdup_printf (
          "自签收本通知的次日起计算，%s内制定整改方案，明确整改期限和标准，报送我单位。", words));
}

/* To whom, how and within what time (domain.md D.1): whoever is not told of the limit loses the
   right without knowing. */
static void
describe_objection (AnfLetterDraft *draft, const char **text)
{
  const AnfSchemeClock *clock = anf_scheme_find_clock (draft->scheme, "negotiate");
  g_autofree char *within = anf_period_format_chinese (anf_order_get_return_period (draft->scheme));
  g_autofree char *settled = clock != NULL ? anf_period_format_chinese (&clock->period) : NULL;
  *text = anf_letter_draft_keep (
      draft,
      g_strdup_printf (
          "认为问题不属于你单位职责的，应当自签收本通知的次日起%s内书面向我单位提出，说明理由和"
          "建议的承办单位，逾期未提出的视为接收；对问题事实有异议的，应当书面向我单位提出并说明理由"
          "。"
          "%s%s%s",
          within, settled != NULL ? "我单位自收到异议的次日起" : "", settled != NULL ? settled : "",
          settled != NULL ? "内组织双方协商。" : ""));
}

/* 成文日期 is the day on which the letter was signed; a draft is written as if that were @now. */
static gboolean
set_date (AnfItem *order, gint64 now, GDate *date, GError **error)
{
  gint64 at = now;
  JsonObject *act = anf_json_peek_object (order->doc, "signed");
  if (act != NULL && !anf_time_parse (anf_json_peek_string (act, "at"), &at, error))
    return FALSE;
  anf_time_local_date (at, date);
  return TRUE;
}

/* 责任领导 (domain.md D.1): of a letter that asks the unit to mend something. */
static gboolean
describe_leaders (AnfItem *order, AnfLetterDraft *draft, const char **text, GError **error)
{
  g_autoptr (JsonObject) leaders = NULL;
  if (!anf_order_is_rectification (order))
    return TRUE;
  if (!anf_unit_leaders_of_order (draft->work, order, &leaders, error))
    return FALSE;
  if (leaders != NULL)
    *text = anf_letter_draft_keep (draft, anf_unit_leaders_describe (leaders));
  return TRUE;
}

/* Of what an order carries, that it came back; of what a letter beside it tells, what was done. */
static gboolean
describe_course (AnfItem *order, AnfLetterDraft *draft, AnfLetter *letter, GError **error)
{
  if (!anf_order_is_rectification (order))
    return anf_order_press (order, draft, letter, error);
  for (guint i = 0; i < draft->findings->len; i++)
    if (!anf_recurrence_describe (draft, draft->docs->pdata[i],
                                  &g_array_index (draft->findings, AnfLetterFinding, i).handling,
                                  error))
      return FALSE;
  return TRUE;
}

/* What the letter says is enclosed, its 附件说明 names (GB/T 9704 7.3.4). */
static char **
dup_attachments (const AnfItem *order)
{
  static const char reply[] = "办理情况反馈单";
  const char *kind = anf_order_get_kind (order)->name;
  g_auto (GStrv) given = anf_facts_dup_strings (anf_json_peek_array (order->doc, "attachments"));
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  if ((g_str_equal (kind, "reminder") || g_str_equal (kind, "supervision"))
      && !g_strv_contains ((const char *const *)given, reply))
    g_strv_builder_add (all, reply);
  g_strv_builder_addv (all, (const char **)given);
  return g_strv_builder_end (all);
}

/* Whom it is about: the one that has to act, or all that a 通报 names. */
static const char *
name_units (AnfItem *order, AnfLetterDraft *draft, GError **error)
{
  const char *own = anf_letter_draft_find_unit (draft, order->record->unit, error);
  JsonArray *others = anf_json_peek_array (order->doc, "co_units");
  if (own == NULL || others == NULL || anf_order_get_kind (order)->carries)
    return own;
  g_autofree char *names = anf_letter_draft_join_units (draft, others, error);
  return names != NULL ? anf_letter_draft_keep (draft, g_strdup_printf ("%s、%s", own, names))
                       : NULL;
}

static gboolean
fill_letter (AnfItem *order, AnfLetterDraft *draft, AnfLetter *letter, GError **error)
{
  const AnfSchemeOffice *office = anf_letter_find_office (draft->scheme, error);
  if (office == NULL)
    return FALSE;
  JsonObject *contact = anf_json_peek_object (order->doc, "contact");
  g_return_val_if_fail (
      anf_letter_find_kind (anf_json_peek_string (order->doc, "kind"), &letter->kind), FALSE);
  letter->organ = anf_letter_find_organ (office, anf_json_peek_string (order->doc, "kind"));
  letter->number = order->record->number;
  letter->title = anf_json_peek_string (order->doc, "title");
  letter->urgency = anf_json_peek_string (order->doc, "urgency");
  letter->mandate = anf_json_peek_string (order->doc, "mandate");
  letter->requirements = anf_json_peek_string (order->doc, "requirements");
  letter->scheme = anf_letter_draft_keep (
      draft, g_strdup_printf ("《%s》", anf_scheme_get_title (draft->scheme)));
  draft->attachments = dup_attachments (order);
  letter->attachments = (const char *const *)draft->attachments;
  draft->copy_to = anf_facts_dup_strings (anf_json_peek_array (order->doc, "copy_to"));
  letter->copy_to = (const char *const *)draft->copy_to;
  if (contact != NULL)
    {
      letter->contact_name = anf_json_peek_string (contact, "name");
      letter->contact_phone = anf_json_peek_string (contact, "phone");
    }
  if (anf_order_get_kind (order)->carries)
    draft->co_units = anf_json_peek_array (order->doc, "co_units");
  anf_accountable_describe (order->doc, draft, letter);
  describe_plan (draft, &letter->plan);
  describe_objection (draft, &letter->objection);
  const char *unit = order->record->unit;
  const char *to = anf_json_peek_string (order->doc, "to");
  letter->unit = name_units (order, draft, error);
  letter->addressee = to != NULL ? to : letter->unit;
  if (letter->unit == NULL || !set_date (order, draft->work->now, &letter->date, error)
      || !describe_leaders (order, draft, &letter->leaders, error)
      || !anf_letter_draft_add_findings (draft, anf_json_peek_array (order->doc, "findings"), error)
      || !anf_letter_draft_describe_inspection (draft, to == NULL ? unit : NULL,
                                                &letter->inspection, error)
      || !describe_course (order, draft, letter, error)
      || !describe_rectify (order, draft, &letter->rectify, error))
    return FALSE;
  anf_letter_draft_describe_found (draft, letter);
  letter->findings = (const AnfLetterFinding *)(gpointer)draft->findings->data;
  letter->n_findings = draft->findings->len;
  return TRUE;
}

/* The letter as issued, and what each 证据编号 in it stands for, which no unit is told. */
static gboolean
issue_letter (AnfWork *work, AnfItem *order, AnfScheme *scheme, GError **error)
{
  g_auto (AnfLetterDraft) draft = { 0 };
  anf_letter_draft_init (&draft, work, scheme);
  AnfLetter letter = { 0 };
  if (!fill_letter (order, &draft, &letter, error))
    return FALSE;
  JsonObject *kept = anf_letter_render_kept (work, &letter, error);
  if (kept == NULL)
    return FALSE;
  json_object_set_object_member (order->doc, "letter", kept);
  json_object_set_array_member (order->doc, "exhibits", json_array_ref (draft.exhibits));
  return TRUE;
}

/* 文号: one series for each code word and year of 成文日期; used up only when all of this commits.
 */
static gboolean
take_number (AnfWork *work, AnfItem *order, const AnfScheme *scheme, GError **error)
{
  const char *kind = anf_json_peek_string (order->doc, "kind");
  const char *word = anf_scheme_find_word (scheme, kind);
  GDate date;
  if (word == NULL)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                            _ ("scheme %s has no code word (机关代字) for %s"),
                            anf_scheme_get_id (scheme), anf_word_noun (kind));
  if (!set_date (order, work->now, &date, error))
    return FALSE;
  const int year = g_date_get_year (&date);
  g_autofree char *series = g_strdup_printf ("letter %s %d", word, year);
  const gint64 sequence = anf_numbers_take (work->tx, series, error);
  if (sequence == 0)
    return FALSE;
  order->record->number = anf_number_format_document (word, year, sequence);
  JsonObject *number = json_object_new ();
  json_object_set_string_member (number, "word", word);
  json_object_set_int_member (number, "year", year);
  json_object_set_int_member (number, "seq", sequence);
  json_object_set_string_member (number, "text", order->record->number);
  json_object_set_object_member (order->doc, "number", number);
  return TRUE;
}

/* Who answers for it when it goes out, whoever leads the unit later. */
static gboolean
keep_leaders (AnfWork *work, AnfItem *order, GError **error)
{
  g_autoptr (JsonObject) leaders = NULL;
  if (!anf_unit_leaders_of_order (work, order, &leaders, error))
    return FALSE;
  if (leaders != NULL)
    json_object_set_object_member (order->doc, "leaders", g_steal_pointer (&leaders));
  return TRUE;
}

gboolean
anf_orders_number (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_order_move (work, order, "number", error))
    return FALSE;
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, order->record->scheme, error);
  if (scheme == NULL || !anf_accountable_mask (work, order->doc, error)
      || !take_number (work, order, scheme, error)
      || (anf_order_is_rectification (order) && !keep_leaders (work, order, error))
      || !issue_letter (work, order, scheme, error))
    return FALSE;
  json_object_set_object_member (order->doc, "numbered", anf_work_act (work));
  if (!anf_order_note_beside (work, order, error))
    return FALSE;
  g_autofree char *sha256
      = g_strdup (anf_json_peek_string (anf_json_peek_object (order->doc, "letter"), "sha256"));
  if (!anf_work_save (work, order, "numbered", sha256, error))
    return FALSE;
  anf_work_reply_item (work, 200, order);
  return TRUE;
}

/* As it would read if it were signed now, with number and day left open. */
static gboolean
reply_draft (AnfWork *work, AnfItem *order, GError **error)
{
  if (json_object_has_member (order->doc, "signed"))
    return anf_error_throw (
        error, ANF_ERROR_STATE,
        _ ("order %s is signed: from then on its letter is the PDF that is made "
           "when it is numbered, and nothing to be edited; ask for format=pdf"),
        order->record->number != NULL ? order->record->number : order->record->id);
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, order->record->scheme, error);
  if (scheme == NULL)
    return FALSE;
  g_auto (AnfLetterDraft) draft = { 0 };
  anf_letter_draft_init (&draft, work, scheme);
  AnfLetter letter = { 0 };
  if (!fill_letter (order, &draft, &letter, error))
    return FALSE;
  const char *word = anf_scheme_find_word (scheme, anf_json_peek_string (order->doc, "kind"));
  g_autofree char *number = anf_paper_reply_dup_open_number (word);
  letter.number = number;
  letter.issue = "　　";
  g_date_clear (&letter.date, 1);
  return anf_paper_reply_draft (work, &letter, g_strdup_printf ("%s（草稿）", letter.title), error);
}

gboolean
anf_orders_get_letter (AnfWork *work, GError **error)
{
  AnfPaperFormat format = ANF_PAPER_PDF;
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_paper_reply_find_format (work, &format, error)
      || !anf_accountable_check_reader (work, order->doc, error))
    return FALSE;
  if (format == ANF_PAPER_DOCX)
    return reply_draft (work, order, error);
  JsonObject *letter = anf_json_peek_object (order->doc, "letter");
  if (letter == NULL)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("order %s has no letter yet: it is made when the clerk numbers it; "
                               "until then its draft is to be had as DOCX (--format docx)"),
                            order->record->id);
  return anf_work_reply_blob (work, anf_json_peek_string (letter, "sha256"), "application/pdf",
                              g_strdup_printf ("%s.pdf", order->record->number), error);
}
