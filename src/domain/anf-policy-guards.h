/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-policy.h"

/*
 * The rules beyond role and scope, for the rows of anf-policy.c alone. @granted is which of the
 * actor's roles let the call in. Each sets DENIED with the rule, or STATE or INVALID, unless said.
 */
typedef gboolean (*AnfGuard) (const AnfActor *actor,
                              const AnfFacts *facts,
                              guint granted,
                              GError **error);

#define ANF_GUARD(name)                                                                            \
  gboolean anf_guard_##name (const AnfActor *actor, const AnfFacts *facts, guint granted,          \
                             GError **error)

/* Visits and evidence. */
ANF_GUARD (member);           /* is a member of the visit */
ANF_GUARD (not_member);       /* is none */
ANF_GUARD (declared);         /* every member declared that no ground of recusal applies */
ANF_GUARD (not_of_inspected); /* is neither of the inspected unit nor of one below it */
ANF_GUARD (visit_underway);   /* the visit is in progress */
ANF_GUARD (visit_open);       /* the visit is in progress, submitted or returned */
ANF_GUARD (decided);          /* every finding of the visit is decided */
ANF_GUARD (not_relied_on);    /* nothing was established or merged on the strength of it */
ANF_GUARD (upload);           /* may add to this visit, order or lead now */
ANF_GUARD (owner);            /* made the upload; NOT_FOUND else */

/* Flags. */
ANF_GUARD (flag_judge); /* brought nothing of it in, and is of neither unit concerned */
/* Leads, and findings of them or of visits. */
ANF_GUARD (not_registrar); /* did not register the lead */
ANF_GUARD (substantiated); /* the lead, if there is one, was not found to be groundless */
ANF_GUARD (registers);     /* of a visit as its member while it is open; of a lead as who may */

/* Findings. */
ANF_GUARD (visit_submitted);
ANF_GUARD (not_collector);
ANF_GUARD (with_verifier);       /* names a second verifier, no collector either */
ANF_GUARD (with_second_opinion); /* names a second verifier, or a team lead */

/* What was closed, and is looked at again. */
ANF_GUARD (not_closing);   /* took no part in closing it */
ANF_GUARD (not_evaluator); /* it is another who says that it does not hold */

/* Orders and referrals. */
ANF_GUARD (not_drafter);
ANF_GUARD (not_reviewer);
ANF_GUARD (addressee);    /* is of the addressee; a clerk records a paper receipt */
ANF_GUARD (shares);       /* is of a unit that answers, helps or leads */
ANF_GUARD (countersigns); /* is of a unit asked for 会签; a clerk records what came on paper */
ANF_GUARD (leads);        /* as a lead unit: leads the area and is not the addressee */
ANF_GUARD (not_of_addressee);
ANF_GUARD (with_reinspector);   /* names a second reinspector, not of the addressee */
ANF_GUARD (second_reinspector); /* is the one who was named */
ANF_GUARD (not_reinspector);
ANF_GUARD (not_concluding); /* took no part in what the order says */
ANF_GUARD (kind_signer);    /* has a role that signs letters of this kind */
ANF_GUARD (decides);        /* has a role that the ladder gives the decision to */

/* Registers: has a role that the scheme's register names; of units only who it belongs to. */
ANF_GUARD (register_enterer);
ANF_GUARD (register_reader);
ANF_GUARD (register_sees); /* NOT_FOUND else */
ANF_GUARD (survey_sees);   /* likewise: of units only those asked about, once released */
/* Units: of a unit's accounts those of this one. */
ANF_GUARD (own_unit);

/* Tasks. */
ANF_GUARD (not_hander);  /* handed nothing of it in */
ANF_GUARD (not_checker); /* did not check it */
ANF_GUARD (own_tick);    /* set the tick, or is a leader */

/* Accounts. */
ANF_GUARD (self_or_sysadmin);
ANF_GUARD (self_or_admin);
