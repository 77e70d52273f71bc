/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-audit.h"
#include "anf-facts.h"
#include "anf-fsck.h"
#include "anf-leads.h"
#include "anf-order-kind.h"
#include "anf-subjects.h"

#include <glib/gi18n.h>

#include <string.h>

/* What a record's links have to be, as the use cases make them: “KIND TARGET” → whether it must be
   there, or only may. Of a finding others may be: an order that has let it go leaves some. */
typedef struct
{
  AnfTx *tx;
  GHashTable *links;
} Expected;

static void
expect (Expected *self, const char *kind, const char *target, gboolean required)
{
  if (target == NULL)
    return;
  char *key = g_strdup_printf ("%s %s", kind, target);
  const gboolean before = GPOINTER_TO_INT (g_hash_table_lookup (self->links, key));
  g_hash_table_insert (self->links, key, GINT_TO_POINTER (required || before));
}

static void
expect_all (
    Expected *self, const char *kind, JsonObject *doc, const char *member, gboolean required)
{
  g_auto (GStrv) targets = anf_facts_dup_strings (anf_json_peek_array (doc, member));
  for (gsize i = 0; targets[i] != NULL; i++)
    expect (self, kind, targets[i], required);
}

/* The units that an order reaches, once it has been served; none where it is about them only. */
static void
expect_readers (Expected *self, JsonObject *order, gboolean required)
{
  const AnfOrderKind *kind = anf_order_kind_find (anf_json_peek_string (order, "kind"));
  if (anf_json_peek_object (order, "served") == NULL || (kind != NULL && !kind->to_unit))
    return;
  const char *unit = anf_json_peek_string (order, "unit");
  expect (self, "reader", unit, required);
  expect (self, "addressee", unit, required);
  expect_all (self, "reader", order, "lead_units", required);
  expect_all (self, "lead", order, "lead_units", required);
  expect_all (self, "reader", order, "co_units", required);
  expect_all (self, "addressee", order, "co_units", required);
}

/* What it carries, whom it has reached, and who is asked to countersign it now. */
static void
expect_of_order (Expected *self, JsonObject *order)
{
  g_auto (GStrv) asked = anf_facts_list_round (order);
  expect_all (self, "finding", order, "findings", TRUE);
  expect_readers (self, order, TRUE);
  for (gsize i = 0; asked[i] != NULL; i++)
    {
      expect (self, "reader", asked[i], TRUE);
      expect (self, "lead", asked[i], TRUE);
    }
}

static JsonObject *
find_doc (AnfTx *tx, AnfNoun noun, const char *id, GError **error)
{
  g_autoptr (AnfRecord) record = NULL;
  if (id == NULL)
    return json_object_new ();
  if (!anf_records_lookup (tx, noun, id, &record, error))
    return NULL;
  /* That it is not there has been told where it is named. */
  JsonObject *doc
      = record != NULL ? anf_json_parse_object (record->doc, strlen (record->doc), NULL) : NULL;
  return doc != NULL ? doc : json_object_new ();
}

static gboolean
allow_readers (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  g_autoptr (JsonObject) order = anf_json_parse_object (doc, strlen (doc), NULL);
  if (order != NULL)
    expect_readers (data, order, FALSE);
  return TRUE;
}

static gboolean
expect_of_finding (Expected *self, JsonObject *doc, GError **error)
{
  g_autoptr (JsonObject) visit
      = find_doc (self->tx, ANF_NOUN_VISIT, anf_json_peek_string (doc, "visit"), error);
  g_autoptr (JsonObject) order
      = visit != NULL
            ? find_doc (self->tx, ANF_NOUN_ORDER, anf_json_peek_string (doc, "order"), error)
            : NULL;
  if (order == NULL)
    return FALSE;
  expect_all (self, "member", visit, "members", TRUE);
  expect_readers (self, order, TRUE);
  if (anf_json_peek_object (doc, "established") != NULL)
    {
      g_autofree char *subject = anf_subjects_format (anf_json_peek_string (doc, "unit"),
                                                      anf_json_peek_string (doc, "category"));
      expect (self, "subject", subject, TRUE);
    }
  const AnfRecordsQuery query = { .link_kind = "finding",
                                  .link_target = anf_json_peek_string (doc, "id"),
                                  .limit = G_MAXINT };
  return anf_records_list (self->tx, ANF_NOUN_ORDER, &query, allow_readers, self, error);
}

