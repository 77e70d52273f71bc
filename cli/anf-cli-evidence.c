/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-evidence.h"

#include "anf-cli-files.h"
#include "anf-cli-print.h"
#include "anf-cli-receipt.h"
#include "anf-cli-ref.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-examiner.h"
#include "anf-json.h"
#include "anf-upload.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#define JOBS_MAX 16
#define PATIENCE_MAX_S 86400
#define SEQUENCE_MAX 1000000

/* The next free number: after what the service has, and after what is still on its way from here.
   A remembered file keeps the number that it was given first. */
static gboolean
next_sequence (AnfRun *run, const char *noun, const char *target, gint64 *next, GError **error)
{
  gint64 highest = anf_upload_next_sequence (anf_client_get_server (run->client), target) - 1;
  g_autofree char *after = NULL;
  do
    {
      g_autofree char *path
          = g_strdup_printf ("/evidence?limit=200&%s=%s%s%s", noun, target,
                             after != NULL ? "&after=" : "", after != NULL ? after : "");
      g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
      if (reply == NULL)
        return FALSE;
      JsonObject *page = anf_reply_get_object (reply);
      JsonArray *items = page != NULL ? anf_json_peek_array (page, "items") : NULL;
      for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
        {
          JsonNode *node = json_array_get_element (items, i);
          if (JSON_NODE_HOLDS_OBJECT (node))
            highest = MAX (highest, anf_json_peek_int (json_node_get_object (node), "sequence", 0));
        }
      const char *cursor = page != NULL ? anf_json_peek_string (page, "next") : NULL;
      g_free (after);
      after = cursor != NULL ? g_uri_escape_string (cursor, NULL, FALSE) : NULL;
    }
  while (after != NULL);
  *next = highest + 1;
  return TRUE;
}

/* In the one form in which the service keeps times; NULL when it was not given. */
static char *
dup_time (const AnfRun *run, const char *name)
{
  const char *text = anf_cli_run_get (run, name);
  gint64 time_us = 0;
  return text != NULL && anf_time_parse (text, &time_us, NULL) ? anf_time_format (time_us) : NULL;
}

/* Before anything is sent: a receipt that cannot be kept is noticed too late. */
static gboolean
make_folder (const char *folder, GError **error)
{
  if (folder == NULL
      || (g_mkdir_with_parents (folder, 0700) == 0 && g_access (folder, W_OK | X_OK) == 0))
    return TRUE;
  return anf_error_set_errno (error, errno, _ ("keeping receipts in %s"), folder);
}

gboolean
anf_cli_evidence_hand_in (AnfRun *run, const char *noun, AnfFieldType type, GError **error)
{
  guint64 jobs = 0;
  guint64 patience = 0;
  guint64 sequence = 0;
  g_autofree char *captured = dup_time (run, "captured");
  g_autofree char *position_at = dup_time (run, "position-at");
  if (!anf_cli_run_get_number (run, "jobs", 1, JOBS_MAX, &jobs, error)
      || !anf_cli_run_get_number (run, "patience", 1, PATIENCE_MAX_S, &patience, error)
      || !anf_cli_run_get_number (run, "sequence", 1, SEQUENCE_MAX, &sequence, error))
    return FALSE;
  g_autofree char *target = anf_cli_ref_resolve (run, type, run->args[0], error);
  if (target == NULL || !make_folder (anf_cli_run_get (run, "receipts"), error)
      || !anf_cli_run_connect (run, error))
    return FALSE;
  gint64 first = (gint64)sequence;
  if (first == 0 && !next_sequence (run, noun, target, &first, error))
    return FALSE;
  const AnfFilesPlan plan = {
    .noun = noun,
    .target = target,
    .paths = run->args + 1,
    .first_sequence = first,
    .kind = anf_cli_run_get (run, "kind"),
    .captured_at = captured,
    .position = anf_cli_run_get (run, "position"),
    .position_source = anf_cli_run_get (run, "position-source"),
    .position_at = position_at,
    .datum = anf_cli_run_get (run, "datum"),
    .receipts = anf_cli_run_get (run, "receipts"),
    .no_receipts = anf_cli_run_has (run, "no-receipts"),
    .jobs = (guint)jobs,
    .patience_s = (guint)patience,
  };
  g_auto (GStrv) ids = anf_cli_files_send (run, &plan, error);
  return ids != NULL;
}

static gboolean
run_add (AnfRun *run, GError **error)
{
  return anf_cli_evidence_hand_in (run, "visit", ANF_FIELD_VISIT, error);
}

