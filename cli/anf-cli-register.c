/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-report-make.h"
#include "anf-cli-step.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

/* COLUMN=VALUE; nothing behind the sign takes a value away. */
static gboolean
add_values (AnfRun *run, JsonObject *body, GError **error)
{
  char **given = anf_cli_run_get_all (run, "set");
  if (given == NULL)
    return TRUE;
  JsonObject *values = json_object_new ();
  json_object_set_object_member (body, "values", values);
  for (gsize i = 0; given[i] != NULL; i++)
    {
      const char *sign = strchr (given[i], '=');
      if (sign == NULL || sign == given[i])
        return anf_cli_run_misuse (error, _ ("--set takes COLUMN=VALUE, not “%s”"), given[i]);
      g_autofree char *name = g_strndup (given[i], (gsize)(sign - given[i]));
      if (json_object_has_member (values, name))
        return anf_cli_run_misuse (error, _ ("--set: %s is there twice"), name);
      if (sign[1] == '\0')
        json_object_set_null_member (values, name);
      else
        json_object_set_string_member (values, name, sign + 1);
    }
  return TRUE;
}

static gboolean
add_all_values (AnfRun *run, JsonObject *body, GError **error)
{
  return anf_cli_run_has (run, "set") ? add_values (run, body, error)
                                      : anf_cli_run_misuse (error, _ ("--set is missing"));
}

static gboolean
run_list (AnfRun *run, GError **error)
{
  const char *format = anf_cli_run_get (run, "format");
  const char *file = anf_cli_run_get (run, "output");
  if (!anf_cli_report_check_output (format, file, error))
    return FALSE;
  g_autofree char *list = anf_cli_report_path (run, "/registers", "json", error);
  if (list == NULL)
    return FALSE;
  if (format == NULL && file == NULL)
    return anf_cli_step_pages (run, list, TRUE, anf_cli_step_print_page, error);
  g_autofree char *path = anf_cli_step_page (list, anf_cli_run_get (run, "after"));
  return anf_cli_step_save (run, path, error);
}

#define FIELD_SET(flags)                                                                           \
  {                                                                                                \
    "set", NULL, ANF_FIELD_TEXT, (flags), N_ ("COLUMN=VALUE"),                                     \
        N_ ("what stands in a column, by its id or name; again for each"), "values"                \
  }
#define FIELDS_LINKS                                                                               \
  { "finding",      "findings",     ANF_FIELD_FINDING,                                             \
    ANF_FIELD_MANY, N_ ("FINDING"), N_ ("a finding that it belongs to; again for more") },         \
  {                                                                                                \
    "order", "orders", ANF_FIELD_ORDER, ANF_FIELD_MANY, N_ ("ORDER"),                              \
        N_ ("an order that it belongs to; again for more")                                         \
  }

static const AnfField add_fields[] = {
  ANF_FIELD_IN_SCHEME,
  { "register", "register", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("REGISTER"),
    N_ ("which of the scheme's registers, by id or name") },
  FIELD_SET (ANF_FIELD_MANY),
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("whose it is; your own when you enter for a unit") },
  FIELDS_LINKS,
  ANF_FIELD_ID,
  ANF_FIELDS_END,
};

static const AnfField amend_fields[] = {
  { "reason", "reason", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("why it is corrected; stays with what it was") },
  FIELD_SET (ANF_FIELD_MANY),
  FIELDS_LINKS,
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  ANF_FIELD_OF_SCHEME,
  { "register", "register", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("REGISTER"),
    N_ ("which of the scheme's registers, by id or name") },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"), N_ ("only that of one unit") },
  { "finding", "finding", ANF_FIELD_FINDING, ANF_FIELD_OPTIONAL, N_ ("FINDING"),
    N_ ("only what belongs to that finding") },
  { "order", "order", ANF_FIELD_ORDER, ANF_FIELD_OPTIONAL, N_ ("ORDER"),
    N_ ("only what belongs to that order") },
  { "where", NULL, ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("CONDITION"),
    N_ ("only rows of which it holds, by any column, as for anfang report ledger") },
  { "format", NULL, ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, "json|csv|xlsx",
    N_ ("as the service writes it; without it a table") },
  { "limit", "limit", ANF_FIELD_NUMBER, ANF_FIELD_OPTIONAL, "N",
    N_ ("so many on one page, 1 to 200") },
  { "after", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("CURSOR"),
    N_ ("go on where another page ended") },
  ANF_FIELD_OUTPUT,
  ANF_FIELDS_END,
};

static const AnfColumn columns[] = { { N_ ("NUMBER"), "number" },
                                     { N_ ("UNIT"), "unit", "unit" },
                                     { N_ ("TITLE"), "title" },
                                     { N_ ("ID"), "id" },
                                     { NULL } };

static const AnfCommand commands[] = {
  { "add", "", 0, 0, N_ ("Make an entry in one of the scheme's registers"),
    "anfang register add --scheme haicheng-2018 --register promises --unit spj "
    "--set made_on=2016-05-01 --set 承诺事项=…",
    anf_cli_step_put, add_fields, NULL, add_all_values },
  { "list", "", 0, 0, N_ ("List a register, or write it as a workbook"),
    "anfang register list --scheme haicheng-2018 --register promises --format xlsx -o 承诺.xlsx",
    run_list, list_fields },
  { "show", "ENTRY", 1, 1, N_ ("Show an entry and what it was before"),
    "anfang register show HC18-promises-0001", anf_cli_step_show },
  { "amend", "ENTRY", 1, 1, N_ ("Correct an entry, with the reason"),
    "anfang register amend HC18-promises-0001 --set status=已兑现 --reason 核实", anf_cli_step_act,
    amend_fields, "amend", add_values },
  { NULL },
};

const AnfNoun anf_cli_register
    = { "register",  N_ ("what a scheme wants on file: projects, promises, cases"),
        "registers", ANF_FIELD_REGISTER,
        columns,     commands };
