/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-policy-table.h"

#include <glib/gi18n.h>

#define OFFICE ANF_ROLES_OFFICE
#define UNIT ANF_ROLES_UNIT
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
/* For a visit, for an order, for a lead. */
#define UPLOADERS (R (INSPECTOR) | R (REINSPECTOR) | RESP | LEAD_KEEPERS)
/* 有检查: who looks whether it was done. */
#define TASK_CHECKERS (R (VERIFIER) | R (REINSPECTOR) | R (TEAM_LEAD) | R (CLERK))
/* What people of the public said in words. */
#define OPINION_READERS                                                                            \
  (R (TEAM_LEAD) | R (VERIFIER) | R (DRAFTER) | R (CLERK) | R (ASSESSOR) | R (LEADER)              \
   | R (DISCIPLINE_LIAISON))
/* Testimony: beside those who took it, who judges by it and who hands it on. */
#define TALK_READERS (R (VERIFIER) | R (SIGNER) | R (LEADER) | R (DISCIPLINE_LIAISON))
#define TALKERS (R (INSPECTOR) | R (TEAM_LEAD) | R (VERIFIER))
#define ACCOUNT_READERS ANF_ROLES_ADMIN
#define REPORT_READERS (OFFICE & ~R (INSPECTOR))
#define LOG_READERS (OFFICE | R (AUDITOR))

const PolicyVisibility anf_policy_table_nouns[POLICY_NOUNS] = {
  [POLICY_NOUN_VISIT] = { N_ ("visit"), VISIT_READERS & ~R (INSPECTOR), R (INSPECTOR), 0, 0 },
  [POLICY_NOUN_EVIDENCE]
  = { N_ ("evidence"), EVIDENCE_READERS, R (INSPECTOR) | R (TEAM_LEAD), RESP, 0 },
  [POLICY_NOUN_FINDING] = { N_ ("finding"), OFFICE & ~R (INSPECTOR), R (INSPECTOR), UNIT, 0 },
  [POLICY_NOUN_ORDER] = { N_ ("order"), OFFICE, 0, UNIT, 0 },
  [POLICY_NOUN_REFERRAL] = { N_ ("referral"), REFERRAL_READERS, 0, 0, R (DRAFTER) },
  [POLICY_NOUN_STEP] = { N_ ("step"), OFFICE & ~R (INSPECTOR), 0, 0, 0 },
  [POLICY_NOUN_ACCOUNT] = { N_ ("account"), ACCOUNT_READERS, 0, 0, LOGGED_IN },
  /* Not those who were there, and never a unit. */
  [POLICY_NOUN_FLAG] = { N_ ("flag"), EVIDENCE_READERS, 0, 0, 0 },
  [POLICY_NOUN_LEAD] = { N_ ("lead"), VISIT_READERS & ~R (INSPECTOR), R (INSPECTOR), 0, 0 },
  [POLICY_NOUN_SELF_CHECK] = { N_ ("selfcheck"), OFFICE, 0, 0, 0 },
  [POLICY_NOUN_DRAW] = { N_ ("draw"), VISIT_READERS & ~R (INSPECTOR), 0, 0, 0 },
  [POLICY_NOUN_EXPOSURE] = { N_ ("exposure"), OFFICE & ~R (INSPECTOR), 0, RESP, 0 },
  [POLICY_NOUN_TASK] = { N_ ("task"), OFFICE, 0, RESP, 0 },
  [POLICY_NOUN_SURVEY] = { N_ ("survey"), OFFICE, 0, 0, 0 },
  [POLICY_NOUN_SHEETS] = { N_ ("sheets"), OPINION_READERS, 0, 0, 0 },
  [POLICY_NOUN_CHOICE] = { N_ ("choice"), VISIT_READERS & ~R (INSPECTOR), 0, 0, 0 },
  /* As the subjects of a referral, and who reviews, numbers and serves the letter. */
  [POLICY_NOUN_ACCOUNTABLE]
  = { N_ ("accountability"), REFERRAL_READERS | R (REVIEWER) | R (CLERK), 0, 0, R (DRAFTER) },
  [POLICY_NOUN_TALK] = { N_ ("talk"), TALK_READERS, R (INSPECTOR) | R (TEAM_LEAD), 0, 0 },
  [POLICY_NOUN_NUMBERING] = { N_ ("numbering"), OFFICE & ~R (INSPECTOR), 0, 0, 0 },
};

