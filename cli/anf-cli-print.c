/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-print.h"

#include "anf-check.h"
#include "anf-cli-members.h"
#include "anf-cli-names.h"
#include "anf-cli-scheme-words.h"
#include "anf-cli-values.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-fact-flag.h"
#include "anf-json.h"
#include "anf-order-kind.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* A cell of a table is cut here, so that a row stays a row. */
#define CELL_WIDTH_MAX 44
#define COLUMNS_MAX 12

void
anf_cli_print_text (const char *text)
{
  fputs (text, stdout);
}

gboolean
anf_cli_print_flush (GError **error)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  return anf_error_set_errno (error, errno, _ ("cannot write to standard output"));
}

void
anf_cli_print_note (const AnfRun *run, const char *format, ...)
{
  if (run->globals->quiet)
    return;
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  fprintf (stderr, "%s\n", text);
}

void
anf_cli_print_reply (const AnfReply *reply)
{
  gsize size = 0;
  const char *bytes = g_bytes_get_data (reply->body, &size);
  if (size == 0)
    return;
  fwrite (bytes, 1, size, stdout);
  if (bytes[size - 1] != '\n')
    fputc ('\n', stdout);
}

int
anf_cli_print_width (const char *text)
{
  int width = 0;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

/* Records have UTC; people read the day that deadlines are counted in. */
static void
append_text (GString *text, const char *value)
{
  gint64 time_us = 0;
  const gboolean is_time = g_str_has_suffix (value, "Z") && anf_time_parse (value, &time_us, NULL);
  g_autofree char *local = is_time ? anf_time_format_local (time_us) : NULL;
  g_string_append (text, local != NULL ? local : value);
}

static void
append_scalar (GString *text, JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    append_text (text, json_node_get_string (node));
  else if (!JSON_NODE_HOLDS_NULL (node))
    {
      g_autofree char *json = anf_json_format (node);
      g_string_append (text, json);
    }
}

/* @step: a member, or `LIST[ID]`: the last of those in a list that has this id and still runs */
static JsonNode *
find_step (JsonObject *object, const char *step)
{
  const char *id = strchr (step, '[');
  if (id == NULL)
    return json_object_get_member (object, step);
  g_autofree char *list = g_strndup (step, (gsize)(id - step));
  JsonArray *array = anf_json_peek_array (object, list);
  for (guint i = array != NULL ? json_array_get_length (array) : 0; i > 0; i--)
    {
      JsonNode *node = json_array_get_element (array, i - 1);
      const char *of = JSON_NODE_HOLDS_OBJECT (node)
                           ? anf_json_peek_string (json_node_get_object (node), "id")
                           : NULL;
      if (of == NULL || !g_str_has_prefix (id + 1, of) || id[1 + strlen (of)] != ']')
        continue;
      const char *state = anf_json_peek_string (json_node_get_object (node), "state");
      return state == NULL || g_str_equal (state, "running") ? node : NULL;
    }
  return NULL;
}

/* An empty cell would be taken for no limit at all. */
static void
append_absent (GString *text, JsonObject *holder, const char *step)
{
  if (g_str_equal (step, "due") && json_object_has_member (holder, "missing_year"))
    g_string_append_printf (text, _ ("no date: %d is not loaded"),
                            (int)anf_json_peek_int (holder, "missing_year", 0));
}

char *
anf_cli_print_member (JsonObject *object, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);
  JsonNode *node = NULL;
  JsonObject *holder = NULL;
  const char *last = "";
  for (guint i = 0; steps[i] != NULL; i++)
    {
      holder = object;
      last = steps[i];
      node = object != NULL ? find_step (object, steps[i]) : NULL;
      object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    }
  GString *text = g_string_new (NULL);
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (i > 0)
            g_string_append (text, ", ");
          append_scalar (text, json_array_get_element (array, i));
        }
    }
  else if (node != NULL)
    append_scalar (text, node);
  else if (holder != NULL)
    append_absent (text, holder, last);
  return g_string_free (text, FALSE);
}

/* A terminal must not be steered by what others wrote. */
static char *
one_line (const char *text, int width_max)
{
  GString *line = g_string_new (NULL);
  int width = 0;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
      if (width > width_max - 1 && *g_utf8_next_char (at) != '\0')
        {
          g_string_append (line, "…");
          break;
        }
      g_string_append_unichar (line, g_unichar_iscntrl (c) ? ' ' : c);
    }
  return g_string_free (line, FALSE);
}

