/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-report-paper.h"

#include "anf-brief.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-paper-reply.h"
#include "anf-report-table.h"
#include "anf-report-text.h"

#include <string.h>

typedef struct
{
  GArray *tables;     /* AnfBriefTable */
  GPtrArray *columns; /* of each */
  GPtrArray *cells;   /* likewise */
  GStringChunk *texts;
} Printed;

static void
printed_clear (Printed *self)
{
  g_clear_pointer (&self->tables, g_array_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Printed, printed_clear)

/* What is for programs, and what a sheet has room for and paper has not. */
static gboolean
is_left_out (const char *table, const char *column)
{
  return anf_report_table_is_key (table, column)
         || (g_strcmp0 (table, "indicators") == 0 && g_strcmp0 (column, "formula") == 0);
}

/* In words; from one day to another in two lines. */
static const char *
word_period (Printed *self, const char *text)
{
  if (text == NULL)
    return NULL;
  g_autofree char *words = anf_report_table_word_period (text);
  const char *to = strstr (words, "至");
  const char *rest = to != NULL ? to + strlen ("至") : words + strlen (words);
  g_autofree char *parted
      = g_strdup_printf ("%.*s%s%s", (int)(rest - words), words, to != NULL ? "\n" : "", rest);
  return g_string_chunk_insert (self->texts, parted);
}

/* Nothing was to be done of it, and nothing was. */
static gboolean
is_idle (JsonObject *table, guint row)
{
  return g_strcmp0 (anf_report_text_get_cell (table, row, "planned"), "0") == 0
         && g_strcmp0 (anf_report_text_get_cell (table, row, "done"), "0") == 0;
}

/* Pages of figures that nobody has yet would hide those that there are; the text, or a note, says
   how many. What the ladder proposed is for those who decide on it, and for no paper that leaves
   the house. */
static gboolean
is_printed (JsonObject *table, guint row)
{
  const char *name = anf_json_peek_string (table, "name");
  if (g_strcmp0 (name, "indicators") == 0)
    return anf_report_text_is_computed (table, row);
  if (g_strcmp0 (name, "targets") == 0)
    return !is_idle (table, row);
  /* Typical problems are told in the text. */
  return g_strcmp0 (name, "steps") != 0 && g_strcmp0 (name, "typical") != 0;
}

/* A column in which nothing stands leaves its room to the others. */
static gboolean
is_empty (JsonObject *table, const char *column)
{
  for (guint i = 0; i < anf_report_text_count_rows (table); i++)
    {
      const char *cell = anf_report_text_get_cell (table, i, column);
      if (is_printed (table, i) && cell != NULL && *cell != '\0')
        return FALSE;
    }
  return TRUE;
}

/* Which columns are printed: their places in @kept. A period is not broken, as no date is. */
static guint
choose_columns (JsonObject *table, AnfGridColumn *columns, guint *kept)
{
  AnfGridColumn all[ANF_REPORT_COLUMNS_MAX] = { 0 };
  const guint count = anf_report_table_read_columns (table, all);
  guint n_kept = 0;
  for (guint i = 0; i < count; i++)
    if (!is_left_out (anf_json_peek_string (table, "name"), all[i].name)
        && !is_empty (table, all[i].name))
      {
        columns[n_kept] = all[i];
        if (g_strcmp0 (all[i].name, "period") == 0)
          columns[n_kept].kind = ANF_CELL_DATE;
        kept[n_kept++] = i;
      }
  return n_kept;
}

/* What is said below it. */
static const char *
keep_note (Printed *self, JsonObject *table)
{
  const char *note = anf_json_peek_string (table, "note");
  guint idle = 0;
  if (g_strcmp0 (anf_json_peek_string (table, "name"), "targets") != 0)
    return note;
  for (guint i = 0; i < anf_report_text_count_rows (table); i++)
    idle += is_idle (table, i) ? 1 : 0;
  if (idle == 0)
    return note;
  g_autofree char *text = g_strdup_printf ("注：另有%u项应完成数、已完成数均为0，未列出。", idle);
  return g_string_chunk_insert (self->texts, text);
}

/* @n_rows: (out): of those that are printed */
static const char **
read_rows (JsonObject *table, const guint *kept, guint n_kept, guint *n_rows)
{
  JsonArray *rows = anf_json_peek_array (table, "rows");
  const guint count = rows != NULL ? json_array_get_length (rows) : 0;
  const char **cells = g_new0 (const char *, (gsize)count *n_kept + 1);
  *n_rows = 0;
  for (guint i = 0; i < count; i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);
      if (!is_printed (table, i))
        continue;
      for (guint k = 0; k < n_kept; k++)
        if (kept[k] < json_array_get_length (row))
          cells[(gsize)*n_rows * n_kept + k] = anf_json_array_get_string (row, kept[k]);
      ++*n_rows;
    }
  return cells;
}

