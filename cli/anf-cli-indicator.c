/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

/* Without a day the figure is of today. */
static void
add_as_of (JsonObject *body)
{
  const AnfClock clock = anf_clock_system ();
  GDate today;
  if (json_object_has_member (body, "as_of"))
    return;
  anf_time_local_date (anf_clock_now (&clock), &today);
  g_autofree char *text = anf_date_format (&today);
  json_object_set_string_member (body, "as_of", text);
}

static char *
make_path (JsonObject *body)
{
  g_autofree char *id = g_strjoin (
      ".", anf_json_peek_string (body, "scheme"), anf_json_peek_string (body, "key"),
      anf_json_peek_string (body, "period"), anf_json_peek_string (body, "unit"), NULL);
  return anf_cli_run_path ("figures", id, NULL);
}

static gboolean
run_set (AnfRun *run, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GError) local_error = NULL;
  json_object_set_string_member (body, "key", run->args[0]);
  json_object_set_string_member (body, "value", run->args[1]);
  if (!anf_cli_field_collect (run, body, error))
    return FALSE;
  add_as_of (body);
  g_autofree char *path = make_path (body);
  g_autoptr (AnfReply) before
      = anf_cli_run_has (run, "replace") ? anf_cli_run_call (run, "GET", path, NULL, NULL) : NULL;
  if (!anf_cli_run_connect (run, error))
    return FALSE;
  g_autoptr (AnfReply) reply = anf_client_call (run->client, "PUT", path, body,
                                                before != NULL ? before->etag : NULL, &local_error);
  if (reply == NULL && before == NULL
      && g_error_matches (local_error, ANF_ERROR, (int)ANF_ERROR_CONFLICT))
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("another value of %s was entered for this period; --replace "
                               "corrects it and keeps the old one beside it"),
                            run->args[0]);
  if (reply == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  anf_cli_print_record (run, reply);
  return TRUE;
}

static const AnfField set_fields[] = {
  ANF_FIELD_OF_SCHEME,
  { "period", "period", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("PERIOD"),
    N_ ("2018, 2018-Q2, 2018-06 or 2018-W23") },
  { "source", "source", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("who says so, in which paper") },
  { "as-of", "as_of", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("the day of which it is true; today without it") },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("of which unit, where units are told apart") },
  { "replace", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("correct what was entered before") },
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  { "scheme", "scheme", ANF_FIELD_SCHEME, ANF_FIELD_OPTIONAL, N_ ("SCHEME"),
    N_ ("only that of one scheme") },
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[] = { { N_ ("KEY"), "key" },
                                     { N_ ("PERIOD"), "period" },
                                     { N_ ("UNIT"), "unit" },
                                     { N_ ("VALUE"), "value" },
                                     { N_ ("AS OF"), "as_of" },
                                     { N_ ("SOURCE"), "source" },
                                     { NULL } };

static const AnfCommand commands[] = {
  { "set", "KEY VALUE", 2, 2, N_ ("Enter a figure that an indicator needs and no record tells"),
    "anfang indicator set window_complaints 120 --scheme haicheng-2018 --period 2017 "
    "--source 民心网年报",
    run_set, set_fields },
  { "list", "", 0, 0, N_ ("List the figures that were entered"),
    "anfang indicator list --scheme haicheng-2018", anf_cli_step_list, list_fields },
  { NULL },
};

const AnfNoun anf_cli_indicator
    = { "indicator", N_ ("figures that indicators are made of"), "figures", ANF_FIELD_TEXT, columns,
        commands };
