/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-statistics.h"

#include "anf-clocks.h"
#include "anf-data.h"
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-reference-data.h"
#include "anf-statistics-case.h"
#include "anf-survey.h"

#include <glib/gi18n.h>

#include <string.h>

/* Records that are read at once. */
#define PAGE 1000

void
anf_statistics_clear (AnfStatistics *self)
{
  g_clear_pointer (&self->scheme, anf_scheme_unref);
  g_clear_pointer (&self->common, anf_indicator_set_free);
  g_clear_pointer (&self->figures, g_ptr_array_unref);
  g_clear_pointer (&self->scores, g_array_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->members, g_hash_table_unref);
  anf_case_book_clear (&self->book);
}

static void
score_clear (gpointer data)
{
  AnfStatisticsScore *score = data;
  g_free (score->unit);
}

static void
step_clear (gpointer data)
{
  AnfStatisticsStep *step = data;
  g_free (step->name);
  g_free (step->state);
}

typedef struct
{
  AnfStatistics *to;
  GHashTable *orders;  /* id → AnfStatisticsOrder */
  GHashTable *surveys; /* id → AnfSurvey */
  gint64 last;
  guint count;
} Load;

typedef gboolean (*EachDoc) (Load *load, JsonObject *doc, GError **error);

typedef struct
{
  Load *load;
  EachDoc each;
} Reading;

static gboolean
take_record (gint64 seq, const char *id, const char *text, gpointer data, GError **error)
{
  const Reading *reading = data;
  g_autoptr (JsonObject) doc = anf_json_parse_object (text, strlen (text), error);
  reading->load->last = seq;
  reading->load->count++;
  return doc != NULL && reading->each (reading->load, doc, error);
}

/* Every record of @noun under the scheme, whatever the number of pages. */
static gboolean
read_all (AnfWork *work, AnfNoun noun, Load *load, EachDoc each, GError **error)
{
  AnfRecordsQuery query = { .limit = PAGE };
  Reading reading = { load, each };
  if (noun != ANF_NOUN_UNIT)
    query.scheme = anf_scheme_get_id (load->to->scheme);
  do
    {
      load->count = 0;
      if (!anf_records_list (work->tx, noun, &query, take_record, &reading, error))
        return FALSE;
      query.after = load->last;
    }
  while (load->count == PAGE);
  return TRUE;
}

static char **
list_grounds (JsonObject *accountable)
{
  g_autoptr (GStrvBuilder) grounds = g_strv_builder_new ();
  JsonArray *leaders = accountable != NULL ? anf_json_peek_array (accountable, "leaders") : NULL;
  for (guint i = 0; leaders != NULL && i < json_array_get_length (leaders); i++)
    {
      JsonObject *leader = json_array_get_object_element (leaders, i);
      const char *ground = anf_json_peek_string (leader, "ground");
      /* A leader counts where the scheme lists no grounds, too. */
      g_strv_builder_add (grounds, ground != NULL ? ground : "");
    }
  return g_strv_builder_end (grounds);
}

/* Letters that are told of by themselves: they carry no finding. */
static void
take_letter (Load *load, JsonObject *doc)
{
  static const char *const told[] = { "reminder", "supervision", "circular",       "interview",
                                      "decision", "advice",      "accountability", NULL };
  static const char *const answered[] = { "feedback_filed", "closed", NULL };
  const char *kind = anf_json_peek_string (doc, "kind");
  JsonObject *accountable = anf_json_peek_object (doc, "accountable");
  JsonArray *clocks = anf_json_peek_array (doc, "clocks");
  if (kind == NULL || !g_strv_contains (told, kind) || !json_object_has_member (doc, "numbered"))
    return;
  JsonArray *persons = accountable != NULL ? anf_json_peek_array (accountable, "persons") : NULL;
  AnfCaseLetter letter = {
    .kind = g_strdup (kind),
    .unit = g_strdup (anf_json_peek_string (doc, "unit")),
    .others = anf_facts_dup_strings (anf_json_peek_array (doc, "co_units")),
    .numbered = anf_statistics_day (anf_json_peek_object (doc, "numbered"), "at"),
    .due = anf_statistics_date (clocks != NULL ? anf_clocks_find (clocks, "rectify") : NULL, "due"),
    .closed = anf_statistics_day (anf_json_peek_object (doc, "closing"), "at"),
    .withdrawn = anf_statistics_day (anf_json_peek_object (doc, "withdrawn"), "at"),
    .persons = persons != NULL ? json_array_get_length (persons) : 0,
    .grounds = list_grounds (accountable),
  };
  if (g_strv_contains (answered, anf_json_peek_string (doc, "state")))
    letter.answered = anf_statistics_day (anf_json_peek_object (doc, "feedback"), "at");
  g_array_append_val (load->to->book.letters, letter);
}