static const char *
name_of (JsonObject *record)
{
  static const char *const members[] = { "number", "name", "title" };
  JsonObject *number = anf_json_peek_object (record, "number");
  if (number != NULL)
    return anf_json_peek_string (number, "text");
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *text = anf_json_peek_string (record, members[i]);
      if (text != NULL)
        return text;
    }
  return NULL;
}

static const char *
id_of (JsonObject *record)
{
  const char *id = anf_json_peek_string (record, "id");
  return id != NULL ? id : anf_json_peek_string (record, "name");
}

static void
print_id (JsonObject *record)
{
  const char *id = id_of (record);
  if (id != NULL)
    printf ("%s\n", id);
}

/* A letter is called by its kind: to press for something is not to order it. */
static const char *
noun_of (const AnfRun *run, JsonObject *record)
{
  const char *noun = anf_cli_noun_get_record (run->noun);
  const AnfOrderKind *kind = g_str_equal (noun, "order")
                                 ? anf_order_kind_find (anf_json_peek_string (record, "kind"))
                                 : NULL;
  return kind != NULL && !kind->carries ? kind->name : noun;
}

void
anf_cli_print_record (const AnfRun *run, const AnfReply *reply)
{
  JsonObject *record = anf_reply_get_object (reply);
  if (run->globals->json)
    {
      anf_cli_print_reply (reply);
      return;
    }
  if (record == NULL)
    return;
  if (run->globals->quiet)
    {
      print_id (record);
      return;
    }
  const char *id = id_of (record);
  const char *name = name_of (record);
  const char *state = anf_json_peek_string (record, "state");
  g_autofree char *line = one_line (name != NULL ? name : "", CELL_WIDTH_MAX * 2);
  printf ("%s %s", anf_word_noun (noun_of (run, record)), id != NULL ? id : "?");
  if (*line != '\0' && g_strcmp0 (line, id) != 0)
    printf ("  %s", line);
  if (state != NULL)
    printf ("  %s", anf_word_state (anf_cli_noun_get_record (run->noun), state));
  printf ("\n");
}

/*
 * Where one is in a record that is shown whole.
 * @run: asks what the records are called that it names
 * @name: of the member, or “-” of what stands in a list
 * @member: the same, of what stands in a list that of the list
 * @parent: whose member it is: the noun, or the member above
 * @record: which says of which scheme its areas are, and of which check its figures
 * @ours: it is a member of the contract
 */
typedef struct
{
  AnfRun *run;
  JsonObject *record;
  const char *name;
  const char *member;
  const char *parent;
  gboolean ours;
} Place;

static const char *
word_name (const Place *place)
{
  if (!place->ours || place->run->document == NULL || !anf_word_is_chinese ())
    return place->ours ? anf_cli_member_word (place->parent, place->name) : place->name;
  const char *chinese = anf_cli_scheme_find_member (place->parent, place->name);
  return chinese != NULL ? chinese : place->name;
}

static const char *
word_value (const Place *place, const char *value)
{
  if (place->run->document == NULL || !anf_word_is_chinese ())
    return anf_cli_value_word (place->parent, place->member, value);
  const char *chinese = anf_cli_scheme_find_value (place->parent, place->member, value);
  return chinese != NULL ? chinese : value;
}

/* What it names, as people call that; @value itself where it names nothing. */
static const char *
call (const Place *place, const char *value)
{
  const char *scheme = anf_json_peek_string (place->record, "scheme");
  if (scheme != NULL && g_str_equal (place->member, "area"))
    return anf_cli_names_find_area (place->run, scheme, value);
  if (place->run->document == NULL)
    return anf_cli_names_refer (place->run, place->parent, place->member, value);
  const char *name
      = anf_cli_scheme_find_name (place->run->document, place->parent, place->member, value);
  return name != NULL ? name : value;
}

/* A register has columns of the scheme's. */
static gboolean
is_ours_below (const Place *place)
{
  return place->ours && !g_str_equal (place->member, "values");
}

/* (transfer full) (nullable): a figure of the flag @record, with its unit; NULL for what is none */
static char *
format_figure (JsonObject *record, const char *member)
{
  AnfCheck check;
  const char *name = anf_json_peek_string (record, "check");
  const gint64 figure = anf_json_peek_int (record, member, -1);
  return name != NULL && figure >= 0 && anf_check_find (name, &check)
             ? anf_check_format_figure (check, figure, anf_word_is_chinese ())
             : NULL;
}

