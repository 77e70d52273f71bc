/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-choice.h"
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-cli-talk.h"
#include "anf-json.h"
#include "anf-random.h"

#include <glib/gi18n.h>

#include <string.h>

/* Whoever makes the visit goes along. */
static gboolean
add_myself (AnfRun *run, JsonObject *body, GError **error)
{
  g_autofree char *me = anf_cli_run_me (run, error);
  if (me == NULL)
    return FALSE;
  JsonArray *others = anf_json_peek_array (body, "members");
  JsonArray *members = json_array_new ();
  json_array_add_string_element (members, me);
  for (guint i = 0; others != NULL && i < json_array_get_length (others); i++)
    {
      const char *name = anf_json_array_get_string (others, i);
      if (g_strcmp0 (name, me) != 0)
        json_array_add_string_element (members, name);
    }
  json_object_set_array_member (body, "members", members);
  return json_array_get_length (members) > 1
         || anf_cli_run_misuse (error, _ ("--with: name another person than yourself"));
}

/* ITEM=yes|no|na, each as one element of the request's answers. An item may have a sign like ours
   in its name. */
static gboolean
add_answers (AnfRun *run, JsonObject *body, GError **error)
{
  char **given = anf_cli_run_get_all (run, "answer");
  JsonObject *checklist = anf_json_peek_object (body, "checklist");
  static const AnfField marks = { .name = "answer", .argument = N_ ("yes|no|na") };
  if (given == NULL && checklist == NULL)
    return TRUE;
  if (given == NULL || checklist == NULL)
    return anf_cli_run_misuse (error, _ ("--checklist and --answer go together"));
  JsonArray *answers = json_array_new ();
  json_object_set_array_member (checklist, "answers", answers);
  for (gsize i = 0; given[i] != NULL; i++)
    {
      const char *mark = strrchr (given[i], '=');
      if (mark == NULL)
        return anf_cli_run_misuse (error, _ ("--answer takes ITEM=yes|no|na, not “%s”"), given[i]);
      g_autofree char *item = g_strndup (given[i], (gsize)(mark - given[i]));
      g_autofree char *said = anf_cli_field_choose (&marks, mark + 1, error);
      if (said == NULL)
        return FALSE;
      JsonObject *answer = json_object_new ();
      json_object_set_string_member (answer, "item", item);
      json_object_set_string_member (answer, "answer", said);
      json_array_add_object_element (answers, answer);
    }
  return TRUE;
}

/* That nobody was led into wrongdoing is stated by whoever submits, never assumed. */
static gboolean
state_no_inducement (AnfRun *run, JsonObject *body, GError **error)
{
  if (!json_object_has_member (body, "no_inducement"))
    json_object_set_boolean_member (body, "no_inducement", FALSE);
  return add_answers (run, body, error);
}

static const AnfField add_fields[] = {
  ANF_FIELD_IN_SCHEME,
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_REQUIRED, N_ ("UNIT"), N_ ("who is inspected") },
  { "site", "site", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("where") },
  { "method", "methods", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED | ANF_FIELD_MANY, N_ ("METHOD"),
    N_ ("how, in a word of the scheme; may be repeated") },
  { "with", "members", ANF_FIELD_ACCOUNT, ANF_FIELD_REQUIRED | ANF_FIELD_MANY, N_ ("ACCOUNT"),
    N_ ("who goes along with you; may be repeated") },
  { "mode", "mode", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("MODE"),
    N_ ("mode of inspection (督查方式) of the scheme, by its id or name") },
  { "area", "area", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("AREA"),
    N_ ("area of the scheme, by its id or name") },
  { "content", "contents", ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("CONTENT"),
    N_ ("what is looked at of the scheme's contents (效能监察的内容); may be repeated") },
  { "mandate", "mandate", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("what it is done under") },
  { "address", "address", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("the address") },
  { "place-type", "place_type", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL,
    N_ ("public_service|office|other"), N_ ("what kind of place it is") },
  { "position", "position", ANF_FIELD_POSITION, ANF_FIELD_OPTIONAL, N_ ("LAT,LON[,METRES]"),
    N_ ("its position") },
  { "from", "window.from", ANF_FIELD_TIME, ANF_FIELD_OPTIONAL, N_ ("TIME"),
    N_ ("not before, e.g. 2018-03-06T09:00:00+08:00") },
  { "to", "window.to", ANF_FIELD_TIME, ANF_FIELD_OPTIONAL, N_ ("TIME"), N_ ("not after") },
  { "revisit", "revisit_of", ANF_FIELD_FINDING, ANF_FIELD_MANY, N_ ("FINDING"),
    N_ ("a closed finding that is looked at again (回头看); may be repeated") },
  { "recusal-declared", "recusal_declared", ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("no ground of recusal applies to you; the others declare for themselves") },
  ANF_FIELD_ID,
  ANF_FIELD_REPLACE,
  ANF_FIELDS_END,
};

