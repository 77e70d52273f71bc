/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-role.h"

/** Whoever acts; borrowed strings. */
typedef struct
{
  const char *name;
  const char *pseudonym;
  guint roles;                   /* of AnfRole */
  const char *unit;              /* (nullable) */
  gboolean must_change_password; /* before anything else: another person has set it */
} AnfActor;

typedef enum
{
  ANF_SIDE_OFFICE,
  ANF_SIDE_UNIT, /* sees through the disclosure allow-list only */
  ANF_SIDE_ADMINISTRATOR,
} AnfSide;

/* Which records of a kind the actor may see: the filter of a list. */
typedef enum
{
  ANF_SCOPE_NONE,
  ANF_SCOPE_ALL,
  ANF_SCOPE_MEMBER, /* of visits whose member the actor is */
  ANF_SCOPE_UNIT,   /* of served orders whose addressee is the actor's unit, or in whose areas it
                       leads when the actor is a lead_unit */
  ANF_SCOPE_OWN,    /* what the actor drafted, or the actor's own account */
} AnfScope;

/**
 * AnfFacts:
 *
 * What the guards need to know of the records concerned. Zero or NULL is "none": a guard that needs
 * a fact refuses when it is not there. Borrowed.
 */
typedef struct
{
  const char *const *members;      /* of the visit, or of all visits behind the order's findings */
  const char *const *declared;     /* members who declared that no ground bars them (回避) */
  const char *const *recused;      /* members who declared that one does */
  const char *const *inspected;    /* units: the visit's, and the finding's */
  const char *const *actor_line;   /* the actor's unit and those above it */
  const char *const *with_line;    /* the same of who is named in `with` */
  const char *const *collectors;   /* who brought in the evidence of the finding(s) */
  const char *visit_state;         /* of the evidence's or finding's visit */
  const char *lead_state;          /* of the lead, or of the one that a finding comes from */
  const char *lead_outcome;        /* what checking the lead came to */
  const char *registrar;           /* who registered the lead */
  gboolean undecided;              /* the visit has findings that nobody has decided */
  gboolean relied_on;              /* … that are established, or merged into another */
  const char *drafter;             /* of the order or referral */
  const char *reviewer;            /* of the order */
  const char *signer;              /* of the order */
  const char *const *verifiers;    /* of the order's findings */
  const char *const *reinspectors; /* of the order, in the order in which they were named */
  const char *const *closers;      /* who took part in closing the finding, or answered the lead */
  const char *evaluator;           /* whose evaluation it is to be reopened by */
  const char *order_state;         /* of the order */
  const char *addressee;           /* the order's, a unit id */
  const char *const *lead_units;   /* of the order's areas */
  const char *const *co_units;     /* that help the addressee (配合) */
  const char *const *countersigners; /* lead units asked for 会签, while the draft goes round */
  gboolean served;                   /* the order has been served on its addressee */
  const AnfActor *with;              /* the second person whom the call names */
  const char *owner;                 /* who made the upload */
  const char *owner_unit;            /* the unit of who brought in the evidence */
  guint deciders;                    /* of AnfRole: who decides on the step */
  guint signers;                     /* of AnfRole: who signs an order of this kind */
  guint enterers;                    /* of AnfRole: who enters into the register */
  guint readers;                     /* … and who reads it; whose entry it is, is the addressee */
  const char *const *handers;        /* who handed in what shows that the task is done */
  const char *checker;               /* who ticked that it was checked */
  const char *ticker;                /* who set the tick that is to be undone */
  const char *subject;               /* the account that the call is about */
} AnfFacts;

AnfSide anf_policy_get_side (const AnfActor *actor);

/** anf_policy_belongs: whether somebody whose unit and those above it are @line is of one of @units
 * or of one below it. */
gboolean anf_policy_belongs (const char *const *line, const char *const *units);

/** anf_policy_has_operation: whether there is a row for @operation. */
gboolean anf_policy_has_operation (const char *operation);
/** anf_policy_list_operations: Returns: (transfer container): NULL-terminated */
const char **anf_policy_list_operations (void);
/** anf_policy_is_public: whether the operation needs no session. */
gboolean anf_policy_is_public (const char *operation);

/** anf_policy_may_call: by role alone. @actor is NULL without a session: UNAUTHORIZED then, unless
 * the operation is public; else DENIED naming the roles that may. */
gboolean anf_policy_may_call (const char *operation,
                              const AnfActor *actor,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_policy_get_scope: which records @actor may see or act on through @operation. */
AnfScope anf_policy_get_scope (const char *operation, const AnfActor *actor);

/**
 * anf_policy_check:
 * @error: DENIED naming the rule that is broken; NOT_FOUND for a record out of the actor's scope,
 * so that its existence does not show; STATE, INVALID where the rule says so
 *
 * Role, scope and the rules of four eyes.
 */
gboolean anf_policy_check (const char *operation,
                           const AnfActor *actor,
                           const AnfFacts *facts,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_policy_get_leaf_scope:
 * @noun: (nullable): as a leaf names it; NULL for leaves of every kind
 *
 * About which records of @noun an @actor who may read the log may see what its leaves say: those
 * that they may read themselves, an auditor all. That a record is there, who touched it and when is
 * nobody else's business (domain.md E.5); hashes and proofs are everybody's.
 */
AnfScope anf_policy_get_leaf_scope (const AnfActor *actor, const char *noun);

/** anf_policy_sees_leaf: the same of one record, whose @facts are only asked for where the scope is
 * not ALL. */
gboolean anf_policy_sees_leaf (const AnfActor *actor, const char *noun, const AnfFacts *facts);

/** anf_policy_sees_accountable: whether @actor may know whom an 问责建议 names, whose drafter
 * @facts tells: those who propose, approve and send it. */
gboolean anf_policy_sees_accountable (const AnfActor *actor, const AnfFacts *facts);

/**
 * anf_policy_get_reach:
 *
 * Which served orders and findings of its unit a unit-side @actor is shown: `addressee` those to be
 * rectified by the unit, `lead` those of areas that it leads, `reader` both.
 */
const char *anf_policy_get_reach (const AnfActor *actor);

/** anf_policy_get_accept_event: which acceptance of a plan @actor's is, once anf_policy_check() has
 * let it pass: `accept:lead`, `accept:office`, or `accept:sole` when no other unit leads. */
const char *anf_policy_get_accept_event (const AnfActor *actor, const AnfFacts *facts);
