/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-policy.h"

#include "anf-error.h"
#include "anf-policy-guards.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#define R(name) ((guint)ANF_ROLE_##name)
#define OFFICE ANF_ROLES_OFFICE
#define UNIT ANF_ROLES_UNIT
#define RESP (R (RESP_CONTACT) | R (RESP_HEAD))
#define LOGGED_IN ANF_ROLES_ALL
#define PUBLIC 0u

/* Who is told of visits at all: neither publicity nor assessment, neither unit nor administrator.
 */
#define VISIT_READERS (OFFICE & ~(R (ASSESSOR) | R (PUBLICITY)))
#define EVIDENCE_READERS                                                                           \
  (R (VERIFIER) | R (DRAFTER) | R (REVIEWER) | R (SIGNER) | R (CLERK) | R (LEADER)                 \
   | R (DISCIPLINE_LIAISON) | R (REINSPECTOR) | R (CLOSER))
#define REFERRAL_READERS (R (SIGNER) | R (LEADER) | R (DISCIPLINE_LIAISON))
/* Who takes leads in and answers for them. */
#define LEAD_KEEPERS (R (CLERK) | R (DISCIPLINE_LIAISON))
/* 有检查: who looks whether it was done. */
#define TASK_CHECKERS (R (VERIFIER) | R (REINSPECTOR) | R (TEAM_LEAD) | R (CLERK))
#define ACCOUNT_READERS ANF_ROLES_ADMIN
#define REPORT_READERS (OFFICE & ~R (INSPECTOR))
#define LOG_READERS (OFFICE | R (AUDITOR))

/* What a call is about. A record that the caller may not see is not found, whatever the verb. */
typedef enum
{
  NOUN_NONE, /* nothing that belongs to anybody */
  NOUN_VISIT,
  NOUN_EVIDENCE,
  NOUN_FINDING,
  NOUN_ORDER,
  NOUN_REFERRAL,
  NOUN_STEP,
  NOUN_ACCOUNT,
  NOUN_FLAG,
  NOUN_LEAD,
  NOUN_SELF_CHECK,
  NOUN_DRAW,
  NOUN_EXPOSURE,
  NOUN_TASK,
  NOUN_CHOICE,
} Noun;

typedef struct
{
  const char *name;
  guint all;    /* roles that see every record */
  guint member; /* roles that see those of the visits whose member they are */
  guint unit;   /* roles that see those of served orders to their unit or in the areas it leads */
  guint own;    /* roles that see what they drafted, or themselves */
} Visibility;

static const Visibility nouns[] = {
  [NOUN_VISIT] = { N_ ("visit"), VISIT_READERS & ~R (INSPECTOR), R (INSPECTOR), 0, 0 },
  [NOUN_EVIDENCE] = { N_ ("evidence"), EVIDENCE_READERS, R (INSPECTOR) | R (TEAM_LEAD), RESP, 0 },
  [NOUN_FINDING] = { N_ ("finding"), OFFICE & ~R (INSPECTOR), R (INSPECTOR), UNIT, 0 },
  [NOUN_ORDER] = { N_ ("order"), OFFICE, 0, UNIT, 0 },
  [NOUN_REFERRAL] = { N_ ("referral"), REFERRAL_READERS, 0, 0, R (DRAFTER) },
  [NOUN_STEP] = { N_ ("step"), OFFICE & ~R (INSPECTOR), 0, 0, 0 },
  [NOUN_ACCOUNT] = { N_ ("account"), ACCOUNT_READERS, 0, 0, LOGGED_IN },
  /* Not those who were there, and never a unit. */
  [NOUN_FLAG] = { N_ ("flag"), EVIDENCE_READERS, 0, 0, 0 },
  [NOUN_LEAD] = { N_ ("lead"), VISIT_READERS & ~R (INSPECTOR), R (INSPECTOR), 0, 0 },
  [NOUN_SELF_CHECK] = { N_ ("selfcheck"), OFFICE, 0, 0, 0 },
  [NOUN_DRAW] = { N_ ("draw"), VISIT_READERS & ~R (INSPECTOR), 0, 0, 0 },
  [NOUN_EXPOSURE] = { N_ ("exposure"), OFFICE & ~R (INSPECTOR), 0, 0, 0 },
  [NOUN_TASK] = { N_ ("task"), OFFICE, 0, RESP, 0 },
  [NOUN_CHOICE] = { N_ ("choice"), VISIT_READERS & ~R (INSPECTOR), 0, 0, 0 },
};

