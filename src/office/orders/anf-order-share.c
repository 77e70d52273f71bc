/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-order-share.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-orders.h"
#include "anf-units.h"
#include "anf-words.h"

#include <glib/gi18n.h>

/* Of one unit, so that none takes the word from another; past this a talk is no comment any more.
 */
#define COMMENTS_MAX 50

/* 挂牌督办、领导包案: somebody who leads, by name, and not an office. */
static gboolean
check_leader (AnfWork *work, JsonObject *key, GError **error)
{
  const char *name = NULL;
  AnfActor leader;
  if (!anf_json_get_string (key, "leader", &name, error))
    return FALSE;
  g_autoptr (JsonObject) account = anf_work_find_account (work, "key.leader", name, error);
  if (account == NULL)
    return FALSE;
  anf_actor_init (&leader, account);
  return (leader.roles & ANF_ROLE_LEADER) != 0
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("key.leader: %s is no leader: name an account with the role "
                                "leader"),
                             name);
}

gboolean
anf_order_check_share (AnfWork *work, JsonObject *doc, GError **error)
{
  JsonObject *key = anf_json_peek_object (doc, "key");
  g_auto (GStrv) units = anf_facts_dup_strings (anf_json_peek_array (doc, "co_units"));
  const AnfOrderKind *kind = anf_order_kind_find (anf_json_peek_string (doc, "kind"));
  if ((key != NULL || units[0] != NULL) && !kind->carries)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("%s: a letter of this kind (%s) has no place for it"),
                            key != NULL ? "key" : "co_units", anf_word_noun (kind->name));
  for (gsize i = 0; units[i] != NULL; i++)
    if (!anf_unit_check_valid (work, "co_units", units[i], error))
      return FALSE;
  return key == NULL || check_leader (work, key, error);
}

gboolean
anf_order_check_owner (JsonObject *doc, GError **error)
{
  const char *unit = anf_json_peek_string (doc, "unit");
  JsonArray *others = anf_json_peek_array (doc, "co_units");
  return others == NULL || !anf_json_array_has_string (others, unit)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("co_units: %s answers for the order itself"), unit);
}

static guint
count_comments (JsonObject *order, const char *unit)
{
  JsonArray *comments = anf_json_peek_array (order, "comments");
  guint count = 0;
  for (guint i = 0; comments != NULL && i < json_array_get_length (comments); i++)
    count += g_strcmp0 (anf_json_peek_string (json_array_get_object_element (comments, i), "unit"),
                        unit)
             == 0;
  return count;
}

gboolean
anf_orders_comment (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_order_move (work, order, "comment", error))
    return FALSE;
  if (count_comments (order->doc, work->actor.unit) >= COMMENTS_MAX)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("the order has %d comments of your unit, which is all that it "
                               "takes: speak with the contact that it names"),
                            COMMENTS_MAX);
  JsonObject *comment = anf_work_act_with (work);
  anf_json_set_string (comment, "unit", work->actor.unit);
  anf_order_append (order->doc, "comments", comment);
  return anf_order_finish (work, order, "commented", error);
}
