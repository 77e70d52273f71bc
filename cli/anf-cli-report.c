/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-report-make.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

static const AnfColumn ledger_columns[] = { { N_ ("NUMBER"), "number" },
                                            { N_ ("STATE"), "state", "finding" },
                                            { N_ ("UNIT"), "unit_name" },
                                            { N_ ("FACT"), "fact" },
                                            { N_ ("ORDER"), "order_number" },
                                            { N_ ("CLOSED"), "closed_at" },
                                            { NULL } };
static const AnfColumn problem_columns[] = {
  { N_ ("NUMBER"), "number" },
  { N_ ("UNIT"), "unit" },
  { N_ ("CATEGORY"), "category" },
  { N_ ("FACT"), "fact" },
  { NULL },
};
static const AnfColumn cause_columns[] = {
  { N_ ("NUMBER"), "number" }, { N_ ("UNIT"), "unit" },     { N_ ("FACT"), "fact" },
  { N_ ("ORDER"), "order" },   { N_ ("CAUSES"), "causes" }, { NULL },
};
static const AnfColumn measure_columns[] = {
  { N_ ("NUMBER"), "number" },         { N_ ("UNIT"), "unit" },
  { N_ ("MEASURE"), "measure" },       { N_ ("DUE"), "measure_due" },
  { N_ ("PERSON"), "measure_person" }, { NULL },
};
static const AnfColumn rectification_columns[] = {
  { N_ ("NUMBER"), "number" },
  { N_ ("UNIT"), "unit" },
  { N_ ("ORDER"), "order" },
  { N_ ("DUE"), "rectify_due" },
  { N_ ("STATE"), "state" },
  { N_ ("CLOSED"), "closed" },
  { NULL },
};
static const AnfColumn mechanism_columns[] = {
  { N_ ("NUMBER"), "number" },
  { N_ ("UNIT"), "unit" },
  { N_ ("MECHANISM"), "mechanism" },
  { N_ ("CLOSED"), "closed" },
  { NULL },
};

static const struct
{
  const char *name;
  const AnfColumn *columns;
} lists[] = {
  { "ledger", ledger_columns },
  { "problems", problem_columns },
  { "causes", cause_columns },
  { "measures", measure_columns },
  { "rectification", rectification_columns },
  { "mechanisms", mechanism_columns },
};

static const AnfColumn *
find_columns (const char *list)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (list == NULL || g_str_equal (lists[i].name, list))
      return lists[i].columns;
  return NULL;
}

/* A unit has no row as the office has it: its ledger is a list like the others. */
static const AnfColumn *
choose_columns (AnfRun *run, const AnfReply *reply)
{
  JsonObject *page = anf_reply_get_object (reply);
  JsonArray *items = page != NULL ? anf_json_peek_array (page, "items") : NULL;
  JsonObject *first = items != NULL && json_array_get_length (items) > 0
                          ? json_array_get_object_element (items, 0)
                          : NULL;
  const AnfColumn *columns = find_columns (anf_cli_run_get (run, "list"));
  if (columns == ledger_columns && first != NULL && !json_object_has_member (first, "unit_name"))
    return rectification_columns;
  return columns;
}

static void
print_ledger (AnfRun *run, const AnfReply *reply)
{
  anf_cli_print_list (run, reply, choose_columns (run, reply));
}

static gboolean
run_ledger (AnfRun *run, GError **error)
{
  const char *format = anf_cli_run_get (run, "format");
  const char *file = anf_cli_run_get (run, "output");
  if (!anf_cli_report_check_output (format, file, error))
    return FALSE;
  g_autofree char *ledger = anf_cli_report_path (run, "/reports/ledger", "json", error);
  if (ledger == NULL)
    return FALSE;
  if (format == NULL && file == NULL)
    return anf_cli_step_pages (run, ledger, TRUE, print_ledger, error);
  g_autofree char *path = anf_cli_step_page (ledger, anf_cli_run_get (run, "after"));
  if (file != NULL)
    return anf_cli_step_save (run, path, error);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_reply (reply);
  return TRUE;
}

static const AnfColumn indicator_columns[] = {
  { N_ ("ID"), "id" },
  { N_ ("NAME"), "name" },
  { N_ ("PERIOD"), "period" },
  { N_ ("VALUE"), "value" },
  { N_ ("NUMERATOR"), "numerator" },
  { N_ ("DENOMINATOR"), "denominator" },
  { N_ ("OP"), "op" },
  { N_ ("TARGET"), "target" },
  { N_ ("MET"), "met" },
  { N_ ("WHY"), "why", "why" },
  { N_ ("MISSING"), "missing" },
  { NULL },
};

/* What is made as a file goes to one; without a format it is a table on the terminal. */
static gboolean
run_indicators (AnfRun *run, GError **error)
{
  const char *format = anf_cli_run_get (run, "format");
  const char *file = anf_cli_run_get (run, "output");
  if (!anf_cli_report_check_output (format, file, error))
    return FALSE;
  g_autofree char *path = anf_cli_report_path (run, "/reports/indicators", "json", error);
  if (path == NULL)
    return FALSE;
  if (file != NULL || format != NULL)
    return anf_cli_step_save (run, path, error);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_list (run, reply, indicator_columns);
  return TRUE;
}

static const AnfField indicator_fields[] = {
  ANF_FIELD_OF_SCHEME,
  { "period", "period", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("PERIOD"),
    N_ ("2018, 2018-Q2, 2018-06 or 2018-W23; this month without it") },
  { "format", NULL, ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, "json|csv|xlsx",
    N_ ("as the service writes it; without it a table") },
  ANF_FIELD_OUTPUT,
  ANF_FIELDS_END,
};