static gboolean
take_order_doc (Load *load, JsonObject *doc, GError **error)
{
  g_hash_table_insert (load->orders, g_strdup (anf_json_peek_string (doc, "id")),
                       anf_statistics_order_new (doc));
  take_letter (load, doc);
  return TRUE;
}

static gboolean
take_finding_doc (Load *load, JsonObject *doc, GError **error)
{
  const char *order = anf_json_peek_string (doc, "order");
  g_ptr_array_add (load->to->book.cases,
                   anf_statistics_case_new (
                       doc, order != NULL ? g_hash_table_lookup (load->orders, order) : NULL,
                       load->to->scheme, load->to->book.calendar));
  return TRUE;
}

static gboolean
take_referral_doc (Load *load, JsonObject *doc, GError **error)
{
  JsonArray *clocks = anf_json_peek_array (doc, "clocks");
  JsonObject *clock = clocks != NULL ? anf_clocks_find (clocks, "referral") : NULL;
  /* A supplement is the same matter: handed over by the first one, answered to the last one. */
  const gboolean goes_on = json_object_has_member (doc, "supplements");
  const gboolean over = json_object_has_member (doc, "supplemented_by");
  const AnfCaseReferral one
      = { .sent = goes_on ? 0 : anf_statistics_day (anf_json_peek_object (doc, "sent"), "at"),
          .due = over ? 0 : anf_statistics_date (clock, "due"),
          /* That the body took it up, or wants more, is no result yet. */
          .reported = anf_statistics_day (clock, "met_at") };
  g_array_append_val (load->to->book.referrals, one);
  return TRUE;
}

static void
take_score (Load *load, JsonObject *doc, JsonObject *submitted, guint32 day)
{
  JsonObject *checklist = anf_json_peek_object (submitted, "checklist");
  JsonObject *score = checklist != NULL ? anf_json_peek_object (checklist, "score") : NULL;
  /* Where no item applied there is nothing to be told of anybody. */
  if (score == NULL || anf_json_peek_int (score, "of", 0) == 0)
    return;
  const AnfStatisticsScore one = { .day = day,
                                   .unit = g_strdup (anf_json_peek_string (doc, "unit")),
                                   .percent = (int)anf_json_peek_int (score, "percent", 0) };
  g_array_append_val (load->to->scores, one);
}

/* Those who went were of more than one unit: as it was when the visit was handed in. */
static gboolean
is_joint (JsonObject *doc)
{
  JsonArray *departments = anf_json_peek_array (doc, "departments");
  return departments != NULL && json_array_get_length (departments) > 1;
}

/* A visit counts on the day on which it ended. */
static gboolean
take_visit_doc (Load *load, JsonObject *doc, GError **error)
{
  static const char *const over[] = { "submitted", "verified", "archived", NULL };
  JsonObject *submitted = anf_json_peek_object (doc, "submitted");
  if (!g_strv_contains (over, anf_json_peek_string (doc, "state")) || submitted == NULL)
    return TRUE;
  AnfCaseVisit visit = { .day = anf_statistics_day (submitted, "ended_at"),
                         .unit = g_strdup (anf_json_peek_string (doc, "unit")),
                         .area = g_strdup (anf_json_peek_string (doc, "area")),
                         .mode = g_strdup (anf_json_peek_string (doc, "mode")),
                         .contents = anf_facts_dup_strings (anf_json_peek_array (doc, "contents")),
                         .is_joint = is_joint (doc) };
  if (visit.day == 0)
    visit.day = anf_statistics_day (submitted, "at");
  g_array_append_val (load->to->book.visits, visit);
  take_score (load, doc, submitted, visit.day);
  return TRUE;
}

