/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-ref.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-random.h"

#include <glib/gi18n.h>

#include <string.h>

/* How much of a collection is looked through for a number before giving up. */
#define PAGES_MAX 500
#define PAGE_SIZE "200"

typedef struct
{
  AnfFieldType type;
  const char *collection;
  const char *name;
} Kind;

static const Kind kinds[] = {
  { ANF_FIELD_SCHEME, "schemes", N_ ("scheme") },
  { ANF_FIELD_UNIT, "units", N_ ("unit") },
  { ANF_FIELD_ACCOUNT, "accounts", N_ ("account") },
  { ANF_FIELD_VISIT, "visits", N_ ("visit") },
  { ANF_FIELD_EVIDENCE, "evidence", N_ ("evidence") },
  { ANF_FIELD_FINDING, "findings", N_ ("finding") },
  { ANF_FIELD_ORDER, "orders", N_ ("order") },
  { ANF_FIELD_REFERRAL, "referrals", N_ ("referral") },
  { ANF_FIELD_STEP, "steps", N_ ("step") },
  { ANF_FIELD_RAISED, "flags", N_ ("flag") },
  { ANF_FIELD_LEAD, "leads", N_ ("lead") },
  { ANF_FIELD_REGISTER, "registers", N_ ("register") },
  { ANF_FIELD_EXPOSURE, "exposures", N_ ("exposure") },
  { ANF_FIELD_SURVEY, "surveys", N_ ("survey") },
  { ANF_FIELD_TASK, "tasks", N_ ("task") },
  { ANF_FIELD_TALK, "talks", N_ ("talk") },
};

static const Kind *
find_kind (AnfFieldType type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].type == type)
      return &kinds[i];
  return NULL;
}

/* 市营商办 for 市营商办（市营商环境监督办公室）. */
static gboolean
is_short_name (const char *name, const char *text)
{
  const gsize size = strlen (text);
  return size > 0 && g_str_has_prefix (name, text)
         && (g_str_has_prefix (name + size, "（") || name[size] == '(');
}

/* spj for 210381-spj. */
static gboolean
is_local_id (const char *id, const char *text)
{
  const gsize id_size = strlen (id);
  const gsize size = strlen (text);
  return size > 0 && id_size > size + 1 && g_str_has_suffix (id, text)
         && id[id_size - size - 1] == '-';
}

gboolean
anf_cli_ref_matches (JsonObject *record, AnfFieldType type, const char *text)
{
  const char *id = anf_json_peek_string (record, "id");
  const char *name = anf_json_peek_string (record, "name");
  const char *number = anf_json_peek_string (record, "number");
  JsonObject *parts = anf_json_peek_object (record, "number");
  if (parts != NULL)
    number = anf_json_peek_string (parts, "text");
  if (g_strcmp0 (id, text) == 0 || g_strcmp0 (number, text) == 0 || g_strcmp0 (name, text) == 0)
    return TRUE;
  if (type == ANF_FIELD_SCHEME)
    return g_strcmp0 (anf_json_peek_string (record, "title"), text) == 0;
  if (type != ANF_FIELD_UNIT)
    return FALSE;
  return (id != NULL && is_local_id (id, text)) || (name != NULL && is_short_name (name, text));
}

static void
add_matches (GPtrArray *ids, JsonArray *items, AnfFieldType type, const char *text)
{
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      JsonObject *record = json_node_get_object (node);
      const char *id = anf_json_peek_string (record, "id");
      if (id != NULL && anf_cli_ref_matches (record, type, text))
        g_ptr_array_add (ids, g_strdup (id));
    }
}

static void
append_query (GString *path, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);
  g_string_append_printf (path, "&%s=%s", name, escaped);
}

static char *
page_path (const Kind *kind, const char *scheme, const char *number, const char *after)
{
  GString *path = g_string_new (NULL);
  g_string_append_printf (path, "/%s?limit=" PAGE_SIZE, kind->collection);
  append_query (path, "scheme", scheme);
  append_query (path, "number", number);
  append_query (path, "after", after);
  return g_string_free (path, FALSE);
}

