/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-csv.h"
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-step.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
run_add (AnfRun *run, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  if (!anf_cli_field_collect (run, body, error))
    return FALSE;
  g_autofree char *path = anf_cli_run_path ("units", run->args[0], NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "PUT", path, body, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_record (run, reply);
  if (anf_json_peek_bool (anf_reply_get_object (reply), "code_doubtful"))
    anf_cli_print_note (run, _ ("its last character does not fit the code (GB 32100): compare it "
                                "with the certificate"));
  return TRUE;
}

static const char *const csv_columns[] = { "id",         "name",     "scheme",    "parent", "code",
                                           "valid_from", "valid_to", "successor", "roles",  NULL };

static gboolean
check_heading (GPtrArray *heading, GError **error)
{
  gboolean has_id = FALSE;
  gboolean has_name = FALSE;
  for (guint i = 0; i < heading->len; i++)
    {
      const char *column = g_ptr_array_index (heading, i);
      has_id = has_id || g_str_equal (column, "id");
      has_name = has_name || g_str_equal (column, "name");
      if (!g_strv_contains (csv_columns, column))
        {
          g_autofree char *known = g_strjoinv (", ", (char **)csv_columns);
          return anf_error_throw (error, ANF_ERROR_INVALID,
                                  _ ("the first row names a column “%s”; known are %s"), column,
                                  known);
        }
    }
  if (has_id && has_name)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("the first row must name the columns, id and name among them"));
}

static void
set_cell (JsonObject *unit, const char *column, const char *cell)
{
  if (*cell == '\0' || g_str_equal (column, "id"))
    return;
  if (!g_str_equal (column, "roles"))
    {
      json_object_set_string_member (unit, column, cell);
      return;
    }
  JsonArray *roles = json_array_new ();
  g_auto (GStrv) words = g_strsplit_set (cell, ";, ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      json_array_add_string_element (roles, words[i]);
  json_object_set_array_member (unit, "roles", roles);
}

static gboolean
import_row (AnfRun *run, GPtrArray *heading, GPtrArray *row, GError **error)
{
  const char *id = NULL;
  g_autoptr (JsonObject) unit = json_object_new ();
  for (guint i = 0; i < row->len; i++)
    {
      if (g_str_equal (g_ptr_array_index (heading, i), "id"))
        id = g_ptr_array_index (row, i);
      set_cell (unit, g_ptr_array_index (heading, i), g_ptr_array_index (row, i));
    }
  if (id == NULL || *id == '\0')
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the id is empty"));
  g_autofree char *path = anf_cli_run_path ("units", id, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "PUT", path, unit, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_record (run, reply);
  return TRUE;
}

static gboolean
run_import (AnfRun *run, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) rows = anf_cli_csv_read (run->args[0], numbers, error);
  GPtrArray *heading = rows != NULL ? rows->pdata[0] : NULL;
  if (heading == NULL || !check_heading (heading, error))
    return FALSE;
  for (guint i = 1; i < rows->len; i++)
    if (!import_row (run, heading, g_ptr_array_index (rows, i), error))
      {
        g_prefix_error (error, _ ("row %u of %s (the rows before it are in): "),
                        anf_cli_csv_get_number (numbers, i), run->args[0]);
        return FALSE;
      }
  anf_cli_print_note (run, _ ("%u units"), rows->len - 1);
  return TRUE;
}

static const AnfField add_fields[] = {
  { "name", "name", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("NAME"), N_ ("its full name") },
  { "scheme", "scheme", ANF_FIELD_SCHEME, ANF_FIELD_OPTIONAL, N_ ("SCHEME"),
    N_ ("the scheme that it belongs to") },
  { "parent", "parent", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("the unit above it; of a town or a park the set of the scheme (镇区), whose units are "
        "ranked with each other") },
  { "code", "code", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("CODE"),
    N_ ("its unified social credit code") },
  { "role", "roles", ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("ROLE"),
    N_ ("what it does in the scheme; may be repeated") },
  { "valid-from", "valid_from", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("its first day") },
  { "valid-to", "valid_to", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"), N_ ("its last day") },
  { "successor", "successor", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("who took over from it") },
  ANF_FIELDS_END,
};

static const AnfField leaders_fields[] = {
  { "principal", "principal.name", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("主要领导, who answers for it on the whole") },
  { "principal-post", "principal.post", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("POST"),
    N_ ("and their post") },
  { "in-charge", "in_charge.name", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("主管领导, who sees to it") },
  { "in-charge-post", "in_charge.post", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("POST"),
    N_ ("and their post") },
  { "vacant", "vacant", ANF_FIELD_CHOICE, ANF_FIELD_MANY, N_ ("principal|in_charge"),
    N_ ("a post that nobody holds now; may be repeated") },
  { "since", "since", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("since when; today when not given") },
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  ANF_FIELD_ONLY_SCHEME,
  { "name", "name", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("only those of that name") },
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[]
    = { { N_ ("ID"), "id" }, { N_ ("NAME"), "name" }, { N_ ("SCHEME"), "scheme" }, { NULL } };

static const AnfCommand commands[] = {
  { "add", "ID", 1, 1, N_ ("Add a unit"), "anfang unit add 210381-spj --name 市行政审批局", run_add,
    add_fields },
  { "import", "FILE.csv", 1, 1,
    N_ ("Add the units of a table whose first row names its columns: id, name, scheme, parent, "
        "code, valid_from, valid_to, successor, roles"),
    "anfang unit import units.csv", run_import },
  { "list", "", 0, 0, N_ ("List units"), "anfang unit list --scheme haicheng-2018",
    anf_cli_step_list, list_fields },
  { "leaders", "UNIT", 1, 1,
    N_ ("Name its two leaders (主要领导负总责、主管领导具体抓); who is not named stays"),
    "anfang unit leaders 市行政审批局 --principal 王某 --principal-post 局长 "
    "--in-charge 李某 --in-charge-post 副局长",
    anf_cli_step_act, leaders_fields, "leaders" },
  { "show", "UNIT", 1, 1, N_ ("Show a unit"), "anfang unit show 市行政审批局", anf_cli_step_show },
  { NULL },
};

const AnfNoun anf_cli_unit
    = { "unit",  N_ ("departments and places of government"), "units", ANF_FIELD_UNIT, columns,
        commands };
