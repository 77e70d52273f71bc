/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-fsck.h"
#include "anf-search-index.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

#define PAGE 500

typedef struct
{
  AnfFsck *check;
  AnfTx *tx;
  GHashTable *sums; /* key → sum of what the index has at its row */
  gint64 last;
  guint count;
  gint64 words;
} Pass;

/* Of a word at its place (FNV-1a). Of a row they are added up, since the index tells them in an
   order of its own: to look each row's whole text up took minutes for some thousand rows. */
static guint64
hash_place (const char *word, gsize length, const char *column, gint64 offset)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8)word[i]) * G_GUINT64_CONSTANT (1099511628211);
  hash = (hash ^ (guint8)*column) * G_GUINT64_CONSTANT (1099511628211);
  hash = (hash ^ (guint64)offset) * G_GUINT64_CONSTANT (1099511628211);
  return hash ^ (hash >> 29);
}

static gboolean
add_place (gint64 key,
           const char *word,
           const char *column,
           gint64 offset,
           gpointer data,
           GError **error G_GNUC_UNUSED)
{
  GHashTable *sums = data;
  guint64 *sum = g_hash_table_lookup (sums, &key);
  if (sum == NULL)
    {
      gint64 *own = g_new (gint64, 1);
      *own = key;
      sum = g_new0 (guint64, 1);
      g_hash_table_insert (sums, own, sum);
    }
  *sum += hash_place (word, strlen (word), column, offset);
  return TRUE;
}

static guint64
sum_words (const char *column, const char *text)
{
  guint64 sum = 0;
  gint64 offset = 0;
  g_autoptr (GString) folded = g_string_new (NULL);
  for (; *text != '\0'; text = g_utf8_next_char (text))
    g_string_append_unichar (folded, g_unichar_tolower (g_utf8_get_char (text)));
  for (const char *at = folded->str + strspn (folded->str, " "); *at != '\0'; offset++)
    {
      const gsize length = strcspn (at, " ");
      sum += hash_place (at, length, column, offset);
      at += length + strspn (at + length, " ");
    }
  return sum;
}

/* Spread text is words with spaces between them. */
static gint64
count_words (const char *text)
{
  gint64 count = 0;
  while (*text != '\0')
    {
      text += strspn (text, " ");
      count += *text != '\0' ? 1 : 0;
      text += strcspn (text, " ");
    }
  return count;
}

static void
append_phrase (GString *match, const char *column, const char *text)
{
  if (count_words (text) > 0)
    g_string_append_printf (match, "%s%s : \"%s\"", match->len > 0 ? " AND " : "", column, text);
}

static gboolean
is_as_kept (const Pass *pass, gint64 key, const AnfSearchText *text)
{
  const guint64 *sum = g_hash_table_lookup (pass->sums, &key);
  return sum != NULL
         && *sum
                == sum_words ("tags", text->tags) + sum_words ("open", text->open)
                       + sum_words ("hidden", text->hidden);
}

/* The whole text, as one phrase, is found at its row. Only where the words do not add up is it
   looked for: SQLite may fold one in another way. */
static gboolean
check_text (Pass *pass, gint64 key, const AnfItem *item, const AnfSearchText *text, GError **error)
{
  g_autoptr (GString) match = g_string_new (NULL);
  gboolean found = FALSE;
  pass->words += count_words (text->tags) + count_words (text->open) + count_words (text->hidden);
  if (is_as_kept (pass, key, text))
    return TRUE;
  append_phrase (match, "tags", text->tags);
  append_phrase (match, "open", text->open);
  append_phrase (match, "hidden", text->hidden);
  if (!anf_search_rows_has (pass->tx, key, match->str, &found, error))
    return FALSE;
  if (!found)
    anf_fsck_fault (pass->check, _ ("search: %s/%s is not found by what it says"),
                    anf_noun_name (item->noun), item->record->id);
  return TRUE;
}

static gboolean
check_row (gint64 key, const char *name, gint64 seq, gpointer data, GError **error)
{
  Pass *pass = data;
  AnfNoun noun = ANF_NOUN_COUNT;
  g_autoptr (GError) local_error = NULL;
  g_auto (AnfSearchText) text = { 0 };
  pass->last = key;
  pass->count++;
  g_autoptr (AnfItem) item = anf_noun_find (name, &noun) && anf_search_index_has (noun)
                                 ? anf_search_index_find (pass->tx, noun, seq, &local_error)
                                 : NULL;
  if (item == NULL)
    {
      anf_fsck_fault (pass->check,
                      _ ("search: %s %" PRId64 " is kept, but there is no such record"), name, seq);
      return TRUE;
    }
  return anf_search_index_make (pass->tx, noun, seq, item->doc, &text, error)
         && check_text (pass, key, item, &text, error);
}

typedef struct
{
  Pass *pass;
  AnfNoun noun;
  gint64 last;
  guint count;
} Rows;

static gboolean
check_record (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  Rows *rows = data;
  gint64 key = 0;
  rows->last = seq;
  rows->count++;
  if (!anf_search_rows_find (rows->pass->tx, rows->noun, seq, &key, error))
    return FALSE;
  if (key == 0)
    anf_fsck_fault (rows->pass->check, _ ("search: %s/%s is never found"),
                    anf_noun_name (rows->noun), id);
  return TRUE;
}

static gboolean
check_records (Pass *pass, AnfNoun noun, GError **error)
{
  Rows rows = { .pass = pass, .noun = noun, .count = PAGE };
  while (rows.count == PAGE)
    {
      const AnfRecordsQuery query = { .after = rows.last, .limit = PAGE };
      rows.count = 0;
      if (!anf_records_list (pass->tx, noun, &query, check_record, &rows, error))
        return FALSE;
    }
  return TRUE;
}

/* What is found of each record is in the index, and by their number nothing else is. */
gboolean
anf_fsck_search (AnfTx *tx, gpointer data, GError **error)
{
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  Pass pass = { .check = data, .tx = tx, .sums = sums, .count = PAGE };
  gboolean current = FALSE;
  gint64 words = 0;
  if (!anf_search_index_is_current (tx, &current, error))
    return FALSE;
  /* It is built when the service starts. */
  if (!current)
    return TRUE;
  if (!anf_search_rows_each_word (tx, add_place, sums, error))
    return FALSE;
  while (pass.count == PAGE)
    {
      pass.count = 0;
      if (!anf_search_rows_each (tx, pass.last, PAGE, check_row, &pass, error))
        return FALSE;
    }
  for (guint noun = 0; noun < ANF_NOUN_COUNT; noun++)
    if (anf_search_index_has ((AnfNoun)noun) && !check_records (&pass, (AnfNoun)noun, error))
      return FALSE;
  if (!anf_search_rows_count (tx, &words, error))
    return FALSE;
  if (words != pass.words)
    anf_fsck_fault (pass.check,
                    _ ("search: its index has %" PRId64 " words, the records have %" PRId64), words,
                    pass.words);
  return TRUE;
}
