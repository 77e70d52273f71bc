/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"
#include "anf-letter.h"
#include "anf-number.h"
#include "anf-numbers.h"
#include "anf-orders.h"
#include "anf-period.h"

#include <glib/gi18n.h>

#include <string.h>

/* A letter's text while it is put together; the letter borrows from here. */
typedef struct
{
  AnfScheme *scheme;
  GArray *findings; /* AnfLetterFinding */
  GPtrArray *texts; /* whatever the letter borrows */
  GPtrArray *docs;  /* documents that it borrows from */
  char **copy_to;
} Draft;

static void
draft_clear (Draft *draft)
{
  g_clear_pointer (&draft->scheme, anf_scheme_unref);
  g_clear_pointer (&draft->findings, g_array_unref);
  g_clear_pointer (&draft->texts, g_ptr_array_unref);
  g_clear_pointer (&draft->docs, g_ptr_array_unref);
  g_clear_pointer (&draft->copy_to, g_strfreev);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static const char *
keep_text (Draft *draft, char *text)
{
  g_ptr_array_add (draft->texts, text);
  return text;
}

/* Counts by kind, never names or numbers of evidence: those tell in what order it came in. */
static gboolean
count_evidence (AnfWork *work, JsonObject *finding, AnfLetterFinding *entry, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (finding, "evidence"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) evidence = anf_work_find (work, ANF_NOUN_EVIDENCE, ids[i], error);
      if (evidence == NULL)
        return FALSE;
      const char *kind = anf_json_peek_string (evidence->doc, "kind");
      entry->photos += strcmp (kind, "photo") == 0 ? 1 : 0;
      entry->audios += strcmp (kind, "audio") == 0 ? 1 : 0;
      entry->videos += strcmp (kind, "video") == 0 ? 1 : 0;
      entry->documents += strcmp (kind, "document") == 0 ? 1 : 0;
      entry->references += strcmp (kind, "reference") == 0 ? 1 : 0;
    }
  return TRUE;
}

/* 牵头 and 责任: one unit may be both, in different areas or in the same. */
static gboolean
describe_units (AnfWork *work, JsonObject *finding, Draft *draft, const char **text, GError **error)
{
  g_auto (GStrv) leads = anf_facts_dup_strings (anf_json_peek_array (finding, "lead_units"));
  if (leads[0] == NULL)
    return TRUE;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; leads[i] != NULL; i++)
    {
      g_autoptr (AnfItem) unit = anf_work_find (work, ANF_NOUN_UNIT, leads[i], error);
      if (unit == NULL)
        return FALSE;
      g_ptr_array_add (names, g_strdup (anf_json_peek_string (unit->doc, "name")));
    }
  g_autoptr (AnfItem) own
      = anf_work_find (work, ANF_NOUN_UNIT, anf_json_peek_string (finding, "unit"), error);
  if (own == NULL)
    return FALSE;
  g_ptr_array_add (names, NULL);
  g_autofree char *joined = g_strjoinv ("、", (char **)names->pdata);
  *text = keep_text (draft, g_strdup_printf ("牵头单位：%s；责任单位：%s", joined,
                                             anf_json_peek_string (own->doc, "name")));
  return TRUE;
}

static gboolean
add_findings (AnfWork *work, AnfItem *order, Draft *draft, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (order->doc, "findings"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, ids[i], error);
      if (finding == NULL)
        return FALSE;
      g_ptr_array_add (draft->docs, json_object_ref (finding->doc));
      AnfLetterFinding entry = {
        .number = anf_json_peek_string (finding->doc, "number"),
        .fact = anf_json_peek_string (finding->doc, "fact"),
        .clause = anf_json_peek_string (finding->doc, "clause"),
        .requirement = anf_json_peek_string (finding->doc, "requirement"),
      };
      if (!count_evidence (work, finding->doc, &entry, error)
          || !describe_units (work, finding->doc, draft, &entry.units, error))
        return FALSE;
      g_array_append_val (draft->findings, entry);
    }
  return TRUE;
}

static char *
format_day (gint64 time_us)
{
  GDate date;
  anf_time_local_date (time_us, &date);
  return g_strdup_printf ("%d年%d月%d日", g_date_get_year (&date), (int)g_date_get_month (&date),
                          g_date_get_day (&date));
}