/* What a unit brought in itself is in its own list. */
static gboolean
expect_of_evidence (Expected *self, JsonObject *doc, GError **error)
{
  g_autoptr (JsonObject) account
      = find_doc (self->tx, ANF_NOUN_ACCOUNT, anf_json_peek_string (doc, "created_by"), error);
  if (account == NULL)
    return FALSE;
  AnfActor actor;
  anf_actor_init (&actor, account);
  if (actor.name != NULL && anf_policy_get_side (&actor) == ANF_SIDE_UNIT)
    expect (self, "uploader", actor.unit, TRUE);
  return TRUE;
}

/* Those who were sent because of it, and the lane in which it waits. */
static gboolean
expect_of_lead (Expected *self, JsonObject *doc, GError **error)
{
  JsonObject *turned = anf_json_peek_object (doc, "turned");
  g_autoptr (JsonObject) visit
      = find_doc (self->tx, ANF_NOUN_VISIT,
                  turned != NULL ? anf_json_peek_string (turned, "visit") : NULL, error);
  if (visit == NULL)
    return FALSE;
  expect (self, "lane", anf_lead_lane (doc), TRUE);
  /* The visit may have got other members since. */
  expect_all (self, "member", visit, "members", FALSE);
  return TRUE;
}

/* Those of its visit, and whoever held it or wrote it down. */
static gboolean
expect_of_talk (Expected *self, JsonObject *doc, GError **error)
{
  g_autoptr (JsonObject) visit
      = find_doc (self->tx, ANF_NOUN_VISIT, anf_json_peek_string (doc, "visit"), error);
  if (visit == NULL)
    return FALSE;
  expect_all (self, "member", visit, "members", TRUE);
  expect_all (self, "member", doc, "talkers", TRUE);
  expect (self, "member", anf_json_peek_string (doc, "recorder"), TRUE);
  return TRUE;
}

static gboolean
expect_of (Expected *self, AnfNoun noun, JsonObject *doc, GError **error)
{
  switch (noun)
    {
    case ANF_NOUN_UNIT:
      expect (self, "name", anf_json_peek_string (doc, "name"), TRUE);
      return TRUE;
    case ANF_NOUN_VISIT:
      expect_all (self, "member", doc, "members", TRUE);
      return TRUE;
    case ANF_NOUN_ORDER:
      expect_of_order (self, doc);
      return TRUE;
    case ANF_NOUN_REGISTER:
      expect_all (self, "finding", doc, "findings", TRUE);
      expect_all (self, "order", doc, "orders", TRUE);
      return TRUE;
    case ANF_NOUN_SURVEY:
      if (anf_json_peek_object (doc, "released") != NULL)
        expect_all (self, "reader", doc, "units", TRUE);
      return TRUE;
    case ANF_NOUN_EXPOSURE:
      expect_all (self, "finding", doc, "findings", TRUE);
      return TRUE;
    case ANF_NOUN_REFERRAL:
      expect_all (self, "finding", doc, "findings", TRUE);
      expect (self, "drafter", anf_json_peek_string (doc, "created_by"), TRUE);
      return TRUE;
    case ANF_NOUN_FINDING:
      return expect_of_finding (self, doc, error);
    case ANF_NOUN_EVIDENCE:
      return expect_of_evidence (self, doc, error);
    case ANF_NOUN_FLAG:
      /* Of the evidence, or of a visit as a whole. */
      expect (self, "subject",
              anf_json_peek_string (doc, json_object_has_member (doc, "evidence") ? "evidence"
                                                                                  : "visit"),
              TRUE);
      return TRUE;
    case ANF_NOUN_LEAD:
      return expect_of_lead (self, doc, error);
    case ANF_NOUN_TALK:
      return expect_of_talk (self, doc, error);
    case ANF_NOUN_ACCOUNT:
      expect_all (self, "role", doc, "roles", TRUE);
      return TRUE;
    case ANF_NOUN_SELF_CHECK:
    case ANF_NOUN_DRAW:
    case ANF_NOUN_SCHEME:
    case ANF_NOUN_CALENDAR:
    case ANF_NOUN_STEP:
    case ANF_NOUN_FIGURE:
    case ANF_NOUN_REPORT:
    case ANF_NOUN_WEBHOOK:
    case ANF_NOUN_TASK:
    case ANF_NOUN_CHOICE:
    case ANF_NOUN_SHEETS:
    case ANF_NOUN_NUMBERING:
      break;
    }
  return TRUE;
}

