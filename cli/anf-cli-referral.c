/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-ref.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-json.h"

#include <glib/gi18n.h>

static const AnfField draft_fields[] = {
  { "to", "to", ANF_FIELD_UNIT, ANF_FIELD_REQUIRED, N_ ("BODY"),
    N_ ("the discipline body, a unit") },
  { "basis", "basis", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("the rule that it is referred under") },
  { "summary", "summary", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("the case in short; @FILE takes it from a file") },
  { "suspicion", "suspicion", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED,
    N_ ("discipline_violation|duty_violation|duty_crime|other_crime"), N_ ("of what") },
  { "person", "persons", ANF_FIELD_PERSON, ANF_FIELD_MANY, N_ ("NAME,POST"),
    N_ ("whom it concerns; may be repeated") },
  { "supplements", "supplements", ANF_FIELD_REFERRAL, ANF_FIELD_OPTIONAL, N_ ("REFERRAL"),
    N_ ("the one that the body returned and that this one takes up (退回补充)") },
  { "contact-name", "contact.name", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("whom to ask") },
  { "contact-phone", "contact.phone", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("PHONE"),
    N_ ("and at which telephone, unless the scheme says") },
  ANF_FIELD_ID,
  ANF_FIELD_REPLACE,
  ANF_FIELDS_END,
};

static const AnfField approve_fields[] = {
  { "explanation", "explanation", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("of defects that may be explained (补正说明); @FILE takes it from a file") },
  { "talk", "talks", ANF_FIELD_TALK, ANF_FIELD_MANY, N_ ("TALK"),
    N_ ("a signed record of a talk under the findings' visits that goes along; may be repeated") },
  ANF_FIELDS_END,
};

static const AnfField send_fields[] = {
  { "method", "method", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("how it was sent") },
  ANF_FIELDS_END,
};

static const AnfField receive_fields[] = {
  { "receiver", "receiver", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("NAME"), N_ ("who took it") },
  { "received-on", "received_on", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("the day on a paper receipt; today when not given") },
  ANF_FIELDS_END,
};

static const AnfField result_fields[] = {
  { "outcome", "outcome", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED,
    N_ ("accepted|returned|declined|handling|reported"), N_ ("what the body answered") },
  { "disposal", "disposal", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what became of it") },
  { "received-on", "received_on", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("when its answer came; today when not given") },
  { "corrects", "corrects", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what was wrong with the answer recorded last, whose place this one takes") },
  ANF_FIELDS_END,
};

static const AnfField hold_fields[] = {
  { "asked-by", "asked_by", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("NAME"),
    N_ ("who of the body said so") },
  { "asked-on", "asked_on", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("when; today when not given") },
  { "paper", "paper", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NUMBER"),
    N_ ("the number of its letter") },
  { "note", "note", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what else was said; @FILE takes it from a file") },
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  ANF_FIELD_ONLY_STATE,
  ANF_FIELDS_LIST,
};

static const AnfField print_fields[] = {
  { "list", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("the list of what is handed over (移送清单) instead of the letter") },
  { "form", NULL, ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, N_ ("approval|register|inquiry"),
    N_ ("another paper: 移送审批表, for those who decide in the house; 移送登记表, which both "
        "sides sign; the newest 催询函") },
  ANF_FIELD_PAPER,
  ANF_FIELD_OUTPUT,
  ANF_FIELDS_END
};

static gboolean
run_print (AnfRun *run, GError **error)
{
  const char *form = anf_cli_run_get (run, "form");
  const gboolean is_list = anf_cli_run_has (run, "list");
  if (form != NULL && is_list)
    return anf_cli_run_misuse (error, _ ("--list and --form are two papers: ask for one"));
  if (!is_list && g_strcmp0 (form, "inquiry") != 0)
    {
      g_autofree char *action
          = g_strconcat (form != NULL ? form : "letter", form != NULL ? "-form" : "", NULL);
      return anf_cli_step_print (run, action, error);
    }
  if (g_strcmp0 (anf_cli_run_get (run, "format"), "docx") == 0)
    return anf_cli_run_misuse (error, _ ("what is issued is there as PDF only"));
  return anf_cli_step_fetch_as (run, is_list ? "list" : "inquiry", error);
}

static const AnfColumn columns[] = { { N_ ("NUMBER"), "number" },
                                     { N_ ("STATE"), "state", "referral" },
                                     { N_ ("DUE"), "clocks[referral].due" },
                                     { N_ ("ON HOLD"), "hold_by_discipline" },
                                     { N_ ("TO"), "to", "unit" },
                                     { N_ ("ID"), "id" },
                                     { N_ ("SUMMARY"), "summary" },
                                     { NULL } };

static const AnfCommand commands[] = {
  { "draft", "FINDING…", 1, -1, N_ ("Draft a transfer to a discipline body"),
    "anfang referral draft HC18-03-2018-0001 --to 市纪委 --basis 监察法第三十四条 "
    "--suspicion duty_violation --summary @案情.txt",
    anf_cli_step_put, draft_fields, NULL, anf_cli_step_add_findings },
  { "approve", "REFERRAL", 1, 1, N_ ("Approve it: its letter is issued and its case file fixed"),
    "anfang referral approve 0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11", anf_cli_step_act,
    approve_fields, "approve" },
  { "send", "REFERRAL", 1, 1, N_ ("Record that it was sent"),
    "anfang referral send 海营商移〔2018〕1号 --method 机要", anf_cli_step_act, send_fields,
    "send" },
  { "receive", "REFERRAL", 1, 1, N_ ("Record that the body has it"),
    "anfang referral receive 海营商移〔2018〕1号 --receiver 刘某", anf_cli_step_act, receive_fields,
    "receive" },
  { "result", "REFERRAL", 1, 1, N_ ("Record what the body answered"),
    "anfang referral result 海营商移〔2018〕1号 --outcome accepted", anf_cli_step_act,
    result_fields, "result" },
  { "inquire", "REFERRAL", 1, 1, N_ ("Ask the body what became of it, when that is late (催询函)"),
    "anfang referral inquire 海营商移〔2018〕1号", anf_cli_step_act, NULL, "inquire" },
  { "hold", "REFERRAL", 1, 1,
    N_ ("Hold its matter, as the body that has it asks (暂缓): nothing more is demanded of the "
        "unit, "
        "made public or closed"),
    "anfang referral hold 海营商移〔2018〕1号 --asked-by 刘某 --paper 海纪函〔2018〕3号",
    anf_cli_step_act, hold_fields, "hold" },
  { "release", "REFERRAL", 1, 1, N_ ("Hold it no more, as the body says"),
    "anfang referral release 海营商移〔2018〕1号 --asked-by 刘某", anf_cli_step_act, hold_fields,
    "release" },
  { "archive", "REFERRAL", 1, 1, N_ ("Put it away"), "anfang referral archive 海营商移〔2018〕1号",
    anf_cli_step_act, NULL, "archive" },
  { "list", "", 0, 0, N_ ("List referrals"), "anfang referral list", anf_cli_step_list,
    list_fields },
  { "show", "REFERRAL", 1, 1, N_ ("Show a referral"), "anfang referral show 海营商移〔2018〕1号",
    anf_cli_step_show },
  { "print", "REFERRAL", 1, 1, N_ ("Fetch its letter (移送函)"),
    "anfang referral print 海营商移〔2018〕1号 -o 移送函.pdf", run_print, print_fields },
  { NULL },
};

const AnfNoun anf_cli_referral
    = { "referral", N_ ("transfers to a discipline body"), "referrals", ANF_FIELD_REFERRAL, columns,
        commands };
