/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-talk.h"

#include "anf-cli-dialogue.h"
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-ref.h"
#include "anf-cli-step.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

/* A text of 问： and 答： lines, or the whole talk as the service takes it, as JSON. */
static gboolean
read_file (AnfRun *run, JsonObject *body, GError **error)
{
  const char *file = anf_cli_run_get (run, "text");
  g_autofree char *content = NULL;
  gsize size = 0;
  if (!g_file_get_contents (file, &content, &size, error))
    return FALSE;
  if (size > 0 && content[0] == '{')
    {
      g_autoptr (JsonObject) given = anf_json_parse_object (content, size, error);
      if (given == NULL)
        {
          g_prefix_error (error, "%s: ", file);
          return FALSE;
        }
      g_autoptr (GList) members = json_object_get_members (given);
      for (GList *l = members; l != NULL; l = l->next)
        json_object_set_member (body, l->data, json_object_dup_member (given, l->data));
      return TRUE;
    }
  JsonArray *exchanges = anf_cli_dialogue_parse (content, size, error);
  if (exchanges == NULL)
    {
      g_prefix_error (error, "%s: ", file);
      return FALSE;
    }
  json_object_set_array_member (body, "exchanges", exchanges);
  return TRUE;
}

/* N:WRONG=RIGHT */
static gboolean
add_corrections (AnfRun *run, JsonObject *body, GError **error)
{
  char **given = anf_cli_run_get_all (run, "correction");
  if (given == NULL)
    return TRUE;
  JsonArray *corrections = json_array_new ();
  json_object_set_array_member (body, "corrections", corrections);
  for (gsize i = 0; given[i] != NULL; i++)
    {
      const char *colon = strchr (given[i], ':');
      const char *sign = colon != NULL ? strchr (colon, '=') : NULL;
      g_autofree char *number
          = colon != NULL ? g_strndup (given[i], (gsize)(colon - given[i])) : NULL;
      guint64 exchange = 0;
      if (sign == NULL || !g_ascii_string_to_unsigned (number, 10, 1, 500, &exchange, NULL))
        return anf_cli_run_misuse (error,
                                   _ ("--correction takes N:WRONG=RIGHT, N of the question from 1, "
                                      "not “%s”"),
                                   given[i]);
      g_autofree char *wrong = g_strndup (colon + 1, (gsize)(sign - colon - 1));
      JsonObject *correction = json_object_new ();
      json_object_set_int_member (correction, "exchange", (gint64)exchange);
      json_object_set_string_member (correction, "wrong", wrong);
      json_object_set_string_member (correction, "right", sign + 1);
      json_array_add_object_element (corrections, correction);
    }
  return TRUE;
}

/* What the talk is written anew under: its own id, with the version that was read. */
static gboolean
put (AnfRun *run, JsonObject *body, GError **error)
{
  const char *replaced = anf_cli_run_get (run, "replace");
  g_autofree char *id = replaced != NULL
                            ? anf_cli_ref_resolve (run, ANF_FIELD_TALK, replaced, error)
                            : anf_cli_step_choose_id (run, error);
  g_autofree char *etag = NULL;
  if (id == NULL || !anf_cli_run_connect (run, error))
    return FALSE;
  g_autofree char *path = anf_cli_run_path ("talks", id, NULL);
  if (replaced != NULL)
    {
      g_autoptr (AnfReply) before = anf_cli_run_call (run, "GET", path, NULL, error);
      if (before == NULL)
        return FALSE;
      etag = g_strdup (before->etag);
    }
  g_autoptr (AnfReply) reply = anf_client_call (run->client, "PUT", path, body, etag, error);
  if (reply == NULL)
    return FALSE;
  /* Under “visit” it is a talk all the same. */
  run->noun = &anf_cli_talk;
  anf_cli_print_record (run, reply);
  return TRUE;
}

gboolean
anf_cli_talk_add (AnfRun *run, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  if (!read_file (run, body, error) || !anf_cli_field_collect (run, body, error)
      || !add_corrections (run, body, error))
    return FALSE;
  g_autofree char *visit = anf_cli_ref_resolve (run, ANF_FIELD_VISIT, run->args[0], error);
  if (visit == NULL)
    return FALSE;
  json_object_set_string_member (body, "visit", visit);
  return put (run, body, error);
}