static const AnfField submit_fields[] = {
  { "narrative", "narrative", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("what was seen; @FILE takes it from a file") },
  { "from", "began_at", ANF_FIELD_TIME, ANF_FIELD_OPTIONAL, N_ ("TIME"),
    N_ ("when the inspection itself began; letters name the day. Without it, when it was "
        "started") },
  { "to", "ended_at", ANF_FIELD_TIME, ANF_FIELD_OPTIONAL, N_ ("TIME"), N_ ("and when it ended") },
  { "no-inducement", "no_inducement", ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("nobody was led into doing wrong") },
  { "checklist", "checklist.id", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("ID"),
    N_ ("checklist of the scheme that was gone through") },
  { "answer", NULL, ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("ITEM=yes|no|na"),
    N_ ("the answer to one of its items; all are needed"), "checklist.answers" },
  ANF_FIELDS_END,
};

static const AnfField verify_fields[] = {
  { "opinion", "opinion", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("the verdict") },
  ANF_FIELDS_END,
};

static const AnfField reason_fields[] = {
  ANF_FIELD_REASON,
  ANF_FIELDS_END,
};

static const AnfField draw_fields[] = {
  ANF_FIELD_IN_SCHEME,
  { "candidate", "candidates", ANF_FIELD_UNIT, ANF_FIELD_REQUIRED | ANF_FIELD_MANY, N_ ("UNIT"),
    N_ ("one of those that may be drawn; to be repeated") },
  { "count", "count", ANF_FIELD_NUMBER, ANF_FIELD_REQUIRED, "N", N_ ("how many are drawn") },
  { "purpose", "purpose", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("what the lot is for") },
  ANF_FIELD_ID,
  ANF_FIELDS_END,
};