typedef struct
{
  const char *operation;
  guint roles; /* who may call it at all */
  Noun noun;
  AnfGuard guards[4]; /* all must hold */
} Row;

#define G(name) anf_guard_##name

static const Row rows[] = {
  { "createSession", PUBLIC, NOUN_NONE, { 0 } },
  { "getSession", LOGGED_IN, NOUN_NONE, { 0 } },
  { "deleteSession", LOGGED_IN, NOUN_NONE, { 0 } },
  { "getOpenapi", PUBLIC, NOUN_NONE, { 0 } },
  { "putScheme", R (SYSADMIN) | R (LEADER), NOUN_NONE, { 0 } },
  { "listSchemes", LOGGED_IN, NOUN_NONE, { 0 } },
  { "getScheme", LOGGED_IN, NOUN_NONE, { 0 } },
  { "putUnit", R (SYSADMIN), NOUN_NONE, { 0 } },
  { "listUnits", LOGGED_IN, NOUN_NONE, { 0 } },
  { "getUnit", LOGGED_IN, NOUN_NONE, { 0 } },
  { "putCalendar", R (SYSADMIN) | R (CLERK), NOUN_NONE, { 0 } },
  { "listCalendars", LOGGED_IN, NOUN_NONE, { 0 } },
  { "getCalendar", LOGGED_IN, NOUN_NONE, { 0 } },

  { "createAccount", R (SYSADMIN), NOUN_NONE, { 0 } },
  { "listAccounts", ACCOUNT_READERS, NOUN_NONE, { 0 } },
  { "getAccount", ACCOUNT_READERS, NOUN_ACCOUNT, { 0 } },
  { "disableAccount", R (SYSADMIN) | R (SECADMIN), NOUN_ACCOUNT, { 0 } },
  { "setPassword", LOGGED_IN, NOUN_ACCOUNT, { G (self_or_sysadmin) } },
  { "revokeDevice", LOGGED_IN, NOUN_ACCOUNT, { G (self_or_admin) } },
  { "getEmail", LOGGED_IN, NOUN_ACCOUNT, { G (self_or_sysadmin) } },
  { "setEmail", LOGGED_IN, NOUN_ACCOUNT, { G (self_or_sysadmin) } },
  /* Everybody their own, and no others are to be had. */
  { "listNotices", LOGGED_IN, NOUN_NONE, { 0 } },
  { "readNotice", LOGGED_IN, NOUN_NONE, { 0 } },

  { "putVisit", R (INSPECTOR) | R (TEAM_LEAD), NOUN_VISIT, { G (member) } },
  { "listVisits", VISIT_READERS, NOUN_NONE, { 0 } },
  { "getVisit", VISIT_READERS, NOUN_VISIT, { 0 } },
  { "getVisitRecord", VISIT_READERS, NOUN_VISIT, { 0 } },
  { "declareVisit",
    R (INSPECTOR) | R (TEAM_LEAD),
    NOUN_VISIT,
    { G (member), G (not_of_inspected) } },
  { "recuseVisit", R (INSPECTOR) | R (TEAM_LEAD), NOUN_VISIT, { G (member) } },
  { "approveVisit", R (LEADER) | R (SIGNER), NOUN_VISIT, { G (not_member), G (declared) } },
  { "startVisit", R (INSPECTOR), NOUN_VISIT, { G (member) } },
  { "submitVisit", R (TEAM_LEAD), NOUN_VISIT, { 0 } },
  { "returnVisit",
    R (VERIFIER),
    NOUN_VISIT,
    { G (not_member), G (not_of_inspected), G (not_relied_on) } },
  { "verifyVisit",
    R (VERIFIER),
    NOUN_VISIT,
    { G (not_member), G (not_of_inspected), G (decided) } },
  { "cancelVisit", R (LEADER) | R (SIGNER), NOUN_VISIT, { 0 } },
  { "archiveVisit", R (CLERK), NOUN_VISIT, { 0 } },

  { "putEvidence", R (INSPECTOR), NOUN_VISIT, { G (member), G (visit_underway) } },
  { "listEvidence", EVIDENCE_READERS | R (INSPECTOR) | R (TEAM_LEAD) | RESP, NOUN_NONE, { 0 } },
  { "getEvidence", EVIDENCE_READERS | R (INSPECTOR) | R (TEAM_LEAD) | RESP, NOUN_EVIDENCE, { 0 } },
  { "getEvidenceContent",
    EVIDENCE_READERS | R (INSPECTOR) | R (TEAM_LEAD) | RESP,
    NOUN_EVIDENCE,
    { 0 } },
  { "getEvidenceRedacted",
    EVIDENCE_READERS | R (INSPECTOR) | R (TEAM_LEAD) | RESP,
    NOUN_EVIDENCE,
    { 0 } },
  { "getEvidenceThumbnail",
    EVIDENCE_READERS | R (INSPECTOR) | R (TEAM_LEAD) | RESP,
    NOUN_EVIDENCE,
    { 0 } },
  { "getEvidenceReceipt",
    EVIDENCE_READERS | R (INSPECTOR) | R (TEAM_LEAD) | RESP,
    NOUN_EVIDENCE,
    { 0 } },

  { "handOverEvidence",
    R (INSPECTOR) | R (TEAM_LEAD) | R (CLERK) | R (DISCIPLINE_LIAISON),
    NOUN_EVIDENCE,
    { 0 } },

  { "listFlags", EVIDENCE_READERS, NOUN_NONE, { 0 } },
  { "getFlag", EVIDENCE_READERS, NOUN_FLAG, { 0 } },
  { "answerFlag", R (VERIFIER) | R (REINSPECTOR), NOUN_FLAG, { G (flag_judge) } },

  { "optionsUploads", PUBLIC, NOUN_NONE, { 0 } },
  { "createUpload", R (INSPECTOR) | R (REINSPECTOR) | RESP, NOUN_NONE, { G (upload) } },
  { "headUpload", R (INSPECTOR) | R (REINSPECTOR) | RESP, NOUN_NONE, { G (owner) } },
  { "patchUpload", R (INSPECTOR) | R (REINSPECTOR) | RESP, NOUN_NONE, { G (owner), G (upload) } },
  { "deleteUpload", R (INSPECTOR) | R (REINSPECTOR) | RESP, NOUN_NONE, { G (owner) } },

  { "putLead", LEAD_KEEPERS | R (TEAM_LEAD) | R (LEADER), NOUN_LEAD, { 0 } },
  { "listLeads", VISIT_READERS, NOUN_NONE, { 0 } },
  { "getLead", VISIT_READERS, NOUN_LEAD, { 0 } },
  { "verifyLead", R (VERIFIER), NOUN_LEAD, { G (not_registrar), G (not_of_inspected) } },
  { "turnLead",
    R (VERIFIER) | R (TEAM_LEAD) | R (LEADER),
    NOUN_LEAD,
    { G (substantiated), G (not_of_inspected) } },
  { "answerLead", LEAD_KEEPERS | R (VERIFIER), NOUN_LEAD, { 0 } },
  /* 举报人: only who has to speak with them, and never somebody of those complained about. */
  { "readInformant", LEAD_KEEPERS | R (VERIFIER), NOUN_LEAD, { G (not_of_inspected) } },
  /* Who will be inspected is told to those who plan it, and to the inspectors who are sent. */
  { "putDraw", R (LEADER) | R (SIGNER) | R (TEAM_LEAD), NOUN_DRAW, { 0 } },
  { "listDraws", VISIT_READERS & ~R (INSPECTOR), NOUN_NONE, { 0 } },
  { "getDraw", VISIT_READERS & ~R (INSPECTOR), NOUN_DRAW, { 0 } },
  /* Whom the register of the scheme names, its data says; units only what is their own. */
  { "putRegister", OFFICE | UNIT, NOUN_NONE, { G (register_enterer) } },
  { "listRegisters", OFFICE | UNIT, NOUN_NONE, { G (register_reader) } },
  { "getRegister", OFFICE | UNIT, NOUN_NONE, { G (register_sees) } },
  { "amendRegister", OFFICE | UNIT, NOUN_NONE, { G (register_sees), G (register_enterer) } },
  { "putChoice", R (LEADER) | R (SIGNER) | R (TEAM_LEAD), NOUN_CHOICE, { 0 } },
  { "listChoices", VISIT_READERS & ~R (INSPECTOR), NOUN_NONE, { 0 } },
  { "getChoice", VISIT_READERS & ~R (INSPECTOR), NOUN_CHOICE, { 0 } },
  { "getTargets", VISIT_READERS & ~R (INSPECTOR), NOUN_NONE, { 0 } },

  /* 有布置、有检查、有验收: each tick is another's. */
  { "putTask", R (DRAFTER) | R (CLERK) | R (LEADER), NOUN_TASK, { 0 } },
  { "listTasks", OFFICE | RESP, NOUN_NONE, { 0 } },
  { "getTask", OFFICE | RESP, NOUN_TASK, { 0 } },
  { "assignTask", R (DRAFTER) | R (CLERK) | R (LEADER) | R (RESP_HEAD), NOUN_TASK, { 0 } },
  { "handInTask", RESP | R (CLERK) | R (DRAFTER), NOUN_TASK, { 0 } },
  { "returnTask", TASK_CHECKERS, NOUN_TASK, { G (not_hander) } },
  { "deployTask", R (DRAFTER) | R (CLERK) | R (LEADER) | R (RESP_HEAD), NOUN_TASK, { 0 } },
  { "checkTask", TASK_CHECKERS, NOUN_TASK, { G (not_hander) } },
  { "acceptTask", R (LEADER) | R (CLOSER), NOUN_TASK, { G (not_hander), G (not_checker) } },
  { "undoTask",
    TASK_CHECKERS | R (DRAFTER) | R (LEADER) | R (CLOSER) | R (RESP_HEAD),
    NOUN_TASK,
    { G (own_tick) } },
  { "getTaskTable", OFFICE & ~R (INSPECTOR), NOUN_NONE, { 0 } },
  { "putSelfCheck", RESP | R (CLERK), NOUN_NONE, { 0 } },
  { "listSelfChecks", OFFICE | RESP, NOUN_NONE, { 0 } },

  { "putFinding",
    R (INSPECTOR) | R (TEAM_LEAD) | R (CLERK),
    NOUN_VISIT,
    { G (registers), G (substantiated) } },
  { "listFindings", OFFICE | UNIT, NOUN_NONE, { 0 } },
  { "getFinding", OFFICE | UNIT, NOUN_FINDING, { 0 } },
  { "establishFinding",
    R (VERIFIER),
    NOUN_FINDING,
    { G (not_collector), G (not_of_inspected), G (with_verifier), G (visit_submitted) } },
  { "dismissFinding",
    R (VERIFIER),
    NOUN_FINDING,
    { G (not_collector), G (not_of_inspected), G (with_second_opinion), G (visit_submitted) } },
  { "reopenFinding", R (VERIFIER), NOUN_FINDING, { G (not_of_inspected) } },
  { "mergeFinding",
    R (VERIFIER),
    NOUN_FINDING,
    { G (not_collector), G (not_of_inspected), G (with_verifier), G (visit_submitted) } },

  { "putOrder", R (DRAFTER), NOUN_ORDER, { 0 } },
  { "listOrders", OFFICE | UNIT, NOUN_NONE, { 0 } },
  { "getOrder", OFFICE | UNIT, NOUN_ORDER, { 0 } },
  { "getOrderLetter", OFFICE | UNIT, NOUN_ORDER, { 0 } },
  { "getOrderReceipt", OFFICE, NOUN_ORDER, { 0 } },
  { "getOrderAssignment", OFFICE, NOUN_ORDER, { 0 } },
  { "getOrderPlan", OFFICE | UNIT, NOUN_ORDER, { 0 } },
  { "getOrderReport", OFFICE | UNIT, NOUN_ORDER, { 0 } },
  { "getOrderClosing", OFFICE, NOUN_ORDER, { 0 } },
  { "getOrderReply", OFFICE | UNIT, NOUN_ORDER, { 0 } },
  { "getOrderInterview", OFFICE, NOUN_ORDER, { 0 } },
  { "getOrderClocks", OFFICE | UNIT, NOUN_ORDER, { 0 } },
  { "submitOrder", R (DRAFTER), NOUN_ORDER, { 0 } },
  { "splitOrder", R (DRAFTER), NOUN_ORDER, { 0 } },
  { "mergeOrder", R (DRAFTER), NOUN_ORDER, { 0 } },
  { "reviewOrder", R (REVIEWER), NOUN_ORDER, { G (not_drafter) } },
  { "signOrder",
    R (SIGNER) | R (LEADER),
    NOUN_ORDER,
    { G (not_drafter), G (not_reviewer), G (kind_signer) } },
  { "numberOrder", R (CLERK), NOUN_ORDER, { 0 } },
  { "serveOrder", R (CLERK), NOUN_ORDER, { 0 } },
  { "receiveOrder", RESP | R (CLERK), NOUN_ORDER, { G (addressee) } },
  { "objectOrder", R (RESP_HEAD), NOUN_ORDER, { G (addressee) } },
  { "settleOrder",
    R (REVIEWER) | R (LEADER),
    NOUN_ORDER,
    { G (not_drafter), G (not_of_addressee) } },
  { "appealOrder", R (RESP_HEAD), NOUN_ORDER, { G (addressee) } },
  { "decideAppeal",
    R (REVIEWER) | R (LEADER),
    NOUN_ORDER,
    { G (not_of_addressee), G (not_concluding) } },
  /* Whoever sees it from a unit's side, without answering for it. */
  { "commentOrder", UNIT, NOUN_ORDER, { 0 } },
  { "planOrder", R (RESP_HEAD), NOUN_ORDER, { G (addressee) } },
  { "acceptPlan", R (LEAD_UNIT) | R (REVIEWER), NOUN_ORDER, { G (leads) } },
  { "returnPlan", R (LEAD_UNIT) | R (REVIEWER), NOUN_ORDER, { G (leads) } },
  { "extendOrder", R (RESP_HEAD), NOUN_ORDER, { G (addressee) } },
  { "grantExtension", R (SIGNER), NOUN_ORDER, { G (not_of_addressee) } },
  { "feedbackOrder", R (RESP_HEAD), NOUN_ORDER, { G (addressee) } },
  { "reinspectOrder", R (REINSPECTOR), NOUN_ORDER, { G (not_of_addressee), G (with_reinspector) } },
  { "confirmReinspection",
    R (REINSPECTOR),
    NOUN_ORDER,
    { G (not_of_addressee), G (second_reinspector) } },
  { "returnOrder", R (REINSPECTOR) | R (REVIEWER), NOUN_ORDER, { G (not_of_addressee) } },
  { "closeOrder", R (CLOSER), NOUN_ORDER, { G (not_drafter), G (not_reinspector) } },
  { "withdrawOrder", R (SIGNER), NOUN_ORDER, { 0 } },

  { "putReferral", R (DRAFTER) | R (DISCIPLINE_LIAISON), NOUN_REFERRAL, { 0 } },
  { "listReferrals", REFERRAL_READERS | R (DRAFTER), NOUN_NONE, { 0 } },
  { "getReferral", REFERRAL_READERS | R (DRAFTER), NOUN_REFERRAL, { 0 } },
  { "approveReferral", R (SIGNER), NOUN_REFERRAL, { G (not_drafter) } },
  { "sendReferral", R (DISCIPLINE_LIAISON), NOUN_REFERRAL, { 0 } },
  { "receiveReferral", R (DISCIPLINE_LIAISON), NOUN_REFERRAL, { 0 } },
  { "resultReferral", R (DISCIPLINE_LIAISON), NOUN_REFERRAL, { 0 } },
  { "getReferralLetter", REFERRAL_READERS, NOUN_REFERRAL, { 0 } },
  { "getReferralList", REFERRAL_READERS, NOUN_REFERRAL, { 0 } },
  { "getReferralPack", R (DISCIPLINE_LIAISON) | R (SIGNER), NOUN_REFERRAL, { 0 } },

  /* 批评须经批准 (政府督查工作条例 21): never unapproved, and not by who wrote it. */
  { "putExposure", R (DRAFTER) | R (PUBLICITY), NOUN_EXPOSURE, { 0 } },
  { "listExposures", OFFICE & ~R (INSPECTOR), NOUN_NONE, { 0 } },
  { "getExposure", OFFICE & ~R (INSPECTOR), NOUN_EXPOSURE, { 0 } },
  { "approveExposure", R (LEADER), NOUN_EXPOSURE, { G (not_drafter) } },
  { "declineExposure", R (LEADER), NOUN_EXPOSURE, { G (not_drafter) } },
  { "publishExposure", R (PUBLICITY), NOUN_EXPOSURE, { 0 } },
  { "correctExposure", R (LEADER), NOUN_EXPOSURE, { G (not_drafter) } },
  { "revokeExposure", R (LEADER), NOUN_EXPOSURE, { 0 } },

  { "listSteps", OFFICE & ~R (INSPECTOR), NOUN_NONE, { 0 } },
  { "getStep", OFFICE & ~R (INSPECTOR), NOUN_STEP, { 0 } },
  { "takeStep", R (DRAFTER) | R (SIGNER) | R (LEADER), NOUN_STEP, { G (decides) } },
  { "declineStep", R (DRAFTER) | R (SIGNER) | R (LEADER), NOUN_STEP, { G (decides) } },
  { "sweepSteps", R (DRAFTER) | R (SIGNER) | R (LEADER) | R (CLERK), NOUN_NONE, { 0 } },

  /* What is found is what the lists would show; administrators have none to read. */
  { "search", OFFICE | UNIT, NOUN_NONE, { 0 } },
  { "getLedger", (OFFICE & ~R (INSPECTOR)) | UNIT, NOUN_NONE, { 0 } },
  /* Statistics name units, no inspector and no case. */
  { "getIndicators", REPORT_READERS, NOUN_NONE, { 0 } },
  { "putFigure", R (DRAFTER) | R (CLERK) | R (ASSESSOR), NOUN_NONE, { 0 } },
  { "makeFeed", OFFICE | UNIT, NOUN_NONE, { 0 } },
  { "deleteFeed", OFFICE | UNIT, NOUN_NONE, { 0 } },
  /* Whoever has the address; the account that it belongs to is asked about instead. */
  { "getFeed", PUBLIC, NOUN_NONE, { 0 } },
  { "getMap", VISIT_READERS & ~R (INSPECTOR), NOUN_NONE, { 0 } },
  { "makeReport", R (DRAFTER), NOUN_NONE, { 0 } },
  { "listReports", REPORT_READERS, NOUN_NONE, { 0 } },
  { "getReport", REPORT_READERS, NOUN_NONE, { 0 } },
  { "listFigures", REPORT_READERS, NOUN_NONE, { 0 } },
  { "getFigure", REPORT_READERS, NOUN_NONE, { 0 } },

  /* Where the service tells of itself to others; what it tells holds no content. */
  { "createWebhook", R (SYSADMIN) | R (SECADMIN), NOUN_NONE, { 0 } },
  { "listWebhooks", R (SYSADMIN) | R (SECADMIN), NOUN_NONE, { 0 } },
  { "disableWebhook", R (SYSADMIN) | R (SECADMIN), NOUN_NONE, { 0 } },
  { "testWebhook", R (SYSADMIN) | R (SECADMIN), NOUN_NONE, { 0 } },

  { "getCheckpoint", LOG_READERS, NOUN_NONE, { 0 } },
  { "getCosignedCheckpoint", LOG_READERS, NOUN_NONE, { 0 } },
  { "listEvents", LOG_READERS, NOUN_NONE, { 0 } },
  { "getLeaf", LOG_READERS, NOUN_NONE, { 0 } },
  { "findLeaf", LOG_READERS, NOUN_NONE, { 0 } },
  { "getProof", LOG_READERS, NOUN_NONE, { 0 } },
  { "getConsistency", LOG_READERS, NOUN_NONE, { 0 } },
  { "getTile", LOG_READERS, NOUN_NONE, { 0 } },
  { "listLogKeys", LOG_READERS, NOUN_NONE, { 0 } },
  /* Whoever has a receipt needs it; it tells nothing. */
  { "getLogKey", LOGGED_IN, NOUN_NONE, { 0 } },
  { "stampLog", R (DISCIPLINE_LIAISON) | R (SIGNER) | R (AUDITOR), NOUN_NONE, { 0 } },
};

