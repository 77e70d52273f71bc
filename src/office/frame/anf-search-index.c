/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-search-index.h"

#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-search-words.h"

#include <string.h>

/* To be counted up when records are made into text in another way: what is kept cannot be taken out
   of the index by another text than it was put in with. */
#define BUILT 1
#define PAGE 500

/* The members that are searched, the first one of people's own words being the title. */
static const char *const unit_members[] = { "name", "code", NULL };
static const char *const visit_members[] = { "number",
                                             "site",
                                             "address",
                                             "mandate",
                                             "submitted/narrative",
                                             "verified/opinion",
                                             "returned/reason",
                                             "cancelled/reason",
                                             NULL };
static const char *const finding_members[]
    = { "number",           "fact",          "clause",
        "category",         "requirement",   "established/opinion",
        "dismissed/reason", "merged/reason", NULL };
static const char *const order_members[] = { "number/text",        "title",
                                             "requirements",       "reviewed/opinion",
                                             "objection/reason",   "objection/minutes",
                                             "plan/causes",        "plan/measures/text",
                                             "plan/target",        "feedback/summary",
                                             "feedback/mechanism", "reinspection/record",
                                             "returns/reason",     "closing/mechanism",
                                             "withdrawn/reason",   NULL };

/* Values are of whatever columns the register has. */
static const char *const register_members[] = { "number", "values/*", NULL };

static const struct
{
  const char *title;
  const char *const *members;
} nouns[ANF_NOUN_COUNT] = {
  [ANF_NOUN_UNIT] = { "name", unit_members },
  [ANF_NOUN_VISIT] = { "site", visit_members },
  [ANF_NOUN_FINDING] = { "fact", finding_members },
  [ANF_NOUN_ORDER] = { "title", order_members },
  [ANF_NOUN_REGISTER] = { "title", register_members },
};

gboolean
anf_search_index_has (AnfNoun noun)
{
  return nouns[noun].members != NULL;
}

const char *
anf_search_index_get_title (AnfNoun noun)
{
  return nouns[noun].title;
}

char
anf_search_index_get_link_tag (const char *kind)
{
  static const struct
  {
    const char *kind;
    char tag;
  } tags[] = { { "member", 'm' }, { "addressee", 'a' }, { "lead", 'l' }, { "reader", 'r' } };
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    if (strcmp (tags[i].kind, kind) == 0)
      return tags[i].tag;
  return 0;
}

/* In the order of their names: the same record is the same text each time. */
static void
append_values (GString *out, JsonObject *object)
{
  g_autoptr (GList) members = g_list_sort (json_object_get_members (object), (GCompareFunc)strcmp);
  for (GList *l = members; l != NULL; l = l->next)
    {
      const char *text = anf_json_peek_string (object, l->data);
      if (text != NULL)
        anf_search_words_append (out, text);
    }
}

static void
append_node (GString *out, JsonNode *node, const char *path)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        append_node (out, json_array_get_element (array, i), path);
      return;
    }
  if (*path == '\0')
    {
      if (json_node_get_value_type (node) == G_TYPE_STRING)
        anf_search_words_append (out, json_node_get_string (node));
      return;
    }
  if (*path == '*' && JSON_NODE_HOLDS_OBJECT (node))
    {
      append_values (out, json_node_get_object (node));
      return;
    }
  const gsize length = strcspn (path, "/");
  g_autofree char *name = g_strndup (path, length);
  JsonNode *inner = JSON_NODE_HOLDS_OBJECT (node)
                        ? json_object_get_member (json_node_get_object (node), name)
                        : NULL;
  if (inner != NULL)
    append_node (out, inner, path + length + (path[length] == '/' ? 1 : 0));
}

static char *
spread_member (JsonObject *doc, const char *path)
{
  GString *text = g_string_new (NULL);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), doc);
  append_node (text, node, path);
  return g_string_free (text, FALSE);
}

static void
join (GString *out, const char *spread)
{
  if (*spread == '\0')
    return;
  if (out->len > 0)
    anf_search_words_append (out, "");
  g_string_append (out, spread);
}

