/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-reports.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-number.h"
#include "anf-numbers.h"
#include "anf-report-content.h"
#include "anf-report-paper.h"
#include "anf-report-table.h"
#include "anf-report-words.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  AnfWork *work;
  JsonObject *doc; /* NULL when the report is there already */
  char *id;
} Errand;

static JsonObject *
describe (AnfWork *work,
          const AnfStatistics *statistics,
          AnfReportKind kind,
          const AnfReportSpan *span)
{
  JsonObject *body = work->call->body;
  JsonObject *doc = json_object_new ();
  const AnfSpan days = { ANF_SPAN_DAYS, span->counted.first, span->counted.last };
  g_autofree char *counted = anf_span_format (&days);
  g_auto (GStrv) edges = g_strsplit (counted, "/", 2);
  g_autofree char *as_of = anf_time_format (work->now);
  json_object_set_string_member (doc, "scheme", anf_scheme_get_id (statistics->scheme));
  json_object_set_string_member (doc, "kind", anf_json_peek_string (body, "kind"));
  json_object_set_string_member (doc, "period", span->period);
  g_autofree char *title = anf_report_dup_title (statistics->scheme, kind, span->period);
  json_object_set_string_member (doc, "title", title);
  const AnfSchemeOffice *office = anf_scheme_get_office (statistics->scheme);
  json_object_set_string_member (doc, "scheme_title", anf_scheme_get_title (statistics->scheme));
  anf_json_set_string (doc, "organ", office != NULL ? office->organ : NULL);
  json_object_set_string_member (doc, "from", edges[0]);
  json_object_set_string_member (doc, "to", edges[1]);
  json_object_set_string_member (doc, "as_of", as_of);
  json_object_set_string_member (doc, "calendar",
                                 anf_calendar_get_version (statistics->book.calendar));
  return doc;
}

/* By which rules it was made: the scheme as it was loaded then, and the program. */
static gboolean
add_rules (AnfWork *work, JsonObject *doc, GError **error)
{
  gint64 version = 0;
  if (!anf_records_get_version (work->tx, ANF_NOUN_SCHEME, anf_json_peek_string (doc, "scheme"),
                                &version, error))
    return FALSE;
  JsonObject *rules = json_object_new ();
  json_object_set_int_member (rules, "scheme_version", version);
  json_object_set_string_member (rules, "program", ANF_VERSION);
  json_object_set_object_member (doc, "rules", rules);
  return TRUE;
}

static gboolean
check_same (AnfWork *work, const AnfRecord *existing, GError **error)
{
  g_autoptr (JsonObject) doc = anf_json_parse_object (existing->doc, strlen (existing->doc), error);
  return doc != NULL && anf_report_words_check_same (work, doc, error);
}

static gboolean
build (Errand *errand, AnfReportKind kind, GError **error)
{
  AnfWork *work = errand->work;
  JsonObject *body = work->call->body;
  g_auto (AnfStatistics) statistics = { 0 };
  g_auto (AnfReportSpan) span = { 0 };
  g_autoptr (AnfRecord) existing = NULL;
  if (!anf_statistics_load (work, anf_json_peek_string (body, "scheme"), &statistics, error)
      || !anf_report_span_find (statistics.scheme, kind, anf_json_peek_string (body, "period"),
                                statistics.today, &span, error))
    return FALSE;
  errand->id = g_strjoin (".", anf_scheme_get_id (statistics.scheme),
                          anf_json_peek_string (body, "kind"), span.period, NULL);
  if (!anf_records_lookup (work->tx, ANF_NOUN_REPORT, errand->id, &existing, error)
      || existing != NULL)
    return existing != NULL && check_same (work, existing, error);
  JsonArray *tables = anf_report_make_tables (work, &statistics, kind, &span, error);
  if (tables == NULL)
    return FALSE;
  errand->doc = describe (work, &statistics, kind, &span);
  json_object_set_string_member (errand->doc, "id", errand->id);
  json_object_set_array_member (errand->doc, "tables", tables);
  return anf_report_words_take (work, errand->doc, error) && add_rules (work, errand->doc, error);
}

static gboolean
build_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Errand *errand = data;
  AnfReportKind kind = ANF_REPORT_WEEKLY;
  errand->work->tx = tx;
  const gboolean done
      = anf_report_kind_parse (anf_json_peek_string (errand->work->call->body, "kind"), &kind)
            ? build (errand, kind, error)
            : anf_error_throw (error, ANF_ERROR_INVALID, _ ("kind: there is no such report"));
  errand->work->tx = NULL;
  return done;
}

/* 文号, of the year of 成文日期: a report is issued by being made, so that none is of a draft, and
   it is used up only when the report is kept. */
