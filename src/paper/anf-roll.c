/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-roll.h"

#include "anf-brief-columns.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-paper-limits.h"
#include "anf-table.h"

#include <glib/gi18n.h>

#include <string.h>

/* Of the sheet, in millimetres; of the text, in points: 六号 where twenty columns need it. */
#define WIDTH 297.0
#define HEIGHT 210.0
#define MARGIN 12.0
#define TITLE_SIZE 18.0
#define NOTE_SIZE 10.5
#define CELL_SIZE 10.5
#define SMALL_CELL_SIZE 7.5
/* In em. */
#define SHORTEST 4.0
#define WHOLE_MAX 11.0
#define PARTED_WHOLE_MAX 8.0
/* What is not to be broken may take so much of the line, when numbers are broken and when they are
   not; the rest is read by its texts. */
#define WHOLE_SHARE 0.75
#define PARTED_SHARE 0.97
/* With so many columns, those in which nothing stands leave no room for those that are read. */
#define CROWDED 14
/* Numbers and dates of so many letters and more are parted at one of their hyphens. */
#define PARTED_MIN 10

/* What is in two lines for want of room: nothing; long numbers; dates as well. */
typedef enum
{
  PARTING_NONE,
  PARTING_NUMBERS,
  PARTING_ALL,
} Parting;

typedef struct
{
  const AnfRoll *roll;
  AnfSetting *setting;
  GStringChunk *texts;
  AnfGridColumn *shown; /* those columns that are printed */
  gsize n_shown;
  GString *left_out; /* (nullable): the headings of the others */
  gsize *from;       /* which of the roll's each of them is */
  Parting parting;
  const char **cells; /* as they are printed */
  AnfColumn *columns;
  AnfTable *table;
  gboolean has_cut;
} Draft;

