/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-policy-guards.h"

#include "anf-error.h"
#include "anf-words.h"

#include <glib/gi18n.h>

static gboolean
holds (const char *const *names, const char *name)
{
  return names != NULL && name != NULL && g_strv_contains (names, name);
}

static gboolean
is_same (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_str_equal (a, b);
}

static gboolean
deny (GError **error, const char *rule)
{
  return anf_error_throw (error, ANF_ERROR_DENIED, "%s", rule);
}

static gboolean
is_of_addressee (const AnfActor *actor, const AnfFacts *facts)
{
  return is_same (actor->unit, facts->addressee);
}

ANF_GUARD (member)
{
  if (holds (facts->members, actor->name))
    return TRUE;
  return deny (error, _ ("only a member of the visit may do this"));
}

ANF_GUARD (not_member)
{
  if (facts->members != NULL && !holds (facts->members, actor->name))
    return TRUE;
  return deny (error, _ ("a member of the visit may not do this; someone else must"));
}

/* 政府督查工作条例 17, 监察法 67: each answers for themself, before anybody is sent. */
ANF_GUARD (declared)
{
  /* Later the life cycle says that it is too late. */
  if (facts->visit_state != NULL && !is_same (facts->visit_state, "draft"))
    return TRUE;
  for (gsize i = 0; facts->members != NULL && facts->members[i] != NULL; i++)
    {
      const char *member = facts->members[i];
      if (holds (facts->recused, member))
        return anf_error_throw (
            error, ANF_ERROR_STATE,
            _ ("%s has to stand aside: another member must put somebody else in "
               "their place first"),
            member);
      if (!holds (facts->declared, member))
        return anf_error_throw (
            error, ANF_ERROR_STATE,
            _ ("%s has not declared yet that no ground of recusal applies; each "
               "member does so for themself: anfang visit declare"),
            member);
    }
  return facts->members != NULL || deny (error, _ ("the visit has no members"));
}

ANF_GUARD (not_of_inspected)
{
  if (facts->inspected != NULL && facts->actor_line != NULL
      && !anf_policy_belongs (facts->actor_line, facts->inspected))
    return TRUE;
  return deny (error, _ ("nobody of the inspected unit, or of one below it, may do this"));
}

static gboolean
require_visit_state (const AnfFacts *facts, const char *const *allowed, GError **error)
{
  if (holds (allowed, facts->visit_state))
    return TRUE;
  g_autofree char *states = anf_word_join_states ("visit", allowed);
  return anf_error_throw (
      error, ANF_ERROR_STATE, _ ("the visit is in state “%s”; this needs one of: %s"),
      facts->visit_state != NULL ? anf_word_state ("visit", facts->visit_state) : "?", states);
}

ANF_GUARD (visit_underway)
{
  static const char *const allowed[] = { "in_progress", NULL };
  return require_visit_state (facts, allowed, error);
}

ANF_GUARD (visit_open)
{
  static const char *const allowed[] = { "in_progress", "submitted", "returned", NULL };
  return require_visit_state (facts, allowed, error);
}

ANF_GUARD (not_registrar)
{
  if (facts->registrar != NULL && !is_same (facts->registrar, actor->name))
    return TRUE;
  return deny (error, _ ("who registered the lead may not check it; someone else must"));
}

ANF_GUARD (substantiated)
{
  if (facts->lead_state == NULL || facts->lead_outcome == NULL
      || is_same (facts->lead_outcome, "substantiated") || is_same (facts->lead_outcome, "partly"))
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_STATE,
                          _ ("the lead was checked and not found to be so: answer it instead"));
}

ANF_GUARD (registers)
{
  if (facts->lead_state == NULL)
    return anf_guard_member (actor, facts, granted, error)
           && anf_guard_visit_open (actor, facts, granted, error);
  if ((granted & (ANF_ROLE_CLERK | ANF_ROLE_TEAM_LEAD)) != 0)
    return TRUE;
  return deny (error, _ ("a finding from a lead is registered by a clerk or a team lead"));
}

ANF_GUARD (visit_submitted)
{
  static const char *const allowed[] = { "submitted", NULL };
  /* A finding from a lead has no visit; the lead was checked before it was registered. */
  if (facts->lead_state != NULL && facts->visit_state == NULL)
    return TRUE;
  return require_visit_state (facts, allowed, error);
}

