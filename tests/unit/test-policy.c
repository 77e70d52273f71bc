/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-policy.h"

#include <string.h>

/* The people of the cases. */
static const AnfActor ann = { "ann", "P1", ANF_ROLE_INSPECTOR, "office" };
static const AnfActor bob = { "bob", "P2", ANF_ROLE_INSPECTOR | ANF_ROLE_VERIFIER, "office" };
static const AnfActor cai = { "cai", "P3", ANF_ROLE_VERIFIER, "office" };
static const AnfActor dan = { "dan", "P4", ANF_ROLE_VERIFIER, "office" };
static const AnfActor lee = { "lee", "P5", ANF_ROLE_TEAM_LEAD, "office" };
static const AnfActor eve
    = { "eve", "P6", ANF_ROLE_DRAFTER | ANF_ROLE_REVIEWER | ANF_ROLE_SIGNER | ANF_ROLE_CLOSER,
        "office" };
static const AnfActor fay = { "fay", "P7", ANF_ROLE_REVIEWER, "office" };
static const AnfActor gus = { "gus", "P8", ANF_ROLE_SIGNER, "office" };
static const AnfActor kim = { "kim", "P9", ANF_ROLE_CLERK, "office" };
static const AnfActor spj = { "spj", "Q1", ANF_ROLE_RESP_HEAD, "spj" };
static const AnfActor gaj = { "gaj", "Q2", ANF_ROLE_RESP_HEAD, "gaj" };
static const AnfActor bwb = { "bwb", "Q3", ANF_ROLE_LEAD_UNIT, "bwb" };
static const AnfActor xcb = { "xcb", "Q4", ANF_ROLE_LEAD_UNIT, "xcb" };
static const AnfActor xcr = { "xcr", "Q6", ANF_ROLE_LEAD_UNIT | ANF_ROLE_REVIEWER, "xcb" };
static const AnfActor bwr = { "bwr", "Q7", ANF_ROLE_LEAD_UNIT | ANF_ROLE_REVIEWER, "bwb" };
static const AnfActor spl = { "spl", "Q5", ANF_ROLE_LEAD_UNIT | ANF_ROLE_RESP_HEAD, "spj" };
static const AnfActor rex = { "rex", "R1", ANF_ROLE_REINSPECTOR, "office" };
static const AnfActor ray = { "ray", "R2", ANF_ROLE_REINSPECTOR, "office" };
static const AnfActor rsp = { "rsp", "R3", ANF_ROLE_REINSPECTOR, "spj" };
static const AnfActor rcl = { "rcl", "R4", ANF_ROLE_REINSPECTOR | ANF_ROLE_CLOSER, "office" };
static const AnfActor orr = { "orr", "R5", ANF_ROLE_CLOSER, "office" };
static const AnfActor lia = { "lia", "S1", ANF_ROLE_DISCIPLINE_LIAISON, "jw" };
static const AnfActor dru = { "dru", "S2", ANF_ROLE_DRAFTER, "office" };
static const AnfActor led = { "led", "S3", ANF_ROLE_LEADER | ANF_ROLE_INSPECTOR, "office" };
static const AnfActor sys = { "sys", "T1", ANF_ROLE_SYSADMIN, NULL };
static const AnfActor sec = { "sec", "T2", ANF_ROLE_SECADMIN, NULL };
static const AnfActor new = { "new", "T5", ANF_ROLE_SYSADMIN, NULL, .must_change_password = TRUE };

static const AnfActor aud = { "aud", "T3", ANF_ROLE_AUDITOR, NULL };
static const AnfActor own = { "own", "T4", ANF_ROLE_REVIEWER | ANF_ROLE_SIGNER, "spj" };

static const char *const ann_bob[] = { "ann", "bob", NULL };
static const char *const ann_led[] = { "ann", "led", NULL };
static const char *const only_bob[] = { "bob", NULL };
static const char *const nobody[] = { NULL };
static const char *const bwb_spj[] = { "bwb", "spj", NULL };
static const char *const only_gaj[] = { "gaj", NULL };
static const char *const only_bwb[] = { "bwb", NULL };
static const char *const only_spj[] = { "spj", NULL };
static const char *const branch_spj[] = { "spj-branch", "spj", "city", NULL };
static const char *const only_city[] = { "city", NULL };
static const char *const only_office[] = { "office", NULL };
static const char *const only_ann[] = { "ann", NULL };
static const char *const rex_rsp[] = { "rex", "rsp", NULL };
static const char *const rex_ray[] = { "rex", "ray", NULL };
static const char *const rcl_ray[] = { "rcl", "ray", NULL };