static gboolean
is_figure (const Place *place)
{
  return g_str_equal (place->parent, "flag")
         && (g_str_equal (place->member, "figure") || g_str_equal (place->member, "threshold"));
}

static void
print_scalar (JsonNode *node, const Place *place)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *figure = is_figure (place) ? format_figure (place->record, place->member) : NULL;
  if (figure != NULL)
    g_string_append (text, figure);
  else
    append_scalar (text, node);
  const char *value = text->str;
  if (place->ours && JSON_NODE_HOLDS_VALUE (node))
    value = json_node_get_value_type (node) == G_TYPE_STRING ? word_value (place, value)
            : json_node_get_value_type (node) == G_TYPE_BOOLEAN && anf_word_is_chinese ()
                ? (json_node_get_boolean (node) ? _ ("yes") : _ ("no"))
                : value;
  const char *called = place->ours && JSON_NODE_HOLDS_VALUE (node) ? call (place, value) : value;
  g_autofree char *both = called != value && !g_str_equal (called, value)
                              ? g_strdup_printf (_ ("%s (%s)"), called, value)
                              : g_strdup (value);
  g_autofree char *line = one_line (both, G_MAXINT);
  if (g_str_equal (place->name, "-"))
    printf ("- %s\n", line);
  else
    printf (_ ("%s: %s\n"), word_name (place), line);
}

/* What an examination noted, which a clerk is to understand; `--json` has the codes. */
static void
print_flags (JsonArray *flags, int depth)
{
  for (guint i = 0; i < json_array_get_length (flags); i++)
    {
      const char *flag = anf_json_array_get_string (flags, i);
      g_autofree char *line
          = one_line (flag != NULL ? anf_fact_flag_describe (flag) : "", G_MAXINT);
      printf ("%*s- %s\n", depth * 2, "", line);
    }
}

/* What is there in both languages is read in one. */
static gboolean
is_for_others (JsonObject *object, const char *member)
{
  return json_object_has_member (object, "en") && json_object_has_member (object, "zh_CN")
         && g_str_equal (member, anf_word_is_chinese () ? "en" : "zh_CN");
}

static void print_node (JsonNode *node, const Place *place, int depth);

static void
print_list (JsonArray *array, const Place *place, int depth)
{
  if (g_str_equal (place->name, "flags"))
    {
      print_flags (array, depth);
      return;
    }
  const Place within = { .run = place->run,
                         .record = place->record,
                         .name = "-",
                         .member = place->member,
                         .parent = place->parent,
                         .ours = is_ours_below (place) };
  for (guint i = 0; i < json_array_get_length (array); i++)
    print_node (json_array_get_element (array, i), &within, depth);
}

static void
print_node (JsonNode *node, const Place *place, int depth)
{
  const char *word = word_name (place);
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  printf ("%*s", depth * 2, "");
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      Place within = { .run = place->run,
                       .record = place->record,
                       .parent = place->member,
                       .ours = is_ours_below (place) };
      printf ("%s\n", word);
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) members = json_object_get_members (object);
      for (GList *l = members; l != NULL; l = l->next)
        {
          if (within.ours && is_for_others (object, l->data))
            continue;
          within.name = within.member = l->data;
          print_node (json_object_get_member (object, l->data), &within, depth + 1);
        }
      return;
    }
  if (array == NULL)
    {
      print_scalar (node, place);
      return;
    }
  if (json_array_get_length (array) == 0)
    printf (_ ("%s: %s\n"), word, "–");
  else
    printf ("%s\n", word);
  print_list (array, place, depth + 1);
}

/* The cells of a table with the widest of each column. */
typedef struct
{
  GPtrArray *cells;
  int widths[COLUMNS_MAX];
  guint columns;
} Table;

static void
add_cell (Table *table, guint column, char *cell)
{
  table->widths[column] = MAX (table->widths[column], anf_cli_print_width (cell));
  g_ptr_array_add (table->cells, cell);
}

static void
print_table (const Table *table)
{
  for (guint i = 0; i < table->cells->len; i++)
    {
      const guint column = i % MAX (table->columns, 1);
      const char *cell = g_ptr_array_index (table->cells, i);
      if (column + 1 == table->columns)
        {
          printf ("%s\n", cell);
          continue;
        }
      printf ("%s%*s  ", cell, table->widths[column] - anf_cli_print_width (cell), "");
    }
}