static gboolean
take_step_doc (Load *load, JsonObject *doc, GError **error)
{
  const char *state = anf_json_peek_string (doc, "state");
  JsonObject *act = anf_json_peek_object (doc, state);
  const AnfStatisticsStep step = { .level = (int)anf_json_peek_int (doc, "level", 0),
                                   .name = g_strdup (anf_json_peek_string (doc, "name")),
                                   .state = g_strdup (state),
                                   .proposed = anf_statistics_day (doc, "created_at"),
                                   .decided = act != NULL ? anf_statistics_day (act, "at")
                                                          : anf_statistics_day (doc, "ended_at") };
  g_array_append_val (load->to->steps, step);
  return TRUE;
}

static gboolean
take_lead_doc (Load *load, JsonObject *doc, GError **error)
{
  static const char *const true_ones[] = { "substantiated", "partly", NULL };
  JsonObject *verified = anf_json_peek_object (doc, "verified");
  const char *outcome = verified != NULL ? anf_json_peek_string (verified, "outcome") : NULL;
  const AnfCaseLead lead
      = { .unit = g_strdup (anf_json_peek_string (doc, "unit")),
          .area = g_strdup (anf_json_peek_string (doc, "area")),
          .received = anf_statistics_date (doc, "received_on"),
          .verified = anf_statistics_day (verified, "at"),
          .answered = anf_statistics_day (anf_json_peek_object (doc, "answered"), "at"),
          .is_named = anf_json_peek_bool (doc, "named"),
          .is_substantiated = outcome != NULL && g_strv_contains (true_ones, outcome),
          .evaluations = anf_statistics_evaluations (doc) };
  g_array_append_val (load->to->book.leads, lead);
  return TRUE;
}

static gboolean
take_survey_doc (Load *load, JsonObject *doc, GError **error)
{
  AnfSurvey *survey = anf_survey_new (doc, error);
  if (survey != NULL)
    g_hash_table_insert (load->surveys, g_strdup (anf_json_peek_string (doc, "id")), survey);
  return survey != NULL;
}

static gboolean
take_sheets_doc (Load *load, JsonObject *doc, GError **error)
{
  const AnfSurvey *survey
      = g_hash_table_lookup (load->surveys, anf_json_peek_string (doc, "survey"));
  JsonArray *sheets = anf_json_peek_array (doc, "sheets");
  for (guint i = 0; survey != NULL && sheets != NULL && i < json_array_get_length (sheets); i++)
    {
      JsonObject *sheet = json_array_get_object_element (sheets, i);
      const AnfCaseSheet one = { .unit = g_strdup (anf_json_peek_string (sheet, "unit")),
                                 .day = anf_statistics_date (sheet, "on"),
                                 .answer = anf_survey_judge (survey, sheet),
                                 .count = anf_json_peek_int (sheet, "count", 1) };
      g_array_append_val (load->to->book.sheets, one);
    }
  return TRUE;
}

static gboolean
take_report_doc (Load *load, JsonObject *doc, GError **error)
{
  const AnfCaseReport report = { .kind = g_strdup (anf_json_peek_string (doc, "kind")),
                                 .to = anf_statistics_date (doc, "to") };
  g_array_append_val (load->to->book.reports, report);
  return TRUE;
}

static gboolean
take_figure_doc (Load *load, JsonObject *doc, GError **error)
{
  gint64 value = 0;
  AnfSpan span = { 0 };
  const char *key = anf_json_peek_string (doc, "key");
  if (load->to->figures->len >= ANF_FIGURES_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("more than %d figures"),
                            ANF_FIGURES_MAX);
  if (!anf_figure_parse_value (anf_json_peek_string (doc, "value"), &value, error)
      || !anf_span_parse (anf_json_peek_string (doc, "period"), &span, error))
    return FALSE;
  const AnfFigureKind *kind
      = anf_indicator_set_find_kind (anf_scheme_get_indicators (load->to->scheme), key);
  if (kind == NULL)
    kind = anf_indicator_set_find_kind (load->to->common, key);
  const gboolean is_stock = kind != NULL && kind->is_stock;
  if (is_stock)
    span.first = span.last = anf_statistics_date (doc, "as_of");
  AnfFigure *figure = anf_figure_new (key, anf_json_peek_string (doc, "unit"), &span, value);
  figure->is_stock = is_stock;
  g_ptr_array_add (load->to->figures, figure);
  return TRUE;
}

static gboolean
take_unit_doc (Load *load, JsonObject *doc, GError **error)
{
  const char *parent = anf_json_peek_string (doc, "parent");
  if (parent == NULL || g_strcmp0 (anf_json_peek_string (doc, "state"), "active") != 0)
    return TRUE;
  GPtrArray *below = g_hash_table_lookup (load->to->members, parent);
  if (below == NULL)
    {
      below = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (load->to->members, g_strdup (parent), below);
    }
  g_ptr_array_add (below, g_strdup (anf_json_peek_string (doc, "id")));
  return TRUE;
}

