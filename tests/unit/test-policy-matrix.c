/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-policy.h"

#include <string.h>

/* Who may call what, written down from the roles' duties and not from the code. One letter each:
   i inspector, t team lead, v verifier, d drafter, r reviewer, s signer, k clerk, L lead unit,
   c contact and h head of a responsible unit, e reinspector, o closer, p discipline liaison,
   b publicity, a assessor, l leader; 1 sysadmin, 2 secadmin, 3 auditor; "" needs no session. */
static const char letters[] = "itvdrskLcheopbal123";

#define EVERYBODY "itvdrskLcheopbal123"
#define VISITS "itvdrskeopl"
#define EVIDENCE "itvdrskleopch"
/* Neither who was there nor any unit. */
#define FLAGS "vdrskleop"
#define OFFICE_AND_UNITS "itvdrskLcheopbal"
#define LOG "itvdrskeopbal3"

static const struct
{
  const char *operation;
  const char *roles;
} matrix[] = {
  { "createSession", "" },
  { "getSession", EVERYBODY },
  { "deleteSession", EVERYBODY },
  { "getOpenapi", "" },
  { "putScheme", "1l" },
  { "listSchemes", EVERYBODY },
  { "getScheme", EVERYBODY },
  { "putUnit", "1" },
  { "listUnits", EVERYBODY },
  { "getUnit", EVERYBODY },
  { "setUnitLeaders", "kdlh" },
  { "createAccount", "1" },
  { "listAccounts", "123" },
  { "getAccount", "123" },
  { "disableAccount", "12" },
  { "enableAccount", "12" },
  { "changeAccount", "12" },
  { "setPassword", EVERYBODY },
  { "listDevices", EVERYBODY },
  { "revokeDevice", EVERYBODY },
  { "getEmail", EVERYBODY },
  { "setEmail", EVERYBODY },
  { "listNotices", EVERYBODY },
  { "readNotice", EVERYBODY },
  { "putCalendar", "1k" },
  { "listCalendars", EVERYBODY },
  { "getCalendar", EVERYBODY },
  { "putVisit", "it" },
  { "listVisits", VISITS },
  { "getVisit", VISITS },
  { "getVisitRecord", VISITS },
  { "declareVisit", "it" },
  { "recuseVisit", "it" },
  { "approveVisit", "ls" },
  { "startVisit", "i" },
  { "submitVisit", "t" },
  { "returnVisit", "v" },
  { "verifyVisit", "v" },
  { "cancelVisit", "ls" },
  { "archiveVisit", "k" },
  { "putEvidence", "i" },
  { "handOverEvidence", "itkp" },
  { "listFlags", FLAGS },
  { "getFlag", FLAGS },
  { "answerFlag", "ve" },
  { "listEvidence", EVIDENCE },
  { "getEvidence", EVIDENCE },
  { "getEvidenceContent", EVIDENCE },
  { "getEvidenceRedacted", EVIDENCE },
  { "getEvidenceThumbnail", EVIDENCE },
  { "getEvidenceReceipt", EVIDENCE },
  { "optionsUploads", "" },
  { "createUpload", "ichekp" },
  { "headUpload", "ichekp" },
  { "patchUpload", "ichekp" },
  { "deleteUpload", "ichekp" },
  { "putLead", "ktpl" },
  { "listLeads", VISITS },
  { "getLead", VISITS },
  { "verifyLead", "v" },
  { "turnLead", "vtl" },
  { "answerLead", "kpv" },
  { "readInformant", "kpv" },
  { "putDraw", "lst" },
  { "listDraws", "tvdrskeopl" },
  { "getDraw", "tvdrskeopl" },
  { "putRegister", OFFICE_AND_UNITS },
  { "listRegisters", OFFICE_AND_UNITS },
  { "getRegister", OFFICE_AND_UNITS },
  { "amendRegister", OFFICE_AND_UNITS },
  { "putTalk", "itv" },
  { "listTalks", "itvslp" },
  { "getTalk", "itvslp" },
  { "signTalk", "itv" },
  { "readTalkSubject", "itvp" },
  { "printTalk", "itvp" },
  { "putChoice", "lst" },
  { "listChoices", "tvdrskeopl" },
  { "getChoice", "tvdrskeopl" },
  { "getTargets", "tvdrskeopl" },
  { "putSurvey", "dka" },
  { "listSurveys", OFFICE_AND_UNITS },
  { "getSurvey", OFFICE_AND_UNITS },
  { "openSurvey", "kal" },
  { "enterSurvey", "itka" },
  { "closeSurvey", "kal" },
  { "releaseSurvey", "l" },
  { "listOpinions", "tvdkalp" },
  { "getSurveyResults", OFFICE_AND_UNITS },
  { "putTask", "dkl" },
  { "listTasks", "itvdrskeopbalch" },
  { "getTask", "itvdrskeopbalch" },
  { "assignTask", "dklh" },
  { "handInTask", "chkd" },
  { "returnTask", "vetk" },
  { "deployTask", "dklh" },
  { "checkTask", "vetk" },
  { "acceptTask", "lo" },
  { "undoTask", "vetkdloh" },
  { "putTaskGroup", "dkl" },
  { "getTaskGroup", "itvdrskeopbal" },
  { "getTaskTable", "tvdrskeopbal" },
  { "putSelfCheck", "chk" },
  { "listSelfChecks", "itvdrskeopbalch" },
  { "evaluateFinding", "iv" },
  { "evaluateLead", "iv" },
  { "reopenFinding", "v" },
  { "putFinding", "itk" },
  { "listFindings", OFFICE_AND_UNITS },
  { "getFinding", OFFICE_AND_UNITS },
  { "establishFinding", "v" },
  { "dismissFinding", "v" },
  { "mergeFinding", "v" },
  { "putOrder", "d" },
  { "listOrders", OFFICE_AND_UNITS },
  { "getOrder", OFFICE_AND_UNITS },
  { "getOrderLetter", OFFICE_AND_UNITS },
  { "getOrderReceipt", "itvdrskeopbal" },
  { "getOrderAssignment", "itvdrskeopbal" },
  { "getOrderPlan", OFFICE_AND_UNITS },
  { "getOrderReport", OFFICE_AND_UNITS },
  { "getOrderClosing", "itvdrskeopbal" },
  { "getOrderReply", OFFICE_AND_UNITS },
  { "getOrderReturn", OFFICE_AND_UNITS },
  { "issueWithdrawal", "k" },
  { "getOrderWithdrawal", OFFICE_AND_UNITS },
  { "getOrderInterview", "itvdrskeopbal" },
  { "getOrderClocks", OFFICE_AND_UNITS },
  { "submitOrder", "d" },
  { "reviewOrder", "r" },
  { "signOrder", "sl" },
  { "numberOrder", "k" },
  { "serveOrder", "k" },
  { "receiveOrder", "chk" },
  { "objectOrder", "h" },
  { "commentOrder", "Lch" },
  { "countersignOrder", "Lk" },
  { "splitOrder", "d" },
  { "mergeOrder", "d" },
  { "settleOrder", "rl" },
  { "appealOrder", "h" },
  { "decideAppeal", "rl" },
  { "planOrder", "h" },
  { "acceptPlan", "Lr" },
  { "returnPlan", "Lr" },
  { "extendOrder", "h" },
  { "grantExtension", "s" },
  { "feedbackOrder", "h" },
  { "reinspectOrder", "e" },
  { "confirmReinspection", "e" },
  { "returnOrder", "er" },
  { "closeOrder", "o" },
  { "withdrawOrder", "s" },
  { "putReferral", "dp" },
  { "listReferrals", "dslp" },
  { "getReferral", "dslp" },
  { "approveReferral", "s" },
  { "sendReferral", "p" },
  { "receiveReferral", "p" },
  { "resultReferral", "p" },
  { "inquireReferral", "p" },
  { "holdReferral", "p" },
  { "releaseReferral", "p" },
  { "archiveReferral", "p" },
  { "getReferralLetter", "slp" },
  { "getReferralList", "slp" },
  { "getReferralRegister", "slp" },
  { "getReferralApproval", "dslp" },
  { "getReferralInquiry", "slp" },
  { "getReferralPack", "ps" },
  { "putExposure", "db" },
  { "listExposures", "tvdrskcheopbal" },
  { "getExposure", "tvdrskcheopbal" },
  { "approveExposure", "l" },
  { "declineExposure", "l" },
  { "publishExposure", "b" },
  { "correctExposure", "db" },
  { "revokeExposure", "l" },
  { "putNumbering", "k" },
  { "listNumberings", "tvdrskeopbal" },
  { "getNumbering", "tvdrskeopbal" },
  { "listSteps", "tvdrskeopbal" },
  { "getStep", "tvdrskeopbal" },
  { "takeStep", "dsl" },
  { "declineStep", "dsl" },
  { "sweepSteps", "dslk" },
  { "search", OFFICE_AND_UNITS },
  { "getLedger", "tvdrskLcheopbal" },
  { "getIndicators", "tvdrskeopbal" },
  { "putFigure", "dka" },
  { "makeFeed", OFFICE_AND_UNITS },
  { "deleteFeed", OFFICE_AND_UNITS },
  { "getFeed", "" },
  { "getMap", "tvdrskeopl" },
  { "makeReport", "d" },
  { "listReports", "tvdrskeopbal" },
  { "getReport", "tvdrskeopbal" },
  { "listFigures", "tvdrskeopbal" },
  { "getFigure", "tvdrskeopbal" },
  { "createWebhook", "12" },
  { "listWebhooks", "12" },
  { "disableWebhook", "12" },
  { "testWebhook", "12" },
  { "getCheckpoint", LOG },
  { "getCosignedCheckpoint", LOG },
  { "listLogKeys", LOG },
  { "stampLog", "ps3" },
  { "listEvents", LOG },
  { "getLeaf", LOG },
  { "findLeaf", LOG },
  { "getProof", LOG },
  { "getConsistency", LOG },
  { "getTile", LOG },
  { "getLogKey", EVERYBODY },
};