char *
anf_cli_print_cell (AnfRun *run, JsonObject *record, const AnfColumn *column)
{
  g_autofree char *text = anf_cli_print_member (record, column->member);
  if (g_str_equal (text, "true"))
    return g_strdup (_ ("yes"));
  if (g_str_equal (text, "false"))
    return g_strdup (_ ("no"));
  if (column->words == NULL)
    return g_steal_pointer (&text);
  if (g_str_equal (column->words, ANF_COLUMN_FIGURE))
    {
      char *figure = record != NULL ? format_figure (record, column->member) : NULL;
      return figure != NULL ? figure : g_steal_pointer (&text);
    }
  const char *scheme = record != NULL ? anf_json_peek_string (record, "scheme") : NULL;
  if (g_str_equal (column->words, ANF_COLUMN_AREA))
    return g_strdup (scheme != NULL && *text != '\0' ? anf_cli_names_find_area (run, scheme, text)
                                                     : text);
  g_auto (GStrv) names = g_strsplit (text, ", ", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  /* Sentences have commas of their own. */
  const char *between = g_str_equal (column->words, ANF_COLUMN_FACT_FLAGS) ? _ ("; ") : _ (", ");
  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? between : "",
                            anf_cli_names_word (run, column->words, names[i]));
  return g_strdup (out->str);
}

/* What a list would say of it, in the reader's words, before all that the record holds in the
   contract's. */
static void
print_head (AnfRun *run, JsonObject *record, const AnfColumn *columns)
{
  gboolean any = FALSE;
  for (guint c = 0; columns != NULL && columns[c].heading != NULL; c++)
    {
      g_autofree char *text = anf_cli_print_cell (run, record, &columns[c]);
      g_autofree char *line = one_line (text, G_MAXINT);
      if (*line == '\0')
        continue;
      printf (_ ("%s: %s\n"), _ (columns[c].heading), line);
      any = TRUE;
    }
  if (any)
    printf ("\n");
}

void
anf_cli_print_object (AnfRun *run, JsonObject *object, const AnfColumn *columns)
{
  print_head (run, object, columns);
  g_autoptr (GList) members = json_object_get_members (object);
  Place place = {
    .run = run, .record = object, .parent = anf_cli_noun_get_record (run->noun), .ours = TRUE
  };
  for (GList *l = members; l != NULL; l = l->next)
    {
      place.name = place.member = l->data;
      print_node (json_object_get_member (object, l->data), &place, 0);
    }
}

void
anf_cli_print_show (AnfRun *run, const AnfReply *reply)
{
  JsonObject *record = anf_reply_get_object (reply);
  if (run->globals->json || record == NULL)
    {
      anf_cli_print_reply (reply);
      return;
    }
  if (run->globals->quiet)
    {
      print_id (record);
      return;
    }
  anf_cli_print_object (run, record, run->noun->columns);
}

void
anf_cli_print_items (AnfRun *run, JsonArray *items, const AnfColumn *columns)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const AnfColumn *listed[COLUMNS_MAX];
  Table table = { .cells = cells };
  for (; columns->heading != NULL && table.columns < COLUMNS_MAX; columns++)
    if (!columns->only_shown)
      listed[table.columns++] = columns;
  for (guint c = 0; c < table.columns; c++)
    add_cell (&table, c, g_strdup (_ (listed[c]->heading)));
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      JsonObject *item = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      for (guint c = 0; c < table.columns; c++)
        {
          g_autofree char *text = anf_cli_print_cell (run, item, listed[c]);
          /* What has to be typed again is never cut. */
          const gboolean is_id = g_str_equal (listed[c]->member, "id");
          add_cell (&table, c, one_line (text, is_id ? G_MAXINT : CELL_WIDTH_MAX));
        }
    }
  print_table (&table);
}

void
anf_cli_print_list (AnfRun *run, const AnfReply *reply, const AnfColumn *columns)
{
  JsonObject *page = anf_reply_get_object (reply);
  JsonArray *items = page != NULL ? anf_json_peek_array (page, "items") : NULL;
  if (run->globals->json || items == NULL)
    {
      anf_cli_print_reply (reply);
      return;
    }
  if (run->globals->quiet)
    for (guint i = 0; i < json_array_get_length (items); i++)
      {
        JsonNode *node = json_array_get_element (items, i);
        if (JSON_NODE_HOLDS_OBJECT (node))
          print_id (json_node_get_object (node));
      }
  else if (json_array_get_length (items) == 0)
    anf_cli_print_note (run, _ ("none"));
  else
    anf_cli_print_items (run, items, columns);
}