static gboolean
add_visit (AnfRun *run, JsonObject *body, GError **error)
{
  g_autofree char *visit = anf_cli_ref_resolve (run, ANF_FIELD_VISIT, run->args[0], error);
  if (visit == NULL)
    return FALSE;
  json_object_set_string_member (body, "visit", visit);
  return TRUE;
}

/* `list VISIT` is what people type; `--visit` is what the other lists take. */
static gboolean
run_list (AnfRun *run, GError **error)
{
  if (run->n_args == 0)
    return anf_cli_run_has (run, "visit") || anf_cli_run_has (run, "order")
                   || anf_cli_run_has (run, "lead")
               ? anf_cli_step_list (run, error)
               : anf_cli_run_misuse (
                   error, _ ("name a visit, an order with --order, or a lead with --lead"));
  g_autofree char *visit = anf_cli_ref_resolve (run, ANF_FIELD_VISIT, run->args[0], error);
  if (visit == NULL)
    return FALSE;
  g_strfreev (run->values[0]);
  run->values[0] = g_new0 (char *, 2);
  run->values[0][0] = g_steal_pointer (&visit);
  return anf_cli_step_list (run, error);
}

static gboolean
run_receipt (AnfRun *run, GError **error)
{
  g_autofree char *id = anf_cli_ref_resolve (run, ANF_FIELD_EVIDENCE, run->args[0], error);
  if (id == NULL || !anf_cli_run_connect (run, error))
    return FALSE;
  const char *file = anf_cli_run_get (run, "output");
  g_autofree char *text = anf_cli_receipt_fetch (run->client, id, error);
  if (text == NULL)
    return FALSE;
  if (file == NULL)
    anf_cli_print_text (text);
  else if (!g_file_set_contents_full (file, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, error))
    return FALSE;
  else
    anf_cli_print_note (run, _ ("wrote %s"), file);
  return TRUE;
}

static gboolean
print_inspected (AnfRun *run, guint i, const char *json, GError **error)
{
  if (run->globals->json)
    {
      printf ("%s\n", json);
      return TRUE;
    }
  g_autoptr (JsonObject) told = anf_json_parse_object (json, strlen (json), error);
  if (told == NULL)
    return FALSE;
  printf ("%s%s\n", i > 0 ? "\n" : "", run->args[i]);
  anf_cli_print_object (run, told, NULL);
  return TRUE;
}

static gboolean
run_inspect (AnfRun *run, GError **error)
{
  g_autoptr (AnfExaminer) examiner = anf_examiner_new (NULL, error);
  if (examiner == NULL)
    return FALSE;
  for (guint i = 0; i < run->n_args; i++)
    {
      g_autofree char *json = anf_examiner_inspect (examiner, run->args[i], error);
      if (json == NULL)
        {
          g_prefix_error (error, "%s: ", run->args[i]);
          return FALSE;
        }
      if (!print_inspected (run, i, json, error))
        return FALSE;
    }
  return TRUE;
}

static const AnfField add_fields[] = {
  { "position", NULL, ANF_FIELD_POSITION, ANF_FIELD_OPTIONAL, N_ ("LAT,LON[,METRES]"),
    N_ ("where it was taken, as the device or person says"), "position" },
  { "position-source", NULL, ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, N_ ("gps|network|manual"),
    N_ ("who says so"), "position_source" },
  { "position-at", NULL, ANF_FIELD_TIME, ANF_FIELD_OPTIONAL, N_ ("TIME"),
    N_ ("when that position was fixed"), "position_at" },
  { "datum", NULL, ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, "WGS-84|GCJ-02|BD-09",
    N_ ("in which datum; WGS-84 when not given"), "datum" },
  { "sequence", NULL, ANF_FIELD_NUMBER, ANF_FIELD_OPTIONAL, "N",
    N_ ("number of the first file in the visit; the next free one when not given"), "sequence" },
  ANF_FIELDS_HAND_IN,
  ANF_FIELDS_END,
};

static const AnfField refer_fields[] = {
  { "carrier", "carrier", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("where the recording is kept") },
  { "sha256", "sha256", ANF_FIELD_HASH, ANF_FIELD_REQUIRED, N_ ("HEX"),
    N_ ("the hash of the recording") },
  { "duration", "duration_s", ANF_FIELD_NUMBER, ANF_FIELD_OPTIONAL, N_ ("SECONDS"),
    N_ ("how long it is") },
  { "captured", "captured_at", ANF_FIELD_TIME, ANF_FIELD_OPTIONAL, N_ ("TIME"),
    N_ ("when it was taken, e.g. 2018-03-06T09:41:00+08:00") },
  { "filename", "filename", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("its name on the carrier") },
  ANF_FIELD_ID,
  ANF_FIELDS_END,
};

