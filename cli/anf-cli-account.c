/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-field.h"
#include "anf-cli-password.h"
#include "anf-cli-print.h"
#include "anf-cli-step.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <stdio.h>

/* From a file, or made up and then told once: on standard error, since standard output is data. */
static char *
choose_password (AnfRun *run, gboolean *made, GError **error)
{
  *made = anf_cli_run_has (run, "generate");
  if (*made)
    return anf_cli_password_generate ();
  g_autofree char *prompt = g_strdup_printf (_ ("New password of %s: "), run->args[0]);
  return anf_cli_password_read_new (anf_cli_run_get (run, "password-file"), prompt, error);
}

static void
tell (const char *name, const char *password)
{
  fprintf (stderr, _ ("password of %s, shown this once: %s\n"), name, password);
}

/* As the contract has it, but in words. */
static gboolean
check_name (const char *name, GError **error)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
  const gsize length = strlen (name);
  if (length >= 2 && length <= 32 && strchr (letters, *name) != NULL
      && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == length)
    return TRUE;
  return anf_cli_run_misuse (error,
                             _ ("“%s” is no name for an account: 2 to 32 of a–z, 0–9, _ . - with "
                                "a letter first; the person's name goes into --display-name"),
                             name);
}

static gboolean
run_add (AnfRun *run, GError **error)
{
  if (!check_name (run->args[0], error))
    return FALSE;
  g_autoptr (JsonObject) body = json_object_new ();
  if (!anf_cli_field_collect (run, body, error))
    return FALSE;
  gboolean made = FALSE;
  g_autoptr (AnfPassword) password = choose_password (run, &made, error);
  if (password == NULL)
    return FALSE;
  json_object_set_string_member (body, "name", run->args[0]);
  json_object_set_string_member (body, "password", password);
  /* What was shown on the administrator's screen is good for the first login only. */
  if (made)
    json_object_set_boolean_member (body, "must_change_password", TRUE);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", "/accounts", body, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_record (run, reply);
  if (made)
    tell (run->args[0], password);
  return TRUE;
}

/* Whoever has stolen a session is out, too. */
static void
tell_ended (const AnfRun *run, const AnfReply *reply)
{
  JsonObject *account = anf_reply_get_object (reply);
  if (account != NULL && anf_json_peek_bool (account, "must_change_password"))
    anf_cli_print_note (run,
                        _ ("all sessions of %s have ended; this password is good for one thing "
                           "only: to log in and choose another"),
                        run->args[0]);
  else
    anf_cli_print_note (run, _ ("all sessions of %s have ended, this one too: log in again"),
                        run->args[0]);
}

static gboolean
run_password (AnfRun *run, GError **error)
{
  gboolean made = FALSE;
  g_autoptr (AnfPassword) password = choose_password (run, &made, error);
  if (password == NULL)
    return FALSE;
  g_autoptr (JsonObject) body = json_object_new ();
  json_object_set_string_member (body, "password", password);
  g_autofree char *path = anf_cli_run_path ("accounts", run->args[0], "password");
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", path, body, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_record (run, reply);
  tell_ended (run, reply);
  if (made)
    tell (run->args[0], password);
  return TRUE;
}

static gboolean
run_email (AnfRun *run, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *path = anf_cli_run_path ("accounts", run->args[0], "email");
  const gboolean none = anf_cli_run_has (run, "none");
  const char *address = run->args[1];
  if (none && address != NULL)
    return anf_cli_run_misuse (error, _ ("give an address, or --none, not both"));
  if (!none && address == NULL)
    {
      g_autoptr (AnfReply) told = anf_cli_run_call (run, "GET", path, NULL, error);
      if (told != NULL)
        anf_cli_print_show (run, told);
      return told != NULL;
    }
  if (!anf_cli_field_collect (run, body, error))
    return FALSE;
  if (none)
    json_object_set_null_member (body, "email");
  else
    json_object_set_string_member (body, "email", address);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", path, body, error);
  return reply != NULL;
}

static const AnfColumn device_columns[] = { { N_ ("DEVICE"), "device" },
                                            { N_ ("FIRST SEEN"), "first_seen" },
                                            { N_ ("SESSIONS"), "sessions" },
                                            { N_ ("REVOKED"), "revoked" },
                                            { NULL } };

static gboolean
run_devices (AnfRun *run, GError **error)
{
  g_autofree char *path = anf_cli_run_path ("accounts", run->args[0], "devices");
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  if (reply != NULL)
    anf_cli_print_list (run, reply, device_columns);
  return reply != NULL;
}