static void
draft_clear (Draft *self)
{
  g_clear_pointer (&self->table, anf_table_free);
  g_clear_pointer (&self->setting, anf_setting_free);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_free (self->cells);
  g_free (self->columns);
  g_free (self->shown);
  g_free (self->from);
  if (self->left_out != NULL)
    g_string_free (self->left_out, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static gboolean
check_text (const char *text, GError **error)
{
  return text == NULL || g_utf8_validate (text, -1, NULL)
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("a text of the list is not UTF-8"));
}

static gboolean
check_roll (const AnfRoll *roll, GError **error)
{
  if (roll->n_rows > ANF_ROLL_ROWS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                            _ ("the list has more than %d rows, too many for paper"),
                            ANF_ROLL_ROWS_MAX);
  for (gsize i = 0; i < roll->n_rows * roll->n_columns; i++)
    if (!check_text (roll->cells[i], error))
      return FALSE;
  for (gsize i = 0; roll->notes[i] != NULL; i++)
    if (!check_text (roll->notes[i], error))
      return FALSE;
  return check_text (roll->title, error);
}

/* HC18-03-2026-0001 is one word to whoever breaks lines, and so is a date: in two lines a column of
   them needs half the room, where there is no other way. Returns: where the second one begins, 0
   for what stays as it is */
static gsize
find_parting (const char *text)
{
  const gsize length = strlen (text);
  gsize best = 0;
  if (length < PARTED_MIN)
    return 0;
  for (gsize i = 0; i < length; i++)
    {
      if ((guchar)text[i] >= 0x80 || g_ascii_isspace (text[i]))
        return 0;
      const gsize at = i + 1;
      if (text[i] == '-' && at < length
          && (best == 0 || ABS ((gssize)(2 * at - length)) < ABS ((gssize)(2 * best - length))))
        best = at;
    }
  return best;
}

static gboolean
is_parted (const Draft *self, const char *text)
{
  GDate date;
  return self->parting == PARTING_ALL
         || (self->parting == PARTING_NUMBERS && !anf_date_parse (text, &date, NULL));
}

static const char *
prepare_cell (Draft *self, const char *text)
{
  if (text == NULL)
    return NULL;
  const gsize parting = is_parted (self, text) ? find_parting (text) : 0;
  if (parting > 0)
    {
      g_autofree char *parted = g_strdup_printf ("%.*s\n%s", (int)parting, text, text + parting);
      return g_string_chunk_insert (self->texts, parted);
    }
  if (strlen (text) <= ANF_ROLL_CELL_MAX || g_utf8_strlen (text, -1) <= ANF_ROLL_CELL_MAX)
    return text;
  self->has_cut = TRUE;
  g_autofree char *begin = g_utf8_substring (text, 0, ANF_ROLL_CELL_MAX);
  g_autofree char *cut = g_strconcat (begin, "……", NULL);
  return g_string_chunk_insert (self->texts, cut);
}

static gboolean
is_used (const AnfRoll *roll, gsize column)
{
  for (gsize i = 0; i < roll->n_rows; i++)
    {
      const char *cell = roll->cells[i * roll->n_columns + column];
      if (cell != NULL && *cell != '\0')
        return TRUE;
    }
  return FALSE;
}

/* The columns that are printed, in their order. */
static void
choose (Draft *self)
{
  const AnfRoll *roll = self->roll;
  const gboolean is_crowded = roll->n_columns > CROWDED && roll->n_rows > 0;
  self->from = g_new0 (gsize, roll->n_columns);
  self->shown = g_new0 (AnfGridColumn, roll->n_columns);
  for (gsize i = 0; i < roll->n_columns; i++)
    if (!is_crowded || is_used (roll, i))
      {
        self->from[self->n_shown] = i;
        self->shown[self->n_shown++] = roll->columns[i];
      }
    else if (self->left_out == NULL)
      self->left_out = g_string_new (roll->columns[i].heading);
    else
      g_string_append_printf (self->left_out, "、%s", roll->columns[i].heading);
  self->cells = g_new0 (const char *, roll->n_rows * self->n_shown + 1);
}

static void
prepare (Draft *self)
{
  const AnfRoll *roll = self->roll;
  for (gsize row = 0; row < roll->n_rows; row++)
    for (gsize i = 0; i < self->n_shown; i++)
      self->cells[row * self->n_shown + i]
          = prepare_cell (self, roll->cells[row * roll->n_columns + self->from[i]]);
}

static void
compose (Draft *self, AnfFonts *fonts)
{
  const AnfRoll *roll = self->roll;
  AnfBriefFit fit = { .width = (WIDTH - 2 * MARGIN) * ANF_MM,
                      .size = CELL_SIZE,
                      .small = SMALL_CELL_SIZE,
                      .shortest = SHORTEST,
                      .whole_max = WHOLE_MAX };
  self->setting = anf_setting_new (fonts);
  self->texts = g_string_chunk_new (4096);
  choose (self);
  const AnfBriefTable table = { .title = roll->title,
                                .columns = self->shown,
                                .n_columns = self->n_shown,
                                .cells = self->cells,
                                .n_rows = roll->n_rows };
  prepare (self);
  while (self->parting < PARTING_ALL
         && anf_brief_measure_whole (&table, &fit)
                > fit.width * (self->parting == PARTING_NONE ? WHOLE_SHARE : PARTED_SHARE))
    {
      self->parting++;
      fit.whole_max = PARTED_WHOLE_MAX;
      prepare (self);
    }
  self->columns = anf_brief_fit_columns (&table, &fit, self->texts);
  self->table = anf_table_new (self->setting, self->columns, self->n_shown);
  for (gsize i = 0; i < roll->n_rows; i++)
    anf_table_add (self->table, self->cells + i * self->n_shown, 0);
}

static void
walk (const Draft *self, AnfPrinter *printer)
{
  const AnfRoll *roll = self->roll;
  printer->page = 0;
  anf_printer_begin (printer);
  anf_printer_line (printer, ANF_FACE_TITLE, TITLE_SIZE, roll->title, 0.5);
  for (gsize i = 0; roll->notes[i] != NULL; i++)
    anf_printer_line (printer, ANF_FACE_FANG, NOTE_SIZE, roll->notes[i], 0);
  if (self->has_cut)
    {
      g_autofree char *note = g_strdup_printf (
          "超过%d字的内容只印到此为止，以“……”结尾，全文见电子表格。", ANF_ROLL_CELL_MAX);
      anf_printer_line (printer, ANF_FACE_FANG, NOTE_SIZE, note, 0);
    }
  if (self->left_out != NULL)
    {
      g_autofree char *note = g_strdup_printf ("没有内容的栏目未印：%s。", self->left_out->str);
      anf_printer_line (printer, ANF_FACE_FANG, NOTE_SIZE, note, 0);
    }
  printer->y += NOTE_SIZE / 2;
  anf_table_draw (self->table, printer, 0);
  if (roll->n_rows == 0)
    {
      printer->y += NOTE_SIZE / 2;
      anf_printer_line (printer, ANF_FACE_FANG, NOTE_SIZE, "（没有内容）", 0);
    }
  printer->pages = printer->page;
}

GBytes *
anf_roll_render (const AnfRoll *roll, AnfFonts *fonts, GError **error)
{
  if (!check_roll (roll, error))
    return NULL;
  g_auto (Draft) self = { .roll = roll };
  compose (&self, fonts);
  AnfPrinter printer
      = { .setting = self.setting, .width = WIDTH, .height = HEIGHT, .margin = MARGIN };
  walk (&self, &printer);
  if (!anf_setting_check (self.setting, error))
    return NULL;
  if (printer.pages > ANF_PAPER_PAGES_MAX)
    {
      (void)anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the list has more than %d pages"),
                             ANF_PAPER_PAGES_MAX);
      return NULL;
    }
  g_autofree char *time = anf_time_format (roll->time_us);
  /* Cairo reads whole seconds only. */
  g_autofree char *made_at = g_strdup_printf ("%.19sZ", time);
  g_autoptr (AnfSheets) sheets
      = anf_sheets_new (roll->title, roll->organ != NULL ? roll->organ : "", made_at);
  printer.sheets = sheets;
  walk (&self, &printer);
  return anf_sheets_finish (sheets, error);
}
