/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-policy.h"

#include "anf-error.h"
#include "anf-policy-guards.h"
#include "anf-policy-table.h"
#include "anf-words.h"

#include <glib/gi18n.h>

gboolean
anf_policy_belongs (const char *const *line, const char *const *units)
{
  for (gsize i = 0; line[i] != NULL; i++)
    if (g_strv_contains (units, line[i]))
      return TRUE;
  return FALSE;
}

static const PolicyRow *
find_row (const char *operation)
{
  for (const PolicyRow *row = anf_policy_table_rows; row->operation != NULL; row++)
    if (g_str_equal (row->operation, operation))
      return row;
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
  gsize count = 0;
  while (anf_policy_table_rows[count].operation != NULL)
    count++;
  const char **names = g_new0 (const char *, count + 1);
  for (gsize i = 0; i < count; i++)
    names[i] = anf_policy_table_rows[i].operation;
  return names;
}

gboolean
anf_policy_is_public (const char *operation)
{
  const PolicyRow *row = find_row (operation);
  return row != NULL && row->roles == 0;
}

/* What somebody may do whose password another person knows. */
static gboolean
is_before_all (const char *operation)
{
  static const char *const first[] = { "getSession", "deleteSession", "setPassword", NULL };
  return g_strv_contains (first, operation);
}

static gboolean
may_call (const PolicyRow *row, const AnfActor *actor, GError **error)
{
  if (row->roles == 0)
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
  const PolicyRow *row = find_row (operation);
  if (row == NULL)
    return anf_error_throw (error, ANF_ERROR_DENIED, _ ("there is no operation “%.40s”"),
                            operation);
  return may_call (row, actor, error);
}

static AnfScope
get_scope (PolicyNoun noun, guint roles)
{
  const PolicyVisibility *seen = &anf_policy_table_nouns[noun];
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
  const PolicyRow *row = find_row (operation);
  if (row == NULL || !may_call (row, actor, NULL))
    return ANF_SCOPE_NONE;
  PolicyNoun noun = row->noun;
  for (const PolicyList *list = anf_policy_table_lists; list->operation != NULL; list++)
    if (g_str_equal (list->operation, operation))
      noun = list->noun;
  return noun == POLICY_NOUN_NONE ? ANF_SCOPE_ALL : get_scope (noun, actor->roles);
}

static gboolean
is_same (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_str_equal (a, b);
}

static gboolean
unit_sees (PolicyNoun noun, const AnfActor *actor, const AnfFacts *facts)
{
  if (actor->unit == NULL)
    return FALSE;
  if (noun == POLICY_NOUN_ORDER && (actor->roles & R (LEAD_UNIT)) != 0
      && facts->countersigners != NULL && g_strv_contains (facts->countersigners, actor->unit))
    return TRUE;
  if (!facts->served)
    return FALSE;
  const gboolean addressed = (actor->roles & RESP) != 0 && is_same (actor->unit, facts->addressee);
  const gboolean helps = (actor->roles & RESP) != 0 && facts->co_units != NULL
                         && g_strv_contains (facts->co_units, actor->unit);
  /* What others brought in, a reinspector for one, is not for the unit. */
  if (noun == POLICY_NOUN_EVIDENCE)
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
sees (PolicyNoun noun, const AnfActor *actor, const AnfFacts *facts)
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
      return is_same (actor->name, noun == POLICY_NOUN_ACCOUNT ? facts->subject : facts->drafter);
    case ANF_SCOPE_NONE:
      break;
    }
  return FALSE;
}

gboolean
anf_policy_sees_accountable (const AnfActor *actor, const AnfFacts *facts)
{
  return sees (POLICY_NOUN_ACCOUNTABLE, actor, facts);
}

/* POLICY_NOUN_NONE for what is nobody's secret or unknown: @open tells which. */
static PolicyNoun
parse_noun (const char *name, gboolean *open)
{
  static const char *const open_nouns[]
      = { "scheme", "unit", "calendar", "figure", "report", NULL };
  *open = name != NULL && g_strv_contains (open_nouns, name);
  for (gsize i = POLICY_NOUN_NONE + 1; i < POLICY_NOUNS; i++)
    if (is_same (anf_policy_table_nouns[i].name, name))
      return (PolicyNoun)i;
  return POLICY_NOUN_NONE;
}

AnfScope
anf_policy_get_leaf_scope (const AnfActor *actor, const char *noun)
{
  gboolean open = FALSE;
  const PolicyNoun kind = parse_noun (noun, &open);
  if (!anf_policy_may_call ("getLeaf", actor, NULL))
    return ANF_SCOPE_NONE;
  if (open || (actor->roles & R (AUDITOR)) != 0)
    return ANF_SCOPE_ALL;
  return kind != POLICY_NOUN_NONE ? get_scope (kind, actor->roles) : ANF_SCOPE_NONE;
}

gboolean
anf_policy_sees_leaf (const AnfActor *actor, const char *noun, const AnfFacts *facts)
{
  gboolean open = FALSE;
  const PolicyNoun kind = parse_noun (noun, &open);
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
  const PolicyRow *row = find_row (operation);
  if (!anf_policy_may_call (operation, actor, error))
    return FALSE;
  if (row->roles == 0)
    return TRUE;
  if (facts == NULL)
    facts = &nothing;
  if (row->noun != POLICY_NOUN_NONE && !sees (row->noun, actor, facts))
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no such %s"),
                            _ (anf_policy_table_nouns[row->noun].name));
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
  const gboolean leads = (actor->roles & R (LEAD_UNIT)) != 0
                         && unit_sees (POLICY_NOUN_ORDER, actor, facts)
                         && !is_same (actor->unit, facts->addressee);
  return leads ? "accept:lead" : "accept:office";
}
