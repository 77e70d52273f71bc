/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-search.h"

#include "anf-accountable.h"
#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-registers.h"
#include "anf-search-index.h"
#include "anf-search-words.h"

#include <glib/gi18n.h>

#include <string.h>

#define TITLE_MAX 120
/* Whose registers are searched. */
#define SCHEMES_MAX 200

/* What is found, by the operation that would list it: whose lists a record is not in, does not find
   it either. */
static const struct
{
  AnfNoun noun;
  const char *operation;
} kinds[] = {
  { ANF_NOUN_UNIT, "listUnits" },         { ANF_NOUN_VISIT, "listVisits" },
  { ANF_NOUN_FINDING, "listFindings" },   { ANF_NOUN_ORDER, "listOrders" },
  { ANF_NOUN_REGISTER, "listRegisters" },
};

static void
append_tag (GString *match, char kind, const char *value)
{
  g_autoptr (GString) tag = g_string_new (NULL);
  if (value == NULL)
    return;
  anf_search_words_append_tag (tag, kind, value);
  g_string_append_printf (match, "%s{tags} : %s", match->len > 0 ? " AND " : "", tag->str);
}

/* Whoever belongs to nobody's readers is one of none. */
static void
append_scope (GString *match, const AnfWork *work, AnfScope scope)
{
  const AnfActor *actor = &work->actor;
  if (scope == ANF_SCOPE_MEMBER)
    append_tag (match, anf_search_index_get_link_tag ("member"), actor->name);
  if (scope == ANF_SCOPE_UNIT)
    append_tag (match, anf_search_index_get_link_tag (anf_policy_get_reach (actor)),
                actor->unit != NULL ? actor->unit : "");
}

typedef struct
{
  AnfWork *work;
  GString *keys;
} Registers;

/* Who reads a register is said by the scheme as it is now, its own or one above it. */
static void
append_registers (Registers *self, const AnfScheme *scheme, const char *scheme_id)
{
  const AnfActor *actor = &self->work->actor;
  GPtrArray *registers = anf_scheme_get_registers (scheme);
  for (guint i = 0; registers != NULL && i < registers->len; i++)
    {
      const AnfRegister *reg = registers->pdata[i];
      const AnfFacts facts
          = { .readers = reg->readers,
              .addressee = anf_work_has_unit_side (self->work) ? actor->unit : NULL };
      g_autofree char *key = anf_registers_dup_key (scheme_id, reg->id);
      g_autoptr (GString) tag = g_string_new (NULL);
      if (!anf_policy_check ("listRegisters", actor, &facts, NULL))
        continue;
      anf_search_words_append_tag (tag, ANF_SEARCH_TAG_REGISTER, key);
      g_string_append_printf (self->keys, "%s{tags} : %s", self->keys->len > 0 ? " OR " : "",
                              tag->str);
    }
}

static gboolean
append_of_scheme (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  Registers *self = data;
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (self->work, id, error);
  for (const AnfScheme *each = scheme; each != NULL; each = anf_scheme_get_parent (each))
    append_registers (self, each, id);
  return scheme != NULL;
}

/* Returns: FALSE when the caller reads none. */
static gboolean
append_readable (GString *match, AnfWork *work)
{
  g_autoptr (GString) keys = g_string_new (NULL);
  Registers registers = { .work = work, .keys = keys };
  const AnfRecordsQuery all = { .limit = SCHEMES_MAX };
  if (!anf_records_list (work->tx, ANF_NOUN_SCHEME, &all, append_of_scheme, &registers, NULL)
      || keys->len == 0)
    return FALSE;
  g_string_append_printf (match, " AND (%s)", keys->str);
  if (anf_work_has_unit_side (work))
    append_tag (match, ANF_SEARCH_TAG_UNIT, work->actor.unit != NULL ? work->actor.unit : "");
  return TRUE;
}

/* A unit finds by the states that it is shown: what is closed to it may be open again here. */
static void
append_state (GString *match, AnfWork *work, AnfNoun noun)
{
  const char *state = anf_work_get_query (work, "state");
  if (state == NULL || !anf_work_has_unit_side (work))
    {
      append_tag (match, ANF_SEARCH_TAG_STATE, state);
      return;
    }
  const char *shown = anf_disclosure_show_state (noun, state);
  g_autofree const char **hidden = anf_disclosure_list_hidden_states (noun, state);
  g_autoptr (GString) tag = g_string_new (NULL);
  anf_search_words_append_tag (tag, ANF_SEARCH_TAG_STATE, state);
  g_string_append_printf (match, " AND ({tags} : %s", tag->str);
  for (gsize i = 0; hidden[i] != NULL; i++)
    {
      g_string_truncate (tag, 0);
      anf_search_words_append_tag (tag, ANF_SEARCH_TAG_STATE, hidden[i]);
      g_string_append_printf (match, " OR {tags} : %s", tag->str);
    }
  g_string_append_c (match, ')');
  /* It is shown none in it, and nothing is in two. */
  if (strcmp (shown, state) != 0)
    append_tag (match, ANF_SEARCH_TAG_STATE, shown);
}

