/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-csv.h"
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-ref.h"
#include "anf-cli-report-make.h"
#include "anf-cli-step.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-personal.h"
#include "anf-random.h"

#include <glib/gi18n.h>

#include <string.h>

/* Columns that are no questions, by either name. */
static const struct
{
  const char *member;
  const char *chinese;
} fixed[] = { { "unit", "单位" }, { "on", "日期" }, { "count", "份数" }, { "opinion", "意见" } };

/* ---- writing one down ---- */

/* Units as the scheme calls them. */
static gboolean
resolve_units (AnfRun *run, JsonObject *survey, GError **error)
{
  JsonArray *given = anf_json_peek_array (survey, "units");
  g_autoptr (JsonArray) units = json_array_new ();
  for (guint i = 0; given != NULL && i < json_array_get_length (given); i++)
    {
      const char *name = anf_json_array_get_string (given, i);
      g_autofree char *id
          = name != NULL ? anf_cli_ref_resolve (run, ANF_FIELD_UNIT, name, error) : NULL;
      if (id == NULL)
        return name == NULL
                   ? anf_error_throw (error, ANF_ERROR_INVALID, _ ("units: name them as texts"))
                   : FALSE;
      json_array_add_string_element (units, id);
    }
  if (given != NULL)
    json_object_set_array_member (survey, "units", g_steal_pointer (&units));
  return TRUE;
}

static JsonObject *
read_survey (AnfRun *run, GError **error)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  if (!g_file_get_contents (run->args[0], &text, &size, error))
    return NULL;
  g_autoptr (JsonObject) survey = anf_json_parse_object (text, size, error);
  if (survey == NULL)
    {
      g_prefix_error (error, "%s: ", run->args[0]);
      return NULL;
    }
  g_free (run->scheme);
  run->scheme = g_strdup (anf_json_peek_string (survey, "scheme"));
  return anf_cli_run_connect (run, error) && resolve_units (run, survey, error)
             ? g_steal_pointer (&survey)
             : NULL;
}

static void
set_words (JsonObject *question, const char *member, const char *const *words)
{
  JsonArray *array = json_array_new ();
  for (gsize i = 0; words[i] != NULL; i++)
    json_array_add_string_element (array, words[i]);
  json_object_set_array_member (question, member, array);
}

/* The questions that nearly every survey asks; the first tells who is satisfied (domain.md F.3:
   基本满意 apart, 不了解 no reply). What else there is needs a file. */
static JsonObject *
make_question (const char *text, gsize number)
{
  static const char *const choices[] = { "满意", "基本满意", "不满意", "不了解", NULL };
  static const char *const satisfied[] = { "满意", NULL };
  static const char *const basically[] = { "基本满意", NULL };
  static const char *const not_counted[] = { "不了解", NULL };
  JsonObject *question = json_object_new ();
  g_autofree char *id = g_strdup_printf ("q%" G_GSIZE_FORMAT, number);
  json_object_set_string_member (question, "id", id);
  json_object_set_string_member (question, "text", text);
  json_object_set_string_member (question, "kind", "choice");
  set_words (question, "choices", choices);
  if (number > 1)
    return question;
  set_words (question, "satisfied", satisfied);
  set_words (question, "basically", basically);
  set_words (question, "not_counted", not_counted);
  return question;
}

static JsonObject *
compose (AnfRun *run, GError **error)
{
  static const char *const needed[] = { "scheme", "title", "way", "from", "to", "unit", NULL };
  for (gsize i = 0; needed[i] != NULL; i++)
    if (!anf_cli_run_has (run, needed[i]))
      {
        anf_cli_run_misuse (error, _ ("--%s is missing, or a file that says all of it"), needed[i]);
        return NULL;
      }
  g_autoptr (JsonObject) survey = json_object_new ();
  JsonArray *questions = json_array_new ();
  char **texts = anf_cli_run_get_all (run, "question");
  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_add_object_element (questions, make_question (texts[i], i + 1));
  json_object_set_array_member (survey, "questions", questions);
  return anf_cli_field_collect (run, survey, error) ? g_steal_pointer (&survey) : NULL;
}

static gboolean
run_add (AnfRun *run, GError **error)
{
  const AnfRandom random = anf_random_system ();
  g_autofree char *fresh = anf_random_uuid (&random);
  const char *given = anf_cli_run_get (run, "id");
  if (run->args[0] != NULL && (anf_cli_run_has (run, "title") || anf_cli_run_has (run, "question")))
    return anf_cli_run_misuse (error, _ ("give a file that says all of it, or options"));
  g_autoptr (JsonObject) survey
      = run->args[0] != NULL ? read_survey (run, error) : compose (run, error);
  if (survey == NULL)
    return FALSE;
  g_autofree char *path = anf_cli_run_path ("surveys", given != NULL ? given : fresh, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "PUT", path, survey, error);
  if (reply != NULL)
    anf_cli_print_record (run, reply);
  return reply != NULL;
}