#define G(name) anf_guard_##name

const PolicyRow anf_policy_table_rows[] = {
  { "createSession", PUBLIC, POLICY_NOUN_NONE, { 0 } },
  { "getSession", LOGGED_IN, POLICY_NOUN_NONE, { 0 } },
  { "deleteSession", LOGGED_IN, POLICY_NOUN_NONE, { 0 } },
  { "getOpenapi", PUBLIC, POLICY_NOUN_NONE, { 0 } },
  { "putScheme", R (SYSADMIN) | R (LEADER), POLICY_NOUN_NONE, { 0 } },
  { "listSchemes", LOGGED_IN, POLICY_NOUN_NONE, { 0 } },
  { "getScheme", LOGGED_IN, POLICY_NOUN_NONE, { 0 } },
  { "putUnit", R (SYSADMIN), POLICY_NOUN_NONE, { 0 } },
  { "listUnits", LOGGED_IN, POLICY_NOUN_NONE, { 0 } },
  { "getUnit", LOGGED_IN, POLICY_NOUN_NONE, { 0 } },
  { "setUnitLeaders",
    R (CLERK) | R (DRAFTER) | R (LEADER) | R (RESP_HEAD),
    POLICY_NOUN_NONE,
    { G (own_unit) } },
  { "putCalendar", R (SYSADMIN) | R (CLERK), POLICY_NOUN_NONE, { 0 } },
  { "listCalendars", LOGGED_IN, POLICY_NOUN_NONE, { 0 } },
  { "getCalendar", LOGGED_IN, POLICY_NOUN_NONE, { 0 } },

  { "createAccount", R (SYSADMIN), POLICY_NOUN_NONE, { 0 } },
  { "listAccounts", ACCOUNT_READERS, POLICY_NOUN_NONE, { 0 } },
  { "getAccount", ACCOUNT_READERS, POLICY_NOUN_ACCOUNT, { 0 } },
  { "disableAccount", R (SYSADMIN) | R (SECADMIN), POLICY_NOUN_ACCOUNT, { 0 } },
  { "enableAccount", R (SYSADMIN) | R (SECADMIN), POLICY_NOUN_ACCOUNT, { 0 } },
  { "changeAccount", R (SYSADMIN) | R (SECADMIN), POLICY_NOUN_ACCOUNT, { 0 } },
  { "setPassword", LOGGED_IN, POLICY_NOUN_ACCOUNT, { G (self_or_sysadmin) } },
  { "revokeDevice", LOGGED_IN, POLICY_NOUN_ACCOUNT, { G (self_or_admin) } },
  { "getEmail", LOGGED_IN, POLICY_NOUN_ACCOUNT, { G (self_or_sysadmin) } },
  { "setEmail", LOGGED_IN, POLICY_NOUN_ACCOUNT, { G (self_or_sysadmin) } },
  /* Everybody their own, and no others are to be had. */
  { "listNotices", LOGGED_IN, POLICY_NOUN_NONE, { 0 } },
  { "readNotice", LOGGED_IN, POLICY_NOUN_NONE, { 0 } },

  { "putVisit", R (INSPECTOR) | R (TEAM_LEAD), POLICY_NOUN_VISIT, { G (member) } },
  { "listVisits", VISIT_READERS, POLICY_NOUN_NONE, { 0 } },
  { "getVisit", VISIT_READERS, POLICY_NOUN_VISIT, { 0 } },
  { "getVisitRecord", VISIT_READERS, POLICY_NOUN_VISIT, { 0 } },
  { "declareVisit",
    R (INSPECTOR) | R (TEAM_LEAD),
    POLICY_NOUN_VISIT,
    { G (member), G (not_of_inspected) } },
  { "recuseVisit", R (INSPECTOR) | R (TEAM_LEAD), POLICY_NOUN_VISIT, { G (member) } },
  { "approveVisit", R (LEADER) | R (SIGNER), POLICY_NOUN_VISIT, { G (not_member), G (declared) } },
  { "startVisit", R (INSPECTOR), POLICY_NOUN_VISIT, { G (member) } },
  { "submitVisit", R (TEAM_LEAD), POLICY_NOUN_VISIT, { 0 } },
  { "returnVisit",
    R (VERIFIER),
    POLICY_NOUN_VISIT,
    { G (not_member), G (not_of_inspected), G (not_relied_on) } },
  { "verifyVisit",
    R (VERIFIER),
    POLICY_NOUN_VISIT,
    { G (not_member), G (not_of_inspected), G (decided) } },
  { "cancelVisit", R (LEADER) | R (SIGNER), POLICY_NOUN_VISIT, { 0 } },
  { "archiveVisit", R (CLERK), POLICY_NOUN_VISIT, { 0 } },

  { "putEvidence", R (INSPECTOR), POLICY_NOUN_VISIT, { G (member), G (visit_underway) } },
  { "listEvidence",
    EVIDENCE_READERS | R (INSPECTOR) | R (TEAM_LEAD) | RESP,
    POLICY_NOUN_NONE,
    { 0 } },
  { "getEvidence",
    EVIDENCE_READERS | R (INSPECTOR) | R (TEAM_LEAD) | RESP,
    POLICY_NOUN_EVIDENCE,
    { 0 } },
  { "getEvidenceContent",
    EVIDENCE_READERS | R (INSPECTOR) | R (TEAM_LEAD) | RESP,
    POLICY_NOUN_EVIDENCE,
    { 0 } },
  { "getEvidenceRedacted",
    EVIDENCE_READERS | R (INSPECTOR) | R (TEAM_LEAD) | RESP,
    POLICY_NOUN_EVIDENCE,
    { 0 } },
  { "getEvidenceThumbnail",
    EVIDENCE_READERS | R (INSPECTOR) | R (TEAM_LEAD) | RESP,
    POLICY_NOUN_EVIDENCE,
    { 0 } },
  { "getEvidenceReceipt",
    EVIDENCE_READERS | R (INSPECTOR) | R (TEAM_LEAD) | RESP,
    POLICY_NOUN_EVIDENCE,
    { 0 } },

  { "handOverEvidence",
    R (INSPECTOR) | R (TEAM_LEAD) | R (CLERK) | R (DISCIPLINE_LIAISON),
    POLICY_NOUN_EVIDENCE,
    { 0 } },

  { "listFlags", EVIDENCE_READERS, POLICY_NOUN_NONE, { 0 } },
  { "getFlag", EVIDENCE_READERS, POLICY_NOUN_FLAG, { 0 } },
  { "answerFlag", R (VERIFIER) | R (REINSPECTOR), POLICY_NOUN_FLAG, { G (flag_judge) } },

  { "optionsUploads", PUBLIC, POLICY_NOUN_NONE, { 0 } },
  { "createUpload", UPLOADERS, POLICY_NOUN_NONE, { G (upload) } },
  { "headUpload", UPLOADERS, POLICY_NOUN_NONE, { G (owner) } },
  { "patchUpload", UPLOADERS, POLICY_NOUN_NONE, { G (owner), G (upload) } },
  { "deleteUpload", UPLOADERS, POLICY_NOUN_NONE, { G (owner) } },

  { "putLead", LEAD_KEEPERS | R (TEAM_LEAD) | R (LEADER), POLICY_NOUN_LEAD, { 0 } },
  { "listLeads", VISIT_READERS, POLICY_NOUN_NONE, { 0 } },
  { "getLead", VISIT_READERS, POLICY_NOUN_LEAD, { 0 } },
  { "verifyLead", R (VERIFIER), POLICY_NOUN_LEAD, { G (not_registrar), G (not_of_inspected) } },
  { "turnLead",
    R (VERIFIER) | R (TEAM_LEAD) | R (LEADER),
    POLICY_NOUN_LEAD,
    { G (substantiated), G (not_of_inspected) } },
  { "answerLead", LEAD_KEEPERS | R (VERIFIER), POLICY_NOUN_LEAD, { 0 } },
  { "evaluateLead",
    R (INSPECTOR) | R (VERIFIER),
    POLICY_NOUN_LEAD,
    { G (not_of_inspected), G (not_closing) } },
  /* 举报人: only who has to speak with them, and never somebody of those complained about. */
  { "readInformant", LEAD_KEEPERS | R (VERIFIER), POLICY_NOUN_LEAD, { G (not_of_inspected) } },
  /* Who will be inspected is told to those who plan it, and to the inspectors who are sent. */
  { "putDraw", R (LEADER) | R (SIGNER) | R (TEAM_LEAD), POLICY_NOUN_DRAW, { 0 } },
  { "listDraws", VISIT_READERS & ~R (INSPECTOR), POLICY_NOUN_NONE, { 0 } },
  { "getDraw", VISIT_READERS & ~R (INSPECTOR), POLICY_NOUN_DRAW, { 0 } },
  /* Whom the register of the scheme names, its data says; units only what is their own. */
  { "putRegister", OFFICE | UNIT, POLICY_NOUN_NONE, { G (register_enterer) } },
  { "listRegisters", OFFICE | UNIT, POLICY_NOUN_NONE, { G (register_reader) } },
  { "getRegister", OFFICE | UNIT, POLICY_NOUN_NONE, { G (register_sees) } },
  { "amendRegister", OFFICE | UNIT, POLICY_NOUN_NONE, { G (register_sees), G (register_enterer) } },
  { "putTalk", TALKERS, POLICY_NOUN_TALK, { G (member), G (not_of_inspected) } },
  { "listTalks", TALK_READERS | R (INSPECTOR) | R (TEAM_LEAD), POLICY_NOUN_NONE, { 0 } },
  { "getTalk", TALK_READERS | R (INSPECTOR) | R (TEAM_LEAD), POLICY_NOUN_TALK, { 0 } },
  { "signTalk", TALKERS, POLICY_NOUN_TALK, { G (member), G (not_of_inspected) } },
  { "readTalkSubject",
    TALKERS | R (DISCIPLINE_LIAISON),
    POLICY_NOUN_TALK,
    { G (not_of_inspected) } },
  { "printTalk", TALKERS | R (DISCIPLINE_LIAISON), POLICY_NOUN_TALK, { G (not_of_inspected) } },
  { "putChoice", R (LEADER) | R (SIGNER) | R (TEAM_LEAD), POLICY_NOUN_CHOICE, { 0 } },
  { "listChoices", VISIT_READERS & ~R (INSPECTOR), POLICY_NOUN_NONE, { 0 } },
  { "getChoice", VISIT_READERS & ~R (INSPECTOR), POLICY_NOUN_CHOICE, { 0 } },
  { "getTargets", VISIT_READERS & ~R (INSPECTOR), POLICY_NOUN_NONE, { 0 } },

  /* 满意度调查: units are told the results once a leader who has not written it releases them. */
  { "putSurvey", R (DRAFTER) | R (CLERK) | R (ASSESSOR), POLICY_NOUN_SURVEY, { 0 } },
  { "listSurveys", OFFICE | UNIT, POLICY_NOUN_NONE, { 0 } },
  { "getSurvey", OFFICE | UNIT, POLICY_NOUN_NONE, { G (survey_sees) } },
  { "openSurvey", R (CLERK) | R (ASSESSOR) | R (LEADER), POLICY_NOUN_SURVEY, { 0 } },
  { "enterSurvey",
    R (INSPECTOR) | R (TEAM_LEAD) | R (CLERK) | R (ASSESSOR),
    POLICY_NOUN_SURVEY,
    { G (not_of_inspected) } },
  { "closeSurvey", R (CLERK) | R (ASSESSOR) | R (LEADER), POLICY_NOUN_SURVEY, { 0 } },
  { "releaseSurvey", R (LEADER), POLICY_NOUN_SURVEY, { G (not_drafter) } },
  { "listOpinions", OPINION_READERS, POLICY_NOUN_SURVEY, { 0 } },
  { "getSurveyResults", OFFICE | UNIT, POLICY_NOUN_NONE, { G (survey_sees) } },

  /* 有布置、有检查、有验收: each tick is another's. */
  { "putTask", R (DRAFTER) | R (CLERK) | R (LEADER), POLICY_NOUN_TASK, { 0 } },
  { "listTasks", OFFICE | RESP, POLICY_NOUN_NONE, { 0 } },
  { "getTask", OFFICE | RESP, POLICY_NOUN_TASK, { 0 } },
  { "assignTask", R (DRAFTER) | R (CLERK) | R (LEADER) | R (RESP_HEAD), POLICY_NOUN_TASK, { 0 } },
  { "handInTask", RESP | R (CLERK) | R (DRAFTER), POLICY_NOUN_TASK, { 0 } },
  { "returnTask", TASK_CHECKERS, POLICY_NOUN_TASK, { G (not_hander) } },
  { "deployTask", R (DRAFTER) | R (CLERK) | R (LEADER) | R (RESP_HEAD), POLICY_NOUN_TASK, { 0 } },
  { "checkTask", TASK_CHECKERS, POLICY_NOUN_TASK, { G (not_hander) } },
  { "acceptTask", R (LEADER) | R (CLOSER), POLICY_NOUN_TASK, { G (not_hander), G (not_checker) } },
  { "undoTask",
    TASK_CHECKERS | R (DRAFTER) | R (LEADER) | R (CLOSER) | R (RESP_HEAD),
    POLICY_NOUN_TASK,
    { G (own_tick) } },
  { "putTaskGroup", R (DRAFTER) | R (CLERK) | R (LEADER), POLICY_NOUN_NONE, { 0 } },
  { "getTaskGroup", OFFICE, POLICY_NOUN_NONE, { 0 } },
  { "getTaskTable", OFFICE & ~R (INSPECTOR), POLICY_NOUN_NONE, { 0 } },
  { "putSelfCheck", RESP | R (CLERK), POLICY_NOUN_NONE, { 0 } },
  { "listSelfChecks", OFFICE | RESP, POLICY_NOUN_NONE, { 0 } },

  { "putFinding",
    R (INSPECTOR) | R (TEAM_LEAD) | R (CLERK),
    POLICY_NOUN_VISIT,
    { G (registers), G (substantiated) } },
  { "listFindings", OFFICE | UNIT, POLICY_NOUN_NONE, { 0 } },
  { "getFinding", OFFICE | UNIT, POLICY_NOUN_FINDING, { 0 } },
  { "establishFinding",
    R (VERIFIER),
    POLICY_NOUN_FINDING,
    { G (not_collector), G (not_of_inspected), G (with_verifier), G (visit_submitted) } },
  { "dismissFinding",
    R (VERIFIER),
    POLICY_NOUN_FINDING,
    { G (not_collector), G (not_of_inspected), G (with_second_opinion), G (visit_submitted) } },
  { "evaluateFinding",
    R (INSPECTOR) | R (VERIFIER),
    POLICY_NOUN_FINDING,
    { G (not_of_inspected), G (not_closing) } },
  { "reopenFinding",
    R (VERIFIER),
    POLICY_NOUN_FINDING,
    { G (not_of_inspected), G (not_evaluator) } },
  { "mergeFinding",
    R (VERIFIER),
    POLICY_NOUN_FINDING,
    { G (not_collector), G (not_of_inspected), G (with_verifier), G (visit_submitted) } },

  { "putOrder", R (DRAFTER), POLICY_NOUN_ORDER, { 0 } },
  { "listOrders", OFFICE | UNIT, POLICY_NOUN_NONE, { 0 } },
  { "getOrder", OFFICE | UNIT, POLICY_NOUN_ORDER, { 0 } },
  { "getOrderLetter", OFFICE | UNIT, POLICY_NOUN_ORDER, { 0 } },
  { "getOrderReceipt", OFFICE, POLICY_NOUN_ORDER, { 0 } },
  { "getOrderAssignment", OFFICE, POLICY_NOUN_ORDER, { 0 } },
  { "getOrderPlan", OFFICE | UNIT, POLICY_NOUN_ORDER, { 0 } },
  { "getOrderReport", OFFICE | UNIT, POLICY_NOUN_ORDER, { 0 } },
  { "getOrderClosing", OFFICE, POLICY_NOUN_ORDER, { 0 } },
  { "getOrderReply", OFFICE | UNIT, POLICY_NOUN_ORDER, { 0 } },
  { "getOrderReturn", OFFICE | UNIT, POLICY_NOUN_ORDER, { 0 } },
  { "getOrderInterview", OFFICE, POLICY_NOUN_ORDER, { 0 } },
  { "getOrderClocks", OFFICE | UNIT, POLICY_NOUN_ORDER, { 0 } },
  { "submitOrder", R (DRAFTER), POLICY_NOUN_ORDER, { 0 } },
  { "splitOrder", R (DRAFTER), POLICY_NOUN_ORDER, { 0 } },
  { "mergeOrder", R (DRAFTER), POLICY_NOUN_ORDER, { 0 } },
  /* 会签: by the unit asked, or by the clerk for what came back on paper. */
  { "countersignOrder", R (LEAD_UNIT) | R (CLERK), POLICY_NOUN_ORDER, { G (countersigns) } },
  { "reviewOrder", R (REVIEWER), POLICY_NOUN_ORDER, { G (not_drafter) } },
  { "signOrder",
    R (SIGNER) | R (LEADER),
    POLICY_NOUN_ORDER,
    { G (not_drafter), G (not_reviewer), G (kind_signer) } },
  { "numberOrder", R (CLERK), POLICY_NOUN_ORDER, { 0 } },
  { "serveOrder", R (CLERK), POLICY_NOUN_ORDER, { 0 } },
  { "receiveOrder", RESP | R (CLERK), POLICY_NOUN_ORDER, { G (addressee) } },
  { "objectOrder", R (RESP_HEAD), POLICY_NOUN_ORDER, { G (addressee) } },
  { "settleOrder",
    R (REVIEWER) | R (LEADER),
    POLICY_NOUN_ORDER,
    { G (not_drafter), G (not_of_addressee) } },
  { "appealOrder", R (RESP_HEAD), POLICY_NOUN_ORDER, { G (addressee) } },
  { "decideAppeal",
    R (REVIEWER) | R (LEADER),
    POLICY_NOUN_ORDER,
    { G (not_of_addressee), G (not_concluding) } },
  /* Whoever sees it from a unit's side, without answering for it. */
  { "commentOrder", UNIT, POLICY_NOUN_ORDER, { G (shares) } },
  { "planOrder", R (RESP_HEAD), POLICY_NOUN_ORDER, { G (addressee) } },
  { "acceptPlan", R (LEAD_UNIT) | R (REVIEWER), POLICY_NOUN_ORDER, { G (leads) } },
  { "returnPlan", R (LEAD_UNIT) | R (REVIEWER), POLICY_NOUN_ORDER, { G (leads) } },
  { "extendOrder", R (RESP_HEAD), POLICY_NOUN_ORDER, { G (addressee) } },
  { "grantExtension", R (SIGNER), POLICY_NOUN_ORDER, { G (not_of_addressee) } },
  { "feedbackOrder", R (RESP_HEAD), POLICY_NOUN_ORDER, { G (addressee) } },
  { "reinspectOrder",
    R (REINSPECTOR),
    POLICY_NOUN_ORDER,
    { G (not_of_addressee), G (with_reinspector) } },
  { "confirmReinspection",
    R (REINSPECTOR),
    POLICY_NOUN_ORDER,
    { G (not_of_addressee), G (second_reinspector) } },
  { "returnOrder", R (REINSPECTOR) | R (REVIEWER), POLICY_NOUN_ORDER, { G (not_of_addressee) } },
  { "closeOrder",
    R (CLOSER),
    POLICY_NOUN_ORDER,
    { G (not_of_inspected), G (not_drafter), G (not_reinspector) } },
  { "withdrawOrder", R (SIGNER), POLICY_NOUN_ORDER, { G (not_of_inspected) } },
  { "issueWithdrawal", R (CLERK), POLICY_NOUN_ORDER, { 0 } },
  { "getOrderWithdrawal", OFFICE | UNIT, POLICY_NOUN_ORDER, { 0 } },

  { "putReferral", R (DRAFTER) | R (DISCIPLINE_LIAISON), POLICY_NOUN_REFERRAL, { 0 } },
  { "listReferrals", REFERRAL_READERS | R (DRAFTER), POLICY_NOUN_NONE, { 0 } },
  { "getReferral", REFERRAL_READERS | R (DRAFTER), POLICY_NOUN_REFERRAL, { 0 } },
  { "approveReferral", R (SIGNER), POLICY_NOUN_REFERRAL, { G (not_drafter) } },
  { "sendReferral", R (DISCIPLINE_LIAISON), POLICY_NOUN_REFERRAL, { 0 } },
  { "receiveReferral", R (DISCIPLINE_LIAISON), POLICY_NOUN_REFERRAL, { 0 } },
  { "resultReferral", R (DISCIPLINE_LIAISON), POLICY_NOUN_REFERRAL, { 0 } },
  { "inquireReferral", R (DISCIPLINE_LIAISON), POLICY_NOUN_REFERRAL, { 0 } },
  { "holdReferral", R (DISCIPLINE_LIAISON), POLICY_NOUN_REFERRAL, { 0 } },
  { "releaseReferral", R (DISCIPLINE_LIAISON), POLICY_NOUN_REFERRAL, { 0 } },
  { "archiveReferral", R (DISCIPLINE_LIAISON), POLICY_NOUN_REFERRAL, { 0 } },
  { "getReferralLetter", REFERRAL_READERS, POLICY_NOUN_REFERRAL, { 0 } },
  { "getReferralList", REFERRAL_READERS, POLICY_NOUN_REFERRAL, { 0 } },
  { "getReferralRegister", REFERRAL_READERS, POLICY_NOUN_REFERRAL, { 0 } },
  { "getReferralApproval", REFERRAL_READERS | R (DRAFTER), POLICY_NOUN_REFERRAL, { 0 } },
  { "getReferralInquiry", REFERRAL_READERS, POLICY_NOUN_REFERRAL, { 0 } },
  { "getReferralPack", R (DISCIPLINE_LIAISON) | R (SIGNER), POLICY_NOUN_REFERRAL, { 0 } },

  /* 批评须经批准 (政府督查工作条例 21): never unapproved, and not by who wrote it. */
  { "putExposure", R (DRAFTER) | R (PUBLICITY), POLICY_NOUN_EXPOSURE, { 0 } },
  { "listExposures", (OFFICE & ~R (INSPECTOR)) | RESP, POLICY_NOUN_NONE, { 0 } },
  { "getExposure", (OFFICE & ~R (INSPECTOR)) | RESP, POLICY_NOUN_EXPOSURE, { 0 } },
  { "approveExposure", R (LEADER), POLICY_NOUN_EXPOSURE, { G (not_drafter) } },
  { "declineExposure", R (LEADER), POLICY_NOUN_EXPOSURE, { G (not_drafter) } },
  { "publishExposure", R (PUBLICITY), POLICY_NOUN_EXPOSURE, { 0 } },
  { "correctExposure", R (DRAFTER) | R (PUBLICITY), POLICY_NOUN_EXPOSURE, { 0 } },
  { "revokeExposure", R (LEADER), POLICY_NOUN_EXPOSURE, { 0 } },

  { "listSteps", OFFICE & ~R (INSPECTOR), POLICY_NOUN_NONE, { 0 } },
  { "putNumbering", R (CLERK), POLICY_NOUN_NUMBERING, { 0 } },
  { "listNumberings", OFFICE & ~R (INSPECTOR), POLICY_NOUN_NONE, { 0 } },
  { "getNumbering", OFFICE & ~R (INSPECTOR), POLICY_NOUN_NUMBERING, { 0 } },
  { "getStep", OFFICE & ~R (INSPECTOR), POLICY_NOUN_STEP, { 0 } },
  { "takeStep", R (DRAFTER) | R (SIGNER) | R (LEADER), POLICY_NOUN_STEP, { G (decides) } },
  { "declineStep", R (DRAFTER) | R (SIGNER) | R (LEADER), POLICY_NOUN_STEP, { G (decides) } },
  { "sweepSteps", R (DRAFTER) | R (SIGNER) | R (LEADER) | R (CLERK), POLICY_NOUN_NONE, { 0 } },

  /* What is found is what the lists would show; administrators have none to read. */
  { "search", OFFICE | UNIT, POLICY_NOUN_NONE, { 0 } },
  { "getLedger", (OFFICE & ~R (INSPECTOR)) | UNIT, POLICY_NOUN_NONE, { 0 } },
  /* Statistics name units, no inspector and no case. */
  { "getIndicators", REPORT_READERS, POLICY_NOUN_NONE, { 0 } },
  { "putFigure", R (DRAFTER) | R (CLERK) | R (ASSESSOR), POLICY_NOUN_NONE, { 0 } },
  { "makeFeed", OFFICE | UNIT, POLICY_NOUN_NONE, { 0 } },
  { "deleteFeed", OFFICE | UNIT, POLICY_NOUN_NONE, { 0 } },
  /* Whoever has the address; the account that it belongs to is asked about instead. */
  { "getFeed", PUBLIC, POLICY_NOUN_NONE, { 0 } },
  { "getMap", VISIT_READERS & ~R (INSPECTOR), POLICY_NOUN_NONE, { 0 } },
  { "makeReport", R (DRAFTER), POLICY_NOUN_NONE, { 0 } },
  { "listReports", REPORT_READERS, POLICY_NOUN_NONE, { 0 } },
  { "getReport", REPORT_READERS, POLICY_NOUN_NONE, { 0 } },
  { "listFigures", REPORT_READERS, POLICY_NOUN_NONE, { 0 } },
  { "getFigure", REPORT_READERS, POLICY_NOUN_NONE, { 0 } },

  /* Where the service tells of itself to others; what it tells holds no content. */
  { "createWebhook", R (SYSADMIN) | R (SECADMIN), POLICY_NOUN_NONE, { 0 } },
  { "listWebhooks", R (SYSADMIN) | R (SECADMIN), POLICY_NOUN_NONE, { 0 } },
  { "disableWebhook", R (SYSADMIN) | R (SECADMIN), POLICY_NOUN_NONE, { 0 } },
  { "testWebhook", R (SYSADMIN) | R (SECADMIN), POLICY_NOUN_NONE, { 0 } },

  { "getCheckpoint", LOG_READERS, POLICY_NOUN_NONE, { 0 } },
  { "getCosignedCheckpoint", LOG_READERS, POLICY_NOUN_NONE, { 0 } },
  { "listEvents", LOG_READERS, POLICY_NOUN_NONE, { 0 } },
  { "getLeaf", LOG_READERS, POLICY_NOUN_NONE, { 0 } },
  { "findLeaf", LOG_READERS, POLICY_NOUN_NONE, { 0 } },
  { "getProof", LOG_READERS, POLICY_NOUN_NONE, { 0 } },
  { "getConsistency", LOG_READERS, POLICY_NOUN_NONE, { 0 } },
  { "getTile", LOG_READERS, POLICY_NOUN_NONE, { 0 } },
  { "listLogKeys", LOG_READERS, POLICY_NOUN_NONE, { 0 } },
  /* Whoever has a receipt needs it; it tells nothing. */
  { "getLogKey", LOGGED_IN, POLICY_NOUN_NONE, { 0 } },
  { "stampLog", R (DISCIPLINE_LIAISON) | R (SIGNER) | R (AUDITOR), POLICY_NOUN_NONE, { 0 } },
  { NULL },
};

const PolicyList anf_policy_table_lists[] = {
  { "listVisits", POLICY_NOUN_VISIT },       { "listEvidence", POLICY_NOUN_EVIDENCE },
  { "listFindings", POLICY_NOUN_FINDING },   { "listOrders", POLICY_NOUN_ORDER },
  { "listReferrals", POLICY_NOUN_REFERRAL }, { "listAccounts", POLICY_NOUN_ACCOUNT },
  { "listSteps", POLICY_NOUN_STEP },         { "listFlags", POLICY_NOUN_FLAG },
  { "listLeads", POLICY_NOUN_LEAD },         { "getLedger", POLICY_NOUN_FINDING },
  { "listExposures", POLICY_NOUN_EXPOSURE }, { "listTasks", POLICY_NOUN_TASK },
  { "listTalks", POLICY_NOUN_TALK },         { NULL },
};
