/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-template.h"

#include "anf-error.h"
#include "anf-paper-limits.h"

#include <glib/gi18n.h>

#include <string.h>

#define NAME_MAX_BYTES 32
#define DEPTH_MAX 4

/* Marks of a line's kind between expansion and splitting; taken out of values: see is_mark(). */
#define MARK_FIRST '\x01'
#define MARK_SECOND '\x02'
#define MARK_TITLE '\x03'
#define MARK_ROW '\x04'
#define MARK_SIGN '\x05'
#define MARK_ITEMS '\x06'
#define MARK_SUBTITLE '\x0e'
#define MARK_WRITE '\x0f'

static const struct
{
  const char *text;
  char mark;
  AnfParagraphKind kind;
} line_kinds[] = {
  { "# ", MARK_FIRST, ANF_PARAGRAPH_FIRST },
  { "## ", MARK_SECOND, ANF_PARAGRAPH_SECOND },
  { "@title ", MARK_TITLE, ANF_PARAGRAPH_TITLE },
  { "| ", MARK_ROW, ANF_PARAGRAPH_ROW },
  { "@subtitle ", MARK_SUBTITLE, ANF_PARAGRAPH_SUBTITLE },
  { "|+ ", MARK_SIGN, ANF_PARAGRAPH_SIGN },
  { "|++ ", MARK_WRITE, ANF_PARAGRAPH_WRITE },
  { "@items ", MARK_ITEMS, ANF_PARAGRAPH_ITEMS },
};

typedef struct
{
  const AnfTemplate *template;
  const char *start; /* of the whole text, to count lines in errors */
  GString *out;
} Expansion;

static gboolean
fail (const Expansion *at, const char *where, const char *what, const char *name, GError **error)
{
  guint line = 1;
  for (const char *c = at->start; c < where; c++)
    line += *c == '\n' ? 1 : 0;
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("letter template, line %u: %s “%s”"), line,
                          what, name);
}

/* Reads `{name}`, `{#name}`, `{?name}`, `{^name}` or `{/name}` at @tag. */
static gboolean
read_tag (const Expansion *at, const char *tag, char *sigil, char **name, const char **after)
{
  const char *from = tag + 1;
  *sigil = ' ';
  if (*from != '\0' && strchr ("#?^/", *from) != NULL)
    *sigil = *from++;
  const gsize length = strspn (from, "abcdefghijklmnopqrstuvwxyz0123456789_");
  if (length == 0 || length > NAME_MAX_BYTES || from[length] != '}')
    return FALSE;
  *name = g_strndup (from, length);
  *after = from + length + 1;
  /* A line that holds only the tag of a block vanishes with it. */
  if (*sigil != ' ' && (tag == at->start || tag[-1] == '\n') && **after == '\n')
    (*after)++;
  return TRUE;
}

static gboolean
is_mark (char c)
{
  return (c >= MARK_FIRST && c <= MARK_ITEMS) || c == MARK_SUBTITLE || c == MARK_WRITE;
}

static void
append_char (GString *out, char c)
{
  if (!is_mark (c) && c != '\r')
    g_string_append_c (out, c);
}

static void
append_value (GString *out, const char *value)
{
  for (const char *c = value; *c != '\0'; c++)
    append_char (out, *c);
}

static gboolean
look_up (const Expansion *at, const char *name, gssize item, char **value)
{
  return at->template->lookup (name, item, at->template->data, value);
}

/* Finds the `{/name}` that closes the block which begins at @from; blocks of one name do not nest.
 */
static const char *
find_end (const char *from, const char *name, const char **after)
{
  g_autofree char *closing = g_strconcat ("{/", name, "}", NULL);
  const char *end = strstr (from, closing);
  if (end == NULL)
    return NULL;
  *after = end + strlen (closing);
  if (end > from && end[-1] == '\n' && **after == '\n')
    (*after)++;
  return end;
}

static gboolean
expand (Expansion *at, const char *from, const char *to, gssize item, guint depth, GError **error);

typedef struct
{
  char sigil;
  const char *name;
  const char *tag;
  const char *body;
  const char *body_end;
} Block;

