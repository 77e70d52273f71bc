/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-order-countersign.h"
#include "anf-orders.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* As order-put.json allows. */
#define FINDINGS_MAX 200
#define HELPERS_MAX 50

/* Before its number an order is our own paper; after it the number stays used, and after service
   the unit has it in hand. */
static gboolean
check_is_paper (const AnfItem *order, GError **error)
{
  if (!anf_order_is_rectification (order))
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("a letter of this kind (%s) presses for what another order carries: "
                               "write it anew instead (anfang order draft)"),
                            anf_word_noun (anf_order_get_kind (order)->name));
  if (!json_object_has_member (order->doc, "numbered")
      || anf_machine_is_end (ANF_MACHINE_ORDER, order->record->state))
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_STATE,
                          _ ("order %s has its number and letter, and is neither split nor merged "
                             "any more: withdraw it (anfang order withdraw; the number stays "
                             "used), then draft orders for its findings anew"),
                          order->record->number);
}

/* What was approved said something else: it goes the whole way again. */
static gboolean
open_again (AnfWork *work, AnfItem *order, GError **error)
{
  static const char *const acts[] = { "submitted", "reviewed", "signed" };
  if (json_object_has_member (order->doc, "signed")
      && !anf_order_move_findings (work, order, "unassign", error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    json_object_remove_member (order->doc, acts[i]);
  anf_order_void_round (order->doc);
  anf_facts_keep_drafters (order->doc, order->doc);
  json_object_set_object_member (order->doc, "drafted", anf_work_act (work));
  return TRUE;
}

static JsonArray *
make_array (GPtrArray *texts)
{
  JsonArray *array = json_array_new ();
  for (guint i = 0; i < texts->len; i++)
    json_array_add_string_element (array, texts->pdata[i]);
  return array;
}

/* Gives @order these findings and no other; who leads follows from them. */
static gboolean
set_findings (AnfWork *work, AnfItem *order, JsonArray *findings, GError **error)
{
  g_autoptr (JsonObject) sum = json_object_new ();
  g_auto (GStrv) ids = anf_facts_dup_strings (findings);
  json_object_set_string_member (sum, "kind", anf_order_get_kind (order)->name);
  json_object_set_string_member (sum, "id", order->record->id);
  json_object_set_array_member (sum, "lead_units", json_array_new ());
  json_object_set_array_member (order->doc, "findings", json_array_ref (findings));
  for (gsize i = 0; ids[i] != NULL; i++)
    if (!anf_order_add_finding (work, sum, ids[i], error)
        || !anf_records_link (work->tx, ANF_NOUN_ORDER, order->record, "finding", ids[i], error))
      return FALSE;
  json_object_set_member (order->doc, "lead_units", json_object_dup_member (sum, "lead_units"));
  anf_order_take_round (order->doc, order->doc);
  return TRUE;
}

/* Whether this very split was made before: its answer was lost. */
static gboolean
was_split (const AnfItem *order, JsonObject *body)
{
  JsonArray *splits = anf_json_peek_array (order->doc, "splits");
  g_auto (GStrv) asked = anf_facts_dup_strings (anf_json_peek_array (body, "findings"));
  for (guint i = 0; splits != NULL && i < json_array_get_length (splits); i++)
    {
      JsonObject *split = json_array_get_object_element (splits, i);
      g_auto (GStrv) taken = anf_facts_dup_strings (anf_json_peek_array (split, "findings"));
      if (g_strcmp0 (anf_json_peek_string (split, "order"), anf_json_peek_string (body, "id")) == 0
          && g_strcmp0 (anf_json_peek_string (split, "unit"), anf_json_peek_string (body, "unit"))
                 == 0
          && g_strv_equal ((const char *const *)taken, (const char *const *)asked))
        return TRUE;
    }
  return FALSE;
}

/* The findings of @order without those that the body names, which must be some but not all. */
static JsonArray *
take_out (const AnfItem *order, JsonObject *body, GError **error)
{
  JsonArray *all = anf_json_peek_array (order->doc, "findings");
  JsonArray *named = anf_json_peek_array (body, "findings");
  g_auto (GStrv) ids = anf_facts_dup_strings (all);
  g_auto (GStrv) asked = anf_facts_dup_strings (named);
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  for (gsize i = 0; asked[i] != NULL; i++)
    if (!anf_json_array_has_string (all, asked[i]))
      {
        anf_error_throw (error, ANF_ERROR_INVALID, _ ("findings: %s is not in this order"),
                         asked[i]);
        return NULL;
      }
  for (gsize i = 0; ids[i] != NULL; i++)
    if (!anf_json_array_has_string (named, ids[i]))
      g_ptr_array_add (rest, ids[i]);
  if (rest->len > 0)
    return make_array (rest);
  anf_error_throw (error, ANF_ERROR_INVALID,
                   _ ("findings: these are all that the order has: leave it one at least"));
  return NULL;
}

/* Who helped there helps here, but for the unit that answers now. */
static gboolean
keep_helpers (JsonObject *to, const AnfItem *from, const char *answers, GError **error)
{
  g_auto (GStrv) own = anf_facts_dup_strings (anf_json_peek_array (to, "co_units"));
  g_auto (GStrv) more = anf_facts_dup_strings (anf_json_peek_array (from->doc, "co_units"));
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  for (gsize i = 0; own[i] != NULL; i++)
    g_ptr_array_add (all, own[i]);
  for (gsize i = 0; more[i] != NULL; i++)
    if (g_strcmp0 (more[i], answers) != 0 && !g_strv_contains ((const char *const *)own, more[i]))
      g_ptr_array_add (all, more[i]);
  if (all->len > HELPERS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("other: together they have %u units that help; an order has %d at "
                               "most"),
                            all->len, HELPERS_MAX);
  if (all->len > 0)
    json_object_set_array_member (to, "co_units", make_array (all));
  return TRUE;
}

/* The new order asks for the same, of its own findings. @before: what @order was: who leads but the
   areas that are parted from it is not asked in it any more, and is here. */
static gboolean
draft_rest (AnfWork *work, const AnfItem *order, JsonObject *before, GError **error)
{
  static const char *const same[]
      = { "kind",    "title",   "urgency", "mandate",     "requirements",
          "rectify", "contact", "copy_to", "attachments", "key" };
  JsonObject *call = work->call->body;
  const char *id = anf_json_peek_string (call, "id");
  gint64 version = 0;
  if (!anf_records_get_version (work->tx, ANF_NOUN_ORDER, id, &version, error))
    return FALSE;
  if (version > 0)
    return anf_error_throw (error, ANF_ERROR_CONFLICT, _ ("id: there is an order %s already"), id);
  g_autoptr (JsonObject) body = json_object_new ();
  json_object_set_member (body, "findings", json_object_dup_member (call, "findings"));
  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    if (json_object_has_member (order->doc, same[i]))
      json_object_set_member (body, same[i], json_object_dup_member (order->doc, same[i]));
  const char *unit = anf_json_peek_string (call, "unit");
  if (!keep_helpers (body, order, unit != NULL ? unit : order->record->unit, error))
    return FALSE;
  JsonObject *doc = anf_order_build (work, id, body, error);
  if (doc == NULL)
    return FALSE;
  anf_order_take_round (doc, before);
  JsonObject *from = anf_work_act (work);
  json_object_set_string_member (from, "order", order->record->id);
  json_object_set_object_member (doc, "split_from", from);
  anf_facts_keep_drafters (doc, order->doc);
  g_autoptr (AnfItem) item = anf_order_create (work, doc, error);
  return item != NULL;
}

static gboolean
give_to_unit (AnfWork *work, GError **error)
{
  const char *unit = anf_json_peek_string (work->call->body, "unit");
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (work->call->body, "findings"));
  for (gsize i = 0; unit != NULL && ids[i] != NULL; i++)
    if (!anf_order_reassign (work, ids[i], unit, error))
      return FALSE;
  return TRUE;
}

gboolean
anf_orders_split (AnfWork *work, GError **error)
{
  JsonObject *body = work->call->body;
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order != NULL && was_split (order, body))
    {
      anf_work_reply_item (work, 200, order);
      return TRUE;
    }
  if (order == NULL || !check_is_paper (order, error)
      || !anf_order_move (work, order, "split", error))
    return FALSE;
  g_autoptr (JsonObject) before = anf_json_copy_object (order->doc);
  g_autoptr (JsonArray) rest = take_out (order, body, error);
  if (rest == NULL || !open_again (work, order, error) || !set_findings (work, order, rest, error))
    return FALSE;
  JsonObject *split = anf_work_act_with (work);
  json_object_set_string_member (split, "order", anf_json_peek_string (body, "id"));
  json_object_remove_member (split, "id");
  anf_order_append (order->doc, "splits", split);
  /* In this order: a finding is carried by one order at a time. */
  return anf_order_finish (work, order, "split", error) && give_to_unit (work, error)
         && draft_rest (work, order, before, error);
}