static void
print_table (Printed *self, JsonObject *table)
{
  guint kept[ANF_REPORT_COLUMNS_MAX];
  guint n_rows = 0;
  AnfGridColumn *columns = g_new0 (AnfGridColumn, ANF_REPORT_COLUMNS_MAX);
  const guint n_kept = choose_columns (table, columns, kept);
  const char **cells = read_rows (table, kept, n_kept, &n_rows);
  g_ptr_array_add (self->columns, columns);
  g_ptr_array_add (self->cells, cells);
  for (guint i = 0; i < n_kept; i++)
    for (gsize k = i; g_strcmp0 (columns[i].name, "period") == 0 && k < (gsize)n_rows * n_kept;
         k += n_kept)
      cells[k] = word_period (self, cells[k]);
  const AnfBriefTable own = { .title = anf_json_peek_string (table, "title"),
                              .columns = columns,
                              .n_columns = n_kept,
                              .cells = cells,
                              .n_rows = n_rows,
                              .note = keep_note (self, table) };
  if (n_rows > 0 && n_kept > 0)
    g_array_append_val (self->tables, own);
}

static void
print_tables (Printed *self, JsonArray *tables)
{
  self->tables = g_array_new (FALSE, TRUE, sizeof (AnfBriefTable));
  self->columns = g_ptr_array_new_with_free_func (g_free);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->texts = g_string_chunk_new (1024);
  for (guint i = 0; i < json_array_get_length (tables); i++)
    print_table (self, json_array_get_object_element (tables, i));
}

static gboolean
cut_begin (const char **text, const char *begin)
{
  const gboolean has = g_str_has_prefix (*text, begin);
  *text += has ? strlen (begin) : 0;
  return has;
}

/* Never all of it. */
static gboolean
cut_end (char *text, const char *end)
{
  const gboolean has = g_str_has_suffix (text, end) && strlen (text) > strlen (end);
  if (has)
    text[strlen (text) - strlen (end)] = '\0';
  return has;
}

/* What 《关于印发〈…实施方案〉的通知》 is about: it is the work that is reported on, not the paper.
 */
static char *
dup_subject (const char *scheme)
{
  static const char *const begins[] = { "《", "〈", "关于", "印发" };
  static const char *const ends[] = { "》", "〉", "的通知", "通知" };
  static const char *const plans[] = { "的实施方案", "实施方案", "的方案", "方案" };
  g_autofree char *text = g_strdup (scheme);
  const char *rest = text;
  for (gboolean cut = TRUE; cut;)
    {
      cut = FALSE;
      for (gsize i = 0; i < G_N_ELEMENTS (begins); i++)
        cut = cut_begin (&rest, begins[i]) || cut;
      for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
        cut = cut_end (text, ends[i]) || cut;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++)
    if (cut_end (text, plans[i]))
      break;
  return g_strdup (*rest != '\0' ? rest : scheme);
}

static char *
dup_title (JsonObject *doc)
{
  const char *scheme = anf_json_peek_string (doc, "scheme_title");
  const char *title = anf_json_peek_string (doc, "title");
  g_autofree char *subject = scheme != NULL ? dup_subject (scheme) : NULL;
  /* Lines are broken by meaning (GB/T 9704 7.3.1), never 月 from 报. */
  return subject != NULL ? g_strconcat (subject, "\n", title, NULL) : g_strdup (title);
}

/* Which one it is, in words; its id is for programs. A phase has its name in the title. */
static char *
dup_note (JsonObject *doc)
{
  const gboolean is_phase = g_strcmp0 (anf_json_peek_string (doc, "kind"), "phase") == 0;
  g_autofree char *period
      = is_phase ? g_strdup ("")
                 : anf_report_table_word_period (anf_json_peek_string (doc, "period"));
  return g_strdup_printf ("%s%s，生成后不再改变", period, anf_json_peek_string (doc, "title"));
}

