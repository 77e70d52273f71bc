/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-facts.h"

#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-evidence-parent.h"
#include "anf-json.h"
#include "anf-order-kind.h"

#include <glib/gi18n.h>

#include <string.h>

/* Of an office under an office; the register of units itself sets no bound. */
#define UNIT_DEPTH_MAX 32

void
anf_fact_sheet_clear (AnfFactSheet *sheet)
{
  g_clear_pointer (&sheet->members, g_strfreev);
  g_clear_pointer (&sheet->declared, g_strfreev);
  g_clear_pointer (&sheet->recused, g_strfreev);
  g_clear_pointer (&sheet->inspected, g_strfreev);
  g_clear_pointer (&sheet->actor_line, g_strfreev);
  g_clear_pointer (&sheet->with_line, g_strfreev);
  g_clear_pointer (&sheet->collectors, g_strfreev);
  g_clear_pointer (&sheet->verifiers, g_strfreev);
  g_clear_pointer (&sheet->reinspectors, g_strfreev);
  g_clear_pointer (&sheet->closers, g_strfreev);
  g_clear_pointer (&sheet->lead_units, g_strfreev);
  g_clear_pointer (&sheet->co_units, g_strfreev);
  g_clear_pointer (&sheet->countersigners, g_strfreev);
  g_clear_pointer (&sheet->handers, g_strfreev);
  g_clear_pointer (&sheet->kept, g_ptr_array_unref);
}

static void
keep (AnfFactSheet *sheet, JsonObject *doc)
{
  if (sheet->kept == NULL)
    sheet->kept = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
  g_ptr_array_add (sheet->kept, json_object_ref (doc));
}

static void
add_strings (GPtrArray *strings, JsonArray *array)
{
  const guint count = array != NULL ? json_array_get_length (array) : 0;
  for (guint i = 0; i < count; i++)
    {
      const char *text = anf_json_array_get_string (array, i);
      if (text != NULL && !g_ptr_array_find_with_equal_func (strings, text, g_str_equal, NULL))
        g_ptr_array_add (strings, g_strdup (text));
    }
}

static char **
take_strings (GPtrArray *strings)
{
  g_ptr_array_add (strings, NULL);
  return (char **)g_ptr_array_free (strings, FALSE);
}

char **
anf_facts_dup_strings (JsonArray *array)
{
  GPtrArray *strings = g_ptr_array_new ();
  add_strings (strings, array);
  return take_strings (strings);
}

static gboolean
is_undecided (const char *state)
{
  return strcmp (state, "registered") == 0 || strcmp (state, "verifying") == 0;
}

static gboolean
is_relied_on (const char *state)
{
  return !is_undecided (state) && strcmp (state, "not_established") != 0;
}

static char **
dup_recusals (JsonObject *visit, gboolean applies)
{
  GPtrArray *names = g_ptr_array_new ();
  JsonArray *recusal = anf_json_peek_array (visit, "recusal");
  const guint count = recusal != NULL ? json_array_get_length (recusal) : 0;
  for (guint i = 0; i < count; i++)
    {
      JsonObject *said = json_array_get_object_element (recusal, i);
      if (anf_json_peek_bool (said, "applies") == applies)
        g_ptr_array_add (names, g_strdup (anf_json_peek_string (said, "by")));
    }
  return take_strings (names);
}

static void
set_inspected (AnfFactSheet *sheet, const char *of_visit, const char *of_finding)
{
  const char *const units[] = { of_visit, of_finding, NULL };
  g_strfreev (sheet->inspected);
  sheet->inspected = g_strdupv ((char **)units);
  sheet->facts.inspected = (const char *const *)sheet->inspected;
}