/* The other ends as what is withdrawn does: its number, had it one, would stay used. */
static gboolean
end_source (AnfWork *work, AnfItem *source, const AnfItem *order, GError **error)
{
  const char *to = NULL;
  if (!check_is_paper (source, error)
      || !anf_machine_apply (ANF_MACHINE_ORDER, source->record->state, "merge:source", &to, error))
    return FALSE;
  g_autofree char *before = g_steal_pointer (&source->record->state);
  source->record->state = g_strdup (to);
  if (!anf_order_show_round (work, source, before, error))
    return FALSE;
  JsonObject *withdrawn = anf_work_act (work);
  g_autofree char *reason = g_strdup_printf ("并入拟稿 %s", order->record->id);
  json_object_set_string_member (withdrawn, "reason", reason);
  json_object_set_object_member (source->doc, "withdrawn", withdrawn);
  json_object_set_string_member (source->doc, "merged_into", order->record->id);
  return anf_work_save (work, source, "merged", NULL, error);
}

static gboolean
take_in (AnfWork *work, AnfItem *order, const AnfItem *source, GError **error)
{
  g_auto (GStrv) own = anf_facts_dup_strings (anf_json_peek_array (order->doc, "findings"));
  g_auto (GStrv) more = anf_facts_dup_strings (anf_json_peek_array (source->doc, "findings"));
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  for (gsize i = 0; own[i] != NULL; i++)
    g_ptr_array_add (all, own[i]);
  for (gsize i = 0; more[i] != NULL; i++)
    g_ptr_array_add (all, more[i]);
  if (all->len > FINDINGS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("other: together they have %u findings; an order has %d at most"),
                            all->len, FINDINGS_MAX);
  g_autoptr (JsonArray) findings = make_array (all);
  if (!keep_helpers (order->doc, source, order->record->unit, error))
    return FALSE;
  JsonObject *merge = anf_work_act (work);
  json_object_set_string_member (merge, "order", source->record->id);
  json_object_set_member (merge, "findings", json_object_dup_member (source->doc, "findings"));
  /* A key project does not become an ordinary one by it, which no leader signs. */
  if (!json_object_has_member (order->doc, "key") && json_object_has_member (source->doc, "key"))
    json_object_set_member (order->doc, "key", json_object_dup_member (source->doc, "key"));
  anf_order_append (order->doc, "merges", merge);
  /* Their words are in it now: they neither review nor sign it. */
  anf_facts_keep_drafters (order->doc, source->doc);
  if (!open_again (work, order, error) || !set_findings (work, order, findings, error))
    return FALSE;
  anf_order_take_round (order->doc, source->doc);
  return TRUE;
}

gboolean
anf_orders_merge (AnfWork *work, GError **error)
{
  const char *other = NULL;
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_json_get_string (work->call->body, "other", &other, error))
    return FALSE;
  g_autoptr (AnfItem) source = anf_work_find_named (work, ANF_NOUN_ORDER, "other", other, error);
  if (source == NULL)
    return FALSE;
  if (g_strcmp0 (anf_json_peek_string (source->doc, "merged_into"), order->record->id) == 0)
    {
      anf_work_reply_item (work, 200, order);
      return TRUE;
    }
  if (strcmp (other, order->record->id) == 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("other: name another order"));
  return check_is_paper (order, error) && anf_order_move (work, order, "merge:target", error)
         && end_source (work, source, order, error) && take_in (work, order, source, error)
         && anf_order_finish (work, order, "merged", error);
}
