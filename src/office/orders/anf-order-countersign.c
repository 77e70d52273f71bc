/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-order-countersign.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-orders.h"
#include "anf-search-index.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

#define ASKED "countersign"
#define ANSWERS "countersignatures"
/* The state in which a draft goes round. */
#define ROUND "reviewing"

gboolean
anf_order_check_countersign (JsonObject *doc, GError **error)
{
  g_auto (GStrv) asked = anf_facts_dup_strings (anf_json_peek_array (doc, ASKED));
  const AnfOrderKind *kind = anf_order_kind_find (anf_json_peek_string (doc, "kind"));
  if (asked[0] != NULL && !kind->carries)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("%s: a letter of this kind (%s) has no place for it"), ASKED,
                            anf_word_noun (kind->name));
  for (gsize i = 0; asked[i] != NULL; i++)
    {
      if (!anf_json_array_has_string (anf_json_peek_array (doc, "lead_units"), asked[i]))
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("countersign: %s leads none of the areas of this order: ask "
                                   "units that do"),
                                asked[i]);
      if (g_strcmp0 (asked[i], anf_json_peek_string (doc, "unit")) == 0)
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("countersign: %s has to rectify, and is not asked whether"),
                                asked[i]);
    }
  return TRUE;
}

static JsonObject *
find_answer (JsonObject *doc, const char *unit, guint *index)
{
  JsonArray *answers = anf_json_peek_array (doc, ANSWERS);
  for (guint i = 0; answers != NULL && i < json_array_get_length (answers); i++)
    {
      JsonObject *answer = json_array_get_object_element (answers, i);
      *index = i;
      if (g_strcmp0 (anf_json_peek_string (answer, "unit"), unit) == 0)
        return answer;
    }
  return NULL;
}

static char *
name_unit (AnfWork *work, const char *id)
{
  g_autoptr (AnfItem) unit = anf_work_find (work, ANF_NOUN_UNIT, id, NULL);
  return g_strdup (unit != NULL ? anf_json_peek_string (unit->doc, "name") : id);
}

gboolean
anf_order_check_asked (AnfWork *work, const AnfItem *order, GError **error)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  JsonObject *body = work->call->body;
  g_auto (GStrv) leads = anf_facts_dup_strings (anf_json_peek_array (order->doc, "lead_units"));
  if (!anf_order_get_kind (order)->carries || g_strv_length (leads) < 2
      || (body != NULL && json_object_has_member (body, "without_countersign")))
    return TRUE;
  for (gsize i = 0; leads[i] != NULL; i++)
    {
      /* Who has to rectify is not asked whether, and who writes it need not be. */
      if (anf_json_array_has_string (anf_json_peek_array (order->doc, ASKED), leads[i])
          || g_strcmp0 (leads[i], order->record->unit) == 0
          || g_strcmp0 (leads[i], work->actor.unit) == 0)
        continue;
      g_autofree char *name = name_unit (work, leads[i]);
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? "、" : "", name);
    }
  return missing->len == 0
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("countersign: several units lead here, and these are not asked: "
                                "%s. Ask them in the draft (--countersign), or say why they need "
                                "not be (--without-countersign)"),
                             missing->str);
}

gboolean
anf_order_check_round (AnfWork *work, const AnfItem *order, GError **error)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  g_auto (GStrv) asked = anf_facts_dup_strings (anf_json_peek_array (order->doc, ASKED));
  for (gsize i = 0; asked[i] != NULL; i++)
    {
      guint index = 0;
      JsonObject *answer = find_answer (order->doc, asked[i], &index);
      if (answer != NULL && strcmp (anf_json_peek_string (answer, "outcome"), "agree") == 0)
        continue;
      g_autofree char *name = name_unit (work, asked[i]);
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? "、" : "", name);
    }
  return missing->len == 0 || json_object_has_member (work->call->body, "without_countersign")
         || anf_error_throw (error, ANF_ERROR_STATE,
                             _ ("asked to countersign, and not agreed so far: %s. Wait for them, "
                                "or say why the order goes out all the same "
                                "(--without-countersign)"),
                             missing->str);
}