gboolean
anf_facts_of_visit (AnfWork *work, JsonObject *visit, AnfFactSheet *sheet, GError **error)
{
  keep (sheet, visit);
  sheet->members = anf_facts_dup_strings (anf_json_peek_array (visit, "members"));
  sheet->facts.members = (const char *const *)sheet->members;
  sheet->declared = dup_recusals (visit, FALSE);
  sheet->recused = dup_recusals (visit, TRUE);
  sheet->facts.declared = (const char *const *)sheet->declared;
  sheet->facts.recused = (const char *const *)sheet->recused;
  set_inspected (sheet, anf_json_peek_string (visit, "unit"), NULL);
  sheet->facts.visit_state = anf_json_peek_string (visit, "state");
  g_autoptr (GPtrArray) findings
      = anf_work_list_children (work, ANF_NOUN_FINDING, anf_json_peek_string (visit, "id"), error);
  if (findings == NULL)
    return FALSE;
  for (guint i = 0; i < findings->len; i++)
    {
      const AnfItem *finding = findings->pdata[i];
      sheet->facts.undecided = sheet->facts.undecided || is_undecided (finding->record->state);
      sheet->facts.relied_on = sheet->facts.relied_on || is_relied_on (finding->record->state);
    }
  return TRUE;
}

static gboolean
add_collectors (AnfWork *work, JsonObject *finding, GPtrArray *collectors, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (finding, "evidence"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) evidence = anf_work_find (work, ANF_NOUN_EVIDENCE, ids[i], error);
      if (evidence == NULL)
        return FALSE;
      const char *by = anf_json_peek_string (evidence->doc, "created_by");
      if (!g_ptr_array_find_with_equal_func (collectors, by, g_str_equal, NULL))
        g_ptr_array_add (collectors, g_strdup (by));
    }
  return TRUE;
}

void
anf_facts_of_task (JsonObject *task, AnfFactSheet *sheet)
{
  JsonArray *hand_ins = anf_json_peek_array (task, "hand_ins");
  JsonObject *checked = anf_json_peek_object (task, "checked");
  g_autoptr (GStrvBuilder) handers = g_strv_builder_new ();
  for (guint i = 0; hand_ins != NULL && i < json_array_get_length (hand_ins); i++)
    g_strv_builder_add (handers,
                        anf_json_peek_string (json_array_get_object_element (hand_ins, i), "by"));
  keep (sheet, task);
  g_strfreev (sheet->handers);
  sheet->handers = g_strv_builder_end (handers);
  sheet->facts.handers = (const char *const *)sheet->handers;
  sheet->facts.checker = checked != NULL ? anf_json_peek_string (checked, "by") : NULL;
  /* What a scheme asks of a unit was told to it with the scheme. */
  sheet->facts.served = TRUE;
  sheet->facts.addressee = anf_json_peek_string (task, "unit");
}

gboolean
anf_facts_of_lead (AnfWork *work, JsonObject *lead, AnfFactSheet *sheet, GError **error)
{
  JsonObject *verified = anf_json_peek_object (lead, "verified");
  JsonObject *turned = anf_json_peek_object (lead, "turned");
  const char *visit_id = turned != NULL ? anf_json_peek_string (turned, "visit") : NULL;
  keep (sheet, lead);
  sheet->facts.lead_state = anf_json_peek_string (lead, "state");
  sheet->facts.lead_outcome = verified != NULL ? anf_json_peek_string (verified, "outcome") : NULL;
  sheet->facts.registrar = anf_json_peek_string (lead, "created_by");
  set_inspected (sheet, anf_json_peek_string (lead, "unit"), NULL);
  g_autoptr (AnfItem) visit
      = visit_id != NULL ? anf_work_find (work, ANF_NOUN_VISIT, visit_id, error) : NULL;
  if (visit_id != NULL && visit == NULL)
    return FALSE;
  g_strfreev (sheet->members);
  sheet->members
      = anf_facts_dup_strings (visit != NULL ? anf_json_peek_array (visit->doc, "members") : NULL);
  sheet->facts.members = (const char *const *)sheet->members;
  return TRUE;
}

/* Who found it established, and who agreed. */
static void
add_verifiers (JsonObject *finding, GPtrArray *verifiers)
{
  static const char *const members[] = { "by", "with", NULL };
  JsonObject *established = anf_json_peek_object (finding, "established");
  for (gsize i = 0; established != NULL && members[i] != NULL; i++)
    {
      const char *name = anf_json_peek_string (established, members[i]);
      if (name != NULL)
        g_ptr_array_add (verifiers, g_strdup (name));
    }
}