static gboolean
expand_block (Expansion *at, const Block *block, gssize item, guint depth, GError **error)
{
  if (depth >= DEPTH_MAX)
    return fail (at, block->tag, _ ("too many blocks in each other at"), block->name, error);
  if (block->sigil == '#')
    {
      if (item >= 0 || g_strcmp0 (block->name, at->template->repeated) != 0)
        return fail (at, block->tag, _ ("no such list"), block->name, error);
      for (gsize i = 0; i < at->template->n_items; i++)
        if (!expand (at, block->body, block->body_end, (gssize)i, depth + 1, error))
          return FALSE;
      return TRUE;
    }
  g_autofree char *value = NULL;
  if (!look_up (at, block->name, item, &value))
    return fail (at, block->tag, _ ("no such placeholder"), block->name, error);
  const gboolean wanted = (value[0] == '\0') == (block->sigil == '^');
  return !wanted || expand (at, block->body, block->body_end, item, depth + 1, error);
}

static gboolean
expand_tag (
    Expansion *at, const char **cursor, const char *to, gssize item, guint depth, GError **error)
{
  const char *tag = *cursor;
  char sigil = ' ';
  g_autofree char *name = NULL;
  if (!read_tag (at, tag, &sigil, &name, cursor) || *cursor > to)
    return fail (at, tag, _ ("not a placeholder"), "{", error);
  if (sigil == ' ')
    {
      g_autofree char *value = NULL;
      if (!look_up (at, name, item, &value))
        return fail (at, tag, _ ("no such placeholder"), name, error);
      append_value (at->out, value);
      return TRUE;
    }
  if (sigil == '/')
    return fail (at, tag, _ ("nothing is open that closes with"), name, error);
  const char *after = NULL;
  Block block = { sigil, name, tag, *cursor, NULL };
  block.body_end = find_end (block.body, name, &after);
  if (block.body_end == NULL || block.body_end > to)
    return fail (at, tag, _ ("nothing closes"), name, error);
  *cursor = after;
  return expand_block (at, &block, item, depth, error);
}

/* At the beginning of a line of the template: its kind, as a mark. */
static const char *
expand_line_start (Expansion *at, const char *from)
{
  if (from != at->start && from[-1] != '\n')
    return from;
  if (g_str_has_prefix (from, "//"))
    return from + strcspn (from, "\n");
  for (gsize i = 0; i < G_N_ELEMENTS (line_kinds); i++)
    if (g_str_has_prefix (from, line_kinds[i].text))
      {
        g_string_append_c (at->out, line_kinds[i].mark);
        return from + strlen (line_kinds[i].text);
      }
  return from;
}

static gboolean
expand (Expansion *at, const char *from, const char *to, gssize item, guint depth, GError **error)
{
  const char *cursor = from;
  while (cursor < to)
    {
      const char *text = expand_line_start (at, cursor);
      if (text != cursor)
        {
          cursor = text;
          continue;
        }
      if (g_str_has_prefix (cursor, "{{"))
        {
          g_string_append_c (at->out, '{');
          cursor += 2;
          continue;
        }
      if (*cursor != '{')
        {
          append_char (at->out, *cursor++);
          continue;
        }
      if (!expand_tag (at, &cursor, to, item, depth, error))
        return FALSE;
    }
  return TRUE;
}

static void
paragraph_free (gpointer data)
{
  AnfParagraph *paragraph = data;
  g_free (paragraph->text);
  g_free (paragraph);
}

static GPtrArray *
split (const char *text)
{
  GPtrArray *paragraphs = g_ptr_array_new_with_free_func (paragraph_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = lines[i];
      AnfParagraphKind kind = ANF_PARAGRAPH_TEXT;
      for (gsize k = 0; k < G_N_ELEMENTS (line_kinds); k++)
        if (*line == line_kinds[k].mark)
          kind = line_kinds[k].kind;
      g_autofree char *content = g_strdup (kind == ANF_PARAGRAPH_TEXT ? line : line + 1);
      g_strstrip (content);
      if (*content == '\0')
        continue;
      AnfParagraph *paragraph = g_new0 (AnfParagraph, 1);
      *paragraph = (AnfParagraph){ kind, g_steal_pointer (&content) };
      g_ptr_array_add (paragraphs, paragraph);
    }
  return paragraphs;
}

GPtrArray *
anf_template_expand (const AnfTemplate *self, const char *text, GError **error)
{
  const gsize length = strlen (text);
  if (length > ANF_PAPER_TEMPLATE_MAX || !g_utf8_validate (text, (gssize)length, NULL))
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("letter template: more than %d bytes, or not UTF-8"),
                             ANF_PAPER_TEMPLATE_MAX);
      return NULL;
    }
  g_autoptr (GString) out = g_string_new (NULL);
  Expansion at = { self, text, out };
  if (!expand (&at, text, text + length, -1, 0, error))
    return NULL;
  return split (out->str);
}