/* What a unit may be shown is asked of the one who knows; the rest is for the office. */
static void
spread_members (AnfNoun noun, JsonObject *doc, AnfSearchText *text)
{
  static const AnfActor some_unit = { 0 };
  g_autoptr (JsonObject) shown = anf_disclosure_show (noun, doc, &some_unit);
  GString *open = g_string_new (NULL);
  GString *hidden = g_string_new (NULL);
  for (const char *const *member = nouns[noun].members; *member != NULL; member++)
    {
      g_autofree char *whole = spread_member (doc, *member);
      g_autofree char *told = spread_member (shown, *member);
      join (open, told);
      if (strcmp (whole, told) != 0)
        join (hidden, whole);
    }
  text->open = g_string_free (open, FALSE);
  text->hidden = g_string_free (hidden, FALSE);
}

static gboolean
append_link (const char *kind, const char *target, gpointer data, GError **error)
{
  const char tag = anf_search_index_get_link_tag (kind);
  if (tag != 0)
    anf_search_words_append_tag (data, tag, target);
  return TRUE;
}

static void
append_tag (GString *tags, char kind, const char *value)
{
  if (value != NULL)
    anf_search_words_append_tag (tags, kind, value);
}

gboolean
anf_search_index_make (
    AnfTx *tx, AnfNoun noun, gint64 seq, JsonObject *doc, AnfSearchText *text, GError **error)
{
  GString *tags = g_string_new (NULL);
  append_tag (tags, ANF_SEARCH_TAG_KIND, anf_noun_name (noun));
  append_tag (tags, ANF_SEARCH_TAG_SCHEME, anf_json_peek_string (doc, "scheme"));
  append_tag (tags, ANF_SEARCH_TAG_UNIT, anf_json_peek_string (doc, "unit"));
  append_tag (tags, ANF_SEARCH_TAG_STATE, anf_json_peek_string (doc, "state"));
  append_tag (tags, ANF_SEARCH_TAG_REGISTER, anf_json_peek_string (doc, "key"));
  const gboolean done = anf_search_rows_each_link (tx, noun, seq, append_link, tags, error);
  text->tags = g_string_free (tags, FALSE);
  spread_members (noun, doc, text);
  return done;
}

gboolean
anf_search_index_add (AnfTx *tx, const AnfItem *item, GError **error)
{
  gint64 key = 0;
  g_auto (AnfSearchText) text = { 0 };
  const gint64 seq = item->record->seq;
  return !anf_search_index_has (item->noun)
         || (anf_search_rows_add (tx, item->noun, seq, &key, error)
             && anf_search_index_make (tx, item->noun, seq, item->doc, &text, error)
             && anf_search_rows_put (tx, key, &text, error));
}

static gboolean
replace (AnfTx *tx,
         AnfNoun noun,
         gint64 seq,
         const AnfSearchText *before,
         const AnfSearchText *after,
         GError **error)
{
  gint64 key = 0;
  if (anf_search_text_equal (before, after))
    return TRUE;
  if (!anf_search_rows_find (tx, noun, seq, &key, error))
    return FALSE;
  if (key == 0)
    return anf_error_throw (error, ANF_ERROR_CORRUPT, "search: %s %" G_GINT64_FORMAT " has no row",
                            anf_noun_name (noun), seq);
  return anf_search_rows_take (tx, key, before, error)
         && anf_search_rows_put (tx, key, after, error);
}

/* The record's text as it stands in the store. */
static gboolean
make_stored (AnfTx *tx, AnfNoun noun, const char *id, AnfSearchText *text, GError **error)
{
  g_autoptr (AnfRecord) record = anf_records_find (tx, noun, id, error);
  g_autoptr (JsonObject) doc
      = record != NULL ? anf_json_parse_object (record->doc, strlen (record->doc), error) : NULL;
  return doc != NULL && anf_search_index_make (tx, noun, record->seq, doc, text, error);
}

gboolean
anf_search_index_change (AnfTx *tx, const AnfItem *item, GError **error)
{
  g_auto (AnfSearchText) before = { 0 };
  g_auto (AnfSearchText) after = { 0 };
  const gint64 seq = item->record->seq;
  return !anf_search_index_has (item->noun)
         || (make_stored (tx, item->noun, item->record->id, &before, error)
             && anf_search_index_make (tx, item->noun, seq, item->doc, &after, error)
             && replace (tx, item->noun, seq, &before, &after, error));
}