static void
set_verifiers (AnfFactSheet *sheet, JsonObject *finding)
{
  GPtrArray *verifiers = g_ptr_array_new ();
  add_verifiers (finding, verifiers);
  g_strfreev (sheet->verifiers);
  sheet->verifiers = take_strings (verifiers);
  sheet->facts.verifiers = (const char *const *)sheet->verifiers;
}

/* Nobody was there; who wrote the finding down, or brought in what it rests on, may not decide on
   it. */
static gboolean
gather_of_lead (AnfWork *work, JsonObject *finding, AnfFactSheet *sheet, GError **error)
{
  g_autoptr (AnfItem) lead
      = anf_work_find (work, ANF_NOUN_LEAD, anf_json_peek_string (finding, "lead"), error);
  if (lead == NULL || !anf_facts_of_lead (work, lead->doc, sheet, error))
    return FALSE;
  g_strfreev (sheet->members);
  sheet->members = anf_facts_dup_strings (NULL);
  sheet->facts.members = (const char *const *)sheet->members;
  const char *of_lead = anf_json_peek_string (lead->doc, "unit");
  const char *of_finding = anf_json_peek_string (finding, "unit");
  set_inspected (sheet, of_lead != NULL ? of_lead : of_finding, of_finding);
  GPtrArray *collectors = g_ptr_array_new ();
  g_ptr_array_add (collectors, g_strdup (anf_json_peek_string (finding, "created_by")));
  const gboolean done = add_collectors (work, finding, collectors, error);
  sheet->collectors = take_strings (collectors);
  sheet->facts.collectors = (const char *const *)sheet->collectors;
  return done;
}

gboolean
anf_facts_of_finding (AnfWork *work, JsonObject *finding, AnfFactSheet *sheet, GError **error)
{
  set_verifiers (sheet, finding);
  if (anf_json_peek_string (finding, "lead") != NULL)
    return gather_of_lead (work, finding, sheet, error);
  g_autoptr (AnfItem) visit
      = anf_work_find (work, ANF_NOUN_VISIT, anf_json_peek_string (finding, "visit"), error);
  if (visit == NULL || !anf_facts_of_visit (work, visit->doc, sheet, error))
    return FALSE;
  set_inspected (sheet, anf_json_peek_string (visit->doc, "unit"),
                 anf_json_peek_string (finding, "unit"));
  /* Whoever was there collected it, whosever phone the files came from. */
  GPtrArray *collectors = g_ptr_array_new ();
  add_strings (collectors, anf_json_peek_array (visit->doc, "members"));
  const gboolean done = add_collectors (work, finding, collectors, error);
  sheet->collectors = take_strings (collectors);
  sheet->facts.collectors = (const char *const *)sheet->collectors;
  return done;
}

static const char *
peek_actor (JsonObject *order, const char *act)
{
  JsonObject *object = anf_json_peek_object (order, act);
  return object != NULL ? anf_json_peek_string (object, "by") : NULL;
}

static void
add_actor (GStrvBuilder *names, JsonObject *doc, const char *act)
{
  const char *name = doc != NULL ? peek_actor (doc, act) : NULL;
  if (name != NULL)
    g_strv_builder_add (names, name);
}

gboolean
anf_facts_add_closers (AnfWork *work, JsonObject *doc, AnfFactSheet *sheet, GError **error)
{
  const char *order_id = anf_json_peek_string (doc, "order");
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (AnfItem) order
      = order_id != NULL ? anf_work_find (work, ANF_NOUN_ORDER, order_id, error) : NULL;
  if (order_id != NULL && order == NULL)
    return FALSE;
  JsonObject *reinspection
      = order != NULL ? anf_json_peek_object (order->doc, "reinspection") : NULL;
  g_auto (GStrv) reinspectors = anf_facts_dup_strings (
      reinspection != NULL ? anf_json_peek_array (reinspection, "by") : NULL);
  for (gsize i = 0; reinspectors[i] != NULL; i++)
    g_strv_builder_add (names, reinspectors[i]);
  add_actor (names, reinspection, "confirmed");
  add_actor (names, order != NULL ? order->doc : NULL, "closing");
  add_actor (names, doc, "answered");
  g_strfreev (sheet->closers);
  sheet->closers = g_strv_builder_end (names);
  sheet->facts.closers = (const char *const *)sheet->closers;
  return TRUE;
}