/* Day, place and manner; never the hour, which tells who was on duty. */
static gboolean
describe_inspection (AnfWork *work, Draft *draft, const char **text, GError **error)
{
  JsonObject *finding = draft->docs->pdata[0];
  g_autoptr (AnfItem) visit
      = anf_work_find (work, ANF_NOUN_VISIT, anf_json_peek_string (finding, "visit"), error);
  if (visit == NULL)
    return FALSE;
  JsonObject *started = anf_json_peek_object (visit->doc, "started");
  gint64 at = work->now;
  if (started != NULL && !anf_time_parse (anf_json_peek_string (started, "at"), &at, error))
    return FALSE;
  g_autofree char *day = format_day (at);
  g_auto (GStrv) methods = anf_facts_dup_strings (anf_json_peek_array (visit->doc, "methods"));
  g_autofree char *how = g_strjoinv ("、", methods);
  const char *term = anf_scheme_get_term (draft->scheme);
  *text = keep_text (draft, g_strdup_printf ("%s，以%s方式对%s进行了%s。", day, how,
                                             anf_json_peek_string (visit->doc, "site"),
                                             term != NULL ? term : "检查"));
  return TRUE;
}

static gboolean
describe_rectify (AnfItem *order, Draft *draft, const char **text, GError **error)
{
  JsonObject *rectify = anf_json_peek_object (order->doc, "rectify");
  const char *date = anf_json_peek_string (rectify, "date");
  if (date != NULL)
    {
      GDate due;
      if (!anf_date_parse (date, &due, error))
        return FALSE;
      *text = keep_text (draft,
                         g_strdup_printf ("%d年%d月%d日前完成（含当日）。", g_date_get_year (&due),
                                          (int)g_date_get_month (&due), g_date_get_day (&due)));
      return TRUE;
    }
  AnfPeriod period;
  const char *rule = NULL;
  if (!anf_json_get_string (rectify, "period", &rule, error)
      || !anf_period_parse (rule, &period, error))
    return FALSE;
  g_autofree char *words = anf_period_format_chinese (&period);
  *text = keep_text (
      draft, g_strdup_printf ("自签收本通知的次日起计算，%s内完成并报送整改报告。%s", words,
                              period.unit == ANF_PERIOD_WORKING_DAYS
                                  ? ""
                                  : "期限最后一日是法定休假日的，顺延至休假日结束的次日。"));
  return TRUE;
}

static void
describe_plan (Draft *draft, const AnfSchemeOffice *office, const char **text)
{
  const AnfSchemeClock *clock = anf_scheme_find_clock (draft->scheme, "plan");
  if (clock == NULL)
    return;
  g_autofree char *words = anf_period_format_chinese (&clock->period);
  *text = keep_text (
      draft,
      g_strdup_printf ("自签收本通知的次日起计算，%s内制定整改方案，明确整改期限和标准，报%s。",
                       words, office->organ));
}

static void
describe_objection (Draft *draft, const char **text)
{
  const AnfSchemeClock *clock = anf_scheme_find_clock (draft->scheme, "negotiate");
  if (clock == NULL)
    return;
  g_autofree char *words = anf_period_format_chinese (&clock->period);
  *text = keep_text (
      draft, g_strdup_printf (
                 "你单位对问题事实或者责任单位的确定有异议的，应当书面向我单位提出并说明理由；"
                 "我单位自收到异议的次日起%s内组织双方协商。",
                 words));
}

static gboolean
find_addressee (AnfWork *work, AnfItem *order, Draft *draft, const char **name, GError **error)
{
  g_autoptr (AnfItem) unit = anf_work_find (work, ANF_NOUN_UNIT, order->record->unit, error);
  if (unit == NULL)
    return FALSE;
  g_ptr_array_add (draft->docs, json_object_ref (unit->doc));
  *name = anf_json_peek_string (unit->doc, "name");
  return TRUE;
}

/* 成文日期 is the day on which the letter was signed. */
static gboolean
set_date (AnfItem *order, GDate *date, GError **error)
{
  gint64 at = 0;
  JsonObject *act = anf_json_peek_object (order->doc, "signed");
  if (!anf_time_parse (anf_json_peek_string (act, "at"), &at, error))
    return FALSE;
  anf_time_local_date (at, date);
  return TRUE;
}

