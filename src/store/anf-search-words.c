/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-search-words.h"

#include <string.h>

/* For the tokenizer, characters of private use are letters; no text has one once it is spread. The
   first stands for whatever parts words but space, so that a phrase does not reach across a comma;
   the second begins a word that spells out a character. */
#define BARRIER "\xee\x80\x80"
#define SPELLED "\xee\x80\x81"

/* Where the tokenizer's table of letters, which is older than ours, is sure to agree. Characters of
   anywhere else, those of rare names among them, are spelled out. */
static gboolean
is_known (gunichar c)
{
  static const struct
  {
    gunichar first;
    gunichar last;
  } known[] = {
    { 0x30, 0x24f },    { 0x391, 0x3c9 },   { 0x410, 0x44f },   { 0x3041, 0x3096 },
    { 0x30a1, 0x30fa }, { 0x3400, 0x4db5 }, { 0x4e00, 0x9fcc }, { 0xac00, 0xd7a3 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (c >= known[i].first && c <= known[i].last)
      return TRUE;
  return FALSE;
}

typedef struct
{
  GString *out;
  gboolean begun;   /* some letter has been written */
  gboolean barrier; /* one is due before the next letter */
} Spread;

static void
put_letter (Spread *self, gunichar c)
{
  if (self->barrier && self->begun)
    g_string_append (self->out, " " BARRIER " ");
  self->barrier = FALSE;
  self->begun = TRUE;
  if (!is_known (c))
    g_string_append_printf (self->out, " " SPELLED "%x ", c);
  else if (g_unichar_iswide (c))
    {
      g_string_append_c (self->out, ' ');
      g_string_append_unichar (self->out, c);
      g_string_append_c (self->out, ' ');
    }
  else
    g_string_append_unichar (self->out, c);
}

/* Widths and forms of characters are no difference: `Ａ１` is `A1`. */
static void
spread (Spread *self, const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  for (const char *at = normal != NULL ? normal : ""; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      if (g_unichar_isalnum (c))
        put_letter (self, c);
      else if (g_unichar_isspace (c))
        g_string_append_c (self->out, ' ');
      else if (!g_unichar_ismark (c))
        self->barrier = TRUE;
    }
}

void
anf_search_words_append (GString *out, const char *text)
{
  Spread self = { .out = out };
  if (out->len > 0)
    g_string_append (out, " " BARRIER " ");
  spread (&self, text);
}

/* A number or a Latin word may be begun only: 2018-00 finds 2018-0012. */
static gboolean
ends_open (const char *phrase)
{
  const gsize size = strlen (phrase);
  return size > 0 && g_ascii_isalnum (phrase[size - 1]);
}

static gboolean
append_phrase (GString *out, const char *word, const char *columns)
{
  g_autoptr (GString) phrase = g_string_new (NULL);
  Spread self = { .out = phrase };
  spread (&self, word);
  if (!self.begun)
    return FALSE;
  g_string_append_printf (out, "%s{%s} : \"%s\"%s", out->len > 0 ? " AND " : "", columns,
                          phrase->str, ends_open (phrase->str) ? " *" : "");
  return TRUE;
}

char *
anf_search_words_match (const char *text, const char *columns)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_auto (GStrv) words = g_strsplit_set (normal != NULL ? normal : "", " \t\r\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  guint count = 0;
  for (gsize i = 0; words[i] != NULL && count <= ANF_SEARCH_WORDS_MAX; i++)
    if (append_phrase (out, words[i], columns))
      count++;
  if (count == 0 || count > ANF_SEARCH_WORDS_MAX)
    return NULL;
  return g_strdup (out->str);
}

/* As the tokenizer folds them. */
static void
append_folded (GString *out, const char *word)
{
  for (const char *at = word; *at != '\0'; at = g_utf8_next_char (at))
    g_string_append_unichar (out, g_unichar_tolower (g_utf8_get_char (at)));
}

/* Characters stand apart, by how many spaces makes no difference to a phrase. Returns: (transfer
   full): each word with a space on either side */
static char *
join_words (const char *spread_text)
{
  g_auto (GStrv) words = g_strsplit (spread_text, " ", -1);
  g_autoptr (GString) out = g_string_new (" ");
  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      {
        append_folded (out, words[i]);
        g_string_append_c (out, ' ');
      }
  return g_strdup (out->str);
}

static gboolean
stands_in (const char *word, const char *known)
{
  g_autoptr (GString) spread_word = g_string_new (NULL);
  anf_search_words_append (spread_word, word);
  g_autofree char *phrase = join_words (spread_word->str);
  if (ends_open (spread_word->str))
    phrase[strlen (phrase) - 1] = '\0';
  return spread_word->len == 0 || strstr (known, phrase) != NULL;
}

gboolean
anf_search_words_stand_in (const char *text, const char *spread_text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autofree char *known = join_words (spread_text);
  g_auto (GStrv) words = g_strsplit_set (normal != NULL ? normal : "", " \t\r\n", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    if (!stands_in (words[i], known))
      return FALSE;
  return TRUE;
}

void
anf_search_words_append_tag (GString *out, char kind, const char *value)
{
  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append_c (out, kind);
  for (const char *at = value; *at != '\0'; at++)
    g_string_append_printf (out, "%02x", (guint)(guchar)*at);
}