/* The nouns of lists, whose rows have none of their own: each item is judged, not the call. */
static const struct
{
  const char *operation;
  Noun noun;
} lists[] = {
  { "listVisits", NOUN_VISIT },       { "listEvidence", NOUN_EVIDENCE },
  { "listFindings", NOUN_FINDING },   { "listOrders", NOUN_ORDER },
  { "listReferrals", NOUN_REFERRAL }, { "listAccounts", NOUN_ACCOUNT },
  { "listSteps", NOUN_STEP },         { "listFlags", NOUN_FLAG },
  { "listLeads", NOUN_LEAD },         { "getLedger", NOUN_FINDING },
  { "listExposures", NOUN_EXPOSURE }, { "listTasks", NOUN_TASK },
};

gboolean
anf_policy_belongs (const char *const *line, const char *const *units)
{
  for (gsize i = 0; line[i] != NULL; i++)
    if (g_strv_contains (units, line[i]))
      return TRUE;
  return FALSE;
}

static const Row *
find_row (const char *operation)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].operation, operation))
      return &rows[i];
  return NULL;
}

AnfSide
anf_policy_get_side (const AnfActor *actor)
{
  if ((actor->roles & ANF_ROLES_ADMIN) != 0)
    return ANF_SIDE_ADMINISTRATOR;
  return (actor->roles & ANF_ROLES_OFFICE) != 0 ? ANF_SIDE_OFFICE : ANF_SIDE_UNIT;
}

