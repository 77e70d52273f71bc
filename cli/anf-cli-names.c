/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-names.h"

#include "anf-check.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-fact-flag.h"
#include "anf-json.h"
#include "anf-words.h"

/* A record of thousands of references is not worth as many requests. */
#define LOOKUPS_MAX 60

/* Members that name another record, by the collection that it is in; NULL is one that does not.
   @parent: (nullable): only of the noun or the member above */
static const struct
{
  const char *parent;
  const char *member;
  const char *collection;
} references[] = {
  { "flag", "unit", NULL }, /* of measure */
  { NULL, "unit", "units" },
  { NULL, "units", "units" },
  { NULL, "lead_units", "units" },
  { NULL, "co_units", "units" },
  { NULL, "countersign", "units" },
  { NULL, "departments", "units" },
  { NULL, "proposed_unit", "units" },
  { NULL, "no_recurrence_of", "units" },
  { "choice", "candidates", "units" },
  { "choice", "chosen", "units" },
  { "referral", "to", "units" },
  { "task", "to", "units" },
  { "task", "with", "units" },
  { "unit", "parent", "units" },
  { "unit", "successor", "units" },
  { NULL, "scheme", "schemes" },
  { NULL, "finding", "findings" },
  { NULL, "findings", "findings" },
  { "finding", "merged_into", "findings" },
  { "reopened", "because_of", "findings" },
  { "recurrence", "of", "findings" },
  { NULL, "order", "orders" },
  { NULL, "orders", "orders" },
  { "order", "merged_into", "orders" },
  { "finding", "accountabilities", "orders" },
  { "finding", "decisions", "orders" },
  { NULL, "visit", "visits" },
  { "visit", "revisit_of", "visits" },
  { NULL, "lead", "leads" },
  { NULL, "referral", "referrals" },
  { "referral", "supplements", "referrals" },
  { "referral", "supplemented_by", "referrals" },
  { NULL, "evidence", "evidence" },
  { "evidence", "derived_from", "evidence" },
};

/* What people call a record: its name, its number (of a letter in parts), its file, its title. */
static const char *
peek_name (JsonObject *record)
{
  static const char *const members[] = { "name", "number", "filename", "title" };
  JsonObject *number = anf_json_peek_object (record, "number");
  const char *name = number != NULL ? anf_json_peek_string (number, "text") : NULL;
  for (gsize i = 0; name == NULL && i < G_N_ELEMENTS (members); i++)
    name = anf_json_peek_string (record, members[i]);
  return name;
}

/* Kept under @path, so that nothing is asked twice. */
static const char *
keep_name (AnfRun *run, char *path, const char *name)
{
  char *kept = g_strdup (name);
  g_hash_table_insert (run->names, path, kept);
  return kept;
}

/* A scheme tells what its areas are called, too. */
static void
keep_areas (AnfRun *run, const char *path, JsonObject *scheme)
{
  JsonObject *document = anf_json_peek_object (scheme, "document");
  JsonArray *areas = document != NULL ? anf_json_peek_array (document, "areas") : NULL;
  for (guint i = 0; areas != NULL && i < json_array_get_length (areas); i++)
    {
      JsonNode *node = json_array_get_element (areas, i);
      JsonObject *area = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *id = area != NULL ? anf_json_peek_string (area, "id") : NULL;
      const char *name = area != NULL ? anf_json_peek_string (area, "name") : NULL;
      if (id != NULL && name != NULL)
        (void)keep_name (run, g_strjoin ("/", path, "areas", id, NULL), name);
    }
}

static const char *
find_name (AnfRun *run, const char *collection, const char *id)
{
  if (run->names == NULL)
    run->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *path = anf_cli_run_path (collection, id, NULL);
  const char *known = g_hash_table_lookup (run->names, path);
  if (known != NULL || g_hash_table_size (run->names) >= LOOKUPS_MAX)
    return known != NULL ? known : id;
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, NULL);
  JsonObject *record = reply != NULL ? anf_reply_get_object (reply) : NULL;
  const char *name = record != NULL ? peek_name (record) : NULL;
  if (record != NULL)
    keep_areas (run, path, record);
  return keep_name (run, g_steal_pointer (&path), name != NULL ? name : id);
}

const char *
anf_cli_names_find_area (AnfRun *run, const char *scheme, const char *id)
{
  (void)find_name (run, "schemes", scheme);
  g_autofree char *path = anf_cli_run_path ("schemes", scheme, "areas");
  g_autofree char *of_area = g_strjoin ("/", path, id, NULL);
  const char *name = g_hash_table_lookup (run->names, of_area);
  return name != NULL ? name : id;
}

const char *
anf_cli_names_find_collection (const char *parent, const char *member)
{
  for (gsize i = 0; i < G_N_ELEMENTS (references); i++)
    if (g_str_equal (references[i].member, member)
        && (references[i].parent == NULL || g_str_equal (references[i].parent, parent)))
      return references[i].collection;
  return NULL;
}

const char *
anf_cli_names_refer (AnfRun *run, const char *parent, const char *member, const char *id)
{
  const char *collection = *id != '\0' ? anf_cli_names_find_collection (parent, member) : NULL;
  return collection != NULL ? find_name (run, collection, id) : id;
}

const char *
anf_cli_names_word (AnfRun *run, const char *words, const char *name)
{
  if (*name == '\0')
    return name;
  if (g_str_equal (words, "unit"))
    return find_name (run, "units", name);
  AnfCheck check;
  if (g_str_equal (words, "plausibility"))
    return anf_check_find (name, &check) ? anf_check_title (check, anf_word_is_chinese ()) : name;
  if (g_str_equal (words, ANF_COLUMN_FACT_FLAGS))
    return anf_fact_flag_describe (name);
  if (g_str_equal (words, "noun"))
    return anf_word_noun (name);
  if (g_str_equal (words, "role"))
    return anf_word_role (name);
  return anf_word_state (words, name);
}