static GHashTable *
list_expected (AnfTx *tx, AnfNoun noun, JsonObject *doc, GError **error)
{
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Expected expected = { .tx = tx, .links = links };
  return expect_of (&expected, noun, doc, error) ? g_steal_pointer (&links) : NULL;
}

static const char *
peek_id (JsonObject *doc)
{
  const char *id = anf_json_peek_string (doc, "id");
  return id != NULL ? id : anf_json_peek_string (doc, "name");
}

gboolean
anf_fsck_links_of (AnfFsck *self, AnfTx *tx, gint64 seq, JsonObject *doc, GError **error)
{
  g_autoptr (GHashTable) links = list_expected (tx, self->noun, doc, error);
  if (links == NULL)
    return FALSE;
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer required = NULL;
  g_hash_table_iter_init (&iter, links);
  while (g_hash_table_iter_next (&iter, &key, &required))
    {
      if (!GPOINTER_TO_INT (required))
        continue;
      g_auto (GStrv) parts = g_strsplit (key, " ", 2);
      const AnfLinkRow row = { .noun = anf_noun_name (self->noun),
                               .kind = parts[0],
                               .target = parts[1],
                               .id = peek_id (doc),
                               .seq = seq };
      gboolean found = FALSE;
      if (!anf_audit_has_link (tx, &row, &found, error))
        return FALSE;
      if (!found)
        anf_fsck_fault (self, _ ("%s/%s: its link “%s” to %s is missing: lists leave it out"),
                        row.noun, row.id, row.kind, row.target);
    }
  return TRUE;
}

/* @links: what those of @id have to be, since a record's come one after the other; NULL where there
   is no such record, or none that can be read */
typedef struct
{
  AnfFsck *check;
  AnfTx *tx;
  AnfNoun noun;
  gint64 seq;
  char *id;
  gboolean is_there;
  GHashTable *links;
} Pass;

static void
pass_clear (Pass *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->links, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pass, pass_clear)

static gboolean
turn_to (Pass *self, const AnfLinkRow *row, GError **error)
{
  AnfNoun noun = ANF_NOUN_COUNT;
  g_autoptr (AnfRecord) record = NULL;
  const gboolean is_noun = anf_noun_find (row->noun, &noun);
  if (self->id != NULL && self->noun == noun && self->seq == row->seq
      && strcmp (self->id, row->id) == 0)
    return TRUE;
  pass_clear (self);
  if (is_noun && !anf_records_lookup (self->tx, noun, row->id, &record, error))
    return FALSE;
  self->noun = noun;
  self->seq = row->seq;
  self->id = g_strdup (row->id);
  self->is_there = record != NULL && record->seq == row->seq;
  g_autoptr (JsonObject) doc
      = self->is_there ? anf_json_parse_object (record->doc, strlen (record->doc), NULL) : NULL;
  if (doc != NULL)
    self->links = list_expected (self->tx, noun, doc, error);
  return doc == NULL || self->links != NULL;
}

/* Findings that a draft dropped, names that a unit had once and units that a finding had once stay
   behind, and show nothing to anybody. */
static gboolean
is_harmless (const char *kind)
{
  static const char *const kinds[] = { "finding", "name", "subject", NULL };
  return g_strv_contains (kinds, kind);
}

static gboolean
check_link (const AnfLinkRow *row, gpointer data, GError **error)
{
  Pass *pass = data;
  if (!turn_to (pass, row, error))
    return FALSE;
  g_autofree char *key = g_strdup_printf ("%s %s", row->kind, row->target);
  if (!pass->is_there)
    anf_fsck_fault (pass->check, _ ("%s/%s: there is a link “%s” to %s, but no such record"),
                    row->noun, row->id, row->kind, row->target);
  else if (pass->links != NULL && !is_harmless (row->kind)
           && !g_hash_table_contains (pass->links, key))
    anf_fsck_fault (pass->check,
                    _ ("%s/%s: there is a link “%s” to %s that it did not make: it shows in lists "
                       "where it should not"),
                    row->noun, row->id, row->kind, row->target);
  return TRUE;
}

gboolean
anf_fsck_links (AnfTx *tx, gpointer data, GError **error)
{
  g_auto (Pass) pass = { .check = data, .tx = tx, .noun = ANF_NOUN_COUNT };
  return anf_audit_each_link (tx, check_link, &pass, error);
}