ANF_GUARD (decided)
{
  if (!facts->undecided)
    return TRUE;
  return anf_error_throw (
      error, ANF_ERROR_STATE,
      _ ("the visit has findings that are not decided; establish, dismiss or merge them first"));
}

ANF_GUARD (not_relied_on)
{
  if (!facts->relied_on)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_STATE,
                          _ ("findings of the visit are established or merged: it cannot go back "
                             "under them; decide the others as they stand"));
}

static gboolean
require_order_state (const AnfFacts *facts, const char *const *allowed, GError **error)
{
  if (holds (allowed, facts->order_state))
    return TRUE;
  g_autofree char *states = anf_word_join_states ("order", allowed);
  return anf_error_throw (
      error, ANF_ERROR_STATE, _ ("the order is in state “%s”; this needs one of: %s"),
      facts->order_state != NULL ? anf_word_state ("order", facts->order_state) : "?", states);
}

/* For who keeps leads, until what came of it was told. */
static gboolean
require_open_lead (const AnfFacts *facts, guint granted, GError **error)
{
  static const char *const open[] = { "received", "verified", "turned", NULL };
  if ((granted & (ANF_ROLE_CLERK | ANF_ROLE_DISCIPLINE_LIAISON)) == 0)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no such lead"));
  return holds (open, facts->lead_state)
         || anf_error_throw (error, ANF_ERROR_STATE,
                             _ ("the lead is answered: what came later belongs to another one"));
}

/* An upload goes to a visit, to an order or to a lead; which, the facts say. */
ANF_GUARD (upload)
{
  static const char *const rectifying[] = { "rectifying", NULL };
  static const char *const reinspecting[] = { "feedback_filed", "reinspecting", NULL };
  if (facts->lead_state != NULL)
    return require_open_lead (facts, granted, error);
  if (facts->visit_state != NULL)
    {
      if ((granted & ANF_ROLE_INSPECTOR) == 0 || !holds (facts->members, actor->name))
        return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no such visit"));
      return anf_guard_visit_underway (actor, facts, granted, error);
    }
  if ((granted & ANF_ROLE_REINSPECTOR) != 0)
    return anf_guard_not_of_addressee (actor, facts, granted, error)
           && require_order_state (facts, reinspecting, error);
  if ((granted & ANF_ROLES_UNIT) == 0 || !facts->served || !is_of_addressee (actor, facts))
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no such order"));
  return require_order_state (facts, rectifying, error);
}

ANF_GUARD (owner)
{
  if (is_same (actor->name, facts->owner))
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no such upload"));
}

ANF_GUARD (not_collector)
{
  if (!holds (facts->collectors, actor->name))
    return TRUE;
  return deny (error, _ ("who collected the evidence may not decide on the finding"));
}

static gboolean
require_second (const AnfActor *actor, const AnfFacts *facts, guint roles, GError **error)
{
  if (facts->with == NULL || is_same (facts->with->name, actor->name))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("name a second person in “with”: two decide, not one"));
  if ((facts->with->roles & roles) != 0)
    return TRUE;
  g_autofree char *needed = anf_word_join_roles (roles);
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("the person named in “with” must have one of the roles: %s"), needed);
}

/* The second person decides as the first does: recusal goes for both. */
static gboolean
require_second_apart (const AnfActor *actor, const AnfFacts *facts, guint roles, GError **error)
{
  if (!require_second (actor, facts, roles, error))
    return FALSE;
  if (facts->inspected != NULL && facts->with_line != NULL
      && !anf_policy_belongs (facts->with_line, facts->inspected))
    return TRUE;
  return deny (error,
               _ ("the person named in “with” is of the inspected unit, or of one below it"));
}

ANF_GUARD (with_verifier)
{
  if (!require_second_apart (actor, facts, ANF_ROLE_VERIFIER, error))
    return FALSE;
  if (!holds (facts->collectors, facts->with->name))
    return TRUE;
  return deny (error,
               _ ("the person named in “with” collected the evidence; name another verifier"));
}

ANF_GUARD (with_second_opinion)
{
  if (!require_second_apart (actor, facts, ANF_ROLE_VERIFIER | ANF_ROLE_TEAM_LEAD, error))
    return FALSE;
  if ((facts->with->roles & ANF_ROLE_TEAM_LEAD) != 0
      || !holds (facts->collectors, facts->with->name))
    return TRUE;
  return deny (error,
               _ ("the person named in “with” collected the evidence; name another verifier"));
}

