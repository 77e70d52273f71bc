/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-names.h"

#include "anf-check.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-fact-flag.h"
#include "anf-json.h"
#include "anf-words.h"

static const char *
find_unit (AnfRun *run, const char *id)
{
  if (run->units == NULL)
    run->units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *known = g_hash_table_lookup (run->units, id);
  if (known != NULL)
    return known;
  g_autofree char *path = anf_cli_run_path ("units", id, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, NULL);
  JsonObject *unit = reply != NULL ? anf_reply_get_object (reply) : NULL;
  const char *name = unit != NULL ? anf_json_peek_string (unit, "name") : NULL;
  char *kept = g_strdup (name != NULL ? name : id);
  g_hash_table_insert (run->units, g_strdup (id), kept);
  return kept;
}

const char *
anf_cli_names_word (AnfRun *run, const char *words, const char *name)
{
  if (*name == '\0')
    return name;
  if (g_str_equal (words, "unit"))
    return find_unit (run, name);
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