static gboolean
take_number (AnfWork *work, AnfItem *item, GError **error)
{
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, item->record->scheme, error);
  const char *word = scheme != NULL ? anf_scheme_find_word (scheme, "report") : NULL;
  gint64 as_of = 0;
  GDate date;
  if (scheme == NULL || !anf_time_parse (anf_json_peek_string (item->doc, "as_of"), &as_of, error))
    return FALSE;
  if (word == NULL)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                            _ ("scheme %s has no code word (机关代字) for %s"),
                            anf_scheme_get_id (scheme), anf_word_noun ("report"));
  anf_time_local_date (as_of, &date);
  const int year = g_date_get_year (&date);
  g_autofree char *series = g_strdup_printf ("letter %s %d", word, year);
  const gint64 sequence = anf_numbers_take (work->tx, series, error);
  if (sequence == 0)
    return FALSE;
  item->record->number = anf_number_format_document (word, year, sequence);
  json_object_set_string_member (item->doc, "number", item->record->number);
  return TRUE;
}

/* Whoever was first has made it; the others are shown it. */
static gboolean
freeze (Errand *errand, GError **error)
{
  AnfWork *work = errand->work;
  g_autoptr (AnfRecord) existing = NULL;
  if (!anf_records_lookup (work->tx, ANF_NOUN_REPORT, errand->id, &existing, error))
    return FALSE;
  if (existing != NULL)
    {
      if (!check_same (work, existing, error))
        return FALSE;
      anf_work_reply_text (work, "application/json", g_strdup (existing->doc));
      return TRUE;
    }
  g_autoptr (AnfItem) item
      = anf_item_new (ANF_NOUN_REPORT, errand->id, json_object_ref (errand->doc));
  item->record->scheme = g_strdup (anf_json_peek_string (errand->doc, "scheme"));
  if (anf_json_peek_bool (work->call->body, "numbered") && !take_number (work, item, error))
    return FALSE;
  if (!anf_work_create (work, item, "frozen", "frozen", NULL, error))
    return FALSE;
  anf_work_reply_text (work, "application/json", g_strdup (item->record->doc));
  work->reply->status = 201;
  return TRUE;
}

static gboolean
freeze_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Errand *errand = data;
  AnfOffice *office = errand->work->office;
  const guint mark = anf_journal_mark (office->journal);
  const gboolean done = anf_work_begin_write (errand->work, tx, error) && freeze (errand, error);
  if (!done)
    anf_journal_rewind (office->journal, mark);
  errand->work->tx = NULL;
  return done;
}

/* What takes long is read on a snapshot, so that no writer waits for it. */
gboolean
anf_reports_make (AnfWork *work, GError **error)
{
  Errand errand = { .work = work };
  AnfStore *store = work->office->store;
  const gboolean done
      = anf_store_read (store, build_in_tx, &errand, error)
        && (errand.doc == NULL || anf_report_paper_check_words (work, errand.doc, error))
        && anf_store_write (store, freeze_in_tx, &errand, error);
  g_clear_pointer (&errand.doc, json_object_unref);
  g_free (errand.id);
  return done;
}

/* Of the file; a phase has its name in the title, and its id says nothing to people. */
static char *
dup_name (JsonObject *doc)
{
  const char *title = anf_json_peek_string (doc, "title");
  if (g_strcmp0 (anf_json_peek_string (doc, "kind"), "phase") == 0)
    return g_strdup (title);
  return g_strconcat (title, " ", anf_json_peek_string (doc, "period"), NULL);
}

gboolean
anf_reports_get (AnfWork *work, GError **error)
{
  const char *format = anf_work_get_query (work, "format");
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_REPORT, work->call->id, error);
  if (item == NULL)
    return FALSE;
  if (format == NULL || strcmp (format, "json") == 0)
    {
      anf_work_reply_text (work, "application/json", g_strdup (item->record->doc));
      return TRUE;
    }
  gint64 as_of = 0;
  AnfPaperFormat paper = ANF_PAPER_PDF;
  g_autofree char *title = dup_name (item->doc);
  if (anf_paper_format_find (format, &paper))
    return anf_report_paper_reply (work, item->doc, title, paper, error);
  return anf_time_parse (anf_json_peek_string (item->doc, "as_of"), &as_of, error)
         && anf_report_table_reply (work, anf_json_peek_array (item->doc, "tables"),
                                    strcmp (format, "csv") == 0 ? ANF_SHEET_CSV : ANF_SHEET_XLSX,
                                    title, as_of / G_USEC_PER_SEC, error);
}

/* A page of whole reports would be megabytes. */
static gboolean
leave_tables_out (AnfWork *work, JsonObject *doc)
{
  json_object_remove_member (doc, "tables");
  return TRUE;
}

gboolean
anf_reports_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme") };
  return anf_work_reply_picked (work, ANF_NOUN_REPORT, &query, leave_tables_out, error);
}