static const AnfField choose_fields[] = {
  ANF_FIELD_IN_SCHEME,
  { "by", "by", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED, N_ ("risk"), N_ ("what it is chosen by") },
  { "count", "count", ANF_FIELD_NUMBER, ANF_FIELD_REQUIRED, "N", N_ ("how many are chosen") },
  { "candidate", "candidates", ANF_FIELD_UNIT, ANF_FIELD_MANY, N_ ("UNIT"),
    N_ ("one of those that may be chosen; all of the scheme without it") },
  { "purpose", "purpose", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what the choice is for") },
  ANF_FIELD_ID,
  ANF_FIELDS_END,
};

static const AnfField target_fields[] = {
  ANF_FIELD_OF_SCHEME,
  { "period", "period", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("PERIOD"),
    N_ ("2018, 2018-Q2, 2018-06 or 2018-W23; this month without it") },
  ANF_FIELDS_END,
};

static const AnfColumn target_columns[] = { { N_ ("NAME"), "name" },
                                            { N_ ("PERIOD"), "period" },
                                            { N_ ("AREA"), "area_name" },
                                            { N_ ("PLANNED"), "planned" },
                                            { N_ ("DONE"), "done" },
                                            { N_ ("MISSING"), "missing" },
                                            { NULL } };

static const AnfField list_fields[] = {
  ANF_FIELD_ONLY_SCHEME,
  ANF_FIELD_ONLY_UNIT,
  ANF_FIELD_ONLY_STATE,
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[] = { { N_ ("NUMBER"), "number" },
                                     { N_ ("STATE"), "state", "visit" },
                                     { N_ ("UNIT"), "unit", "unit" },
                                     { N_ ("SITE"), "site" },
                                     { N_ ("MEMBERS"), "members" },
                                     { N_ ("ID"), "id" },
                                     { NULL } };

/* A lot or choice belongs to no visit yet: it has a collection of its own. */
static AnfReply *
put_apart (AnfRun *run, const char *collection, GError **error)
{
  const AnfRandom random = anf_random_system ();
  g_autofree char *fresh = anf_random_uuid (&random);
  const char *given = anf_cli_run_get (run, "id");
  g_autoptr (JsonObject) body = json_object_new ();
  if (!anf_cli_field_collect (run, body, error))
    return NULL;
  g_autofree char *path = anf_cli_run_path (collection, given != NULL ? given : fresh, NULL);
  return anf_cli_run_call (run, "PUT", path, body, error);
}

static gboolean
run_draw (AnfRun *run, GError **error)
{
  g_autoptr (AnfReply) reply = put_apart (run, "draws", error);
  if (reply != NULL)
    anf_cli_print_show (run, reply);
  return reply != NULL;
}

static gboolean
run_choose (AnfRun *run, GError **error)
{
  g_autoptr (AnfReply) reply = put_apart (run, "choices", error);
  if (reply != NULL)
    anf_cli_choice_print (run, reply);
  return reply != NULL;
}

static gboolean
run_targets (AnfRun *run, GError **error)
{
  g_autofree char *query = anf_cli_field_query (run, error);
  g_autofree char *path = query != NULL ? g_strconcat ("/reports/targets", query, NULL) : NULL;
  g_autoptr (AnfReply) reply
      = path != NULL ? anf_cli_run_call (run, "GET", path, NULL, error) : NULL;
  if (reply == NULL)
    return FALSE;
  anf_cli_print_list (run, reply, target_columns);
  return TRUE;
}

static const AnfField print_fields[] = { ANF_FIELD_PAPER, ANF_FIELD_OUTPUT, ANF_FIELDS_END };

static gboolean
run_print (AnfRun *run, GError **error)
{
  return anf_cli_step_print (run, "record", error);
}

static const AnfCommand commands[] = {
  { "add", "", 0, 0, N_ ("Plan a visit"),
    "anfang visit add --scheme haicheng-2018 --unit spj --site 政务大厅三楼 --method 实地调查 "
    "--with wang --mandate 海营商暗访〔2018〕3号",
    anf_cli_step_put, add_fields, NULL, add_myself },
  { "declare", "VISIT", 1, 1, N_ ("Declare that no ground of recusal applies to you"),
    "anfang visit declare AF-20180306-01", anf_cli_step_act, NULL, "declare" },
  { "recuse", "VISIT", 1, 1, N_ ("Declare that you have to stand aside; another takes your place"),
    "anfang visit recuse AF-20180306-01 --reason 与被查单位负责人有近亲属关系", anf_cli_step_act,
    reason_fields, "recuse" },
  { "approve", "VISIT", 1, 1, N_ ("Approve a planned visit"), "anfang visit approve AF-20180306-01",
    anf_cli_step_act, NULL, "approve" },
  { "start", "VISIT", 1, 1, N_ ("Begin it; evidence can be added from now on"),
    "anfang visit start AF-20180306-01", anf_cli_step_act, NULL, "start" },
  { "submit", "VISIT", 1, 1, N_ ("Hand it in with what was seen"),
    "anfang visit submit AF-20180306-01 --no-inducement --narrative @记录.txt", anf_cli_step_act,
    submit_fields, "submit", state_no_inducement },
  { "talk", "VISIT", 1, 1, N_ ("Write down a talk that was held under it; as “anfang talk add”"),
    "anfang visit talk AF-20180306-01 --text 谈话.txt --talker wang --recorder li --name 张某 "
    "--rights-told --place 三楼会议室 --from 2018-03-06T14:00:00+08:00 "
    "--to 2018-03-06T15:10:00+08:00",
    anf_cli_talk_add, anf_cli_talk_fields },
  { "verify", "VISIT", 1, 1, N_ ("Confirm it once all of its findings are decided"),
    "anfang visit verify AF-20180306-01 --opinion 属实", anf_cli_step_act, verify_fields,
    "verify" },
  { "return", "VISIT", 1, 1, N_ ("Send it back to its inspectors"),
    "anfang visit return AF-20180306-01 --reason 照片缺少时间", anf_cli_step_act, reason_fields,
    "return" },
  { "cancel", "VISIT", 1, 1, N_ ("Call it off"),
    "anfang visit cancel AF-20180306-01 --reason 大厅停电", anf_cli_step_act, reason_fields,
    "cancel" },
  { "archive", "VISIT", 1, 1, N_ ("Put it away"), "anfang visit archive AF-20180306-01",
    anf_cli_step_act, NULL, "archive" },
  { "draw", "", 0, 0,
    N_ ("Draw lots who is inspected; the log keeps seed and candidates, so that anybody can repeat "
        "it: in ascending order of SHA-256 (seed, line feed, candidate)"),
    "anfang visit draw --scheme haicheng-2018 --candidate spj --candidate scj --candidate gaj "
    "--count 1 --purpose 3月随机抽查",
    run_draw, draw_fields },
  { "choose", "", 0, 0,
    N_ ("Choose by risk who is inspected; figures, weights and outcome are kept, so that anybody "
        "can "
        "work it out again"),
    "anfang visit choose --scheme haicheng-2018 --by risk --count 5", run_choose, choose_fields },
  { "targets", "", 0, 0, N_ ("How often was done what the scheme asks to be done so often"),
    "anfang visit targets --scheme wangyi-2018 --period 2018-05", run_targets, target_fields },
  { "list", "", 0, 0, N_ ("List visits"), "anfang visit list --state in_progress",
    anf_cli_step_list, list_fields },
  { "show", "VISIT", 1, 1, N_ ("Show a visit"), "anfang visit show AF-20180306-01",
    anf_cli_step_show },
  { "print", "VISIT", 1, 1, N_ ("Fetch the record of the inspection (现场检查记录)"),
    "anfang visit print AF-20180306-01 -o 记录.pdf", run_print, print_fields },
  { NULL },
};

const AnfNoun anf_cli_visit = { "visit",  N_ ("inspections, from the plan to the archive"),
                                "visits", ANF_FIELD_VISIT,
                                columns,  commands };