/* ---- entering ---- */

typedef struct
{
  AnfRun *run;
  GHashTable *units; /* as written → id */
  GArray *numbers;   /* of the rows of the table, the heading first */
} Entry;

static const char *
find_unit (Entry *entry, const char *name, GError **error)
{
  const char *known = g_hash_table_lookup (entry->units, name);
  if (known != NULL)
    return known;
  char *id = anf_cli_ref_resolve (entry->run, ANF_FIELD_UNIT, name, error);
  if (id != NULL)
    g_hash_table_insert (entry->units, g_strdup (name), id);
  return id;
}

static const char *
find_fixed (const char *heading)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    if (g_str_equal (fixed[i].member, heading) || g_str_equal (fixed[i].chinese, heading))
      return fixed[i].member;
  return NULL;
}

static gboolean
check_heading (GPtrArray *heading, GError **error)
{
  for (guint i = 0; i < heading->len; i++)
    {
      const char *name = heading->pdata[i];
      if (anf_personal_is_heading (name))
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("row 1, column %u (%s): no names, numbers or addresses of the "
                                   "public are kept: leave the column out"),
                                i + 1, name);
      const char *member = find_fixed (name);
      for (guint k = 0; k < i; k++)
        if (g_str_equal (heading->pdata[k], name)
            || (member != NULL && find_fixed (heading->pdata[k]) == member))
          return anf_error_throw (error, ANF_ERROR_INVALID,
                                  _ ("row 1, column %u (%s): it is there twice"), i + 1, name);
    }
  return TRUE;
}

static gboolean
set_cell (Entry *entry, JsonObject *sheet, const char *heading, const char *cell, GError **error)
{
  const char *member = find_fixed (heading);
  if (*cell == '\0')
    return TRUE;
  if (member == NULL)
    {
      json_object_set_string_member (anf_json_peek_object (sheet, "answers"), heading, cell);
      return TRUE;
    }
  const char *value = g_str_equal (member, "unit") ? find_unit (entry, cell, error) : cell;
  if (value == NULL)
    return FALSE;
  json_object_set_string_member (sheet, member, value);
  return TRUE;
}

