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

/* What people call a record: its name, its number (of a letter in parts), its file. */
static const char *
peek_name (JsonObject *record)
{
  static const char *const members[] = { "name", "number", "filename" };
  JsonObject *number = anf_json_peek_object (record, "number");
  const char *name = number != NULL ? anf_json_peek_string (number, "text") : NULL;
  for (gsize i = 0; name == NULL && i < G_N_ELEMENTS (members); i++)
    name = anf_json_peek_string (record, members[i]);
  return name;
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
  char *kept = g_strdup (name != NULL ? name : id);
  g_hash_table_insert (run->names, g_steal_pointer (&path), kept);
  return kept;
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