/* Rights are part of what is looked for, in the index itself: so neither a page nor where it ends
   tells anything of what the caller may not read. */
static char *
describe_kind (AnfWork *work, gsize index, const char *text)
{
  const AnfScope scope = anf_policy_get_scope (kinds[index].operation, &work->actor);
  if (scope == ANF_SCOPE_NONE || scope == ANF_SCOPE_OWN)
    return NULL;
  g_autoptr (GString) match = g_string_new (NULL);
  append_tag (match, ANF_SEARCH_TAG_KIND, anf_noun_name (kinds[index].noun));
  append_scope (match, work, scope);
  if (kinds[index].noun == ANF_NOUN_REGISTER && !append_readable (match, work))
    return NULL;
  append_tag (match, ANF_SEARCH_TAG_SCHEME, anf_work_get_query (work, "scheme"));
  append_tag (match, ANF_SEARCH_TAG_UNIT, anf_work_get_query (work, "unit"));
  append_state (match, work, kinds[index].noun);
  if (text != NULL)
    g_string_append_printf (match, " AND %s", text);
  return g_strdup_printf ("(%s)", match->str);
}

static gboolean
check_kind (AnfWork *work, const char *kind, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (anf_noun_name (kinds[i].noun), kind) == 0)
      return anf_policy_may_call (kinds[i].operation, &work->actor, error);
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("kind: “%.40s” is not searched"), kind);
}

/* Returns: (transfer full): NULL with @error */
static char *
describe (AnfWork *work, const char *text, GError **error)
{
  const char *kind = anf_work_get_query (work, "kind");
  g_autoptr (GString) match = g_string_new (NULL);
  if (kind != NULL && !check_kind (work, kind, error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *one = kind == NULL || strcmp (anf_noun_name (kinds[i].noun), kind) == 0
                                 ? describe_kind (work, i, text)
                                 : NULL;
      if (one != NULL)
        g_string_append_printf (match, "%s%s", match->len > 0 ? " OR " : "", one);
    }
  return g_strdup (match->str);
}

static char *
describe_text (AnfWork *work, GError **error)
{
  const char *text = anf_work_get_query (work, "q");
  /* What is hidden from units is not found by them. */
  char *match = anf_search_words_match (text != NULL ? text : "",
                                        anf_work_has_unit_side (work) ? "open" : "open hidden");
  if (match == NULL)
    anf_error_throw (error, ANF_ERROR_INVALID,
                     _ ("q: give from one to %d words to look for, parted by spaces"),
                     ANF_SEARCH_WORDS_MAX);
  return match;
}

/* Where to go on: after a record that the caller could have been shown, and no other. */
static gboolean
parse_after (AnfWork *work, gint64 *before, GError **error)
{
  const char *after = anf_work_get_query (work, "after");
  AnfNoun noun = ANF_NOUN_COUNT;
  gboolean shown = FALSE;
  *before = G_MAXINT64;
  if (after == NULL)
    return TRUE;
  g_auto (GStrv) parts = g_strsplit (after, "/", 2);
  g_autoptr (AnfRecord) record = NULL;
  g_autofree char *match = describe (work, NULL, error);
  if (match == NULL)
    return FALSE;
  if (parts[0] != NULL && parts[1] != NULL && anf_noun_find (parts[0], &noun)
      && anf_search_index_has (noun)
      && !anf_records_lookup (work->tx, noun, parts[1], &record, error))
    return FALSE;
  if (record != NULL
      && (!anf_search_rows_find (work->tx, noun, record->seq, before, error)
          || !anf_search_rows_has (work->tx, *before, match, &shown, error)))
    return FALSE;
  return shown
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("after: give the `next` of the page before"));
}

typedef struct
{
  AnfWork *work;
  JsonArray *items;
  char *last;
  gint64 key; /* of the last row that was looked at */
  gint64 rows;
} Page;

static void
copy_string (JsonObject *to, JsonObject *from, const char *member)
{
  const char *text = anf_json_peek_string (from, member);
  if (text != NULL)
    json_object_set_string_member (to, member, text);
}