/* Every order with findings of its own, whatever became of it. */
static void
take_orders (Load *load)
{
  g_autoptr (GHashTable) findings = g_hash_table_new (g_str_hash, g_str_equal);
  AnfCaseBook *book = &load->to->book;
  GHashTableIter iter;
  gpointer value;
  for (guint i = 0; i < book->cases->len; i++)
    g_hash_table_insert (findings, ((AnfCase *)book->cases->pdata[i])->id, book->cases->pdata[i]);
  g_hash_table_iter_init (&iter, load->orders);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const AnfStatisticsOrder *order = value;
      for (gsize i = 0; order->findings[i] != NULL; i++)
        {
          const AnfCase *finding = g_hash_table_lookup (findings, order->findings[i]);
          if (finding != NULL)
            g_ptr_array_add (book->orders, anf_statistics_case_new_of_order (finding, order));
        }
    }
}

static gboolean
load_records (AnfWork *work, AnfStatistics *self, GError **error)
{
  g_autoptr (GHashTable) orders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                         (GDestroyNotify)anf_statistics_order_free);
  g_autoptr (GHashTable) surveys
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)anf_survey_free);
  Load load = { .to = self, .orders = orders, .surveys = surveys };
  self->book.relapse_months = (guint)anf_scheme_get_recurrence_months (self->scheme);
  if (!read_all (work, ANF_NOUN_ORDER, &load, take_order_doc, error)
      || !read_all (work, ANF_NOUN_FINDING, &load, take_finding_doc, error))
    return FALSE;
  take_orders (&load);
  return read_all (work, ANF_NOUN_REFERRAL, &load, take_referral_doc, error)
         && read_all (work, ANF_NOUN_VISIT, &load, take_visit_doc, error)
         && read_all (work, ANF_NOUN_STEP, &load, take_step_doc, error)
         && read_all (work, ANF_NOUN_LEAD, &load, take_lead_doc, error)
         && read_all (work, ANF_NOUN_SURVEY, &load, take_survey_doc, error)
         && read_all (work, ANF_NOUN_SHEETS, &load, take_sheets_doc, error)
         && read_all (work, ANF_NOUN_REPORT, &load, take_report_doc, error)
         && read_all (work, ANF_NOUN_FIGURE, &load, take_figure_doc, error)
         && read_all (work, ANF_NOUN_UNIT, &load, take_unit_doc, error);
}

gboolean
anf_statistics_load (AnfWork *work, const char *scheme, AnfStatistics *self, GError **error)
{
  GDate today;
  g_autoptr (AnfCalendar) calendar
      = anf_reference_data_get_calendar (work->office->reference, work->tx, error);
  if (calendar == NULL)
    return FALSE;
  anf_time_local_date (work->now, &today);
  anf_case_book_init (&self->book, calendar);
  self->today = g_date_get_julian (&today);
  self->scores = g_array_new (FALSE, TRUE, sizeof (AnfStatisticsScore));
  g_array_set_clear_func (self->scores, score_clear);
  self->steps = g_array_new (FALSE, TRUE, sizeof (AnfStatisticsStep));
  g_array_set_clear_func (self->steps, step_clear);
  self->figures = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_figure_free);
  self->members
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  self->common = anf_indicator_set_new_from_resource (anf_data_get_resource (), error);
  self->scheme = self->common != NULL ? anf_work_find_scheme (work, scheme, error) : NULL;
  return self->scheme != NULL && load_records (work, self, error);
}

/* A group stands for the units that were registered below it. */
static char **
list_members (const char *const *scope, gpointer data)
{
  GHashTable *members = data;
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  for (gsize i = 0; scope[i] != NULL; i++)
    {
      const GPtrArray *below = g_hash_table_lookup (members, scope[i]);
      for (guint k = 0; below != NULL && k < below->len; k++)
        g_strv_builder_add (found, below->pdata[k]);
    }
  return g_strv_builder_end (found);
}

AnfSources
anf_statistics_get_sources (const AnfStatistics *self)
{
  return (AnfSources){ .book = &self->book,
                       .figures = self->figures,
                       .today = self->today,
                       .list_members = list_members,
                       .data = self->members };
}
