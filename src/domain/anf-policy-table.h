/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to anf-policy.c: who may do what, as data (domain.md E). */

#include "anf-policy-guards.h"
#include "anf-policy.h"

#define R(name) ((guint)ANF_ROLE_##name)
#define RESP (R (RESP_CONTACT) | R (RESP_HEAD))

/* What a call is about. A record that the caller may not see is not found, whatever the verb. */
typedef enum
{
  POLICY_NOUN_NONE, /* nothing that belongs to anybody */
  POLICY_NOUN_VISIT,
  POLICY_NOUN_EVIDENCE,
  POLICY_NOUN_FINDING,
  POLICY_NOUN_ORDER,
  POLICY_NOUN_REFERRAL,
  POLICY_NOUN_STEP,
  POLICY_NOUN_ACCOUNT,
  POLICY_NOUN_FLAG,
  POLICY_NOUN_LEAD,
  POLICY_NOUN_SELF_CHECK,
  POLICY_NOUN_DRAW,
  POLICY_NOUN_EXPOSURE,
  POLICY_NOUN_TASK,
  POLICY_NOUN_CHOICE,
  POLICY_NOUN_ACCOUNTABLE, /* whom an 问责建议 names */
  POLICY_NOUN_SURVEY,
  POLICY_NOUN_SHEETS,
  POLICY_NOUN_TALK,
  POLICY_NOUN_NUMBERING,
  POLICY_NOUNS,
} PolicyNoun;

typedef struct
{
  const char *name;
  guint all;    /* roles that see every record */
  guint member; /* roles that see those of the visits whose member they are */
  guint unit;   /* roles that see those of served orders to their unit or in the areas it leads */
  guint own;    /* roles that see what they drafted, or themselves */
} PolicyVisibility;

typedef struct
{
  const char *operation;
  guint roles; /* who may call it at all */
  PolicyNoun noun;
  AnfGuard guards[4]; /* all must hold */
} PolicyRow;

typedef struct
{
  const char *operation;
  PolicyNoun noun;
} PolicyList;

/* By noun. */
extern const PolicyVisibility anf_policy_table_nouns[POLICY_NOUNS];
/* One for each operation; the last one's operation is NULL. */
extern const PolicyRow anf_policy_table_rows[];
/* The nouns of lists, whose rows have none of their own: each item is judged, not the call. The
   last one's operation is NULL. */
extern const PolicyList anf_policy_table_lists[];