static void
set_title (JsonObject *item, const char *title)
{
  if (title == NULL)
    return;
  if (g_utf8_strlen (title, -1) <= TITLE_MAX)
    {
      json_object_set_string_member (item, "title", title);
      return;
    }
  g_autofree char *begin = g_utf8_substring (title, 0, TITLE_MAX);
  g_autofree char *cut = g_strconcat (begin, "…", NULL);
  json_object_set_string_member (item, "title", cut);
}

static JsonObject *
describe_item (AnfNoun noun, JsonObject *doc)
{
  static const char *const members[] = { "id", "number", "scheme", "unit", "state", NULL };
  JsonObject *item = json_object_new ();
  JsonObject *number = anf_json_peek_object (doc, "number");
  json_object_set_string_member (item, "kind", anf_noun_name (noun));
  for (gsize i = 0; members[i] != NULL; i++)
    copy_string (item, doc, members[i]);
  if (number != NULL)
    json_object_set_string_member (item, "number", anf_json_peek_string (number, "text"));
  set_title (item, anf_json_peek_string (doc, anf_search_index_get_title (noun)));
  return item;
}

/* The index has the whole text of an 问责建议; by whom that names it is found only by who may read
   it. The rest look for what they are shown. */
static gboolean
is_found_in (const Page *page, AnfNoun noun, gint64 seq, JsonObject *shown, GError **error)
{
  const char *query = anf_work_get_query (page->work, "q");
  g_auto (AnfSearchText) text = { 0 };
  if (!anf_search_index_make (page->work->tx, noun, seq, shown, &text, error))
    return FALSE;
  g_autofree char *whole = g_strconcat (text.open, " ", text.hidden, NULL);
  return anf_search_words_stand_in (query, whole);
}

static gboolean
add_item (gint64 key, const char *name, gint64 seq, gpointer data, GError **error)
{
  Page *page = data;
  AnfNoun noun = ANF_NOUN_COUNT;
  GError *local_error = NULL;
  page->key = key;
  page->rows++;
  if (!anf_noun_find (name, &noun))
    return anf_error_throw (error, ANF_ERROR_CORRUPT, "search: no records are called %s", name);
  g_autoptr (AnfItem) found = anf_search_index_find (page->work->tx, noun, seq, error);
  if (found == NULL)
    return FALSE;
  g_autoptr (JsonObject) shown = anf_work_has_unit_side (page->work)
                                     ? anf_disclosure_show (noun, found->doc, &page->work->actor)
                                     : anf_accountable_dup_hidden (page->work, noun, found->doc);
  if (shown != NULL && !anf_work_has_unit_side (page->work)
      && !is_found_in (page, noun, seq, shown, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, local_error);
      return local_error == NULL;
    }
  json_array_add_object_element (page->items,
                                 describe_item (noun, shown != NULL ? shown : found->doc));
  g_free (page->last);
  page->last = g_strdup_printf ("%s/%s", name, found->record->id);
  return TRUE;
}

static void
reply (AnfWork *work, Page *page, gint64 limit)
{
  g_autoptr (JsonObject) body = json_object_new ();
  const gboolean full = json_array_get_length (page->items) == (guint)limit;
  json_object_set_array_member (body, "items", g_steal_pointer (&page->items));
  if (full)
    json_object_set_string_member (body, "next", page->last);
  else
    json_object_set_null_member (body, "next");
  anf_work_reply_text (work, "application/json", anf_json_format_object (body));
}

/* What is passed over leaves no gap: a page that is short is the last one. */
static gboolean
fill (Page *page, const char *match, gint64 before, gint64 limit, GError **error)
{
  AnfSearchQuery search = { .match = match, .before = before };
  do
    {
      search.limit = limit - json_array_get_length (page->items);
      page->rows = 0;
      if (!anf_search_rows_list (page->work->tx, &search, add_item, page, error))
        return FALSE;
      search.before = page->key;
    }
  while (page->rows == search.limit && json_array_get_length (page->items) < (guint)limit);
  return TRUE;
}

gboolean
anf_search_run (AnfWork *work, GError **error)
{
  gint64 before = 0;
  AnfRecordsQuery query = { 0 };
  g_autofree char *text = describe_text (work, error);
  g_autofree char *match = text != NULL ? describe (work, text, error) : NULL;
  if (match == NULL || !anf_work_parse_limit (work, &query, error)
      || !parse_after (work, &before, error))
    return FALSE;
  Page page = { .work = work, .items = json_array_new () };
  /* Whoever reads nothing of the kind finds nothing. */
  const gboolean done = *match == '\0' || fill (&page, match, before, query.limit, error);
  if (done)
    reply (work, &page, query.limit);
  g_clear_pointer (&page.items, json_array_unref);
  g_free (page.last);
  return done;
}