static void
keep_drafter (JsonObject *doc, const char *name)
{
  JsonArray *names = anf_json_peek_array (doc, "drafters");
  const gboolean is_first = !json_object_has_member (doc, "ordered")
                            && g_strcmp0 (anf_json_peek_string (doc, "created_by"), name) == 0;
  if (name == NULL || is_first || (names != NULL && anf_json_array_has_string (names, name)))
    return;
  if (names == NULL)
    {
      names = json_array_new ();
      json_object_set_array_member (doc, "drafters", names);
    }
  json_array_add_string_element (names, name);
}

void
anf_facts_add_drafter (JsonObject *doc, const char *name)
{
  keep_drafter (doc, name);
}

void
anf_facts_keep_drafters (JsonObject *doc, JsonObject *before)
{
  g_auto (GStrv) names = anf_facts_dup_strings (anf_json_peek_array (before, "drafters"));
  const gboolean ordered = json_object_has_member (before, "ordered");
  for (gsize i = 0; names[i] != NULL; i++)
    keep_drafter (doc, names[i]);
  keep_drafter (doc, ordered ? NULL : anf_json_peek_string (before, "created_by"));
  keep_drafter (doc, peek_actor (before, "drafted"));
}

const char *
anf_facts_find_drafter (AnfWork *work, JsonObject *doc)
{
  JsonArray *before = anf_json_peek_array (doc, "drafters");
  if (before != NULL && work->actor.name != NULL
      && anf_json_array_has_string (before, work->actor.name))
    return work->actor.name;
  /* Who ordered a letter to be written has not written it. */
  const char *first
      = json_object_has_member (doc, "ordered") ? NULL : anf_json_peek_string (doc, "created_by");
  return first != NULL && g_strcmp0 (first, work->actor.name) == 0 ? first
                                                                   : peek_actor (doc, "drafted");
}

/* A finding from a lead has no visit, and so nobody who was there. */
static gboolean
add_members (AnfWork *work, JsonObject *finding, GPtrArray *members, GError **error)
{
  const char *id = anf_json_peek_string (finding, "visit");
  g_autoptr (AnfItem) visit = id != NULL ? anf_work_find (work, ANF_NOUN_VISIT, id, error) : NULL;
  if (visit != NULL)
    add_strings (members, anf_json_peek_array (visit->doc, "members"));
  return id == NULL || visit != NULL;
}

/* The members of every visit behind the order's findings, who collected for them, who verified. */
static gboolean
add_people_behind (AnfWork *work, JsonObject *order, AnfFactSheet *sheet, GError **error)
{
  GPtrArray *members = g_ptr_array_new ();
  GPtrArray *collectors = g_ptr_array_new ();
  GPtrArray *verifiers = g_ptr_array_new ();
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (order, "findings"));
  gboolean done = TRUE;
  for (gsize i = 0; done && ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, ids[i], error);
      done = finding != NULL && add_collectors (work, finding->doc, collectors, error)
             && add_members (work, finding->doc, members, error);
      if (done)
        add_verifiers (finding->doc, verifiers);
    }
  sheet->members = take_strings (members);
  sheet->facts.members = (const char *const *)sheet->members;
  sheet->collectors = take_strings (collectors);
  sheet->facts.collectors = (const char *const *)sheet->collectors;
  sheet->verifiers = take_strings (verifiers);
  sheet->facts.verifiers = (const char *const *)sheet->verifiers;
  return done;
}

char **
anf_facts_list_round (JsonObject *order)
{
  const gboolean open = g_strcmp0 (anf_json_peek_string (order, "state"), "reviewing") == 0;
  return anf_facts_dup_strings (open ? anf_json_peek_array (order, "countersign") : NULL);
}