/* 事后评估: not by those who said that it was done with. */
ANF_GUARD (not_closing)
{
  if (facts->closers != NULL && !holds (facts->closers, actor->name))
    return TRUE;
  return deny (error, _ ("who took part in the closing may not evaluate it; someone else must"));
}

ANF_GUARD (not_evaluator)
{
  if (!is_same (facts->evaluator, actor->name))
    return TRUE;
  return deny (error, _ ("who evaluated it may not reopen it by that; someone else must"));
}

/* What inspectors brought in a verifier judges, what shows a rectification also a reinspector. */
ANF_GUARD (flag_judge)
{
  if (holds (facts->members, actor->name) || is_same (facts->owner, actor->name))
    return deny (error, _ ("who was there or brought it in may not answer a flag of it"));
  if (facts->order_state != NULL)
    return anf_guard_not_of_addressee (actor, facts, granted, error);
  if ((granted & ANF_ROLE_VERIFIER) == 0)
    return deny (error, _ ("flags of what inspectors brought in are answered by a verifier"));
  return anf_guard_not_of_inspected (actor, facts, granted, error);
}

ANF_GUARD (not_drafter)
{
  if (facts->drafter != NULL && !is_same (actor->name, facts->drafter))
    return TRUE;
  return deny (error, _ ("who drafted this may not do this; someone else must"));
}

ANF_GUARD (not_reviewer)
{
  /* Before it is reviewed nobody has broken the rule: the life cycle says that it is too early. */
  if (facts->reviewer == NULL && facts->order_state != NULL
      && !is_same (facts->order_state, "to_sign"))
    return TRUE;
  if (facts->reviewer != NULL && !is_same (actor->name, facts->reviewer))
    return TRUE;
  return deny (error, _ ("who reviewed the order may not sign it; someone else must"));
}

ANF_GUARD (addressee)
{
  if ((granted & ANF_ROLE_CLERK) != 0 || (facts->served && is_of_addressee (actor, facts)))
    return TRUE;
  return deny (error, _ ("only the unit to which the order is addressed may do this"));
}

/* Who works for the office besides sees every order, and speaks as a unit on the unit's own only.
 */
ANF_GUARD (shares)
{
  if (is_of_addressee (actor, facts) || holds (facts->co_units, actor->unit)
      || holds (facts->lead_units, actor->unit))
    return TRUE;
  return deny (error, _ ("only units to which the order goes comment on it"));
}

ANF_GUARD (countersigns)
{
  if ((granted & ANF_ROLE_CLERK) != 0 || holds (facts->countersigners, actor->unit))
    return TRUE;
  return deny (error, _ ("only a unit that is asked to countersign the order may do this"));
}

ANF_GUARD (leads)
{
  if ((granted & ANF_ROLE_REVIEWER) != 0)
    return TRUE;
  if (is_of_addressee (actor, facts))
    return deny (error, _ ("the unit that has to rectify may not judge its own plan"));
  if (holds (facts->lead_units, actor->unit))
    return TRUE;
  return deny (error, _ ("only a unit that leads the area may do this"));
}

ANF_GUARD (not_of_addressee)
{
  if (facts->addressee != NULL && !is_of_addressee (actor, facts))
    return TRUE;
  return deny (error, _ ("nobody of the unit that has to rectify may do this"));
}

ANF_GUARD (with_reinspector)
{
  if (!require_second (actor, facts, ANF_ROLE_REINSPECTOR, error))
    return FALSE;
  if (!is_of_addressee (facts->with, facts))
    return TRUE;
  return deny (error, _ ("the person named in “with” is of the unit that has to rectify"));
}

ANF_GUARD (second_reinspector)
{
  const char *const *named = facts->reinspectors;
  if (named != NULL && named[0] != NULL && !is_same (actor->name, named[0])
      && holds (named + 1, actor->name))
    return TRUE;
  return deny (error, _ ("only the second reinspector, the one who was named, may confirm"));
}

ANF_GUARD (not_reinspector)
{
  if (facts->reinspectors != NULL && !holds (facts->reinspectors, actor->name))
    return TRUE;
  return deny (error, _ ("who reinspected may not close the order; someone else must"));
}

