/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accounts.h"
#include "anf-choices.h"
#include "anf-draws.h"
#include "anf-error.h"
#include "anf-evaluations.h"
#include "anf-events.h"
#include "anf-evidence.h"
#include "anf-examinations.h"
#include "anf-exposures.h"
#include "anf-feed.h"
#include "anf-figures.h"
#include "anf-findings.h"
#include "anf-flags.h"
#include "anf-grants.h"
#include "anf-indicators.h"
#include "anf-leads.h"
#include "anf-ledger.h"
#include "anf-log-use.h"
#include "anf-mail-queue.h"
#include "anf-map.h"
#include "anf-notices.h"
#include "anf-numberings.h"
#include "anf-order-countersign.h"
#include "anf-order-share.h"
#include "anf-orders.h"
#include "anf-papers.h"
#include "anf-recurrence.h"
#include "anf-reference.h"
#include "anf-referral-hold.h"
#include "anf-referral-result.h"
#include "anf-referrals.h"
#include "anf-registers.h"
#include "anf-repeats.h"
#include "anf-reports.h"
#include "anf-search.h"
#include "anf-self-checks.h"
#include "anf-stamps.h"
#include "anf-steps.h"
#include "anf-surveys.h"
#include "anf-talks.h"
#include "anf-targets.h"
#include "anf-task-group.h"
#include "anf-tasks.h"
#include "anf-unit-leaders.h"
#include "anf-visits.h"
#include "anf-webhooks.h"

#include <glib/gi18n.h>

#include <string.h>

typedef enum
{
  USE_READ,  /* on a snapshot */
  USE_WRITE, /* on the writer's thread, in a transaction with its leaf */
  USE_OWN,   /* takes long before it writes: makes its own transactions */
} Use;

typedef struct
{
  const char *operation;
  Use use;
  AnfUseCase run;
} Operation;