static gboolean
change_link (AnfTx *tx,
             AnfNoun noun,
             const AnfRecord *record,
             const char *const link[2],
             AnfRecordsChange change,
             GError **error)
{
  g_auto (AnfSearchText) before = { 0 };
  g_auto (AnfSearchText) after = { 0 };
  if (!anf_search_index_has (noun))
    return change (tx, noun, record, link[0], link[1], error);
  return make_stored (tx, noun, record->id, &before, error)
         && change (tx, noun, record, link[0], link[1], error)
         && make_stored (tx, noun, record->id, &after, error)
         && replace (tx, noun, record->seq, &before, &after, error);
}

gboolean
anf_search_index_link (AnfTx *tx,
                       AnfNoun noun,
                       const AnfRecord *record,
                       const char *kind,
                       const char *target,
                       GError **error)
{
  const char *const link[2] = { kind, target };
  return change_link (tx, noun, record, link, anf_records_link, error);
}

gboolean
anf_search_index_unlink (AnfTx *tx,
                         AnfNoun noun,
                         const AnfRecord *record,
                         const char *kind,
                         const char *target,
                         GError **error)
{
  const char *const link[2] = { kind, target };
  return change_link (tx, noun, record, link, anf_records_unlink, error);
}

static gboolean
take_record (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  AnfItem *item = data;
  item->record->seq = seq;
  item->record->id = g_strdup (id);
  item->record->doc = g_strdup (doc);
  item->doc = anf_json_parse_object (doc, strlen (doc), error);
  return item->doc != NULL;
}

AnfItem *
anf_search_index_find (AnfTx *tx, AnfNoun noun, gint64 seq, GError **error)
{
  const AnfRecordsQuery query = { .after = seq - 1, .limit = 1 };
  g_autoptr (AnfItem) item = anf_item_new (noun, NULL, NULL);
  if (!anf_records_list (tx, noun, &query, take_record, item, error))
    return NULL;
  if (item->doc != NULL && item->record->seq == seq)
    return g_steal_pointer (&item);
  anf_error_throw (error, ANF_ERROR_CORRUPT, "search: there is no %s %" G_GINT64_FORMAT,
                   anf_noun_name (noun), seq);
  return NULL;
}

gboolean
anf_search_index_is_current (AnfTx *tx, gboolean *current, GError **error)
{
  gint64 built = 0;
  if (!anf_search_rows_get_built (tx, &built, error))
    return FALSE;
  *current = built == BUILT;
  return TRUE;
}

typedef struct
{
  AnfTx *tx;
  gint64 last;
  guint count;
} Build;

static gboolean
put_row (gint64 key, const char *name, gint64 seq, gpointer data, GError **error)
{
  Build *build = data;
  AnfNoun noun = ANF_NOUN_COUNT;
  g_auto (AnfSearchText) text = { 0 };
  build->last = key;
  build->count++;
  if (!anf_noun_find (name, &noun) || !anf_search_index_has (noun))
    return anf_error_throw (error, ANF_ERROR_CORRUPT, "search: no records are called %s", name);
  g_autoptr (AnfItem) item = anf_search_index_find (build->tx, noun, seq, error);
  return item != NULL && anf_search_index_make (build->tx, noun, seq, item->doc, &text, error)
         && anf_search_rows_put (build->tx, key, &text, error);
}

static gboolean
build_all (AnfTx *tx, gpointer data, GError **error)
{
  Build build = { .tx = tx, .count = PAGE };
  if (!anf_search_rows_clear (tx, error))
    return FALSE;
  while (build.count == PAGE)
    {
      build.count = 0;
      if (!anf_search_rows_each (tx, build.last, PAGE, put_row, &build, error))
        return FALSE;
    }
  return anf_search_rows_set_built (tx, BUILT, error);
}

static gboolean
look (AnfTx *tx, gpointer data, GError **error)
{
  return anf_search_index_is_current (tx, data, error);
}

gboolean
anf_search_index_build (AnfStore *store, GError **error)
{
  gboolean current = FALSE;
  return anf_store_read (store, look, &current, error)
         && (current || anf_store_write (store, build_all, NULL, error));
}