ANF_GUARD (not_hander)
{
  if (facts->handers != NULL && !holds (facts->handers, actor->name))
    return TRUE;
  return deny (error, _ ("who handed it in may not judge it; someone else must"));
}

ANF_GUARD (not_checker)
{
  /* Before it is checked the life cycle says that it is too early. */
  if (facts->checker == NULL || !is_same (facts->checker, actor->name))
    return TRUE;
  return deny (error, _ ("who checked the task may not accept it; someone else must"));
}

/* Whose tick it is takes it back, or a leader for them. */
ANF_GUARD (own_tick)
{
  if ((granted & ANF_ROLE_LEADER) != 0 || facts->ticker == NULL
      || is_same (facts->ticker, actor->name))
    return TRUE;
  return deny (error, _ ("a tick is undone by whoever set it, or by a leader"));
}

static gboolean
is_self_or (const AnfActor *actor, const AnfFacts *facts, guint roles, GError **error)
{
  if ((actor->roles & roles) != 0 || is_same (actor->name, facts->subject))
    return TRUE;
  return deny (error, _ ("only the account's own holder or its administrator may do this"));
}

/* 政府督查工作条例 17: who took part in the conclusion stands aside when it is reviewed. */
ANF_GUARD (not_concluding)
{
  if (!is_same (actor->name, facts->drafter) && !is_same (actor->name, facts->reviewer)
      && !is_same (actor->name, facts->signer) && !holds (facts->members, actor->name)
      && !holds (facts->collectors, actor->name) && !holds (facts->verifiers, actor->name))
    return TRUE;
  return deny (error, _ ("who took part in the conclusion may not review it; someone else must"));
}

ANF_GUARD (decides)
{
  if ((actor->roles & facts->deciders) != 0)
    return TRUE;
  g_autofree char *needed = anf_word_join_roles (facts->deciders);
  return anf_error_throw (error, ANF_ERROR_DENIED, _ ("this step is decided by: %s"), needed);
}

/* Of units only those whose own it is. */
static gboolean
is_named (const AnfActor *actor, const AnfFacts *facts, guint named)
{
  return (actor->roles & named & ANF_ROLES_OFFICE) != 0
         || ((actor->roles & named & ANF_ROLES_UNIT) != 0 && is_of_addressee (actor, facts));
}

ANF_GUARD (register_enterer)
{
  if (is_named (actor, facts, facts->enterers))
    return TRUE;
  g_autofree char *needed = anf_word_join_roles (facts->enterers);
  return anf_error_throw (error, ANF_ERROR_DENIED,
                          _ ("this register is kept by: %s; units enter what is their own"),
                          needed);
}

ANF_GUARD (register_reader)
{
  if (is_named (actor, facts, facts->readers))
    return TRUE;
  g_autofree char *needed = anf_word_join_roles (facts->readers);
  return anf_error_throw (error, ANF_ERROR_DENIED, _ ("this register is read by: %s"), needed);
}

/* An entry that is not for the caller is none. */
ANF_GUARD (register_sees)
{
  return is_named (actor, facts, facts->readers | facts->enterers)
         || anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no such %s"), _ ("register"));
}

ANF_GUARD (own_unit)
{
  if ((granted & ANF_ROLES_OFFICE) != 0 || is_of_addressee (actor, facts))
    return TRUE;
  return deny (error, _ ("a head of a unit names the leaders of their own unit only"));
}

ANF_GUARD (survey_sees)
{
  return (granted & ANF_ROLES_OFFICE) != 0
         || (facts->served && facts->inspected != NULL && holds (facts->inspected, actor->unit))
         || anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no such %s"), _ ("survey"));
}

ANF_GUARD (kind_signer)
{
  if ((actor->roles & facts->signers) != 0)
    return TRUE;
  g_autofree char *needed = anf_word_join_roles (facts->signers);
  return anf_error_throw (error, ANF_ERROR_DENIED, _ ("letters of this kind are signed by: %s"),
                          needed);
}

ANF_GUARD (self_or_sysadmin)
{
  if (actor->must_change_password && !is_same (actor->name, facts->subject))
    return deny (error, _ ("an administrator has set your password: choose one of your own first"));
  return is_self_or (actor, facts, ANF_ROLE_SYSADMIN, error);
}

ANF_GUARD (self_or_admin)
{
  return is_self_or (actor, facts, ANF_ROLE_SYSADMIN | ANF_ROLE_SECADMIN, error);
}