typedef struct
{
  const char *rule;
  const char *operation;
  const AnfActor *actor;
  AnfFacts facts;
  int code; /* -1: allowed */
} Case;

#define OK (-1)
#define DENIED ANF_ERROR_DENIED
#define GONE ANF_ERROR_NOT_FOUND
#define STATE ANF_ERROR_STATE
#define INVALID ANF_ERROR_INVALID
#define APART .inspected = only_spj, .actor_line = only_office, .with_line = only_office
#define VISIT(s) .members = ann_bob, .declared = ann_bob, .visit_state = s, APART
#define PLANNED .members = ann_bob, .visit_state = "draft"
/* Of a branch of spj, and with somebody of it. */
#define NEAR(s)                                                                                    \
  .members = ann_bob, .visit_state = s, .inspected = only_spj, .actor_line = branch_spj
#define BESIDE(s)                                                                                  \
  .members = ann_bob, .visit_state = s, .inspected = only_spj, .actor_line = only_office,          \
  .with_line = branch_spj
#define ORDER .addressee = "spj", .lead_units = bwb_spj, .drafter = "eve", .reviewer = "fay"
#define SERVED ORDER, .served = TRUE
#define LED .addressee = "gaj", .lead_units = only_spj, .drafter = "eve", .served = TRUE

