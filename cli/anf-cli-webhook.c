/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#define SOME_ID "0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11"

static gboolean
run_add (AnfRun *run, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  json_object_set_string_member (body, "url", run->args[0]);
  if (!anf_cli_field_collect (run, body, error))
    return FALSE;
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", "/webhooks", body, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_show (run, reply);
  anf_cli_print_note (run, _ ("keep the secret now: it is not told again"));
  return TRUE;
}

static gboolean
run_test (AnfRun *run, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *path = anf_cli_run_path ("webhooks", run->args[0], "test");
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", path, body, error);
  if (reply != NULL)
    anf_cli_print_note (run, _ ("it has taken it"));
  return reply != NULL;
}

static gboolean
run_disable (AnfRun *run, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  if (!anf_cli_field_collect (run, body, error))
    return FALSE;
  g_autofree char *path = anf_cli_run_path ("webhooks", run->args[0], "disable");
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", path, body, error);
  if (reply != NULL)
    anf_cli_print_record (run, reply);
  return reply != NULL;
}

static const AnfField add_fields[] = {
  /* Those of referrals are never sent. */
  { "events", "events", ANF_FIELD_CHOICE, ANF_FIELD_MANY,
    N_ ("account|calendar|choice|draw|evidence|exposure|figure|finding|flag|lead|log|numbering|"
        "order|register|report|scheme|selfcheck|sheets|step|survey|talk|task|timestamp|"
        "unit|visit|webhook"),
    N_ ("only events of such records; may be repeated") },
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  { "state", "state", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, N_ ("active|disabled"),
    N_ ("only those in one state") },
  ANF_FIELDS_LIST,
};

static const AnfField disable_fields[] = {
  ANF_FIELD_REASON,
  ANF_FIELDS_END,
};

static const AnfColumn columns[]
    = { { N_ ("STATE"), "state", "webhook" }, { N_ ("URL"), "url" }, { N_ ("EVENTS"), "events" },
        { N_ ("REASON"), "ended.reason" },    { N_ ("ID"), "id" },   { NULL } };

static const AnfCommand commands[] = {
  { "add", "URL", 1, 1, N_ ("Have an address told of events as they happen, signed"),
    "anfang webhook add https://hooks.example/anfang --events order", run_add, add_fields },
  { "list", "", 0, 0, N_ ("List addresses that are told of events"), "anfang webhook list",
    anf_cli_step_list, list_fields },
  { "test", "WEBHOOK", 1, 1, N_ ("Send it a message of no event"), "anfang webhook test " SOME_ID,
    run_test },
  { "disable", "WEBHOOK", 1, 1, N_ ("Tell it nothing any more; its secret is forgotten"),
    "anfang webhook disable " SOME_ID " --reason 系统停用", run_disable, disable_fields },
  { NULL },
};

const AnfNoun anf_cli_webhook
    = { "webhook", N_ ("addresses that are told of events"), "webhooks", ANF_FIELD_TEXT, columns,
        commands };
