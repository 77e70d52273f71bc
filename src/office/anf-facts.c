/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-facts.h"

#include "anf-error.h"
#include "anf-json.h"

#include <string.h>

void
anf_fact_sheet_clear (AnfFactSheet *sheet)
{
  g_clear_pointer (&sheet->members, g_strfreev);
  g_clear_pointer (&sheet->collectors, g_strfreev);
  g_clear_pointer (&sheet->reinspectors, g_strfreev);
  g_clear_pointer (&sheet->lead_units, g_strfreev);
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

gboolean
anf_facts_of_visit (AnfWork *work, JsonObject *visit, AnfFactSheet *sheet, GError **error)
{
  keep (sheet, visit);
  sheet->members = anf_facts_dup_strings (anf_json_peek_array (visit, "members"));
  sheet->facts.members = (const char *const *)sheet->members;
  sheet->facts.visit_state = anf_json_peek_string (visit, "state");
  g_autoptr (GPtrArray) findings
      = anf_work_list_children (work, ANF_NOUN_FINDING, anf_json_peek_string (visit, "id"), error);
  if (findings == NULL)
    return FALSE;
  for (guint i = 0; i < findings->len; i++)
    {
      const AnfItem *finding = findings->pdata[i];
      sheet->facts.undecided = sheet->facts.undecided || is_undecided (finding->record->state);
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

gboolean
anf_facts_of_finding (AnfWork *work, JsonObject *finding, AnfFactSheet *sheet, GError **error)
{
  g_autoptr (AnfItem) visit
      = anf_work_find (work, ANF_NOUN_VISIT, anf_json_peek_string (finding, "visit"), error);
  if (visit == NULL || !anf_facts_of_visit (work, visit->doc, sheet, error))
    return FALSE;
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

const char *
anf_facts_find_drafter (AnfWork *work, JsonObject *doc)
{
  const char *first = anf_json_peek_string (doc, "created_by");
  return g_strcmp0 (first, work->actor.name) == 0 ? first : peek_actor (doc, "drafted");
}

/* The members of every visit behind the order's findings, and who collected for them. */
static gboolean
add_people_behind (AnfWork *work, JsonObject *order, AnfFactSheet *sheet, GError **error)
{
  GPtrArray *members = g_ptr_array_new ();
  GPtrArray *collectors = g_ptr_array_new ();
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (order, "findings"));
  gboolean done = TRUE;
  for (gsize i = 0; done && ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, ids[i], error);
      g_autoptr (AnfItem) visit
          = finding != NULL ? anf_work_find (work, ANF_NOUN_VISIT,
                                             anf_json_peek_string (finding->doc, "visit"), error)
                            : NULL;
      done = visit != NULL && add_collectors (work, finding->doc, collectors, error);
      if (done)
        add_strings (members, anf_json_peek_array (visit->doc, "members"));
    }
  sheet->members = take_strings (members);
  sheet->facts.members = (const char *const *)sheet->members;
  sheet->collectors = take_strings (collectors);
  sheet->facts.collectors = (const char *const *)sheet->collectors;
  return done;
}

gboolean
anf_facts_of_order (AnfWork *work, JsonObject *order, AnfFactSheet *sheet, GError **error)
{
  keep (sheet, order);
  JsonObject *reinspection = anf_json_peek_object (order, "reinspection");
  sheet->reinspectors = anf_facts_dup_strings (
      reinspection != NULL ? anf_json_peek_array (reinspection, "by") : NULL);
  sheet->lead_units = anf_facts_dup_strings (anf_json_peek_array (order, "lead_units"));
  sheet->facts.reinspectors = (const char *const *)sheet->reinspectors;
  sheet->facts.lead_units = (const char *const *)sheet->lead_units;
  sheet->facts.drafter = anf_facts_find_drafter (work, order);
  sheet->facts.reviewer = peek_actor (order, "reviewed");
  sheet->facts.order_state = anf_json_peek_string (order, "state");
  sheet->facts.addressee = anf_json_peek_string (order, "unit");
  sheet->facts.served = anf_json_peek_object (order, "served") != NULL;
  return add_people_behind (work, order, sheet, error);
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
anf_facts_of_evidence (AnfWork *work, JsonObject *evidence, AnfFactSheet *sheet, GError **error)
{
  const char *visit_id = anf_json_peek_string (evidence, "visit");
  const char *order_id = anf_json_peek_string (evidence, "order");
  keep (sheet, evidence);
  if (!add_owner (work, evidence, sheet, error))
    return FALSE;
  g_autoptr (AnfItem) parent = visit_id != NULL
                                   ? anf_work_find (work, ANF_NOUN_VISIT, visit_id, error)
                                   : anf_work_find (work, ANF_NOUN_ORDER, order_id, error);
  if (parent == NULL)
    return FALSE;
  return visit_id != NULL ? anf_facts_of_visit (work, parent->doc, sheet, error)
                          : anf_facts_of_order (work, parent->doc, sheet, error);
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
  return TRUE;
}