static const Operation operations[] = {
  { "createSession", USE_OWN, anf_accounts_create_session },
  { "getSession", USE_READ, anf_accounts_get_session },
  { "deleteSession", USE_WRITE, anf_accounts_delete_session },
  { "createAccount", USE_OWN, anf_accounts_create },
  { "listAccounts", USE_READ, anf_accounts_list },
  { "getAccount", USE_READ, anf_accounts_get },
  { "disableAccount", USE_WRITE, anf_accounts_disable },
  { "enableAccount", USE_WRITE, anf_accounts_enable },
  { "changeAccount", USE_WRITE, anf_accounts_change },
  { "setPassword", USE_OWN, anf_accounts_set_password },
  { "listDevices", USE_READ, anf_accounts_list_devices },
  { "revokeDevice", USE_WRITE, anf_accounts_revoke_device },
  { "getEmail", USE_READ, anf_accounts_get_email },
  { "setEmail", USE_WRITE, anf_accounts_set_email },
  { "listNotices", USE_READ, anf_notices_list },
  { "readNotice", USE_WRITE, anf_notices_read },
  { "putScheme", USE_WRITE, anf_reference_put_scheme },
  { "listSchemes", USE_READ, anf_reference_list_schemes },
  { "getScheme", USE_READ, anf_reference_get_scheme },
  { "putUnit", USE_WRITE, anf_reference_put_unit },
  { "listUnits", USE_READ, anf_reference_list_units },
  { "getUnit", USE_READ, anf_reference_get_unit },
  { "setUnitLeaders", USE_WRITE, anf_units_set_leaders },
  { "putCalendar", USE_WRITE, anf_reference_put_calendar },
  { "listCalendars", USE_READ, anf_reference_list_calendars },
  { "getCalendar", USE_READ, anf_reference_get_calendar },
  { "putVisit", USE_WRITE, anf_visits_put },
  { "listVisits", USE_READ, anf_visits_list },
  { "getVisit", USE_READ, anf_visits_get },
  { "getVisitRecord", USE_READ, anf_visits_get_record },
  { "declareVisit", USE_WRITE, anf_visits_declare },
  { "recuseVisit", USE_WRITE, anf_visits_recuse },
  { "approveVisit", USE_WRITE, anf_visits_approve },
  { "startVisit", USE_WRITE, anf_visits_start },
  { "submitVisit", USE_WRITE, anf_visits_submit },
  { "returnVisit", USE_WRITE, anf_visits_return },
  { "verifyVisit", USE_WRITE, anf_visits_verify },
  { "cancelVisit", USE_WRITE, anf_visits_cancel },
  { "archiveVisit", USE_WRITE, anf_visits_archive },
  { "putEvidence", USE_WRITE, anf_evidence_put },
  { "listEvidence", USE_READ, anf_evidence_list },
  { "getEvidence", USE_READ, anf_evidence_get },
  { "getEvidenceContent", USE_READ, anf_evidence_get_content },
  { "getEvidenceRedacted", USE_READ, anf_evidence_get_redacted },
  { "getEvidenceThumbnail", USE_READ, anf_evidence_get_thumbnail },
  { "getEvidenceReceipt", USE_READ, anf_evidence_get_receipt },
  { "handOverEvidence", USE_WRITE, anf_evidence_hand_over },
  { "listFlags", USE_READ, anf_flags_list },
  { "getFlag", USE_READ, anf_flags_get },
  { "answerFlag", USE_WRITE, anf_flags_answer },
  { "putFinding", USE_WRITE, anf_findings_put },
  { "listFindings", USE_READ, anf_findings_list },
  { "getFinding", USE_READ, anf_findings_get },
  { "establishFinding", USE_WRITE, anf_findings_establish },
  { "dismissFinding", USE_WRITE, anf_findings_dismiss },
  { "mergeFinding", USE_WRITE, anf_findings_merge },
  { "evaluateFinding", USE_WRITE, anf_evaluations_of_finding },
  { "reopenFinding", USE_WRITE, anf_recurrence_reopen },
  { "putLead", USE_WRITE, anf_leads_put },
  { "listLeads", USE_READ, anf_leads_list },
  { "getLead", USE_READ, anf_leads_get },
  { "verifyLead", USE_WRITE, anf_leads_verify },
  { "turnLead", USE_WRITE, anf_leads_turn },
  { "answerLead", USE_WRITE, anf_leads_answer },
  { "evaluateLead", USE_WRITE, anf_evaluations_of_lead },
  { "readInformant", USE_WRITE, anf_leads_read_informant },
  { "putDraw", USE_WRITE, anf_draws_put },
  { "listDraws", USE_READ, anf_draws_list },
  { "getDraw", USE_READ, anf_draws_get },
  { "putRegister", USE_WRITE, anf_registers_put },
  { "listRegisters", USE_READ, anf_registers_list },
  { "getRegister", USE_READ, anf_registers_get },
  { "amendRegister", USE_WRITE, anf_registers_amend },
  { "putTalk", USE_WRITE, anf_talks_put },
  { "listTalks", USE_READ, anf_talks_list },
  { "getTalk", USE_READ, anf_talks_get },
  { "signTalk", USE_WRITE, anf_talks_sign },
  { "readTalkSubject", USE_WRITE, anf_talks_read_subject },
  { "printTalk", USE_WRITE, anf_talks_print },
  { "putNumbering", USE_WRITE, anf_numberings_put },
  { "listNumberings", USE_READ, anf_numberings_list },
  { "getNumbering", USE_READ, anf_numberings_get },
  { "putChoice", USE_WRITE, anf_choices_put },
  { "listChoices", USE_READ, anf_choices_list },
  { "getChoice", USE_READ, anf_choices_get },
  { "putSurvey", USE_WRITE, anf_surveys_put },
  { "listSurveys", USE_READ, anf_surveys_list },
  { "getSurvey", USE_READ, anf_surveys_get },
  { "openSurvey", USE_WRITE, anf_surveys_open },
  { "enterSurvey", USE_WRITE, anf_surveys_enter },
  { "closeSurvey", USE_WRITE, anf_surveys_close },
  { "releaseSurvey", USE_WRITE, anf_surveys_release },
  { "listOpinions", USE_READ, anf_surveys_list_opinions },
  { "getSurveyResults", USE_READ, anf_surveys_get_results },
  { "getTargets", USE_READ, anf_targets_get },
  { "putTask", USE_WRITE, anf_tasks_put },
  { "listTasks", USE_READ, anf_tasks_list },
  { "getTask", USE_READ, anf_tasks_get },
  { "assignTask", USE_WRITE, anf_tasks_assign },
  { "handInTask", USE_WRITE, anf_tasks_hand_in },
  { "returnTask", USE_WRITE, anf_tasks_return },
  { "deployTask", USE_WRITE, anf_tasks_deploy },
  { "checkTask", USE_WRITE, anf_tasks_check },
  { "acceptTask", USE_WRITE, anf_tasks_accept },
  { "undoTask", USE_WRITE, anf_tasks_undo },
  { "putTaskGroup", USE_WRITE, anf_task_groups_put },
  { "getTaskGroup", USE_READ, anf_task_groups_get },
  { "getTaskTable", USE_READ, anf_tasks_get_table },
  { "putSelfCheck", USE_WRITE, anf_self_checks_put },
  { "listSelfChecks", USE_READ, anf_self_checks_list },
  { "putOrder", USE_WRITE, anf_orders_put },
  { "listOrders", USE_READ, anf_orders_list },
  { "getOrder", USE_READ, anf_orders_get },
  { "getOrderLetter", USE_READ, anf_orders_get_letter },
  { "getOrderReceipt", USE_READ, anf_orders_get_receipt },
  { "getOrderAssignment", USE_READ, anf_orders_get_assignment },
  { "getOrderPlan", USE_READ, anf_orders_get_plan },
  { "getOrderReport", USE_READ, anf_orders_get_report },
  { "getOrderClosing", USE_READ, anf_orders_get_closing },
  { "getOrderReply", USE_READ, anf_orders_get_reply },
  { "getOrderReturn", USE_READ, anf_orders_get_return },
  { "getOrderInterview", USE_READ, anf_orders_get_interview },
  { "getOrderClocks", USE_READ, anf_orders_get_clocks },
  { "submitOrder", USE_WRITE, anf_orders_submit },
  { "splitOrder", USE_WRITE, anf_orders_split },
  { "mergeOrder", USE_WRITE, anf_orders_merge },
  { "reviewOrder", USE_WRITE, anf_orders_review },
  { "signOrder", USE_WRITE, anf_orders_sign },
  { "numberOrder", USE_WRITE, anf_orders_number },
  { "serveOrder", USE_WRITE, anf_orders_serve },
  { "receiveOrder", USE_WRITE, anf_orders_receive },
  { "objectOrder", USE_WRITE, anf_orders_object },
  { "settleOrder", USE_WRITE, anf_orders_settle },
  { "appealOrder", USE_WRITE, anf_orders_appeal },
  { "decideAppeal", USE_WRITE, anf_orders_decide_appeal },
  { "commentOrder", USE_WRITE, anf_orders_comment },
  { "countersignOrder", USE_WRITE, anf_orders_countersign },
  { "planOrder", USE_WRITE, anf_orders_plan },
  { "acceptPlan", USE_WRITE, anf_orders_accept },
  { "returnPlan", USE_WRITE, anf_orders_return_plan },
  { "extendOrder", USE_WRITE, anf_orders_extend },
  { "grantExtension", USE_WRITE, anf_orders_grant_extension },
  { "feedbackOrder", USE_WRITE, anf_orders_feedback },
  { "reinspectOrder", USE_WRITE, anf_orders_reinspect },
  { "confirmReinspection", USE_WRITE, anf_orders_confirm },
  { "returnOrder", USE_WRITE, anf_orders_return },
  { "closeOrder", USE_WRITE, anf_orders_close },
  { "withdrawOrder", USE_WRITE, anf_orders_withdraw },
  { "issueWithdrawal", USE_WRITE, anf_orders_issue_withdrawal },
  { "getOrderWithdrawal", USE_READ, anf_orders_get_withdrawal },
  { "putReferral", USE_WRITE, anf_referrals_put },
  { "listReferrals", USE_READ, anf_referrals_list },
  { "getReferral", USE_READ, anf_referrals_get },
  { "approveReferral", USE_OWN, anf_referrals_hash_and_approve },
  { "sendReferral", USE_WRITE, anf_referrals_send },
  { "receiveReferral", USE_WRITE, anf_referrals_receive },
  { "resultReferral", USE_WRITE, anf_referrals_result },
  { "inquireReferral", USE_WRITE, anf_referrals_inquire },
  { "holdReferral", USE_WRITE, anf_referrals_hold },
  { "releaseReferral", USE_WRITE, anf_referrals_release },
  { "archiveReferral", USE_WRITE, anf_referrals_archive },
  { "getReferralLetter", USE_READ, anf_referrals_get_letter },
  { "getReferralList", USE_READ, anf_referrals_get_list },
  { "getReferralRegister", USE_READ, anf_referrals_get_register },
  { "getReferralApproval", USE_READ, anf_referrals_get_approval },
  { "getReferralInquiry", USE_READ, anf_referrals_get_inquiry },
  { "getReferralPack", USE_OWN, anf_referrals_get_pack },
  { "putExposure", USE_WRITE, anf_exposures_put },
  { "listExposures", USE_READ, anf_exposures_list },
  { "getExposure", USE_READ, anf_exposures_get },
  { "approveExposure", USE_WRITE, anf_exposures_approve },
  { "declineExposure", USE_WRITE, anf_exposures_decline },
  { "publishExposure", USE_WRITE, anf_exposures_publish },
  { "correctExposure", USE_WRITE, anf_exposures_correct },
  { "revokeExposure", USE_WRITE, anf_exposures_revoke },
  { "getLedger", USE_READ, anf_ledger_get },
  { "getIndicators", USE_READ, anf_indicators_get },
  { "putFigure", USE_WRITE, anf_figures_put },
  { "listFigures", USE_READ, anf_figures_list },
  { "makeFeed", USE_OWN, anf_feed_make },
  { "deleteFeed", USE_WRITE, anf_feed_delete },
  { "getFeed", USE_READ, anf_feed_get },
  { "getMap", USE_READ, anf_map_get },
  { "makeReport", USE_OWN, anf_reports_make },
  { "listReports", USE_READ, anf_reports_list },
  { "getReport", USE_READ, anf_reports_get },
  { "getFigure", USE_READ, anf_figures_get },
  { "listEvents", USE_READ, anf_events_list },
  { "search", USE_READ, anf_search_run },
  { "getCheckpoint", USE_READ, anf_log_use_get_checkpoint },
  { "getCosignedCheckpoint", USE_READ, anf_log_use_get_cosigned },
  { "getLeaf", USE_READ, anf_log_use_get_leaf },
  { "findLeaf", USE_READ, anf_log_use_find_leaf },
  { "getProof", USE_READ, anf_log_use_get_proof },
  { "getConsistency", USE_READ, anf_log_use_get_consistency },
  { "getTile", USE_READ, anf_log_use_get_tile },
  { "listLogKeys", USE_READ, anf_log_use_list_keys },
  { "getLogKey", USE_READ, anf_log_use_get_key },
  { "stampLog", USE_OWN, anf_stamps_use_now },
  { "createWebhook", USE_OWN, anf_webhooks_create },
  { "listWebhooks", USE_READ, anf_webhooks_list },
  { "disableWebhook", USE_WRITE, anf_webhooks_disable },
  { "testWebhook", USE_OWN, anf_webhooks_test },
  { "listSteps", USE_READ, anf_steps_list },
  { "getStep", USE_READ, anf_steps_get },
  { "takeStep", USE_WRITE, anf_steps_take },
  { "declineStep", USE_WRITE, anf_steps_decline },
  { "sweepSteps", USE_OWN, anf_steps_use_sweep },
};