/* What the service numbers it finds by number; the rest is few and looked through. */
static gboolean
is_numbered (const Kind *kind)
{
  return kind->type == ANF_FIELD_VISIT || kind->type == ANF_FIELD_FINDING
         || kind->type == ANF_FIELD_ORDER || kind->type == ANF_FIELD_REFERRAL
         || kind->type == ANF_FIELD_LEAD || kind->type == ANF_FIELD_TALK
         || kind->type == ANF_FIELD_REGISTER;
}

static gboolean
search (AnfRun *run, const Kind *kind, const char *text, GPtrArray *ids, GError **error)
{
  /* The same local id may stand in two schemes: the one at hand is meant. */
  const char *scheme = kind->type == ANF_FIELD_UNIT ? run->scheme : NULL;
  if (scheme == NULL && kind->type == ANF_FIELD_UNIT)
    scheme = anf_cli_run_get (run, "scheme");
  g_autofree char *after = NULL;
  for (guint page = 0; page < PAGES_MAX; page++)
    {
      g_autofree char *path = page_path (kind, scheme, is_numbered (kind) ? text : NULL, after);
      g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
      if (reply == NULL)
        return FALSE;
      JsonObject *list = anf_reply_get_object (reply);
      if (list == NULL)
        break;
      add_matches (ids, anf_json_peek_array (list, "items"), kind->type, text);
      const char *next = anf_json_peek_string (list, "next");
      if (next == NULL)
        break;
      g_free (after);
      after = g_strdup (next);
    }
  return TRUE;
}

static gboolean
throw_ambiguous (const char *text, GPtrArray *ids, GError **error)
{
  g_autoptr (GString) all = g_string_new (NULL);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (all, "\n  %s", (const char *)g_ptr_array_index (ids, i));
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("“%s” fits more than one; use one of these ids:%s"), text, all->str);
}

/* Ids of schemes, units, tasks and accounts are words: asking for them tells whether they are one.
 */
static gboolean
exists (AnfRun *run, const Kind *kind, const char *text)
{
  g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/%s/%s", kind->collection, escaped);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, NULL);
  return reply != NULL;
}

static gboolean
is_word (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr ("-_.", *at) == NULL)
      return FALSE;
  return *text != '\0';
}

char *
anf_cli_ref_resolve (AnfRun *run, AnfFieldType type, const char *text, GError **error)
{
  const Kind *kind = find_kind (type);
  g_return_val_if_fail (kind != NULL, NULL);
  if (type == ANF_FIELD_ACCOUNT && !is_word (text))
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("“%s” is no account: give the name that the person logs in with"), text);
      return NULL;
    }
  /* An account's id is its name, and few may list accounts. */
  if (anf_uuid_is_valid (text) || type == ANF_FIELD_ACCOUNT)
    return g_strdup (text);
  if (type == ANF_FIELD_EVIDENCE)
    {
      anf_error_throw (
          error, ANF_ERROR_INVALID,
          _ ("“%s” is not the id of evidence; “anfang evidence list VISIT” shows them"), text);
      return NULL;
    }
  const gboolean has_word_id
      = type == ANF_FIELD_SCHEME || type == ANF_FIELD_UNIT || type == ANF_FIELD_TASK;
  if (has_word_id && is_word (text) && exists (run, kind, text))
    return g_strdup (text);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  if (!search (run, kind, text, ids, error))
    return NULL;
  if (ids->len == 1)
    return g_strdup (g_ptr_array_index (ids, 0));
  if (ids->len > 1)
    throw_ambiguous (text, ids, error);
  else
    anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                     _ ("there is no %s “%s”; “anfang %s list” shows what you may see"),
                     _ (kind->name), text, kind->name);
  return NULL;
}