static gboolean
add_row (Entry *entry, GPtrArray *heading, GPtrArray *row, JsonArray *sheets, GError **error)
{
  JsonObject *sheet = json_object_new ();
  json_object_set_object_member (sheet, "answers", json_object_new ());
  json_array_add_object_element (sheets, sheet);
  for (guint i = 0; i < row->len; i++)
    if (!set_cell (entry, sheet, heading->pdata[i], row->pdata[i], error))
      {
        g_prefix_error (error, "%s: ", (const char *)heading->pdata[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_table (Entry *entry, const char *file, JsonArray *sheets, GError **error)
{
  g_autoptr (GPtrArray) rows = anf_cli_csv_read (file, entry->numbers, error);
  if (rows == NULL || !check_heading (rows->pdata[0], error))
    return FALSE;
  for (guint i = 1; i < rows->len; i++)
    if (!add_row (entry, rows->pdata[0], rows->pdata[i], sheets, error))
      {
        g_prefix_error (error, _ ("row %u: "), anf_cli_csv_get_number (entry->numbers, i));
        return FALSE;
      }
  return TRUE;
}

/* One sheet, from the options. */
static gboolean
read_options (Entry *entry, JsonArray *sheets, GError **error)
{
  AnfRun *run = entry->run;
  char **answers = anf_cli_run_get_all (run, "answer");
  JsonObject *sheet = json_object_new ();
  JsonObject *to = json_object_new ();
  json_object_set_object_member (sheet, "answers", to);
  json_array_add_object_element (sheets, sheet);
  for (gsize i = 0; answers != NULL && answers[i] != NULL; i++)
    {
      const char *sign = strchr (answers[i], '=');
      if (sign == NULL || sign == answers[i])
        return anf_cli_run_misuse (error, _ ("--answer takes QUESTION=ANSWER, not “%s”"),
                                   answers[i]);
      g_autofree char *name = g_strndup (answers[i], (gsize)(sign - answers[i]));
      json_object_set_string_member (to, name, sign + 1);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    {
      const char *value = anf_cli_run_get (run, fixed[i].member);
      if (value != NULL && !set_cell (entry, sheet, fixed[i].member, value, error))
        return FALSE;
    }
  return TRUE;
}

/* The service counts rows from 0, without the heading. */
static gboolean
fail_row (const Entry *entry, GError *problem, GError **error)
{
  const AnfRun *run = entry->run;
  gint64 index = 0;
  const char *at = strstr (problem->message, "sheets[");
  char *end = NULL;
  if (run->n_args < 2 || at == NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  index = g_ascii_strtoll (at + strlen ("sheets["), &end, 10);
  if (g_str_has_prefix (end, "]: "))
    end += 3;
  (void)anf_error_throw (error, problem->code, _ ("row %u of %s: %s (no row is entered)"),
                         anf_cli_csv_get_number (entry->numbers, (gsize)index + 1), run->args[1],
                         end);
  g_error_free (problem);
  return FALSE;
}

static char *
find_scheme (AnfRun *run, const char *id, GError **error)
{
  g_autofree char *path = anf_cli_run_path ("surveys", id, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  JsonObject *survey = reply != NULL ? anf_reply_get_object (reply) : NULL;
  return survey != NULL ? g_strdup (anf_json_peek_string (survey, "scheme")) : NULL;
}

static gboolean
send (const Entry *entry, const char *id, JsonArray *sheets, GError **error)
{
  AnfRun *run = entry->run;
  const AnfRandom random = anf_random_system ();
  g_autofree char *fresh = anf_random_uuid (&random);
  const char *given = anf_cli_run_get (run, "id");
  g_autoptr (JsonObject) body = json_object_new ();
  GError *problem = NULL;
  json_object_set_string_member (body, "batch", given != NULL ? given : fresh);
  json_object_set_array_member (body, "sheets", json_array_ref (sheets));
  g_autofree char *path = anf_cli_run_path ("surveys", id, "enter");
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", path, body, &problem);
  if (reply == NULL)
    return fail_row (entry, problem, error);
  anf_cli_print_record (run, reply);
  return TRUE;
}

static gboolean
run_enter (AnfRun *run, GError **error)
{
  const gboolean has_options = anf_cli_run_has (run, "answer") || anf_cli_run_has (run, "opinion");
  if ((run->n_args == 2) == has_options)
    return anf_cli_run_misuse (error, _ ("give a FILE.csv, or one sheet with --answer, --opinion"));
  g_autofree char *id = anf_cli_ref_resolve (run, ANF_FIELD_SURVEY, run->args[0], error);
  if (id == NULL)
    return FALSE;
  g_free (run->scheme);
  run->scheme = find_scheme (run, id, error);
  if (run->scheme == NULL)
    return FALSE;
  g_autoptr (GHashTable) units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (JsonArray) sheets = json_array_new ();
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  Entry entry = { run, units, numbers };
  return (run->n_args == 2 ? read_table (&entry, run->args[1], sheets, error)
                           : read_options (&entry, sheets, error))
         && send (&entry, id, sheets, error);
}

/* ---- reading ---- */

static const AnfColumn opinion_columns[] = { { N_ ("SHEET"), "sheet" },
                                             { N_ ("UNIT"), "unit", "unit" },
                                             { N_ ("DATE"), "on" },
                                             { N_ ("OPINION"), "opinion" },
                                             { NULL } };

static gboolean
run_opinions (AnfRun *run, GError **error)
{
  g_autofree char *id = anf_cli_ref_resolve (run, ANF_FIELD_SURVEY, run->args[0], error);
  g_autofree char *query = id != NULL ? anf_cli_field_query (run, error) : NULL;
  if (query == NULL)
    return FALSE;
  g_autofree char *plain = anf_cli_run_path ("surveys", id, "opinions");
  g_autofree char *path = g_strconcat (plain, query, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  if (reply != NULL)
    anf_cli_print_list (run, reply, opinion_columns);
  return reply != NULL;
}

static gboolean
run_results (AnfRun *run, GError **error)
{
  const char *format = anf_cli_run_get (run, "format");
  if (!anf_cli_report_check_output (format, anf_cli_run_get (run, "output"), error))
    return FALSE;
  g_autofree char *id = anf_cli_ref_resolve (run, ANF_FIELD_SURVEY, run->args[0], error);
  if (id == NULL)
    return FALSE;
  g_autofree char *plain = anf_cli_run_path ("surveys", id, "results");
  g_autofree char *path = g_strconcat (plain, "?format=", format != NULL ? format : "csv", NULL);
  return anf_cli_step_save (run, path, error);
}

static const AnfField add_fields[] = {
  { "scheme", "scheme", ANF_FIELD_SCHEME, ANF_FIELD_OPTIONAL, N_ ("SCHEME"),
    N_ ("the programme that it belongs to") },
  { "title", "title", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("what it is called") },
  { "way", "way", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("how it is asked: 问卷调查, 电话调查, 座谈会") },
  { "from", "from", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"), N_ ("its first day") },
  { "to", "to", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"), N_ ("its last day") },
  { "unit", "units", ANF_FIELD_UNIT, ANF_FIELD_MANY, N_ ("UNIT"),
    N_ ("whom it asks about; again for each") },
  { "question", NULL, ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("TEXT"),
    N_ ("answered by 满意, 基本满意, 不满意 or 不了解; the first tells who is satisfied; again for "
        "each, called q1, q2 and so on"),
    "questions" },
  ANF_FIELD_ID,
  ANF_FIELDS_END,
};

static const AnfField enter_fields[] = {
  { "answer", NULL, ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("QUESTION=ANSWER"),
    N_ ("of one sheet, instead of a file; again for each question"), "sheets.answers" },
  { "opinion", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what was said in words, without names and telephone numbers") },
  { "unit", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("about which unit; the only one when not given") },
  { "on", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("when it was answered; today when not given") },
  { "count", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, "N", N_ ("how many sheets say the same") },
  ANF_FIELD_ID,
  ANF_FIELDS_END,
};

static const AnfField opinion_fields[] = {
  { "limit", "limit", ANF_FIELD_NUMBER, ANF_FIELD_OPTIONAL, "N",
    N_ ("so many on one page, 1 to 200") },
  { "after", "after", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("CURSOR"),
    N_ ("go on where another page ended") },
  ANF_FIELDS_END,
};

static const AnfField result_fields[] = {
  { "format", NULL, ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, "json|csv|xlsx",
    N_ ("as the service writes it; csv when not given") },
  ANF_FIELD_OUTPUT,
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  { "scheme", "scheme", ANF_FIELD_SCHEME, ANF_FIELD_OPTIONAL, N_ ("SCHEME"),
    N_ ("only those of one scheme") },
  { "state", "state", ANF_FIELD_STATE, ANF_FIELD_OPTIONAL, N_ ("STATE"),
    N_ ("only those in one state") },
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[] = { { N_ ("ID"), "id" },       { N_ ("STATE"), "state", "survey" },
                                     { N_ ("WAY"), "way" },     { N_ ("FROM"), "from" },
                                     { N_ ("UNTIL"), "to" },    { N_ ("SHEETS"), "sheets" },
                                     { N_ ("TITLE"), "title" }, { NULL } };

#define ID "0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11"

static const AnfCommand commands[] = {
  { "add", "[FILE.json]", 0, 1,
    N_ ("Write a survey down: by options, or by a file for other kinds of questions"),
    "anfang survey add --scheme haicheng-2018 --title 窗口服务满意度调查 --way 问卷调查 "
    "--from 2018-06-01 --to 2018-06-30 --unit 市行政审批局 --question 总体是否满意",
    run_add, add_fields },
  { "open", "SURVEY", 1, 1, N_ ("Open it: from now on it is answered"), "anfang survey open " ID,
    anf_cli_step_act, NULL, "open" },
  { "enter", "SURVEY [FILE.csv]", 1, 2,
    N_ ("Enter sheets: a table whose first row names questions, unit, on, count, opinion; or one"),
    "anfang survey enter " ID " 问卷.csv", run_enter, enter_fields },
  { "close", "SURVEY", 1, 1, N_ ("Close it: nothing more is entered"), "anfang survey close " ID,
    anf_cli_step_act, NULL, "close" },
  { "release", "SURVEY", 1, 1, N_ ("Tell the units their results"), "anfang survey release " ID,
    anf_cli_step_act, NULL, "release" },
  { "results", "SURVEY", 1, 1, N_ ("Count, share and mean for each unit and question"),
    "anfang survey results " ID " --format xlsx -o 满意度.xlsx", run_results, result_fields },
  { "opinions", "SURVEY", 1, 1, N_ ("List what was said in words"), "anfang survey opinions " ID,
    run_opinions, opinion_fields },
  { "list", "", 0, 0, N_ ("List surveys"), "anfang survey list --state open", anf_cli_step_list,
    list_fields },
  { "show", "SURVEY", 1, 1, N_ ("Show a survey"), "anfang survey show " ID, anf_cli_step_show },
  { NULL },
};

const AnfNoun anf_cli_survey
    = { "survey",  N_ ("what people of the public say: questionnaires and meetings"),
        "surveys", ANF_FIELD_SURVEY,
        columns,   commands };