void
anf_facts_add_readers (JsonObject *order, AnfFactSheet *sheet)
{
  const AnfOrderKind *kind = anf_order_kind_find (anf_json_peek_string (order, "kind"));
  keep (sheet, order);
  /* What goes to somebody else about a unit is none of the unit's to see. */
  const gboolean shown = kind != NULL && kind->to_unit;
  sheet->facts.addressee = shown ? anf_json_peek_string (order, "unit") : NULL;
  sheet->lead_units
      = anf_facts_dup_strings (shown ? anf_json_peek_array (order, "lead_units") : NULL);
  sheet->facts.lead_units = (const char *const *)sheet->lead_units;
  sheet->co_units = anf_facts_dup_strings (shown ? anf_json_peek_array (order, "co_units") : NULL);
  sheet->facts.co_units = (const char *const *)sheet->co_units;
  sheet->countersigners = anf_facts_list_round (order);
  sheet->facts.countersigners = (const char *const *)sheet->countersigners;
  sheet->facts.served = anf_json_peek_object (order, "served") != NULL;
}

gboolean
anf_facts_of_order (AnfWork *work, JsonObject *order, AnfFactSheet *sheet, GError **error)
{
  anf_facts_add_readers (order, sheet);
  set_inspected (sheet, anf_json_peek_string (order, "unit"), NULL);
  JsonObject *reinspection = anf_json_peek_object (order, "reinspection");
  sheet->reinspectors = anf_facts_dup_strings (
      reinspection != NULL ? anf_json_peek_array (reinspection, "by") : NULL);
  sheet->facts.reinspectors = (const char *const *)sheet->reinspectors;
  sheet->facts.drafter = anf_facts_find_drafter (work, order);
  sheet->facts.reviewer = peek_actor (order, "reviewed");
  sheet->facts.signer = peek_actor (order, "signed");
  sheet->facts.order_state = anf_json_peek_string (order, "state");
  /* A refusal tells a unit of no other state than the order itself. */
  if (anf_work_has_unit_side (work))
    sheet->facts.order_state = anf_disclosure_show_state (ANF_NOUN_ORDER, sheet->facts.order_state);
  const AnfOrderKind *kind = anf_order_kind_find (anf_json_peek_string (order, "kind"));
  sheet->facts.signers = kind != NULL ? kind->signers : 0;
  /* 重点整治项目由区级领导签发 (domain.md E.1). */
  if (json_object_has_member (order, "key"))
    sheet->facts.signers = ANF_ROLE_LEADER;
  return add_people_behind (work, order, sheet, error);
}

gboolean
anf_facts_of_referral (AnfWork *work, JsonObject *referral, AnfFactSheet *sheet, GError **error)
{
  keep (sheet, referral);
  sheet->facts.drafter = anf_facts_find_drafter (work, referral);
  sheet->facts.owner = sheet->facts.drafter;
  return TRUE;
}

gboolean
anf_facts_check_referral_read (AnfWork *work, JsonObject *doc, GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  return anf_facts_of_referral (work, doc, &sheet, error)
         && anf_policy_check ("getReferral", &work->actor, &sheet.facts, error);
}

gboolean
anf_facts_of_exposure (AnfWork *work, JsonObject *exposure, AnfFactSheet *sheet, GError **error)
{
  keep (sheet, exposure);
  sheet->facts.drafter = anf_facts_find_drafter (work, exposure);
  sheet->facts.addressee = anf_json_peek_string (exposure, "unit");
  /* Taken back before it went out it stays unknown, too. */
  sheet->facts.served = json_object_has_member (exposure, "published");
  return TRUE;
}

/* The unit of whoever brought it in; nobody's when the account is the service's own. */
static gboolean
add_owner (AnfWork *work, JsonObject *evidence, AnfFactSheet *sheet, GError **error)
{
  const char *owner = anf_json_peek_string (evidence, "created_by");
  g_autoptr (AnfRecord) record = NULL;
  sheet->facts.owner = owner;
  if (owner == NULL)
    return TRUE;
  if (!anf_records_lookup (work->tx, ANF_NOUN_ACCOUNT, owner, &record, error))
    return FALSE;
  if (record == NULL)
    return TRUE;
  g_autoptr (JsonObject) account = anf_json_parse_object (record->doc, strlen (record->doc), error);
  if (account == NULL)
    return FALSE;
  keep (sheet, account);
  sheet->facts.owner_unit = anf_json_peek_string (account, "unit");
  return TRUE;
}