static gboolean
fill_letter (AnfWork *work, AnfItem *order, Draft *draft, AnfLetter *letter, GError **error)
{
  const AnfSchemeOffice *office = anf_scheme_get_office (draft->scheme);
  JsonObject *contact = anf_json_peek_object (order->doc, "contact");
  letter->kind = g_strcmp0 (anf_json_peek_string (order->doc, "kind"), "supervision") == 0
                     ? ANF_LETTER_SUPERVISION
                     : ANF_LETTER_RECTIFICATION;
  letter->organ = office->organ;
  letter->number = order->record->number;
  letter->title = anf_json_peek_string (order->doc, "title");
  letter->mandate = anf_json_peek_string (order->doc, "mandate");
  letter->requirements = anf_json_peek_string (order->doc, "requirements");
  letter->scheme
      = keep_text (draft, g_strdup_printf ("《%s》", anf_scheme_get_title (draft->scheme)));
  draft->copy_to = anf_facts_dup_strings (anf_json_peek_array (order->doc, "copy_to"));
  letter->copy_to = (const char *const *)draft->copy_to;
  if (contact != NULL)
    {
      letter->contact_name = anf_json_peek_string (contact, "name");
      letter->contact_phone = anf_json_peek_string (contact, "phone");
    }
  describe_plan (draft, office, &letter->plan);
  describe_objection (draft, &letter->objection);
  if (!add_findings (work, order, draft, error)
      || !find_addressee (work, order, draft, &letter->addressee, error)
      || !describe_inspection (work, draft, &letter->inspection, error)
      || !describe_rectify (order, draft, &letter->rectify, error)
      || !set_date (order, &letter->date, error))
    return FALSE;
  letter->findings = (const AnfLetterFinding *)(gpointer)draft->findings->data;
  letter->n_findings = draft->findings->len;
  return TRUE;
}

static GBytes *
render (AnfWork *work, AnfItem *order, AnfScheme *scheme, AnfLetterInfo *info, GError **error)
{
  if (work->office->fonts == NULL)
    {
      anf_error_throw (error, ANF_ERROR_UNAVAILABLE, "%s", work->office->fonts_problem);
      return NULL;
    }
  g_auto (Draft) draft = { .scheme = anf_scheme_ref (scheme) };
  draft.findings = g_array_new (FALSE, TRUE, sizeof (AnfLetterFinding));
  draft.texts = g_ptr_array_new_with_free_func (g_free);
  draft.docs = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
  AnfLetter letter = { 0 };
  if (!fill_letter (work, order, &draft, &letter, error))
    return NULL;
  return anf_letter_render (&letter, work->office->fonts, info, error);
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
                            anf_scheme_get_id (scheme), kind);
  if (!set_date (order, &date, error))
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

gboolean
anf_orders_number (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_work_step (work, ANF_MACHINE_ORDER, order, "number", error))
    return FALSE;
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, order->record->scheme, error);
  if (scheme == NULL || !take_number (work, order, scheme, error))
    return FALSE;
  AnfLetterInfo info = { 0 };
  g_autoptr (GBytes) pdf = render (work, order, scheme, &info, error);
  char sha256[ANF_VAULT_NAME_LENGTH + 1];
  if (pdf == NULL || !anf_vault_put (work->office->vault, pdf, sha256, error))
    return FALSE;
  JsonObject *letter = json_object_new ();
  json_object_set_string_member (letter, "sha256", sha256);
  json_object_set_int_member (letter, "size", (gint64)g_bytes_get_size (pdf));
  json_object_set_int_member (letter, "pages", info.pages);
  json_object_set_object_member (order->doc, "letter", letter);
  json_object_set_object_member (order->doc, "numbered", anf_work_act (work));
  if (!anf_work_save (work, order, "numbered", sha256, error))
    return FALSE;
  anf_work_reply_item (work, 200, order);
  return TRUE;
}

gboolean
anf_orders_get_letter (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL)
    return FALSE;
  JsonObject *letter = anf_json_peek_object (order->doc, "letter");
  if (letter == NULL)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("order %s has no letter yet: it is made when the clerk numbers it"),
                            order->record->id);
  return anf_work_reply_blob (work, anf_json_peek_string (letter, "sha256"), "application/pdf",
                              g_strdup_printf ("%s.pdf", order->record->number), error);
}