gboolean
anf_policy_has_operation (const char *operation)
{
  return find_row (operation) != NULL;
}

const char **
anf_policy_list_operations (void)
{
  const char **names = g_new0 (const char *, G_N_ELEMENTS (rows) + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    names[i] = rows[i].operation;
  return names;
}

gboolean
anf_policy_is_public (const char *operation)
{
  const Row *row = find_row (operation);
  return row != NULL && row->roles == PUBLIC;
}

/* What somebody may do whose password another person knows. */
static gboolean
is_before_all (const char *operation)
{
  static const char *const first[] = { "getSession", "deleteSession", "setPassword", NULL };
  return g_strv_contains (first, operation);
}

static gboolean
may_call (const Row *row, const AnfActor *actor, GError **error)
{
  if (row->roles == PUBLIC)
    return TRUE;
  if (actor == NULL)
    return anf_error_throw (error, ANF_ERROR_UNAUTHORIZED, _ ("log in first"));
  if (actor->must_change_password && !is_before_all (row->operation))
    return anf_error_throw (error, ANF_ERROR_DENIED,
                            _ ("an administrator has set your password: choose one of your own "
                               "first (anfang account password %s), then log in with it"),
                            actor->name);
  if ((row->roles & actor->roles) != 0)
    return TRUE;
  g_autofree char *needed = anf_word_join_roles (row->roles);
  return anf_error_throw (error, ANF_ERROR_DENIED, _ ("this needs one of the roles: %s"), needed);
}

gboolean
anf_policy_may_call (const char *operation, const AnfActor *actor, GError **error)
{
  const Row *row = find_row (operation);
  if (row == NULL)
    return anf_error_throw (error, ANF_ERROR_DENIED, _ ("there is no operation “%.40s”"),
                            operation);
  return may_call (row, actor, error);
}

static AnfScope
get_scope (Noun noun, guint roles)
{
  const Visibility *seen = &nouns[noun];
  if ((roles & seen->all) != 0)
    return ANF_SCOPE_ALL;
  if ((roles & seen->member) != 0)
    return ANF_SCOPE_MEMBER;
  if ((roles & seen->unit) != 0)
    return ANF_SCOPE_UNIT;
  return (roles & seen->own) != 0 ? ANF_SCOPE_OWN : ANF_SCOPE_NONE;
}

AnfScope
anf_policy_get_scope (const char *operation, const AnfActor *actor)
{
  const Row *row = find_row (operation);
  if (row == NULL || !may_call (row, actor, NULL))
    return ANF_SCOPE_NONE;
  Noun noun = row->noun;
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (lists[i].operation, operation))
      noun = lists[i].noun;
  return noun == NOUN_NONE ? ANF_SCOPE_ALL : get_scope (noun, actor->roles);
}