static void
test_matrix (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (matrix); i++)
    for (guint bit = 0; letters[bit] != '\0'; bit++)
      {
        g_autoptr (GError) error = NULL;
        const AnfActor actor = { "a", "p", 1u << bit, "u" };
        const gboolean expected
            = matrix[i].roles[0] == '\0' || strchr (matrix[i].roles, letters[bit]) != NULL;
        g_test_message ("%s %s", matrix[i].operation, anf_role_get_name ((AnfRole)(1u << bit)));
        g_assert_cmpint (anf_policy_may_call (matrix[i].operation, &actor, &error), ==, expected);
        if (!expected)
          g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_DENIED);
      }
}

static void
test_matrix_is_whole (void)
{
  g_autofree const char **operations = anf_policy_list_operations ();
  g_assert_cmpuint (g_strv_length ((char **)operations), ==, G_N_ELEMENTS (matrix));
  for (gsize i = 0; i < G_N_ELEMENTS (matrix); i++)
    {
      g_test_message ("%s", matrix[i].operation);
      g_assert_true (g_strv_contains (operations, matrix[i].operation));
      g_assert_true (anf_policy_has_operation (matrix[i].operation));
      g_assert_cmpint (anf_policy_is_public (matrix[i].operation), ==, matrix[i].roles[0] == '\0');
    }
}

static void
test_no_session (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (matrix); i++)
    {
      g_autoptr (GError) error = NULL;
      const gboolean open = anf_policy_may_call (matrix[i].operation, NULL, &error);
      g_assert_cmpint (open, ==, matrix[i].roles[0] == '\0');
      if (!open)
        g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_UNAUTHORIZED);
    }
  g_autoptr (GError) error = NULL;
  const AnfActor all = { "a", "p", ANF_ROLES_ALL, "u" };
  g_assert_false (anf_policy_may_call ("eraseEverything", &all, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_DENIED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/policy/matrix", test_matrix);
  g_test_add_func ("/policy/matrix-is-whole", test_matrix_is_whole);
  g_test_add_func ("/policy/no-session", test_no_session);
  return g_test_run ();
}