static const Operation *
find_operation (const char *operation)
{
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    if (strcmp (operations[i].operation, operation) == 0)
      return &operations[i];
  return NULL;
}

gboolean
anf_office_has_operation (const char *operation)
{
  return find_operation (operation) != NULL;
}

const char **
anf_office_list_operations (void)
{
  const char **list = g_new0 (const char *, G_N_ELEMENTS (operations) + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    list[i] = operations[i].operation;
  return list;
}

typedef struct
{
  AnfWork *work;
  const Operation *operation;
} Run;

static gboolean
run_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Run *run = data;
  AnfWork *work = run->work;
  AnfJournal *journal = work->office->journal;
  const gboolean writes = run->operation->use == USE_WRITE;
  const guint mark = writes ? anf_journal_mark (journal) : 0;
  const gboolean begun
      = writes ? anf_work_begin_write (work, tx, error) : anf_work_begin_read (work, tx, error);
  const AnfUseCase use_case = run->operation->run;
  const gboolean done
      = begun && (writes ? anf_repeats_run (work, use_case, error) : use_case (work, error));
  /* A job that failed is rolled back; so is what it said. */
  if (!done && writes)
    anf_journal_rewind (journal, mark);
  work->tx = NULL;
  return done;
}

static gboolean
authenticate_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  AnfWork *work = data;
  const gboolean done = anf_work_begin_read (work, tx, error);
  work->tx = NULL;
  return done;
}