static const AnfField ledger_fields[] = {
  { "scheme", "scheme", ANF_FIELD_SCHEME, ANF_FIELD_OPTIONAL, N_ ("SCHEME"),
    N_ ("only that of one scheme") },
  { "below", "below", ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("with all schemes below that one") },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"), N_ ("only that of one unit") },
  { "where", NULL, ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("CONDITION"),
    N_ ("only rows of which it holds, by any column: state=closed|rectifying, "
        "整改期限=2018-03-01..2018-03-31, fact~窗口, closed=, unit!=spj") },
  { "list", "list", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL,
    N_ ("ledger|problems|causes|measures|rectification|mechanisms"), N_ ("which list") },
  { "format", NULL, ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, "json|csv|xlsx|pdf",
    N_ ("as the service writes it; without it a table") },
  { "limit", "limit", ANF_FIELD_NUMBER, ANF_FIELD_OPTIONAL, "N",
    N_ ("so many on one page, 1 to 200") },
  { "after", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("CURSOR"),
    N_ ("go on where another page ended") },
  ANF_FIELD_OUTPUT,
  ANF_FIELDS_END,
};

#define FIELDS_MAKE                                                                                     \
  ANF_FIELD_OF_SCHEME, { "to",           "addressee",                                                   \
                         ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL,                                            \
                         N_ ("TEXT"),    N_ ("whom it is sent to 主送机关") },                          \
      { "numbered",     "numbered",                                                                     \
        ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL,                                                             \
        NULL,           N_ ("with the next number 文号 of the scheme's code word for reports") },       \
      { "typical",         "typical",                                                                   \
        ANF_FIELD_FINDING, ANF_FIELD_MANY,                                                              \
        N_ ("FINDING"),    N_ ("a typical problem 典型问题 of these days; may be given again") },       \
      { "advice",           "advice",    ANF_FIELD_TEXT,                                                \
        ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("what it advises 工作建议; @FILE takes it from a file") }, \
      { "next",         "next_steps",                                                                   \
        ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL,                                                             \
        N_ ("TEXT"),    N_ ("what comes next 下步工作; @FILE takes it from a file") },                  \
      { "format",                                                                                       \
        NULL,                                                                                           \
        ANF_FIELD_CHOICE,                                                                               \
        ANF_FIELD_OPTIONAL,                                                                             \
        "json|csv|xlsx|pdf|docx",                                                                       \
        N_ ("how it is written; csv without it") },                                                     \
      ANF_FIELD_OUTPUT, ANF_FIELDS_END

static gboolean
run_geojson (AnfRun *run, GError **error)
{
  g_autofree char *query = anf_cli_field_query (run, error);
  g_autofree char *path = query != NULL ? g_strconcat ("/reports/geojson", query, NULL) : NULL;
  return path != NULL && anf_cli_step_save (run, path, error);
}

static const AnfField geojson_fields[] = {
  { "scheme", "scheme", ANF_FIELD_SCHEME, ANF_FIELD_OPTIONAL, N_ ("SCHEME"),
    N_ ("only that of one scheme") },
  { "decimals", "decimals", ANF_FIELD_NUMBER, ANF_FIELD_OPTIONAL, "N",
    N_ ("of a degree: 2 hides the place to about a kilometre") },
  ANF_FIELD_OUTPUT,
  ANF_FIELDS_END,
};

static const AnfField period_fields[] = {
  { "period", "period", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("PERIOD"),
    N_ ("2018, 2018-Q2, 2018-06 or 2018-W23; the last one that is over without it") },
  FIELDS_MAKE,
};

static const AnfField phase_fields[] = { FIELDS_MAKE };

static const AnfCommand commands[] = {
  { "ledger", "", 0, 0, N_ ("Every finding with its order and dates, 台账"),
    "anfang report ledger --scheme haicheng-2018 --where 'closed=' --format xlsx -o 台账.xlsx",
    run_ledger, ledger_fields },
  { "indicators", "", 0, 0, N_ ("Indicators of a period against their targets"),
    "anfang report indicators --scheme haicheng-2018 --period 2018-06", run_indicators,
    indicator_fields },
  { "geojson", "", 0, 0, N_ ("Where visits were made and findings found, for a map"),
    "anfang report geojson --scheme haicheng-2018 --decimals 2 -o visits.geojson", run_geojson,
    geojson_fields },
  { "weekly", "", 0, 0, N_ ("The week's report, which stays as it is made"),
    "anfang report weekly --scheme shenyang-2021", anf_cli_report_run, period_fields },
  { "monthly", "", 0, 0, N_ ("The month's report, up to the scheme's report day"),
    "anfang report monthly --scheme haicheng-2018 --typical HC18-03-2018-0012 --next @下步工作.txt "
    "--format pdf -o 月报.pdf",
    anf_cli_report_run, period_fields },
  { "quarterly", "", 0, 0, N_ ("The quarter's report, with the ranking"),
    "anfang report quarterly --scheme haicheng-2018 --period 2018-Q2 --format pdf -o 季报.pdf",
    anf_cli_report_run, period_fields },
  { "phase", "PHASE", 1, 1, N_ ("The report of one of the scheme's phases"),
    "anfang report phase p1 --scheme haicheng-2018", anf_cli_report_run, phase_fields },
  { "year", "", 0, 0, N_ ("The year's report"),
    "anfang report year --scheme haicheng-2018 --period 2018", anf_cli_report_run, period_fields },
  { NULL },
};

const AnfNoun anf_cli_report
    = { .name = "report", .summary = N_ ("what is handed upwards"), .commands = commands };