static const Case cases[] = {
  /* Visits. */
  { "own-visit", "getVisit", &ann, { VISIT ("draft") }, OK },
  { "others-visit", "getVisit", &ann, { .members = only_bob }, GONE },
  { "verifier-sees-visits", "getVisit", &cai, { VISIT ("draft") }, OK },
  { "unit-sees-no-visit", "getVisit", &spj, { VISIT ("draft") }, DENIED },
  { "creator-is-member", "putVisit", &ann, { .members = only_bob }, GONE },
  { "lead-is-member", "putVisit", &lee, { .members = only_bob }, DENIED },
  { "member-starts", "startVisit", &ann, { VISIT ("approved") }, OK },
  { "other-starts", "startVisit", &ann, { .members = only_bob }, GONE },
  { "member-approves", "approveVisit", &led, { .members = ann_led }, DENIED },
  { "other-approves", "approveVisit", &led, { VISIT ("draft") }, OK },
  { "approve-without-facts", "approveVisit", &gus, { 0 }, DENIED },
  /* domain.md E.2: draft→approved needs “recusal declared”, by each for themself. */
  { "approve-undeclared", "approveVisit", &gus, { PLANNED }, STATE },
  { "approve-half-declared", "approveVisit", &gus, { PLANNED, .declared = only_ann }, STATE },
  { "approve-with-recused",
    "approveVisit",
    &gus,
    { PLANNED, .declared = ann_bob, .recused = only_bob },
    STATE },
  { "member-declares", "declareVisit", &ann, { VISIT ("draft") }, OK },
  { "lead-declares-for-others", "declareVisit", &lee, { VISIT ("draft") }, DENIED },
  { "other-declares", "declareVisit", &ann, { .members = only_bob }, GONE },
  { "declare-near", "declareVisit", &ann, { NEAR ("draft") }, DENIED },
  { "declare-without-units", "declareVisit", &ann, { PLANNED }, DENIED },
  { "member-recuses", "recuseVisit", &ann, { NEAR ("approved") }, OK },
  { "lead-recuses-others", "recuseVisit", &lee, { VISIT ("draft") }, DENIED },
  { "verify-near", "verifyVisit", &cai, { NEAR ("submitted") }, DENIED },
  { "return-near", "returnVisit", &cai, { NEAR ("submitted") }, DENIED },
  { "verify-below-me",
    "verifyVisit",
    &cai,
    { .members = ann_bob,
      .visit_state = "submitted",
      .inspected = only_spj,
      .actor_line = only_city },
    OK },
  { "member-verifies", "verifyVisit", &bob, { VISIT ("submitted") }, DENIED },
  { "other-verifies", "verifyVisit", &cai, { VISIT ("submitted") }, OK },
  { "verify-undecided", "verifyVisit", &cai, { VISIT ("submitted"), .undecided = TRUE }, STATE },
  { "member-returns", "returnVisit", &bob, { VISIT ("submitted") }, DENIED },
  { "other-returns", "returnVisit", &cai, { VISIT ("submitted"), .undecided = TRUE }, OK },
  { "return-established",
    "returnVisit",
    &cai,
    { VISIT ("submitted"), .undecided = TRUE, .relied_on = TRUE },
    STATE },

  { "verifying-inspector-starts", "startVisit", &bob, { .members = only_ann }, DENIED },
  /* Evidence and uploads. */
  { "reference-by-member", "putEvidence", &ann, { VISIT ("in_progress") }, OK },
  { "reference-too-late", "putEvidence", &ann, { VISIT ("submitted") }, STATE },
  { "reference-by-other", "putEvidence", &ann, { .members = only_bob }, GONE },
  { "reference-by-verifying-inspector",
    "putEvidence",
    &bob,
    { .members = only_ann, .visit_state = "in_progress" },
    DENIED },
  { "member-reads", "getEvidenceContent", &ann, { VISIT ("verified") }, OK },
  { "other-reads", "getEvidenceContent", &ann, { .members = only_bob }, GONE },
  { "unit-reads-visits-evidence",
    "getEvidenceContent",
    &spj,
    { SERVED, VISIT ("verified"), .owner_unit = "office" },
    GONE },
  { "unit-reads-its-own", "getEvidenceContent", &spj, { SERVED, .owner_unit = "spj" }, OK },
  { "unit-reads-reinspectors", "getEvidence", &spj, { SERVED, .owner_unit = "office" }, GONE },
  { "unit-reads-others", "getEvidence", &gaj, { SERVED, .owner_unit = "spj" }, GONE },
  { "unit-reads-redacted", "getEvidenceRedacted", &gaj, { SERVED, .owner_unit = "spj" }, GONE },
  { "unit-reads-thumbnail", "getEvidenceThumbnail", &gaj, { SERVED, .owner_unit = "spj" }, GONE },
  { "unit-reads-receipt", "getEvidenceReceipt", &gaj, { SERVED, .owner_unit = "spj" }, GONE },
  { "own-by-another-order", "getEvidence", &gaj, { SERVED, .owner_unit = "gaj" }, GONE },
  { "upload-to-visit", "createUpload", &ann, { VISIT ("in_progress") }, OK },
  { "upload-too-early", "createUpload", &ann, { VISIT ("approved") }, STATE },
  { "upload-to-others-visit",
    "createUpload",
    &ann,
    { .members = only_bob, .visit_state = "in_progress" },
    GONE },
  { "unit-uploads-to-visit", "createUpload", &spj, { VISIT ("in_progress") }, GONE },
  { "unit-uploads-to-order", "createUpload", &spj, { SERVED, .order_state = "rectifying" }, OK },
  { "unit-uploads-too-late", "createUpload", &spj, { SERVED, .order_state = "closing" }, STATE },
  { "unit-uploads-elsewhere", "createUpload", &gaj, { SERVED, .order_state = "rectifying" }, GONE },
  { "unit-uploads-unserved", "createUpload", &spj, { ORDER, .order_state = "signed" }, GONE },
  { "inspector-uploads-to-order",
    "createUpload",
    &ann,
    { SERVED, .order_state = "rectifying" },
    GONE },
  { "reinspector-uploads", "createUpload", &rex, { SERVED, .order_state = "feedback_filed" }, OK },
  { "reinspector-early", "createUpload", &rex, { SERVED, .order_state = "rectifying" }, STATE },
  { "reinspector-of-unit",
    "createUpload",
    &rsp,
    { SERVED, .order_state = "reinspecting" },
    DENIED },
  { "own-upload", "headUpload", &ann, { .owner = "ann" }, OK },
  { "others-upload", "headUpload", &ann, { .owner = "bob" }, GONE },
  { "continue-own", "patchUpload", &ann, { VISIT ("in_progress"), .owner = "ann" }, OK },
  { "continue-others", "patchUpload", &ann, { VISIT ("in_progress"), .owner = "bob" }, GONE },
  { "continue-too-late", "patchUpload", &ann, { VISIT ("submitted"), .owner = "ann" }, STATE },
  { "end-others", "deleteUpload", &spj, { .owner = "ann" }, GONE },

  /* Findings. */
  { "register", "putFinding", &ann, { VISIT ("in_progress") }, OK },
  { "register-by-other", "putFinding", &ann, { .members = only_bob }, GONE },
  { "register-by-lead-elsewhere", "putFinding", &lee, { VISIT ("in_progress") }, DENIED },
  { "register-too-late", "putFinding", &ann, { VISIT ("verified") }, STATE },
  { "two-verifiers",
    "establishFinding",
    &cai,
    { VISIT ("submitted"), .collectors = ann_bob, .with = &dan },
    OK },
  { "one-verifier",
    "establishFinding",
    &cai,
    { VISIT ("submitted"), .collectors = ann_bob },
    INVALID },
  { "same-verifier-twice",
    "establishFinding",
    &cai,
    { VISIT ("submitted"), .collectors = ann_bob, .with = &cai },
    INVALID },
  { "with-no-verifier",
    "establishFinding",
    &cai,
    { VISIT ("submitted"), .collectors = ann_bob, .with = &fay },
    INVALID },
  { "collector-verifies",
    "establishFinding",
    &bob,
    { VISIT ("submitted"), .collectors = ann_bob, .with = &dan },
    DENIED },
  { "with-collector",
    "establishFinding",
    &cai,
    { VISIT ("submitted"), .collectors = ann_bob, .with = &bob },
    DENIED },
  { "establish-too-early",
    "establishFinding",
    &cai,
    { VISIT ("in_progress"), .collectors = ann_bob, .with = &dan },
    STATE },
  { "establish-near",
    "establishFinding",
    &cai,
    { NEAR ("submitted"), .collectors = ann_bob, .with = &dan, .with_line = only_office },
    DENIED },
  { "establish-with-near",
    "establishFinding",
    &cai,
    { BESIDE ("submitted"), .collectors = ann_bob, .with = &dan },
    DENIED },
  { "dismiss-near",
    "dismissFinding",
    &cai,
    { NEAR ("submitted"), .collectors = ann_bob, .with = &dan, .with_line = only_office },
    DENIED },
  { "dismiss-with-near",
    "dismissFinding",
    &cai,
    { BESIDE ("submitted"), .collectors = ann_bob, .with = &lee },
    DENIED },
  { "merge-near", "mergeFinding", &cai, { NEAR ("submitted"), .collectors = ann_bob }, DENIED },
  { "dismiss-with-team-lead",
    "dismissFinding",
    &cai,
    { VISIT ("submitted"), .collectors = ann_bob, .with = &lee },
    OK },
  { "dismiss-with-collector",
    "dismissFinding",
    &cai,
    { VISIT ("submitted"), .collectors = ann_bob, .with = &bob },
    DENIED },
  { "dismiss-alone",
    "dismissFinding",
    &cai,
    { VISIT ("submitted"), .collectors = ann_bob },
    INVALID },
  { "collector-dismisses",
    "dismissFinding",
    &bob,
    { VISIT ("submitted"), .collectors = ann_bob, .with = &dan },
    DENIED },
  { "dismiss-too-late",
    "dismissFinding",
    &cai,
    { VISIT ("verified"), .collectors = ann_bob, .with = &dan },
    STATE },
  { "merge",
    "mergeFinding",
    &cai,
    { VISIT ("submitted"), .collectors = ann_bob, .with = &dan },
    OK },
  { "merge-alone", "mergeFinding", &cai, { VISIT ("submitted"), .collectors = ann_bob }, INVALID },
  { "merge-with-collector",
    "mergeFinding",
    &cai,
    { VISIT ("submitted"), .collectors = ann_bob, .with = &bob },
    DENIED },
  { "merge-with-team-lead",
    "mergeFinding",
    &cai,
    { VISIT ("submitted"), .collectors = ann_bob, .with = &lee },
    INVALID },
  { "merge-too-late",
    "mergeFinding",
    &cai,
    { VISIT ("verified"), .collectors = ann_bob, .with = &dan },
    STATE },
  { "collector-merges",
    "mergeFinding",
    &bob,
    { VISIT ("submitted"), .collectors = ann_bob, .with = &dan },
    DENIED },
  { "unit-sees-finding-served", "getFinding", &spj, { SERVED }, OK },
  { "unit-sees-finding-before", "getFinding", &spj, { ORDER }, GONE },
  { "unit-sees-others-finding", "getFinding", &gaj, { SERVED }, GONE },
  { "lead-sees-its-area", "getFinding", &bwb, { SERVED }, OK },
  { "lead-sees-other-area", "getFinding", &xcb, { SERVED }, GONE },

  /* Orders. */
  { "drafter-reviews", "reviewOrder", &eve, { ORDER }, DENIED },
  { "other-reviews", "reviewOrder", &fay, { ORDER }, OK },
  { "drafter-signs", "signOrder", &eve, { ORDER }, DENIED },
  { "reviewer-signs", "signOrder", &eve, { .drafter = "dru", .reviewer = "eve" }, DENIED },
  { "unreviewed-is-signed", "signOrder", &gus, { .drafter = "dru" }, DENIED },
  { "third-signs", "signOrder", &gus, { ORDER, .signers = ANF_ROLE_SIGNER }, OK },
  { "signer-signs-for-leader", "signOrder", &gus, { ORDER, .signers = ANF_ROLE_LEADER }, DENIED },
  { "nobody-signs-unknown-kind", "signOrder", &gus, { ORDER }, DENIED },
  { "order-unserved", "getOrder", &spj, { ORDER }, GONE },
  { "order-served", "getOrder", &spj, { SERVED }, OK },
  { "others-order", "getOrder", &gaj, { SERVED }, GONE },
  { "letter-unserved", "getOrderLetter", &spj, { ORDER }, GONE },
  { "receive-own", "receiveOrder", &spj, { SERVED }, OK },
  { "receive-others", "receiveOrder", &gaj, { SERVED }, GONE },
  { "clerk-receives-paper", "receiveOrder", &kim, { SERVED }, OK },
  { "plan-own", "planOrder", &spj, { SERVED }, OK },
  { "plan-others", "planOrder", &gaj, { SERVED }, GONE },
  { "object-others", "objectOrder", &gaj, { SERVED }, GONE },
  { "extend-others", "extendOrder", &gaj, { SERVED }, GONE },
  { "feedback-others", "feedbackOrder", &gaj, { SERVED }, GONE },
  /* A head whose unit leads the area sees the order to another unit, and no more. */
  { "lead-reads", "getOrder", &spl, { LED }, OK },
  { "lead-receives", "receiveOrder", &spl, { LED }, DENIED },
  { "lead-objects", "objectOrder", &spl, { LED }, DENIED },
  { "lead-plans", "planOrder", &spl, { LED }, DENIED },
  { "lead-extends", "extendOrder", &spl, { LED }, DENIED },
  { "lead-feeds-back", "feedbackOrder", &spl, { LED }, DENIED },
  { "settle-own-unit", "settleOrder", &own, { SERVED }, DENIED },
  { "grant-own-unit", "grantExtension", &own, { SERVED }, DENIED },
  { "foreign-lead-returns", "returnPlan", &xcb, { SERVED }, GONE },
  { "confirm-own-unit", "confirmReinspection", &rsp, { SERVED, .reinspectors = rex_rsp }, DENIED },
  { "settle-own-draft", "settleOrder", &eve, { SERVED }, DENIED },
  { "settle", "settleOrder", &fay, { SERVED }, OK },
  { "lead-accepts", "acceptPlan", &bwb, { SERVED }, OK },
  { "foreign-lead-accepts", "acceptPlan", &xcb, { SERVED }, GONE },
  { "addressee-comments", "commentOrder", &spj, { SERVED }, OK },
  { "helper-comments", "commentOrder", &gaj, { SERVED, .co_units = only_gaj }, OK },
  { "lead-comments", "commentOrder", &bwb, { SERVED }, OK },
  { "lead-of-the-office-comments", "commentOrder", &bwr, { SERVED }, OK },
  { "foreign-lead-comments", "commentOrder", &xcb, { SERVED }, GONE },
  { "foreign-lead-of-the-office-comments", "commentOrder", &xcr, { SERVED }, DENIED },
  { "asked-countersigns", "countersignOrder", &bwb, { ORDER, .countersigners = only_bwb }, OK },
  { "asked-reads-the-draft", "getOrder", &bwb, { ORDER, .countersigners = only_bwb }, OK },
  { "asked-reads-no-finding", "getFinding", &bwb, { ORDER, .countersigners = only_bwb }, GONE },
  { "unasked-countersigns", "countersignOrder", &xcb, { ORDER, .countersigners = only_bwb }, GONE },
  { "addressee-reads-the-round", "getOrder", &spj, { ORDER, .countersigners = only_bwb }, GONE },
  { "clerk-records-countersigning", "countersignOrder", &kim, { ORDER }, OK },
  { "own-plan-accepted", "acceptPlan", &spl, { SERVED }, DENIED },
  { "own-plan-returned", "returnPlan", &spl, { SERVED }, DENIED },
  { "office-accepts", "acceptPlan", &fay, { SERVED }, OK },
  { "reinspect", "reinspectOrder", &rex, { SERVED, .with = &ray }, OK },
  { "reinspect-alone", "reinspectOrder", &rex, { SERVED }, INVALID },
  { "reinspect-with-self", "reinspectOrder", &rex, { SERVED, .with = &rex }, INVALID },
  { "reinspect-with-other-role", "reinspectOrder", &rex, { SERVED, .with = &fay }, INVALID },
  { "reinspect-own-unit", "reinspectOrder", &rsp, { SERVED, .with = &ray }, DENIED },
  { "reinspect-with-own-unit", "reinspectOrder", &rex, { SERVED, .with = &rsp }, DENIED },
  { "second-confirms", "confirmReinspection", &ray, { SERVED, .reinspectors = rex_ray }, OK },
  { "first-confirms", "confirmReinspection", &rex, { SERVED, .reinspectors = rex_ray }, DENIED },
  { "third-confirms", "confirmReinspection", &rcl, { SERVED, .reinspectors = rex_ray }, DENIED },
  { "nobody-named", "confirmReinspection", &ray, { SERVED, .reinspectors = nobody }, DENIED },
  { "return-own-unit", "returnOrder", &rsp, { SERVED }, DENIED },
  { "close", "closeOrder", &orr, { SERVED, APART, .reinspectors = rex_ray }, OK },
  { "drafter-closes", "closeOrder", &eve, { SERVED, APART, .reinspectors = rex_ray }, DENIED },
  { "reinspector-closes", "closeOrder", &rcl, { SERVED, APART, .reinspectors = rcl_ray }, DENIED },
  { "close-uninspected", "closeOrder", &orr, { SERVED, APART }, DENIED },
  { "close-near",
    "closeOrder",
    &orr,
    { SERVED, .inspected = only_spj, .actor_line = branch_spj, .reinspectors = rex_ray },
    DENIED },
  { "withdraw", "withdrawOrder", &gus, { SERVED, APART }, OK },
  { "withdraw-near",
    "withdrawOrder",
    &gus,
    { SERVED, .inspected = only_spj, .actor_line = branch_spj },
    DENIED },

  /* Referrals. */
  { "own-referral", "getReferral", &dru, { .drafter = "dru" }, OK },
  { "others-referral", "getReferral", &dru, { .drafter = "eve" }, GONE },
  { "liaison-reads", "getReferral", &lia, { .drafter = "eve" }, OK },
  { "drafter-approves", "approveReferral", &eve, { .drafter = "eve" }, DENIED },
  { "signer-approves", "approveReferral", &gus, { .drafter = "eve" }, OK },
  { "edit-others-referral", "putReferral", &dru, { .drafter = "eve" }, GONE },

  /* Accounts. */
  { "own-password", "setPassword", &spj, { .subject = "spj" }, OK },
  { "others-password", "setPassword", &spj, { .subject = "ann" }, GONE },
  { "others-password-office", "setPassword", &ann, { .subject = "bob" }, GONE },
  { "password-by-sysadmin", "setPassword", &sys, { .subject = "bob" }, OK },
  { "password-by-secadmin", "setPassword", &sec, { .subject = "bob" }, DENIED },
  { "device-by-secadmin", "revokeDevice", &sec, { .subject = "bob" }, OK },
  { "device-by-auditor", "revokeDevice", &aud, { .subject = "bob" }, DENIED },
  { "given-password-changed", "setPassword", &new, { .subject = "new" }, OK },
  { "given-password-others", "setPassword", &new, { .subject = "bob" }, DENIED },
  { "given-password-works", "createAccount", &new, { 0 }, DENIED },
  { "given-password-reads", "listUnits", &new, { 0 }, DENIED },
  { "given-password-leaves", "deleteSession", &new, { 0 }, OK },
  { "own-device", "revokeDevice", &ann, { .subject = "ann" }, OK },
};

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (GError) error = NULL;
  const gboolean allowed = anf_policy_check (one->operation, one->actor, &one->facts, &error);
  if (error != NULL)
    g_test_message ("%s", error->message);
  if (one->code == OK)
    {
      g_assert_no_error (error);
      g_assert_true (allowed);
      return;
    }
  g_assert_false (allowed);
  g_assert_error (error, ANF_ERROR, one->code);
}

