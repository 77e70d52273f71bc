/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-accountable.h"
#include "anf-cli-clocks.h"
#include "anf-cli-files.h"
#include "anf-cli-ref.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
add_matter (AnfRun *run, JsonObject *body, GError **error)
{
  return anf_cli_step_add_findings (run, body, error) && anf_cli_accountable_add (run, body, error);
}

/* A verdict is given by one of two flags, so that neither is what happens by forgetting. */
static gboolean
choose (AnfRun *run, JsonObject *body, const char *yes, const char *no, GError **error)
{
  const gboolean said_yes = anf_cli_run_has (run, yes);
  if (said_yes == anf_cli_run_has (run, no))
    return anf_cli_run_misuse (error, _ ("give one of --%s and --%s"), yes, no);
  json_object_set_boolean_member (body, yes, said_yes);
  return TRUE;
}

static gboolean
choose_passed (AnfRun *run, JsonObject *body, GError **error)
{
  return choose (run, body, "passed", "failed", error);
}

static gboolean
choose_agree (AnfRun *run, JsonObject *body, GError **error)
{
  return choose (run, body, "agree", "disagree", error);
}

static gboolean
check_mechanism (AnfRun *run, JsonObject *body, GError **error)
{
  if (json_object_get_size (body) == 1)
    return TRUE;
  return anf_cli_run_misuse (error,
                             _ ("give one of --mechanism, --mechanism-not-needed and --record"));
}

/* The photos go first: what they become is part of the feedback. Where it cannot be without any,
   the service says so: an answer to a decision can. */
static gboolean
send_photos (AnfRun *run, JsonObject *body, GError **error)
{
  char **photos = anf_cli_run_get_all (run, "photo");
  JsonArray *evidence = anf_json_peek_array (body, "evidence");
  if (photos == NULL)
    return TRUE;
  if (evidence == NULL)
    {
      evidence = json_array_new ();
      json_object_set_array_member (body, "evidence", evidence);
    }
  g_autofree char *order = anf_cli_ref_resolve (run, ANF_FIELD_ORDER, run->args[0], error);
  if (order == NULL)
    return FALSE;
  const AnfFilesPlan plan = { .noun = "order", .target = order, .paths = photos, .silent = TRUE };
  g_auto (GStrv) ids = anf_cli_files_send (run, &plan, error);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    if (!anf_json_array_has_string (evidence, ids[i]))
      json_array_add_string_element (evidence, ids[i]);
  return ids != NULL;
}

