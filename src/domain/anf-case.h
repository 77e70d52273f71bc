/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-calendar.h"

/* What statistics are made of: when what happened to each matter. Days are Julian days as GDate has
   them, in China; 0 is never. All is as it stands now; an engine asks for the day of its cut-off.
 */

typedef enum
{
  ANF_ANSWER_NONE,      /* nobody was asked, or nobody answered */
  ANF_ANSWER_SATISFIED, /* 满意 */
  ANF_ANSWER_BASICALLY, /* 基本满意 */
  ANF_ANSWER_NOT,       /* 不满意 */
} AnfAnswerKind;

/* What was said when it was looked at again (事后评估、跟踪回访). */
typedef struct
{
  guint32 day;
  AnfAnswerKind answer;
  gboolean is_solved;
} AnfCaseEvaluation;

/* A limit of rectification as it stood from a day on; @met: when the unit filed what it did, where
   that stands: the limit's clock stopped then. */
typedef struct
{
  guint32 from, due, met;
} AnfCaseLimit;

/**
 * AnfCase: a finding with the order that carries it.
 * @order: (nullable)
 * @sign_due: until when it was to be signed for; likewise the other `_due`
 * @plan_met: when the plan was filed that counts
 * @limits: (element-type AnfCaseLimit) (nullable): of rectification, one after the other, as the
 * order was extended and sent back; @due_first: the first one
 * @passed: when a reinspection that passed was confirmed
 * @returned: when it was first sent back
 * @cohort_due: six months, or what the scheme says, from acceptance
 * @mechanism: when it was closed with a mechanism 长效机制 named
 * @is_of_lead: a lead brought it, and no visit
 * @registered_at: the moment of @registered, µs; a day is too coarse to tell what came first
 * @closings: (element-type gint64) (nullable): every moment at which it was closed, also those
 * after which it was opened again
 * @exposures: (element-type guint32) (nullable): when it was made public (曝光), each time that it
 * stands for an exposure
 * @evaluations: (element-type AnfCaseEvaluation) (nullable): in the order in which they were made
 */
typedef struct
{
  char *id;
  char *unit;
  char *area;
  char *category;
  char *content; /* (nullable): 效能监察的内容 */
  char *order;
  char **lead_units;
  guint32 registered, established, dismissed, merged, assigned;
  guint32 served, sign_due, received, plan_due, plan_met, due_first;
  guint32 reinspected, passed, returned, answered, closed, cohort_due, mechanism;
  guint returns;
  AnfAnswerKind answer;
  gboolean missed_in_self_check;
  gboolean is_of_lead;
  gint64 registered_at;
  GArray *limits;
  GArray *closings;
  GArray *exposures;
  GArray *evaluations;
} AnfCase;

AnfCase *anf_case_new (void);
void anf_case_free (AnfCase *self);
/** anf_case_get_limit: as it stood on @day, whatever came later; all 0 before the first. */
AnfCaseLimit anf_case_get_limit (const AnfCase *self, guint32 day);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfCase, anf_case_free)

/* A matter handed to a discipline body: no more of it than a count may ever leave this house. */
typedef struct
{
  guint32 sent, due, reported;
} AnfCaseReferral;

/**
 * AnfCaseVisit: a visit that was made.
 * @day: on which it ended
 * @area: (nullable): of the scheme, where the visit names one
 * @mode: (nullable): 督查方式, likewise
 * @is_joint: its members are of more than one unit (联合督查)
 */
typedef struct
{
  guint32 day;
  char *unit;
  char *area;
  char *mode;
  char **contents; /* likewise; never NULL */
  gboolean is_joint;
} AnfCaseVisit;

/* A lead about @unit in @area (both nullable); who gave it is not told here. @is_substantiated:
   wholly or in part, as it was verified; @evaluations: as of AnfCase */
typedef struct
{
  char *unit;
  char *area;
  guint32 received, verified, answered;
  gboolean is_named;
  gboolean is_substantiated;
  GArray *evaluations;
} AnfCaseLead;

/* Sheets of a survey that say the same of @unit; @answer: whether they are satisfied. */
typedef struct
{
  char *unit;
  guint32 day;
  AnfAnswerKind answer;
  gint64 count;
} AnfCaseSheet;

/**
 * AnfCaseLetter: 催办, 督办, 通报, 约谈, 监察决定, 监察建议 or 问责建议, by its kind: beside the
 * orders that carry the findings.
 * @unit: that it is about; @others: (array zero-terminated=1) (nullable): that it is about as well
 * @due: when it has to be answered; @answered: when that was done, 0 also where the answer was sent
 * back
 * @persons: how many it names; @grounds: (array zero-terminated=1): of each leader that it names
 */
typedef struct
{
  char *kind;
  char *unit;
  char **others;
  guint32 numbered, due, answered, closed, withdrawn;
  guint persons;
  char **grounds;
} AnfCaseLetter;

/* A report that was made: `weekly`, `monthly`, …; @to: the last day that it tells of. */
typedef struct
{
  char *kind;
  guint32 to;
} AnfCaseReport;

/**
 * AnfCaseBook: all that counts are taken of.
 * @orders: (element-type AnfCase): each order that carries or carried findings, once for each of
 * them; also those that were withdrawn, or whose findings another has taken up since
 * @relapse_months: how long after its closing the same thing at the same unit is a relapse (反弹)
 * @visits: (element-type AnfCaseVisit)
 * @leads: (element-type AnfCaseLead)
 * @sheets: (element-type AnfCaseSheet)
 * @letters: (element-type AnfCaseLetter)
 * @reports: (element-type AnfCaseReport)
 * @calendar: for days that are counted as working days
 */
typedef struct
{
  GPtrArray *cases; /* (element-type AnfCase) */
  GPtrArray *orders;
  GArray *referrals; /* (element-type AnfCaseReferral) */
  GArray *visits;
  GArray *leads;
  GArray *sheets;
  GArray *letters;
  GArray *reports;
  AnfCalendar *calendar;
  guint relapse_months;
} AnfCaseBook;

void anf_case_book_init (AnfCaseBook *self, AnfCalendar *calendar);
void anf_case_book_clear (AnfCaseBook *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfCaseBook, anf_case_book_clear)

/** anf_cases_sort: @cases: (element-type AnfCase): by the limit that stood on @day, those
 * without one last; of one limit in the order in which they were registered; cut to @most. Returns:
 * how many were cut off. */
guint anf_cases_sort (GPtrArray *cases, guint32 day, guint most);

/** anf_case_answer_parse: what a reinspector wrote down of the answer; other words are none. */
AnfAnswerKind anf_case_answer_parse (const char *text);