static gboolean
is_same (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_str_equal (a, b);
}

static gboolean
unit_sees (Noun noun, const AnfActor *actor, const AnfFacts *facts)
{
  if (!facts->served || actor->unit == NULL)
    return FALSE;
  const gboolean addressed = (actor->roles & RESP) != 0 && is_same (actor->unit, facts->addressee);
  const gboolean helps = (actor->roles & RESP) != 0 && facts->co_units != NULL
                         && g_strv_contains (facts->co_units, actor->unit);
  /* What others brought in, a reinspector for one, is not for the unit. */
  if (noun == NOUN_EVIDENCE)
    return addressed && is_same (actor->unit, facts->owner_unit);
  return addressed || helps
         || ((actor->roles & R (LEAD_UNIT)) != 0 && facts->lead_units != NULL
             && g_strv_contains (facts->lead_units, actor->unit));
}

const char *
anf_policy_get_reach (const AnfActor *actor)
{
  if ((actor->roles & R (LEAD_UNIT)) == 0)
    return "addressee";
  return (actor->roles & RESP) != 0 ? "reader" : "lead";
}

static gboolean
sees (Noun noun, const AnfActor *actor, const AnfFacts *facts)
{
  switch (get_scope (noun, actor->roles))
    {
    case ANF_SCOPE_ALL:
      return TRUE;
    case ANF_SCOPE_MEMBER:
      return facts->members != NULL && g_strv_contains (facts->members, actor->name);
    case ANF_SCOPE_UNIT:
      return unit_sees (noun, actor, facts);
    case ANF_SCOPE_OWN:
      return is_same (actor->name, noun == NOUN_ACCOUNT ? facts->subject : facts->drafter);
    case ANF_SCOPE_NONE:
      break;
    }
  return FALSE;
}