const AnfField anf_cli_talk_fields[] = {
  { "text", NULL, ANF_FIELD_PATH, ANF_FIELD_REQUIRED, N_ ("FILE"),
    N_ ("what was said, in lines that begin with 问： or 答：; or the whole talk as JSON"),
    "exchanges" },
  { "talker", "talkers", ANF_FIELD_ACCOUNT, ANF_FIELD_MANY, N_ ("ACCOUNT"),
    N_ ("who talked, of the visit or a verifier; may be repeated") },
  { "recorder", "recorder", ANF_FIELD_ACCOUNT, ANF_FIELD_OPTIONAL, N_ ("ACCOUNT"),
    N_ ("who wrote it down, another one of them") },
  { "about", "about", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("what it was about") },
  { "place", "place", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("where it was held") },
  { "from", "began_at", ANF_FIELD_TIME, ANF_FIELD_OPTIONAL, N_ ("TIME"), N_ ("when it began") },
  { "to", "ended_at", ANF_FIELD_TIME, ANF_FIELD_OPTIONAL, N_ ("TIME"),
    N_ ("and when the talk ended") },
  { "rights-told", "rights_told", ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("rights and duties were told first (权利义务告知)") },
  { "rights", "rights", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("in which words; @FILE takes them from a file") },
  { "name", "subject.name", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("who was talked to; kept apart from the talk") },
  { "sex", "subject.sex", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, "男|女", N_ ("their sex") },
  { "born-on", "subject.born_on", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("their day of birth") },
  { "id-document", "subject.id_document", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("kind and number of what showed who they are") },
  { "works-at", "subject.unit", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("where they work") },
  { "post", "subject.post", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("and as what") },
  { "address", "subject.address", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("where they live") },
  { "phone", "subject.phone", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("PHONE"),
    N_ ("their telephone") },
  { "device", "recording.device", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what it was recorded with, sound or pictures") },
  { "recording-number", "recording.number", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("and the number of the recording") },
  { "correction", NULL, ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("N:WRONG=RIGHT"),
    N_ ("what was put right in the Nth question or its answer; may be repeated"), "corrections" },
  ANF_FIELD_ID,
  ANF_FIELD_REPLACE,
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  { "visit", "visit", ANF_FIELD_VISIT, ANF_FIELD_OPTIONAL, N_ ("VISIT"),
    N_ ("only those under one visit") },
  { "state", "state", ANF_FIELD_STATE, ANF_FIELD_OPTIONAL, N_ ("STATE"),
    N_ ("only those in one state") },
  ANF_FIELDS_LIST,
};

static const AnfField sign_fields[] = {
  { "pages", "pages", ANF_FIELD_NUMBER, ANF_FIELD_OPTIONAL, "N",
    N_ ("how many pages they signed") },
  { "refused", "refused", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("why they did not sign, where they refused") },
  { "signed-on", "signed_on", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("the day; today when not given") },
  ANF_FIELDS_END,
};

static const AnfField subject_fields[] = {
  { "reason", "reason", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("why you look, which is kept in the talk") },
  ANF_FIELDS_END,
};

static const AnfField print_fields[] = {
  { "reason", "reason", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("what it is printed for, which is kept in the talk") },
  { "output", NULL, ANF_FIELD_PATH, ANF_FIELD_REQUIRED, N_ ("FILE"), N_ ("write to FILE") },
  ANF_FIELDS_END,
};

static AnfReply *
ask (AnfRun *run, const char *action, GError **error)
{
  g_autofree char *talk = anf_cli_ref_resolve (run, ANF_FIELD_TALK, run->args[0], error);
  g_autoptr (JsonObject) body = json_object_new ();
  if (talk == NULL || !anf_cli_field_collect (run, body, error))
    return NULL;
  g_autofree char *path = anf_cli_run_path ("talks", talk, action);
  return anf_cli_run_call (run, "POST", path, body, error);
}

static gboolean
run_subject (AnfRun *run, GError **error)
{
  g_autoptr (AnfReply) reply = ask (run, "subject", error);
  if (reply != NULL)
    anf_cli_print_show (run, reply);
  return reply != NULL;
}

/* Who was talked to stands in it: for nobody else's eyes. */
static gboolean
run_print (AnfRun *run, GError **error)
{
  const char *file = anf_cli_run_get (run, "output");
  g_autoptr (AnfReply) reply = ask (run, "print", error);
  if (reply == NULL)
    return FALSE;
  gsize size = 0;
  const char *bytes = g_bytes_get_data (reply->body, &size);
  if (!g_file_set_contents_full (file, bytes, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 error))
    return FALSE;
  anf_cli_print_note (run, _ ("wrote %s"), file);
  return TRUE;
}

static const AnfColumn columns[] = { { N_ ("NUMBER"), "number" },
                                     { N_ ("STATE"), "state", "talk" },
                                     { N_ ("UNIT"), "unit", "unit" },
                                     { N_ ("ABOUT"), "about" },
                                     { N_ ("RECORDER"), "recorder" },
                                     { N_ ("ID"), "id" },
                                     { NULL } };

static const AnfCommand commands[] = {
  { "add", "VISIT", 1, 1, N_ ("Write down a talk that was held under a visit"),
    "anfang talk add AF-20180306-01 --text 谈话.txt --talker wang --recorder li --name 张某 "
    "--rights-told --place 三楼会议室 --from 2018-03-06T14:00:00+08:00 "
    "--to 2018-03-06T15:10:00+08:00",
    anf_cli_talk_add, anf_cli_talk_fields },
  { "print", "TALK", 1, 1, N_ ("Fetch the record to be signed on each page (谈话记录)"),
    "anfang talk print TH-20180306-01 --reason 签名 -o 谈话记录.pdf", run_print, print_fields },
  { "sign", "TALK", 1, 1, N_ ("Note that it was read and signed, or refused to be"),
    "anfang talk sign TH-20180306-01 --pages 3", anf_cli_step_act, sign_fields, "sign" },
  { "subject", "TALK", 1, 1, N_ ("Look who was talked to; who looks leaves a trace"),
    "anfang talk subject TH-20180306-01 --reason 核实", run_subject, subject_fields },
  { "list", "", 0, 0, N_ ("List talks"), "anfang talk list --visit AF-20180306-01",
    anf_cli_step_list, list_fields },
  { "show", "TALK", 1, 1, N_ ("Show a talk"), "anfang talk show TH-20180306-01",
    anf_cli_step_show },
  { NULL },
};

const AnfNoun anf_cli_talk
    = { "talk",  N_ ("what was asked and answered under a visit, to be signed"),
        "talks", ANF_FIELD_TALK,
        columns, commands };