gboolean
anf_order_show_round (AnfWork *work, const AnfItem *order, const char *before, GError **error)
{
  const gboolean was = strcmp (before, ROUND) == 0;
  const gboolean is = strcmp (order->record->state, ROUND) == 0;
  static const char *const kinds[] = { "reader", "lead" };
  g_auto (GStrv) asked = anf_facts_dup_strings (anf_json_peek_array (order->doc, ASKED));
  for (gsize i = 0; was != is && asked[i] != NULL; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
      if (!(is ? anf_search_index_link : anf_search_index_unlink) (
              work->tx, ANF_NOUN_ORDER, order->record, kinds[k], asked[i], error))
        return FALSE;
  return TRUE;
}

void
anf_order_void_round (JsonObject *doc)
{
  if (json_object_has_member (doc, ANSWERS))
    json_object_remove_member (doc, ANSWERS);
}

void
anf_order_take_round (JsonObject *doc, JsonObject *from)
{
  JsonObject *const sources[] = { doc, from };
  g_autoptr (JsonArray) all = json_array_new ();
  JsonArray *leads = anf_json_peek_array (doc, "lead_units");
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_auto (GStrv) asked = anf_facts_dup_strings (anf_json_peek_array (sources[i], ASKED));
      for (gsize k = 0; asked[k] != NULL; k++)
        if (anf_json_array_has_string (leads, asked[k])
            && g_strcmp0 (asked[k], anf_json_peek_string (doc, "unit")) != 0
            && !anf_json_array_has_string (all, asked[k]))
          json_array_add_string_element (all, asked[k]);
    }
  if (json_array_get_length (all) > 0)
    json_object_set_array_member (doc, ASKED, g_steal_pointer (&all));
  else if (json_object_has_member (doc, ASKED))
    json_object_remove_member (doc, ASKED);
}

/* For whom the caller speaks: a unit's own people for their unit, the clerk for the one that the
   paper names, with who signed there. */
static const char *
find_unit (AnfWork *work, JsonObject *order, GError **error)
{
  const char *named = anf_json_peek_string (work->call->body, "unit");
  const gboolean on_paper = anf_json_peek_string (work->call->body, "signatory") != NULL;
  const gboolean clerk = (work->actor.roles & ANF_ROLE_CLERK) != 0;
  const char *unit = named != NULL ? named : work->actor.unit;
  if (unit == NULL || !anf_json_array_has_string (anf_json_peek_array (order, ASKED), unit))
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("unit: %s is not asked to countersign"),
                       unit != NULL ? unit : "?");
      return NULL;
    }
  if (g_strcmp0 (unit, work->actor.unit) == 0 && (work->actor.roles & ANF_ROLE_LEAD_UNIT) != 0)
    return unit;
  if (clerk && on_paper)
    return unit;
  anf_error_throw (error, clerk ? ANF_ERROR_INVALID : ANF_ERROR_DENIED,
                   clerk ? _ ("signatory: say who signed for the unit on paper")
                         : _ ("unit: you speak for your own unit only"));
  return NULL;
}

gboolean
anf_orders_countersign (AnfWork *work, GError **error)
{
  guint index = 0;
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_order_move (work, order, "countersign", error))
    return FALSE;
  const char *unit = find_unit (work, order->doc, error);
  if (unit == NULL)
    return FALSE;
  if (find_answer (order->doc, unit, &index) != NULL)
    json_array_remove_element (anf_json_peek_array (order->doc, ANSWERS), index);
  JsonObject *answer = anf_work_act_with (work);
  GDate day;
  anf_json_set_string (answer, "unit", unit);
  if (json_object_has_member (answer, "signed_on")
      && !anf_work_take_day (work, answer, "signed_on", &day, error))
    {
      json_object_unref (answer);
      return FALSE;
    }
  anf_order_append (order->doc, ANSWERS, answer);
  return anf_order_finish (work, order, "countersigned", error);
}