/* NOUN_NONE for what is nobody's secret or unknown: @open tells which. */
static Noun
parse_noun (const char *name, gboolean *open)
{
  static const char *const open_nouns[]
      = { "scheme", "unit", "calendar", "figure", "report", NULL };
  *open = name != NULL && g_strv_contains (open_nouns, name);
  for (gsize i = NOUN_NONE + 1; i < G_N_ELEMENTS (nouns); i++)
    if (is_same (nouns[i].name, name))
      return (Noun)i;
  return NOUN_NONE;
}

AnfScope
anf_policy_get_leaf_scope (const AnfActor *actor, const char *noun)
{
  gboolean open = FALSE;
  const Noun kind = parse_noun (noun, &open);
  if (!anf_policy_may_call ("getLeaf", actor, NULL))
    return ANF_SCOPE_NONE;
  if (open || (actor->roles & R (AUDITOR)) != 0)
    return ANF_SCOPE_ALL;
  return kind != NOUN_NONE ? get_scope (kind, actor->roles) : ANF_SCOPE_NONE;
}

gboolean
anf_policy_sees_leaf (const AnfActor *actor, const char *noun, const AnfFacts *facts)
{
  gboolean open = FALSE;
  const Noun kind = parse_noun (noun, &open);
  const AnfScope scope = anf_policy_get_leaf_scope (actor, noun);
  return scope == ANF_SCOPE_ALL || (scope != ANF_SCOPE_NONE && sees (kind, actor, facts));
}

