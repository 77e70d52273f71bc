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
  gint64 last;
  guint count;
  gint64 words;
} Pass;

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

/* The whole text, as one phrase, is found at its row. */
static gboolean
check_text (Pass *pass, gint64 key, const AnfItem *item, const AnfSearchText *text, GError **error)
{
  g_autoptr (GString) match = g_string_new (NULL);
  gboolean found = FALSE;
  append_phrase (match, "tags", text->tags);
  append_phrase (match, "open", text->open);
  append_phrase (match, "hidden", text->hidden);
  pass->words += count_words (text->tags) + count_words (text->open) + count_words (text->hidden);
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
  g_autoptr (AnfItem) item = anf_fsck_find_noun (name, &noun) && anf_search_index_has (noun)
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
  Pass pass = { .check = data, .tx = tx, .count = PAGE };
  gboolean current = FALSE;
  gint64 words = 0;
  if (!anf_search_index_is_current (tx, &current, error))
    return FALSE;
  /* It is built when the service starts. */
  if (!current)
    return TRUE;
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
