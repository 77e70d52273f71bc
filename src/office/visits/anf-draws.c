/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-draws.h"

#include "anf-draw.h"
#include "anf-error.h"
#include "anf-evaluations.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-put-once.h"
#include "anf-units.h"

#include <glib/gi18n.h>

/* 32 bytes: nobody finds a seed that pleases by trying. */
#define SEED_SIZE 32
/* Findings that are looked at at once, and candidates of one lot. */
#define BATCH 500
#define CANDIDATES_MAX 500

static gboolean
check_candidates (AnfWork *work, char **candidates, GError **error)
{
  const gboolean are_units = json_object_has_member (work->call->body, "candidates");
  for (gsize i = 0; are_units && candidates[i] != NULL; i++)
    if (!anf_unit_check_valid (work, "candidates", candidates[i], error))
      return FALSE;
  const gint64 count = anf_json_peek_int (work->call->body, "count", 1);
  return count < (gint64)g_strv_length (candidates)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("count: draw fewer than there are candidates"));
}

typedef struct
{
  GDate from;
  GDate to;
  GPtrArray *numbers; /* (element-type utf8) */
} Closed;

/* Closed on one of the days, and nobody has looked at it since. */
static gboolean
waits (const AnfItem *finding, const Closed *closed)
{
  gint64 at = 0;
  GDate day;
  const char *text = anf_json_peek_string (finding->doc, "closed_at");
  if (text == NULL || !anf_time_parse (text, &at, NULL)
      || anf_evaluations_find_last (finding->doc) != NULL)
    return FALSE;
  anf_time_local_date (at, &day);
  return g_date_compare (&day, &closed->from) >= 0 && g_date_compare (&day, &closed->to) <= 0;
}

static gboolean
collect_page (
    AnfWork *work, const Closed *closed, AnfRecordsQuery *query, guint *count, GError **error)
{
  g_autoptr (GPtrArray) page = anf_work_list_page (work, ANF_NOUN_FINDING, query, error);
  if (page == NULL)
    return FALSE;
  *count = page->len;
  for (guint i = 0; i < page->len; i++)
    {
      const AnfItem *finding = page->pdata[i];
      query->after = finding->record->seq;
      if (waits (finding, closed))
        g_ptr_array_add (closed->numbers, g_strdup (finding->record->number));
    }
  return closed->numbers->len <= CANDIDATES_MAX
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("closed: more than %d findings wait to be evaluated: draw of fewer "
                                "days, or of one unit"),
                             CANDIDATES_MAX);
}

static gboolean
read_closed (JsonObject *object, Closed *closed, GError **error)
{
  const char *from = NULL;
  const char *to = NULL;
  if (!anf_json_get_string (object, "from", &from, error)
      || !anf_json_get_string (object, "to", &to, error)
      || !anf_date_parse (from, &closed->from, error) || !anf_date_parse (to, &closed->to, error))
    return FALSE;
  return g_date_compare (&closed->from, &closed->to) <= 0
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("closed: it ends before it begins"));
}

/* 事后评估: which of what was closed to look at again. */
static char **
collect_closed (AnfWork *work, GError **error)
{
  JsonObject *object = anf_json_peek_object (work->call->body, "closed");
  g_autoptr (GPtrArray) numbers = g_ptr_array_new_with_free_func (g_free);
  Closed closed = { .numbers = numbers };
  guint count = BATCH;
  AnfRecordsQuery query = { .scheme = anf_json_peek_string (work->call->body, "scheme"),
                            .unit = anf_json_peek_string (object, "unit"),
                            .state = "closed",
                            .limit = BATCH };
  if (!read_closed (object, &closed, error))
    return NULL;
  while (count == BATCH)
    if (!collect_page (work, &closed, &query, &count, error))
      return NULL;
  g_ptr_array_add (numbers, NULL);
  return g_strdupv ((char **)numbers->pdata);
}

static char **
list_candidates (AnfWork *work, GError **error)
{
  JsonArray *units = anf_json_peek_array (work->call->body, "candidates");
  return units != NULL ? anf_facts_dup_strings (units) : collect_closed (work, error);
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
static gboolean
draw (AnfWork *work, AnfItem *item, GError **error)
{
  JsonObject *doc = item->doc;
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, item->record->scheme, error);
  g_auto (GStrv) candidates = scheme != NULL ? list_candidates (work, error) : NULL;
  if (candidates == NULL || !check_candidates (work, candidates, error))
    return FALSE;
  g_autofree char *seed = anf_random_hex (&work->office->random, SEED_SIZE);
  g_auto (GStrv) drawn = anf_draw (seed, (const char *const *)candidates,
                                   (guint)anf_json_peek_int (doc, "count", 1));
  json_object_set_string_member (doc, "seed", seed);
  json_object_set_array_member (doc, "candidates", make_array (candidates));
  json_object_set_array_member (doc, "drawn", make_array (drawn));
  return TRUE;
}

gboolean
anf_draws_put (AnfWork *work, GError **error)
{
  return anf_put_once (work, ANF_NOUN_DRAW, "drawn", N_ ("a lot that was drawn stays as it is"),
                       draw, error);
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