static const AnfField draft_fields[] = {
  { "rectify", "rectify", ANF_FIELD_TERM, ANF_FIELD_OPTIONAL, N_ ("PERIOD|DATE"),
    N_ ("how long it may take: 30d, 10wd, 6m or a date") },
  { "title", "title", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("of the letter") },
  { "kind", "kind", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL,
    N_ ("rectification|supervision|reminder|circular|interview|accountability|decision|advice"),
    N_ ("what kind of letter it is") },
  { "urgency", "urgency", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, "特急|加急",
    N_ ("printed on the letter when it is urgent") },
  { "requirements", "requirements", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what is asked of the unit") },
  { "contact-name", "contact.name", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("whom to ask") },
  { "contact-phone", "contact.phone", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("PHONE"),
    N_ ("and at which telephone, unless the scheme says") },
  { "copy-to", "copy_to", ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("NAME"),
    N_ ("who gets a copy; may be repeated") },
  { "mandate", "mandate", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what it is done under") },
  { "to", "to", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("who gets it, where that is not the unit (accountability, circular)") },
  { "grounds", "grounds", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("why it is pressed for") },
  { "instruction", "instruction.text", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what a leader wrote (批示), with --instructed-by and --instructed-on") },
  { "instructed-by", "instruction.by", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("who wrote it") },
  { "instructed-on", "instruction.on", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("and when") },
  { "interview-at", "interview.at", ANF_FIELD_TIME, ANF_FIELD_OPTIONAL, N_ ("TIME"),
    N_ ("when the interview is") },
  { "interview-place", "interview.place", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("and where") },
  { "interviewer", "interview.interviewers", ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("NAME"),
    N_ ("who holds it, with their post; may be repeated") },
  { "interviewee", "interview.interviewees", ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("NAME"),
    N_ ("who has to come, with their post; may be repeated") },
  { "interview-level", "interview.level", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL,
    N_ ("in_charge|principal"),
    N_ ("which of the unit's two leaders has to come, where nobody is named") },
  { "bring", "interview.bring", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what they have to bring along") },
  { "overview", "overview", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("of a circular: how things stand on the whole") },
  { "ranking", "ranking", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("of a circular: who stands where") },
  { "note", "note", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("of a circular: its 附注, e.g. 此件不公开") },
  { "attachment", "attachments", ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("NAME"),
    N_ ("what comes along with it; may be repeated") },
  { "co-unit", "co_units", ANF_FIELD_UNIT, ANF_FIELD_MANY, N_ ("UNIT"),
    N_ ("who helps the unit that answers for it (配合单位); may be repeated") },
  { "countersign", "countersign", ANF_FIELD_UNIT, ANF_FIELD_MANY, N_ ("UNIT"),
    N_ ("a lead unit that has to agree before the review is done (会签); may be repeated") },
  { "leader", "key.leader", ANF_FIELD_ACCOUNT, ANF_FIELD_OPTIONAL, N_ ("ACCOUNT"),
    N_ ("of a key project: the leader who takes it on (领导包案)") },
  { "key-ground", "key.grounds", ANF_FIELD_CHOICE, ANF_FIELD_MANY,
    N_ ("cross_department|widely_reported|large_impact"),
    N_ ("and why it is one; may be repeated") },
  ANF_FIELDS_ACCOUNTABLE,
  ANF_FIELD_ID,
  ANF_FIELD_REPLACE,
  ANF_FIELDS_END,
};

static const AnfField submit_fields[] = {
  { "without-countersign", "without_countersign", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("where several units lead: why not all of them are asked to countersign") },
  ANF_FIELDS_END,
};

static const AnfField review_fields[] = {
  { "outcome", "outcome", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED, N_ ("approve|return"),
    N_ ("the verdict") },
  { "opinion", "opinion", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("in words") },
  { "without-countersign", "without_countersign", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("why it is approved though a unit asked to countersign has not agreed") },
  ANF_FIELDS_END,
};

static const AnfField countersign_fields[] = {
  { "outcome", "outcome", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED, N_ ("agree|disagree"),
    N_ ("the verdict") },
  { "opinion", "opinion", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("in words") },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("for whom the clerk records what came back on paper") },
  { "signatory", "signatory", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("who signed it there") },
  { "signed-on", "signed_on", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("and the day of the signature") },
  ANF_FIELDS_END,
};

static const AnfField split_fields[] = {
  { "finding", "findings", ANF_FIELD_FINDING, ANF_FIELD_REQUIRED | ANF_FIELD_MANY, N_ ("FINDING"),
    N_ ("what goes into an order of its own; may be repeated") },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("who is responsible for it, where that is another unit") },
  ANF_FIELD_ID,
  ANF_FIELDS_END,
};

static gboolean
add_new_order (AnfRun *run, JsonObject *body, GError **error)
{
  g_autofree char *id = anf_cli_step_choose_id (run, error);
  anf_json_set_string (body, "id", id);
  return id != NULL;
}

static gboolean
add_other (AnfRun *run, JsonObject *body, GError **error)
{
  g_autofree char *id = anf_cli_ref_resolve (run, ANF_FIELD_ORDER, run->args[1], error);
  anf_json_set_string (body, "other", id);
  return id != NULL;
}

static const AnfField serve_fields[] = {
  { "channel", "channel", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("how it was served") },
  ANF_FIELDS_END,
};

static const AnfField receive_fields[] = {
  { "signatory", "signatory", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("NAME"),
    N_ ("who signed for it") },
  { "received-on", "received_on", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("the day on a paper receipt; today when not given") },
  ANF_FIELDS_END,
};

static const AnfField object_fields[] = {
  { "kind", "kind", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED, N_ ("fact|assign"),
    N_ ("against the facts, or against being the one responsible") },
  ANF_FIELD_REASON,
  { "proposed-unit", "proposed_unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("who should be responsible instead") },
  ANF_FIELDS_END,
};

static const AnfField comment_fields[] = {
  { "text", "text", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("what there is to say") },
  ANF_FIELDS_END,
};

static const AnfField settle_fields[] = {
  { "outcome", "outcome", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED, N_ ("upheld|rejected"),
    N_ ("whether the objection stands") },
  { "minutes", "minutes", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("what was agreed") },
  { "plan-due", "plan_due", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("when the plan is due now") },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("who is responsible instead") },
  ANF_FIELDS_END,
};

static const AnfField decide_appeal_fields[] = {
  { "outcome", "outcome", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED, N_ ("kept|revoked"),
    N_ ("whether the order stands") },
  { "opinion", "opinion", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("in words") },
  ANF_FIELDS_END,
};

static const AnfField plan_fields[] = {
  { "causes", "causes", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("why it happened") },
  { "measure", "measures", ANF_FIELD_MEASURE, ANF_FIELD_REQUIRED | ANF_FIELD_MANY,
    N_ ("TEXT[@DATE[@NAME[@UNIT]]]"),
    N_ ("what will be done, until when, and which person, of which unit, answers for it; may be "
        "repeated") },
  { "target", "target", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("what will be reached") },
  { "responsible-person", "responsible_person", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("NAME"),
    N_ ("who answers for it") },
  { "complete-by", "complete_by", ANF_FIELD_DATE, ANF_FIELD_REQUIRED, N_ ("DATE"),
    N_ ("when all is done") },
  ANF_FIELDS_END,
};

static const AnfField reason_fields[] = {
  ANF_FIELD_REASON,
  ANF_FIELDS_END,
};

static const AnfField extend_fields[] = {
  { "to", "to", ANF_FIELD_DATE, ANF_FIELD_REQUIRED, N_ ("DATE"), N_ ("the date asked for") },
  ANF_FIELD_REASON,
  ANF_FIELDS_END,
};

static const AnfField grant_fields[] = {
  { "outcome", "outcome", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED, N_ ("granted|refused"),
    N_ ("the verdict") },
  { "reason", "reason", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("why") },
  ANF_FIELDS_END,
};

static const AnfField feedback_fields[] = {
  { "summary", "summary", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("what was done; @FILE takes it from a file") },
  { "completion", "completion", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED, N_ ("done|partial|not_done"),
    N_ ("how far it is") },
  { "photo", NULL, ANF_FIELD_PATH, ANF_FIELD_MANY, N_ ("FILE"),
    N_ ("what shows it: uploaded first; may be repeated") },
  { "evidence", "evidence", ANF_FIELD_EVIDENCE, ANF_FIELD_MANY, N_ ("EVIDENCE"),
    N_ ("what was uploaded before, by its id; may be repeated") },
  { "mechanism", "mechanism", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what keeps it from coming back") },
  ANF_FIELDS_END,
};

static const AnfField reinspect_fields[] = {
  { "with", "with", ANF_FIELD_ACCOUNT, ANF_FIELD_REQUIRED, N_ ("ACCOUNT"),
    N_ ("the second inspector, who confirms it") },
  { "method", "method", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("how") },
  { "record", "record", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("what was seen") },
  { "passed", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("it is mended"), "passed" },
  { "failed", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("it is not") },
  { "satisfaction", "satisfaction", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what people say who use the service") },
  ANF_FIELDS_END,
};

static const AnfField confirm_fields[] = {
  { "agree", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("it is as recorded"), "agree" },
  { "disagree", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("it is not as recorded") },
  { "rectify", "rectify", ANF_FIELD_TERM, ANF_FIELD_OPTIONAL, N_ ("PERIOD|DATE"),
    N_ ("a new limit, when it did not pass") },
  ANF_FIELDS_END,
};

static const AnfField return_fields[] = {
  ANF_FIELD_REASON,
  { "rectify", "rectify", ANF_FIELD_TERM, ANF_FIELD_REQUIRED, N_ ("PERIOD|DATE"),
    N_ ("how long it may take this time") },
  ANF_FIELDS_END,
};

static const AnfField close_fields[] = {
  { "mechanism", "mechanism", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what keeps it from coming back") },
  { "mechanism-not-needed", "mechanism_not_needed", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("why nothing has to") },
  { "record", "record", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("of a letter that only presses: what came of it; @FILE takes it from a file") },
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  ANF_FIELD_ONLY_SCHEME,
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("only those to one unit") },
  ANF_FIELD_ONLY_STATE,
  { "kind", "kind", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL,
    N_ ("rectification|supervision|reminder|circular|interview|accountability|decision|advice"),
    N_ ("only letters of one kind") },
  ANF_FIELDS_LIST,
};

static const AnfField print_fields[]
    = { { "receipt", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
          N_ ("the form to sign for it (送达回证) instead of the letter") },
        { "form", NULL, ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL,
          N_ ("assignment|plan|report|return|closing|reply|interview|withdrawal"),
          N_ ("another form: 交办单, 整改方案, 整改报告, 退回通知, 销号单, 办理情况反馈单, "
              "约谈记录, 撤销通知") },
        ANF_FIELD_PAPER,
        ANF_FIELD_OUTPUT,
        ANF_FIELDS_END };

static gboolean
run_print (AnfRun *run, GError **error)
{
  const char *form = anf_cli_run_get (run, "form");
  const gboolean receipt = anf_cli_run_has (run, "receipt");
  if (form != NULL && receipt)
    return anf_cli_run_misuse (error, _ ("give one of --%s and --%s"), "receipt", "form");
  if (form == NULL)
    return anf_cli_step_print (run, receipt ? "receipt" : "letter", error);
  if (strcmp (form, "withdrawal") == 0 && g_strcmp0 (anf_cli_run_get (run, "format"), "docx") == 0)
    return anf_cli_run_misuse (error, _ ("the withdrawal is issued as PDF only"));
  if (strcmp (form, "assignment") == 0 || strcmp (form, "withdrawal") == 0)
    return anf_cli_step_print (run, form, error);
  g_autofree char *action = g_strconcat (form, "-form", NULL);
  return anf_cli_step_print (run, action, error);
}

static const AnfColumn columns[] = { { N_ ("NUMBER"), "number.text" },
                                     { N_ ("STATE"), "state", "order" },
                                     { N_ ("DUE"), "clocks[rectify].due" },
                                     { N_ ("UNIT"), "unit", "unit" },
                                     { N_ ("TITLE"), "title" },
                                     { N_ ("ID"), "id" },
                                     { NULL } };

/* A draft has no number yet. */
#define DRAFT "0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11"

#define STEP(verb, summary, example, fields, complete)                                             \
  {                                                                                                \
    verb, "ORDER", 1, 1, summary, "anfang order " verb " " example, anf_cli_step_act, fields,      \
        verb, complete                                                                             \
  }

static const AnfCommand commands[] = {
  { "draft", "FINDING…", 1, -1, N_ ("Draft a letter about established findings"),
    "anfang order draft HC18-03-2018-0001 HC18-03-2018-0002 --rectify 30d "
    "--contact-phone 0412-3225678",
    anf_cli_step_put, draft_fields, NULL, add_matter },
  STEP ("submit", N_ ("Hand the draft in for review"), DRAFT, submit_fields, NULL),
  STEP ("split",
        N_ ("Take findings out into an order of their own, before it has its number"),
        DRAFT " --finding HC18-03-2018-0002 --unit gaj",
        split_fields,
        add_new_order),
  { "merge", "ORDER OTHER", 2, 2,
    N_ ("Take in another order of the same unit, before either is signed"),
    "anfang order merge " DRAFT " 5d0c9f3e-3d55-4b4b-8f52-6a1b1c2d3e4f", anf_cli_step_act, NULL,
    "merge", add_other },
  STEP ("countersign",
        N_ ("Agree to the draft, or not, as a lead unit that is asked (会签)"),
        DRAFT " --outcome agree --opinion 同意会签",
        countersign_fields,
        NULL),
  STEP ("review",
        N_ ("Approve the draft or send it back"),
        DRAFT " --outcome approve --opinion 同意",
        review_fields,
        NULL),
  STEP ("sign", N_ ("Sign it"), DRAFT, NULL, NULL),
  STEP ("number", N_ ("Give it its number and make the letter"), DRAFT, NULL, NULL),
  STEP ("serve",
        N_ ("Record that it was served"),
        "海营商整〔2018〕1号 --channel 政务外网",
        serve_fields,
        NULL),
  STEP ("receive",
        N_ ("Sign for it; the clocks run from here"),
        "海营商整〔2018〕1号 --signatory 陈某",
        receive_fields,
        NULL),
  STEP ("object",
        N_ ("Object to the facts or to being responsible"),
        "海营商整〔2018〕1号 --kind assign --reason 职责在镇 --proposed-unit xz",
        object_fields,
        NULL),
  STEP ("settle",
        N_ ("Decide on an objection"),
        "海营商整〔2018〕1号 --outcome rejected --minutes 会商纪要",
        settle_fields,
        NULL),
  STEP ("comment",
        N_ ("Say something about it as a unit that works on it"),
        "海营商整〔2018〕1号 --text 我局可增派人员",
        comment_fields,
        NULL),
  STEP ("appeal",
        N_ ("Ask for a review (复核), within 30 days of receipt"),
        "海营商整〔2018〕1号 --reason 认定事实有误",
        reason_fields,
        NULL),
  STEP ("decide-appeal",
        N_ ("Decide on the review"),
        "海营商整〔2018〕1号 --outcome kept --opinion 经复核，维持原结论",
        decide_appeal_fields,
        NULL),
  STEP (
      "plan",
      N_ ("File the plan of rectification"),
      "海营商整〔2018〕1号 --causes 人手不足 --measure 增设窗口@2018-03-20@张某 --target 不再空岗 "
      "--responsible-person 陈某 --complete-by 2018-04-05",
      plan_fields,
      NULL),
  STEP ("accept", N_ ("Accept the plan"), "海营商整〔2018〕1号", NULL, NULL),
  STEP ("return-plan",
        N_ ("Send the plan back"),
        "海营商整〔2018〕1号 --reason 措施不具体",
        reason_fields,
        NULL),
  STEP ("extend",
        N_ ("Ask for more time"),
        "海营商整〔2018〕1号 --to 2018-05-05 --reason 设备未到货",
        extend_fields,
        NULL),
  STEP ("grant-extension",
        N_ ("Decide on more time"),
        "海营商整〔2018〕1号 --outcome granted",
        grant_fields,
        NULL),
  STEP ("feedback",
        N_ ("Report what was done, with photos"),
        "海营商整〔2018〕1号 --summary 已整改 --completion done --photo after.jpg",
        feedback_fields,
        send_photos),
  STEP ("reinspect",
        N_ ("Record what a second look found"),
        "海营商整〔2018〕1号 --with wang --method 暗访复查 --passed --record 窗口有人",
        reinspect_fields,
        choose_passed),
  STEP ("confirm",
        N_ ("Confirm a second look as its other inspector"),
        "海营商整〔2018〕1号 --agree",
        confirm_fields,
        choose_agree),
  STEP ("return",
        N_ ("Send it back to be mended again"),
        "海营商整〔2018〕1号 --reason 仍有空岗 --rectify 10wd",
        return_fields,
        NULL),
  STEP ("close",
        N_ ("Close it"),
        "海营商整〔2018〕1号 --mechanism 轮岗制度",
        close_fields,
        check_mechanism),
  STEP ("withdraw",
        N_ ("Take it back"),
        "海营商整〔2018〕1号 --reason 事实有误",
        reason_fields,
        NULL),
  STEP ("withdrawal",
        N_ ("Issue the letter that tells of its withdrawal (撤销通知)"),
        "海营商整〔2018〕1号",
        NULL,
        NULL),
  { "list", "", 0, 0, N_ ("List orders"), "anfang order list --state rectifying", anf_cli_step_list,
    list_fields },
  { "show", "ORDER", 1, 1, N_ ("Show an order with its clocks"),
    "anfang order show 海营商整〔2018〕1号", anf_cli_step_show },
  { "clocks", "ORDER", 1, 1, N_ ("Explain its deadlines, day by day"),
    "anfang order clocks 海营商整〔2018〕1号", anf_cli_clocks_run },
  { "print", "ORDER", 1, 1, N_ ("Fetch the letter"),
    "anfang order print 海营商整〔2018〕1号 -o 通知.pdf", run_print, print_fields },
  { NULL },
};

const AnfNoun anf_cli_order
    = { "order",  N_ ("letters that ask for rectification, to their closing"),
        "orders", ANF_FIELD_ORDER,
        columns,  commands };