static gboolean
run_operation (AnfOffice *self, AnfWork *work, const Operation *operation, GError **error)
{
  Run run = { .work = work, .operation = operation };
  gboolean done = FALSE;
  switch (operation->use)
    {
    case USE_READ:
      return anf_store_read (self->store, run_in_tx, &run, error);
    case USE_WRITE:
      done = anf_papers_write (work, run_in_tx, &run, error);
      break;
    case USE_OWN:
      done = anf_store_read (self->store, authenticate_in_tx, work, error)
             && operation->run (work, error);
      break;
    }
  if (done && work->checks_due)
    anf_examinations_wake (self->examinations);
  if (done && operation->use != USE_READ)
    {
      anf_webhook_sender_wake (self->webhook_sender);
      anf_mail_sender_wake (self->mail_sender);
    }
  /* Who was still admitted on what stood before the commit asks anew. */
  anf_grants_void (self->grants);
  return done;
}

AnfReply *
anf_office_call (AnfOffice *self, const AnfCall *call, GError **error)
{
  const Operation *operation = find_operation (call->operation);
  if (operation == NULL)
    {
      anf_error_throw (error, ANF_ERROR_NOT_FOUND, "no operation %s", call->operation);
      return NULL;
    }
  AnfWork work = { .office = self, .call = call, .now = anf_clock_now (&self->clock) };
  AnfReply *reply = NULL;
  if (run_operation (self, &work, operation, error))
    reply = g_steal_pointer (&work.reply);
  anf_work_clear (&work);
  return reply;
}