gboolean
anf_facts_of_parent (AnfWork *work, const AnfItem *parent, AnfFactSheet *sheet, GError **error)
{
  if (parent->noun == ANF_NOUN_VISIT)
    return anf_facts_of_visit (work, parent->doc, sheet, error);
  if (parent->noun == ANF_NOUN_ORDER)
    return anf_facts_of_order (work, parent->doc, sheet, error);
  if (!anf_facts_of_lead (work, parent->doc, sheet, error))
    return FALSE;
  /* A photo tells whose telephone took it, and where: it is shown to those who judge, not to those
     who are sent. */
  g_strfreev (sheet->members);
  sheet->members = anf_facts_dup_strings (NULL);
  sheet->facts.members = (const char *const *)sheet->members;
  return TRUE;
}

gboolean
anf_facts_of_evidence (AnfWork *work, JsonObject *evidence, AnfFactSheet *sheet, GError **error)
{
  AnfNoun noun;
  const char *id = anf_evidence_peek_parent (evidence, &noun);
  keep (sheet, evidence);
  if (!add_owner (work, evidence, sheet, error))
    return FALSE;
  g_autoptr (AnfItem) parent = anf_work_find (work, noun, id, error);
  return parent != NULL && anf_facts_of_parent (work, parent, sheet, error);
}

char **
anf_facts_find_line (AnfWork *work, const char *unit, GError **error)
{
  g_autofree char *next = g_strdup (unit);
  g_autoptr (GStrvBuilder) line = g_strv_builder_new ();
  for (guint depth = 0; next != NULL && depth < UNIT_DEPTH_MAX; depth++)
    {
      g_autoptr (AnfRecord) record = NULL;
      g_strv_builder_add (line, next);
      if (!anf_records_lookup (work->tx, ANF_NOUN_UNIT, next, &record, error))
        return NULL;
      g_autoptr (JsonObject) doc
          = record != NULL ? anf_json_parse_object (record->doc, strlen (record->doc), error)
                           : json_object_new ();
      if (doc == NULL)
        return NULL;
      g_free (next);
      next = g_strdup (anf_json_peek_string (doc, "parent"));
    }
  return g_strv_builder_end (line);
}

/* 监察法 67: nobody inspects their own. */
gboolean
anf_facts_check_apart (
    AnfWork *work, const char *member, JsonObject *account, const char *unit, GError **error)
{
  const char *const inspected[] = { unit, NULL };
  g_auto (GStrv) line = anf_facts_find_line (work, anf_json_peek_string (account, "unit"), error);
  if (line == NULL)
    return FALSE;
  return !anf_policy_belongs ((const char *const *)line, inspected)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("%s: %s is of the inspected unit, or of one below it: name "
                                "somebody else"),
                             member, anf_json_peek_string (account, "name"));
}

gboolean
anf_facts_add_line (AnfWork *work, AnfFactSheet *sheet, GError **error)
{
  sheet->actor_line = anf_facts_find_line (work, work->actor.unit, error);
  sheet->facts.actor_line = (const char *const *)sheet->actor_line;
  return sheet->actor_line != NULL;
}

gboolean
anf_facts_add_with (AnfWork *work, AnfFactSheet *sheet, GError **error)
{
  const char *name = NULL;
  if (!anf_json_get_string (work->call->body, "with", &name, error))
    return FALSE;
  g_autoptr (JsonObject) account = anf_work_find_account (work, "with", name, error);
  if (account == NULL)
    return FALSE;
  keep (sheet, account);
  anf_actor_init (&sheet->with, account);
  sheet->facts.with = &sheet->with;
  sheet->with_line = anf_facts_find_line (work, sheet->with.unit, error);
  sheet->facts.with_line = (const char *const *)sheet->with_line;
  return sheet->with_line != NULL;
}