#define PASSWORD_FIELDS                                                                            \
  {                                                                                                \
    "password-file", NULL,                                                                         \
    ANF_FIELD_PATH,  ANF_FIELD_OPTIONAL,                                                           \
    N_ ("FILE"),     N_ ("take the password from FILE, - for standard input, instead of asking")   \
  },                                                                                               \
  {                                                                                                \
    "generate", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,                                    \
        N_ ("make a password up and show it once")                                                 \
  }

#define ROLE_HELP                                                                                  \
  N_ ("what the person may do; may be repeated: inspector, team_lead, verifier, drafter, "         \
      "reviewer, signer, clerk, lead_unit, resp_contact, resp_head, reinspector, closer, "         \
      "discipline_liaison, publicity, assessor, leader; or, alone, sysadmin, secadmin, "           \
      "auditor")

static const AnfField add_fields[] = {
  { "role", "roles", ANF_FIELD_ROLE, ANF_FIELD_REQUIRED | ANF_FIELD_MANY, N_ ("ROLE"), ROLE_HELP },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("the unit that the person belongs to; administrators have none") },
  { "display-name", "display_name", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("the person's own name") },
  PASSWORD_FIELDS,
  { "must-change", "must_change_password", ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("the person has to choose another password first; always so with --generate") },
  ANF_FIELDS_END,
};

static const AnfField change_fields[] = {
  { "role", "roles", ANF_FIELD_ROLE, ANF_FIELD_MANY, N_ ("ROLE"), ROLE_HELP },
  { "display-name", "display_name", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("the person's own name") },
  ANF_FIELDS_END,
};

static const AnfField password_fields[] = { PASSWORD_FIELDS, ANF_FIELDS_END };

static const AnfField email_fields[] = {
  { "language", "language", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, N_ ("zh|en"),
    N_ ("of the messages; zh unless told") },
  { "none", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("write to them no more") },
  ANF_FIELDS_END,
};

static const AnfField device_fields[] = {
  { "device", "device", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("DEVICE"),
    N_ ("the device that was lost") },
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  ANF_FIELD_ONLY_UNIT,
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[]
    = { { N_ ("NAME"), "name" },           { N_ ("PSEUDONYM"), "pseudonym" },
        { N_ ("UNIT"), "unit", "unit" },   { N_ ("DISABLED"), "disabled" },
        { N_ ("ROLES"), "roles", "role" }, { NULL } };

static const AnfCommand commands[] = {
  { "add", "NAME", 1, 1, N_ ("Make an account"),
    "anfang account add li --role inspector --role team_lead --unit 210381-ysb --generate", run_add,
    add_fields },
  { "list", "", 0, 0, N_ ("List accounts"), "anfang account list", anf_cli_step_list, list_fields },
  { "show", "NAME", 1, 1, N_ ("Show an account"), "anfang account show li", anf_cli_step_show },
  { "disable", "NAME", 1, 1, N_ ("Lock an account and end its sessions"),
    "anfang account disable li", anf_cli_step_act, NULL, "disable" },
  { "enable", "NAME", 1, 1, N_ ("Unlock an account"), "anfang account enable li", anf_cli_step_act,
    NULL, "enable" },
  { "change", "NAME", 1, 1, N_ ("Change a name, or the roles: all that are given, no others"),
    "anfang account change li --role inspector --role verifier", anf_cli_step_act, change_fields,
    "change" },
  { "password", "NAME", 1, 1,
    N_ ("Set a new password, which ends all sessions; one set for somebody else lasts until they "
        "log in"),
    "anfang account password li", run_password, password_fields },
  { "email", "NAME [ADDRESS]", 1, 2,
    N_ ("Show or set where somebody is written to about notices; the holder may do it too"),
    "anfang account email li li@mail.example", run_email, email_fields },
  { "devices", "NAME", 1, 1, N_ ("List the devices from which somebody logged in"),
    "anfang account devices li", run_devices },
  { "revoke-device", "NAME", 1, 1,
    N_ ("End the sessions of a lost device, from which nobody logs in any more"),
    "anfang account revoke-device li --device 5f0c…", anf_cli_step_act, device_fields,
    "revoke-device" },
  { NULL },
};

const AnfNoun anf_cli_account = { "account",  N_ ("people, their roles and their units"),
                                  "accounts", ANF_FIELD_ACCOUNT,
                                  columns,    commands };