/* What a unit may not see must look exactly like what is not there. */
static void
test_no_leak (void)
{
  static const char *const operations[]
      = { "getOrder",     "getOrderLetter",     "receiveOrder",  "objectOrder",
          "planOrder",    "extendOrder",        "feedbackOrder", "getFinding",
          "getEvidence",  "getEvidenceContent", "setPassword",   "revokeDevice",
          "createUpload", "headUpload",         "patchUpload",   "deleteUpload" };
  const AnfFacts others = { SERVED, .order_state = "rectifying", .owner = "ann", .subject = "ann" };
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr (GError) there = NULL;
      g_autoptr (GError) absent = NULL;
      g_test_message ("%s", operations[i]);
      g_assert_false (anf_policy_check (operations[i], &gaj, &others, &there));
      g_assert_false (anf_policy_check (operations[i], &gaj, NULL, &absent));
      g_assert_error (there, ANF_ERROR, (int)ANF_ERROR_NOT_FOUND);
      g_assert_error (absent, ANF_ERROR, (int)ANF_ERROR_NOT_FOUND);
      g_assert_cmpstr (there->message, ==, absent->message);
    }
}

static const struct
{
  const char *operation;
  const AnfActor *actor;
  AnfScope scope;
} scopes[] = {
  { "listVisits", &ann, ANF_SCOPE_MEMBER },   { "listVisits", &bob, ANF_SCOPE_ALL },
  { "listVisits", &spj, ANF_SCOPE_NONE },     { "listVisits", &sys, ANF_SCOPE_NONE },
  { "listFindings", &ann, ANF_SCOPE_MEMBER }, { "listFindings", &spj, ANF_SCOPE_UNIT },
  { "listFindings", &fay, ANF_SCOPE_ALL },    { "listOrders", &bwb, ANF_SCOPE_UNIT },
  { "listOrders", &ann, ANF_SCOPE_ALL },      { "listEvidence", &spj, ANF_SCOPE_UNIT },
  { "listEvidence", &bwb, ANF_SCOPE_NONE },   { "listEvidence", &ann, ANF_SCOPE_MEMBER },
  { "listReferrals", &dru, ANF_SCOPE_OWN },   { "listReferrals", &gus, ANF_SCOPE_ALL },
  { "listReferrals", &fay, ANF_SCOPE_NONE },  { "listAccounts", &sec, ANF_SCOPE_ALL },
  { "listAccounts", &gus, ANF_SCOPE_NONE },   { "setPassword", &ann, ANF_SCOPE_OWN },
  { "listUnits", &spj, ANF_SCOPE_ALL },       { "getLedger", &spj, ANF_SCOPE_UNIT },
};