/* Whoever types it may type its colon, too. */
static char *
dup_addressee (JsonObject *doc)
{
  char *text = g_strdup (anf_json_peek_string (doc, "addressee"));
  if (text != NULL && !cut_end (text, "："))
    cut_end (text, ":");
  return text;
}

/* What is edited is not the report any more: it has neither its number nor its note. */
static void
open_up (AnfBrief *brief, char **number)
{
  const char *own = brief->number;
  const char *bracket = own != NULL ? strstr (own, "〔") : NULL;
  g_autofree char *word = bracket != NULL ? g_strndup (own, (gsize)(bracket - own)) : NULL;
  *number = word != NULL ? anf_paper_reply_dup_open_number (word) : NULL;
  brief->number = *number;
  brief->note = "可以编辑的草稿，报告以PDF文件为准";
}

static GBytes *
set (AnfWork *work,
     JsonObject *doc,
     const AnfReportText *text,
     const Printed *printed,
     AnfPaperFormat format,
     GError **error)
{
  gint64 as_of = 0;
  GDate date;
  if (!anf_time_parse (anf_json_peek_string (doc, "as_of"), &as_of, error))
    return NULL;
  anf_time_local_date (as_of, &date);
  g_autofree char *title = dup_title (doc);
  g_autofree char *days = anf_report_text_dup_days (doc);
  g_autofree char *note = dup_note (doc);
  g_autofree char *addressee = dup_addressee (doc);
  g_autofree char *open_number = NULL;
  AnfBrief brief = { .number = anf_json_peek_string (doc, "number"),
                     .title = title,
                     .subtitle = days,
                     .addressee = addressee,
                     .organ = anf_json_peek_string (doc, "organ"),
                     .date = &date,
                     .note = note,
                     .time_us = as_of,
                     .parts = (const AnfBriefPart *)(gpointer)text->parts->data,
                     .n_parts = text->parts->len,
                     .attachment = "统计表",
                     .tables = (const AnfBriefTable *)(gpointer)printed->tables->data,
                     .n_tables = printed->tables->len };
  if (format == ANF_PAPER_PDF)
    return anf_brief_render (&brief, work->office->fonts, error);
  open_up (&brief, &open_number);
  return anf_brief_render_docx (&brief, error);
}

/* Set by themselves: a report that was frozen with a character that no face has could never be
   printed. */
gboolean
anf_report_paper_check_words (AnfWork *work, JsonObject *doc, GError **error)
{
  g_auto (AnfReportText) text = { 0 };
  if (work->office->fonts == NULL)
    return TRUE;
  anf_report_text_init (&text, doc);
  anf_report_text_write_typical (&text);
  anf_report_text_write_words (&text);
  const AnfBrief brief = { .title = anf_json_peek_string (doc, "title"),
                           .addressee = anf_json_peek_string (doc, "addressee"),
                           .parts = (const AnfBriefPart *)(gpointer)text.parts->data,
                           .n_parts = text.parts->len };
  const gboolean has_words = text.parts->len > 0 || brief.addressee != NULL;
  g_autoptr (GBytes) pdf = has_words ? anf_brief_render (&brief, work->office->fonts, error) : NULL;
  return !has_words || pdf != NULL;
}

gboolean
anf_report_paper_reply (
    AnfWork *work, JsonObject *doc, const char *title, AnfPaperFormat format, GError **error)
{
  g_auto (AnfReportText) text = { 0 };
  g_auto (Printed) printed = { 0 };
  if (format == ANF_PAPER_PDF && work->office->fonts == NULL)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE, "%s", work->office->fonts_problem);
  anf_report_text_init (&text, doc);
  anf_report_text_write (&text);
  print_tables (&printed, anf_json_peek_array (doc, "tables"));
  g_autoptr (GBytes) file = set (work, doc, &text, &printed, format, error);
  if (file == NULL)
    return FALSE;
  anf_paper_reply_file (work, format, file,
                        g_strconcat (title, format == ANF_PAPER_DOCX ? "（草稿）" : "", NULL));
  return TRUE;
}