/* `visit` must stay first: see run_list. */
static const AnfField list_fields[] = {
  { "visit", "visit", ANF_FIELD_VISIT, ANF_FIELD_OPTIONAL, N_ ("VISIT"),
    N_ ("only that of one visit") },
  { "order", "order", ANF_FIELD_ORDER, ANF_FIELD_OPTIONAL, N_ ("ORDER"),
    N_ ("only that of one order") },
  { "lead", "lead", ANF_FIELD_LEAD, ANF_FIELD_OPTIONAL, N_ ("LEAD"), N_ ("only that of one lead") },
  { "state", "state", ANF_FIELD_STATE, ANF_FIELD_OPTIONAL, N_ ("STATE"),
    N_ ("only that in one state") },
  ANF_FIELDS_LIST,
};

static const AnfField handover_fields[] = {
  { "from", "from", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("NAME"), N_ ("who gave it") },
  { "to", "to", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("NAME"), N_ ("who took it") },
  { "purpose", "purpose", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("what for") },
  { "condition", "condition", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("sealed or not, whole or not") },
  { "sha256", "sha256", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("HEX"),
    N_ ("as counted when it was taken; compared with the one that was recorded first") },
  { "at", "handed_at", ANF_FIELD_TIME, ANF_FIELD_OPTIONAL, N_ ("TIME"),
    N_ ("when; now when not given") },
  ANF_FIELDS_END,
};

static const AnfField output_fields[] = { ANF_FIELD_OUTPUT, ANF_FIELDS_END };

static const AnfColumn columns[]
    = { { N_ ("SEQ"), "sequence" },
        { N_ ("KIND"), "kind", "kind" },
        { N_ ("STATE"), "state", "evidence" },
        { N_ ("EXAMINATION"), "examination.status", "examination" },
        { N_ ("CAPTURED"), "captured_at" },
        { N_ ("FILE"), "filename" },
        { N_ ("NOTED"), "examination.facts.flags", ANF_COLUMN_FACT_FLAGS, TRUE },
        { N_ ("ID"), "id" },
        { NULL } };

#define SOME_ID "0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11"

static const AnfCommand commands[] = {
  { "add", "VISIT FILE…", 2, -1,
    N_ ("Hand in photos, recordings and documents; goes on after a broken link or a kill, and "
        "keeps the receipt of FILE as FILE.receipt"),
    "anfang evidence add AF-20180306-01 *.jpg --position 40.852,122.685,8 "
    "--captured 2018-03-06T09:41:00+08:00",
    run_add, add_fields },
  { "refer", "VISIT", 1, 1, N_ ("Record a recording that is kept elsewhere"),
    "anfang evidence refer AF-20180306-01 --carrier 执法记录仪07号 --sha256 "
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 "
    "--duration 754",
    anf_cli_step_put, refer_fields, NULL, add_visit },
  { "hand-over", "EVIDENCE", 1, 1,
    N_ ("Record that it, or the carrier that it is on, changed hands (移交)"),
    "anfang evidence hand-over " SOME_ID " --from 林某 --to 档案室周某 --purpose 归档保管 "
    "--condition 已封存 --sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    anf_cli_step_act, handover_fields, "handover" },
  { "list", "[VISIT]", 0, 1, N_ ("List evidence"), "anfang evidence list AF-20180306-01", run_list,
    list_fields },
  { "show", "EVIDENCE", 1, 1, N_ ("Show what is known of it"), "anfang evidence show " SOME_ID,
    anf_cli_step_show },
  { "get", "EVIDENCE", 1, 1, N_ ("Fetch the original, bit for bit"),
    "anfang evidence get " SOME_ID " -o 1.jpg", anf_cli_step_fetch, output_fields, "content" },
  { "redacted", "EVIDENCE", 1, 1, N_ ("Fetch the copy without device, time and position"),
    "anfang evidence redacted " SOME_ID " -o 1.jpg", anf_cli_step_fetch, output_fields,
    "redacted" },
  { "receipt", "EVIDENCE", 1, 1, N_ ("Fetch the receipt: proof that it was received"),
    "anfang evidence receipt " SOME_ID " -o 1.jpg.receipt", run_receipt, output_fields },
  { "inspect", "FILE…", 1, -1, N_ ("Tell what files say about themselves (offline)"),
    "anfang evidence inspect 1.jpg", run_inspect },
  { NULL },
};

const AnfNoun anf_cli_evidence
    = { "evidence", N_ ("photos, recordings, documents"), "evidence", ANF_FIELD_EVIDENCE, columns,
        commands };