static void
test_scopes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_test_message ("%s %s", scopes[i].operation, scopes[i].actor->name);
      g_assert_cmpint (anf_policy_get_scope (scopes[i].operation, scopes[i].actor), ==,
                       scopes[i].scope);
    }
}

/* A leaf tells who did what to which record and when: to those who may read the record. */
static void
test_leaves (void)
{
  static const AnfActor pub = { "pub", "S4", ANF_ROLE_PUBLICITY, "office" };
  static const struct
  {
    const char *noun;
    const AnfActor *actor;
    AnfFacts facts;
    gboolean seen;
  } leaves[] = {
    { "referral", &gus, { 0 }, TRUE },
    { "referral", &lia, { 0 }, TRUE },
    { "referral", &aud, { 0 }, TRUE },
    { "referral", &kim, { 0 }, FALSE },
    { "referral", &cai, { 0 }, FALSE },
    { "referral", &ann, { 0 }, FALSE },
    { "referral", &dru, { .drafter = "dru" }, TRUE },
    { "referral", &dru, { .drafter = "eve" }, FALSE },
    { "visit", &ann, { .members = ann_bob }, TRUE },
    { "visit", &ann, { .members = only_bob }, FALSE },
    { "visit", &pub, { .members = ann_bob }, FALSE },
    { "visit", &kim, { 0 }, TRUE },
    { "evidence", &kim, { 0 }, TRUE },
    { "evidence", &pub, { .members = ann_bob }, FALSE },
    { "evidence", &lee, { .members = only_bob }, FALSE },
    { "order", &pub, { 0 }, TRUE },
    { "account", &gus, { .subject = "ann" }, FALSE },
    { "account", &gus, { .subject = "gus" }, TRUE },
    { "account", &aud, { .subject = "ann" }, TRUE },
    { "unit", &pub, { 0 }, TRUE },
    { "something", &gus, { 0 }, FALSE },
    { "something", &aud, { 0 }, TRUE },
    { "unit", &spj, { SERVED }, FALSE },
    { "order", &spj, { SERVED }, FALSE },
    { "unit", &sys, { 0 }, FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (leaves); i++)
    {
      g_test_message ("%s by %s", leaves[i].noun, leaves[i].actor->name);
      g_assert_cmpint (anf_policy_sees_leaf (leaves[i].actor, leaves[i].noun, &leaves[i].facts), ==,
                       leaves[i].seen);
    }
  g_assert_cmpint (anf_policy_get_leaf_scope (&aud, NULL), ==, ANF_SCOPE_ALL);
  g_assert_cmpint (anf_policy_get_leaf_scope (&led, NULL), ==, ANF_SCOPE_NONE);
}

static void
test_sides (void)
{
  const AnfActor both = { "x", "y", ANF_ROLE_LEAD_UNIT | ANF_ROLE_REVIEWER, "office" };
  g_assert_cmpint (anf_policy_get_side (&ann), ==, ANF_SIDE_OFFICE);
  g_assert_cmpint (anf_policy_get_side (&spj), ==, ANF_SIDE_UNIT);
  g_assert_cmpint (anf_policy_get_side (&bwb), ==, ANF_SIDE_UNIT);
  g_assert_cmpint (anf_policy_get_side (&both), ==, ANF_SIDE_OFFICE);
  g_assert_cmpint (anf_policy_get_side (&sys), ==, ANF_SIDE_ADMINISTRATOR);
}

/* 牵头单位 accepts first, then the office; the office alone when nobody else leads. */
static void
test_accept_event (void)
{
  const AnfFacts filed = { SERVED, .order_state = "plan_filed" };
  const AnfFacts accepted = { SERVED, .order_state = "plan_accepted" };
  const AnfFacts leads_itself
      = { .addressee = "spj", .lead_units = only_spj, .served = TRUE, .order_state = "plan_filed" };
  const AnfFacts office_leads = {
    .addressee = "spj", .lead_units = only_office, .served = TRUE, .order_state = "plan_filed"
  };
  const AnfFacts nobody_leads = { .addressee = "spj", .served = TRUE, .order_state = "plan_filed" };
  g_assert_cmpstr (anf_policy_get_accept_event (&bwb, &filed), ==, "accept:lead");
  g_assert_cmpstr (anf_policy_get_accept_event (&fay, &filed), ==, "accept:office");
  g_assert_cmpstr (anf_policy_get_accept_event (&fay, &accepted), ==, "accept:office");
  g_assert_cmpstr (anf_policy_get_accept_event (&fay, &leads_itself), ==, "accept:sole");
  g_assert_cmpstr (anf_policy_get_accept_event (&fay, &office_leads), ==, "accept:sole");
  g_assert_cmpstr (anf_policy_get_accept_event (&fay, &nobody_leads), ==, "accept:sole");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/policy/no-leak", test_no_leak);
  g_test_add_func ("/policy/scopes", test_scopes);
  g_test_add_func ("/policy/leaves", test_leaves);
  g_test_add_func ("/policy/sides", test_sides);
  g_test_add_func ("/policy/accept-event", test_accept_event);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/policy/rule/", cases[i].rule, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