gboolean
anf_policy_check (const char *operation,
                  const AnfActor *actor,
                  const AnfFacts *facts,
                  GError **error)
{
  static const AnfFacts nothing = { 0 };
  const Row *row = find_row (operation);
  if (!anf_policy_may_call (operation, actor, error))
    return FALSE;
  if (row->roles == PUBLIC)
    return TRUE;
  if (facts == NULL)
    facts = &nothing;
  if (row->noun != NOUN_NONE && !sees (row->noun, actor, facts))
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no such %s"),
                            _ (nouns[row->noun].name));
  for (gsize i = 0; i < G_N_ELEMENTS (row->guards) && row->guards[i] != NULL; i++)
    if (!row->guards[i](actor, facts, actor->roles & row->roles, error))
      return FALSE;
  return TRUE;
}

/* Whether some unit leads that is neither to rectify itself nor the reviewer's own. */
static gboolean
another_leads (const AnfActor *actor, const AnfFacts *facts)
{
  for (guint i = 0; facts->lead_units != NULL && facts->lead_units[i] != NULL; i++)
    if (!is_same (facts->lead_units[i], facts->addressee)
        && !is_same (facts->lead_units[i], actor->unit))
      return TRUE;
  return FALSE;
}

const char *
anf_policy_get_accept_event (const AnfActor *actor, const AnfFacts *facts)
{
  if ((actor->roles & R (REVIEWER)) == 0)
    return "accept:lead";
  if (is_same (facts->order_state, "plan_accepted"))
    return "accept:office";
  if (!another_leads (actor, facts))
    return "accept:sole";
  const gboolean leads = (actor->roles & R (LEAD_UNIT)) != 0 && unit_sees (NOUN_ORDER, actor, facts)
                         && !is_same (actor->unit, facts->addressee);
  return leads ? "accept:lead" : "accept:office";
}
