/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-draws.h"

#include "anf-draw.h"
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-units.h"

#include <glib/gi18n.h>

/* 32 bytes: nobody finds a seed that pleases by trying. */
#define SEED_SIZE 32

static gboolean
check_candidates (AnfWork *work, char **candidates, GError **error)
{
  for (gsize i = 0; candidates[i] != NULL; i++)
    if (!anf_unit_check_valid (work, "candidates", candidates[i], error))
      return FALSE;
  const gint64 count = anf_json_peek_int (work->call->body, "count", 1);
  return count < (gint64)g_strv_length (candidates)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("count: draw fewer than there are candidates"));
}

static JsonArray *
make_array (char **texts)
{
  JsonArray *array = json_array_new ();
  for (gsize i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  return array;
}

/* The seed is made here and now, and all of it goes into one record and its leaf: a lot that does
   not please can be drawn again, but not without a trace. */
gboolean
anf_draws_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!anf_work_begin_put (work, ANF_NOUN_DRAW, NULL, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  if (existing != NULL)
    return anf_error_throw (error, ANF_ERROR_STATE, _ ("a lot that was drawn stays as it is"));
  const char *scheme_id = anf_json_peek_string (work->call->body, "scheme");
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, scheme_id, error);
  g_auto (GStrv) candidates
      = anf_facts_dup_strings (anf_json_peek_array (work->call->body, "candidates"));
  if (scheme == NULL || !check_candidates (work, candidates, error))
    return FALSE;
  JsonObject *doc = anf_json_copy_object (work->call->body);
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_DRAW, work->call->id, doc);
  g_autofree char *seed = anf_random_hex (&work->office->random, SEED_SIZE);
  g_auto (GStrv) drawn = anf_draw (seed, (const char *const *)candidates,
                                   (guint)anf_json_peek_int (doc, "count", 1));
  json_object_set_string_member (doc, "id", work->call->id);
  json_object_set_string_member (doc, "seed", seed);
  json_object_set_array_member (doc, "drawn", make_array (drawn));
  item->record->scheme = g_strdup (scheme_id);
  if (!anf_work_create (work, item, "drawn", "drawn", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

gboolean
anf_draws_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme") };
  return anf_work_reply_list (work, ANF_NOUN_DRAW, &query, error);
}

gboolean
anf_draws_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_DRAW, work->call->id, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}
