/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-notices.h"
#include "anf-sealing.h"

#include <string.h>

/* Most that one rule reaches by a role or a unit. */
#define AUDIENCE_MAX 1000

typedef struct
{
  AnfWork *work;
  GHashTable *accounts; /* name → document */
} Audience;

static void
add (Audience *audience, JsonObject *account)
{
  const char *name = anf_json_peek_string (account, "name");
  if (name != NULL)
    g_hash_table_insert (audience->accounts, g_strdup (name), json_object_ref (account));
}

/* Nobody can be told through half a record, but that keeps neither the others from being told nor
   what they would be told of from being done. */
static gboolean
add_listed (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (JsonObject) account = anf_json_parse_object (doc, strlen (doc), &why);
  if (account != NULL)
    add (data, account);
  else
    g_warning ("account %s is told nothing, since it cannot be read: %s", id, why->message);
  return TRUE;
}

static gboolean
add_person (Audience *audience, const char *name, GError **error)
{
  g_autoptr (AnfRecord) record = NULL;
  if (name == NULL)
    return TRUE;
  if (!anf_records_lookup (audience->work->tx, ANF_NOUN_ACCOUNT, name, &record, error))
    return FALSE;
  /* The service itself has no account; who has left is told nothing. */
  if (record == NULL || strcmp (record->state, "active") != 0)
    return TRUE;
  return add_listed (record->seq, name, record->doc, audience, error);
}

/* All with one of @roles. */
static gboolean
add_roles (Audience *audience, guint roles, GError **error)
{
  for (guint bit = 0; bit < 32; bit++)
    {
      if ((roles & (1u << bit)) == 0)
        continue;
      const AnfRecordsQuery query = { .state = "active",
                                      .link_kind = "role",
                                      .link_target = anf_role_get_name ((AnfRole)(1u << bit)),
                                      .limit = AUDIENCE_MAX };
      if (!anf_records_list (audience->work->tx, ANF_NOUN_ACCOUNT, &query, add_listed, audience,
                             error))
        return FALSE;
    }
  return TRUE;
}

/* Whether an account of the unit is meant. */
typedef gboolean (*Pick) (AnfWork *work, JsonObject *account, gconstpointer which);

static gboolean
add_picked (Audience *audience, const char *unit, Pick pick, gconstpointer which, GError **error)
{
  const AnfRecordsQuery query = { .state = "active", .unit = unit, .limit = AUDIENCE_MAX };
  g_autoptr (GHashTable) found
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)json_object_unref);
  Audience all = { .work = audience->work, .accounts = found };
  if (unit == NULL)
    return TRUE;
  if (!anf_records_list (audience->work->tx, ANF_NOUN_ACCOUNT, &query, add_listed, &all, error))
    return FALSE;
  GHashTableIter iter;
  gpointer account = NULL;
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, NULL, &account))
    if (pick (audience->work, account, which))
      add (audience, account);
  return TRUE;
}

static gboolean
has_role (AnfWork *work, JsonObject *account, gconstpointer which)
{
  const guint *roles = which;
  AnfActor actor;
  anf_actor_init (&actor, account);
  return (actor.roles & *roles) != 0;
}

/* Those of @unit with one of @roles. */
static gboolean
add_unit (Audience *audience, const char *unit, guint roles, GError **error)
{
  return add_picked (audience, unit, has_role, &roles, error);
}

static gboolean
add_units (Audience *audience, JsonObject *doc, const char *member, guint roles, GError **error)
{
  g_auto (GStrv) units = anf_facts_dup_strings (anf_json_peek_array (doc, member));
  for (gsize i = 0; units[i] != NULL; i++)
    if (!add_unit (audience, units[i], roles, error))
      return FALSE;
  return TRUE;
}

static gboolean
add_members (Audience *audience, JsonObject *doc, GError **error)
{
  g_auto (GStrv) names = anf_facts_dup_strings (anf_json_peek_array (doc, "members"));
  for (gsize i = 0; names[i] != NULL; i++)
    if (!add_person (audience, names[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
is_called (AnfWork *work, JsonObject *account, gconstpointer which)
{
  g_autofree char *name = anf_sealing_dup_name (work, account);
  return g_strcmp0 (name, which) == 0;
}

/* A task names its person in words; whose account in the unit bears that name is told. */
static gboolean
add_named (Audience *audience, const AnfItem *item, GError **error)
{
  const char *person = anf_json_peek_string (item->doc, "person");
  return person == NULL || add_picked (audience, item->record->unit, is_called, person, error);
}

static guint
read_roles (JsonObject *step)
{
  g_auto (GStrv) names = anf_facts_dup_strings (anf_json_peek_array (step, "roles"));
  guint roles = 0;
  for (gsize i = 0; names[i] != NULL; i++)
    {
      AnfRole role = 0;
      if (anf_role_parse (names[i], &role, NULL))
        roles |= role;
    }
  return roles;
}

static gboolean
add_related (Audience *audience, const AnfItem *item, guint relations, GError **error)
{
  const guint of_unit = (guint)(ANF_ROLE_RESP_CONTACT | ANF_ROLE_RESP_HEAD);
  JsonObject *drafted = anf_json_peek_object (item->doc, "drafted");
  JsonObject *key = anf_json_peek_object (item->doc, "key");
  if ((relations & ANF_NOTICE_ADDRESSEE) != 0
      && !add_unit (audience, item->record->unit, of_unit, error))
    return FALSE;
  if ((relations & ANF_NOTICE_LEAD) != 0
      && !add_units (audience, item->doc, "lead_units", ANF_ROLE_LEAD_UNIT, error))
    return FALSE;
  if ((relations & ANF_NOTICE_HELPERS) != 0
      && !add_units (audience, item->doc, "co_units", of_unit, error))
    return FALSE;
  if ((relations & ANF_NOTICE_ASKED) != 0
      && !add_units (audience, item->doc, "countersign", ANF_ROLE_LEAD_UNIT, error))
    return FALSE;
  if ((relations & ANF_NOTICE_PERSON) != 0 && !add_named (audience, item, error))
    return FALSE;
  if ((relations & ANF_NOTICE_PATRON) != 0 && key != NULL
      && !add_person (audience, anf_json_peek_string (key, "leader"), error))
    return FALSE;
  if ((relations & ANF_NOTICE_AUTHOR) != 0 && drafted != NULL
      && !add_person (audience, anf_json_peek_string (drafted, "by"), error))
    return FALSE;
  if ((relations & ANF_NOTICE_OWNER) != 0
      && !add_person (audience, anf_json_peek_string (item->doc, "created_by"), error))
    return FALSE;
  if ((relations & ANF_NOTICE_MEMBERS) != 0 && !add_members (audience, item->doc, error))
    return FALSE;
  return (relations & ANF_NOTICE_DECIDERS) == 0
         || add_roles (audience, read_roles (item->doc), error);
}

GPtrArray *
anf_notice_find_audience (AnfWork *work,
                          const AnfItem *item,
                          const AnfNoticeRule *rule,
                          GError **error)
{
  g_autoptr (GHashTable) accounts
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)json_object_unref);
  Audience audience = { .work = work, .accounts = accounts };
  if (!add_roles (&audience, rule->roles, error)
      || !add_related (&audience, item, rule->relations, error))
    return NULL;
  /* In the order of names, so that the same history gives the same rows. */
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (accounts), (GCompareFunc)strcmp);
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
  for (const GList *at = names; at != NULL; at = at->next)
    g_ptr_array_add (list, json_object_ref (g_hash_table_lookup (accounts, at->data)));
  return list;
}
