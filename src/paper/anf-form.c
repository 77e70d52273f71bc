/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-form.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-form-text.h"
#include "anf-paper-limits.h"
#include "anf-table.h"
#include "anf-template.h"

#include <glib/gi18n.h>

typedef enum
{
  PART_TITLE,
  PART_LINE,
  PART_TABLE,
} PartKind;

/* A form is walked through twice: once to count its pages. */
typedef struct
{
  PartKind kind;
  char *text;
  AnfTable *table;
} Part;

typedef struct
{
  const AnfForm *form;
  AnfSetting *setting;
  GArray *parts; /* Part */
} Draft;

static void
part_clear (gpointer data)
{
  Part *part = data;
  g_free (part->text);
  g_clear_pointer (&part->table, anf_table_free);
}

static void
draft_clear (Draft *self)
{
  g_clear_pointer (&self->parts, g_array_unref);
  g_clear_pointer (&self->setting, anf_setting_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static void
add_part (Draft *self, PartKind kind, const char *text, AnfTable *table)
{
  const Part part = { kind, g_strdup (text), table };
  g_array_append_val (self->parts, part);
}

static void
add_line (Draft *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, ANF_FORM_LINE_SEPARATOR, -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    add_part (self, PART_LINE, lines[i], NULL);
}

/* To the table that ends the form so far, or to a new one. */
static void
add_row (Draft *self, const char *text, double least)
{
  g_auto (GStrv) cells = anf_form_split_row (text);
  const Part *last = &g_array_index (self->parts, Part, self->parts->len - 1);
  if (last->kind != PART_TABLE || last->text != NULL)
    add_part (self, PART_TABLE, NULL,
              anf_table_new (self->setting, anf_form_get_row_columns (), ANF_FORM_ROW_COLUMNS));
  last = &g_array_index (self->parts, Part, self->parts->len - 1);
  anf_table_add (last->table, (const char *const *)cells, least);
}

static AnfTable *
set_items (const Draft *self)
{
  const AnfForm *form = self->form;
  AnfTable *table
      = anf_table_new (self->setting, anf_form_get_item_columns (), ANF_FORM_ITEM_COLUMNS);
  for (gsize i = 0; i < form->n_items; i++)
    {
      g_auto (GStrv) cells = anf_form_dup_item (form, i);
      anf_table_add (table, (const char *const *)cells, 0);
    }
  return table;
}

static void
add_paragraph (Draft *self, const AnfParagraph *paragraph)
{
  switch (paragraph->kind)
    {
    case ANF_PARAGRAPH_ROW:
      add_row (self, paragraph->text, 0);
      break;
    case ANF_PARAGRAPH_SIGN:
      add_row (self, paragraph->text, ANF_FORM_SIGN_HEIGHT);
      break;
    case ANF_PARAGRAPH_ITEMS:
      add_part (self, PART_TABLE, paragraph->text, set_items (self));
      break;
    case ANF_PARAGRAPH_TITLE:
      add_part (self, PART_TITLE, paragraph->text, NULL);
      break;
    case ANF_PARAGRAPH_TEXT:
    case ANF_PARAGRAPH_SUBTITLE:
    case ANF_PARAGRAPH_FIRST:
    case ANF_PARAGRAPH_SECOND:
      add_line (self, paragraph->text);
      break;
    }
}

/* What closes the table of part @index: the lines below it, up to the end or the next title. */
static double
measure_closing (const Draft *self, const AnfPrinter *printer, guint index)
{
  double height = 0;
  for (guint i = index + 1; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);
      if (part->kind == PART_TITLE)
        break;
      if (part->kind == PART_TABLE)
        return 0;
      height += ANF_FORM_TEXT_SIZE / 2
                + anf_printer_measure (printer, ANF_FACE_FANG, ANF_FORM_TEXT_SIZE, part->text);
    }
  return height;
}

/* What is signed stands below what it is signed for: the line before a last table that is short
   goes with it to the next page. */
static gboolean
leads_to_signing (const Draft *self, const AnfPrinter *printer, guint index)
{
  const Part *part = &g_array_index (self->parts, Part, index);
  const Part *next = index + 1 < self->parts->len ? part + 1 : NULL;
  if (part->kind != PART_LINE || next == NULL || next->kind != PART_TABLE || next->text != NULL)
    return FALSE;
  const double table = anf_table_get_height (next->table);
  const double whole
      = ANF_FORM_TEXT_SIZE
        + anf_printer_measure (printer, ANF_FACE_FANG, ANF_FORM_TEXT_SIZE, part->text) + table
        + measure_closing (self, printer, index + 1);
  return whole > anf_printer_room (printer) && table < ANF_FORM_HEIGHT * ANF_MM / 3;
}

/* A list begins where there is room for more than its heading. */
static gboolean
begins_page (const Draft *self, const AnfPrinter *printer, guint index)
{
  const Part *part = &g_array_index (self->parts, Part, index);
  return index == 0 || part->kind == PART_TITLE
         || (part->table != NULL && part->text != NULL
             && anf_printer_room (printer) < ANF_FORM_LIST_ROOM)
         || leads_to_signing (self, printer, index);
}

static void
walk (const Draft *self, AnfPrinter *printer)
{
  printer->page = 0;
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);
      if (begins_page (self, printer, i))
        anf_printer_begin (printer);
      else
        printer->y += ANF_FORM_TEXT_SIZE / 2;
      if (part->kind == PART_TITLE)
        anf_printer_line (printer, ANF_FACE_TITLE, ANF_FORM_TITLE_SIZE, part->text, 0.5);
      else if (part->text != NULL)
        anf_printer_line (printer, ANF_FACE_FANG, ANF_FORM_TEXT_SIZE, part->text, 0);
      if (part->table != NULL)
        anf_table_draw (part->table, printer, measure_closing (self, printer, i));
    }
  printer->pages = printer->page;
}

static GBytes *
draw (const Draft *self, AnfPrinter *printer, GError **error)
{
  const Part *first = &g_array_index (self->parts, Part, 0);
  g_autofree char *time = anf_time_format (self->form->time_us);
  /* Cairo reads whole seconds only. */
  g_autofree char *made_at = g_strdup_printf ("%.19sZ", time);
  g_autoptr (AnfSheets) sheets = anf_sheets_new (first->text, self->form->organ, made_at);
  printer->sheets = sheets;
  walk (self, printer);
  return anf_sheets_finish (sheets, error);
}

GBytes *
anf_form_render (const AnfForm *form, AnfFonts *fonts, guint *pages, GError **error)
{
  g_autoptr (GPtrArray) paragraphs = anf_form_write (form, error);
  if (paragraphs == NULL)
    return NULL;
  g_auto (Draft) self = { .form = form, .setting = anf_setting_new (fonts) };
  self.parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self.parts, part_clear);
  for (guint i = 0; i < paragraphs->len; i++)
    add_paragraph (&self, paragraphs->pdata[i]);
  AnfPrinter printer = { .setting = self.setting,
                         .width = ANF_FORM_WIDTH,
                         .height = ANF_FORM_HEIGHT,
                         .margin = ANF_FORM_MARGIN,
                         .each_page = form->each_page };
  walk (&self, &printer);
  if (!anf_setting_check (self.setting, error))
    return NULL;
  if (printer.pages > ANF_PAPER_PAGES_MAX)
    {
      (void)anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the form has more than %d pages"),
                             ANF_PAPER_PAGES_MAX);
      return NULL;
    }
  if (pages != NULL)
    *pages = printer.pages;
  return draw (&self, &printer, error);
}
