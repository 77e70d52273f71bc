/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-form.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-form-flow.h"
#include "anf-form-text.h"
#include "anf-paper-limits.h"
#include "anf-template.h"

#include <glib/gi18n.h>

typedef struct
{
  const AnfForm *form;
  AnfPrinter *printer;
  AnfFormFlow flow;
} Draft;

static void
draft_clear (Draft *self)
{
  anf_form_flow_clear (&self->flow);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static AnfPiece *
add_piece (Draft *self, AnfPieceKind kind)
{
  const AnfPiece piece = { .kind = kind };
  g_array_append_val (self->flow.pieces, piece);
  return &g_array_index (self->flow.pieces, AnfPiece, self->flow.pieces->len - 1);
}

static void
set_text (const Draft *self, AnfPiece *piece, const char *text)
{
  const gboolean is_title = piece->kind == ANF_PIECE_TITLE;
  const AnfFaceUse use = is_title ? ANF_FACE_TITLE : ANF_FACE_FANG;
  piece->text.size = is_title ? ANF_FORM_TITLE_SIZE : ANF_FORM_TEXT_SIZE;
  piece->text.where = is_title ? 0.5 : 0;
  piece->text.lines = anf_printer_break (self->printer, use, piece->text.size, text);
}

static void
add_lines (Draft *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, ANF_FORM_LINE_SEPARATOR, -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    set_text (self, add_piece (self, ANF_PIECE_LINE), lines[i]);
}

static void
add_row (Draft *self, const char *text, AnfHand hand)
{
  g_auto (GStrv) cells = anf_form_split_row (text);
  AnfPiece *piece = add_piece (self, ANF_PIECE_ROW);
  piece->hand = hand;
  piece->row = anf_table_add (self->flow.rows, (const char *const *)cells, 0);
}

static AnfTable *
set_items (const Draft *self)
{
  const AnfForm *form = self->form;
  AnfTable *table
      = anf_table_new (self->printer->setting, anf_form_get_item_columns (), ANF_FORM_ITEM_COLUMNS);
  for (gsize i = 0; i < form->n_items; i++)
    {
      g_auto (GStrv) cells = anf_form_dup_item (form, i);
      (void)anf_table_add (table, (const char *const *)cells, 0);
    }
  return table;
}

static void
add_paragraph (Draft *self, const AnfParagraph *paragraph)
{
  AnfPiece *piece = NULL;
  switch (paragraph->kind)
    {
    case ANF_PARAGRAPH_ROW:
      add_row (self, paragraph->text, ANF_HAND_NONE);
      break;
    case ANF_PARAGRAPH_SIGN:
      add_row (self, paragraph->text, ANF_HAND_SIGN);
      break;
    case ANF_PARAGRAPH_WRITE:
      add_row (self, paragraph->text, ANF_HAND_WRITE);
      break;
    case ANF_PARAGRAPH_ITEMS:
      piece = add_piece (self, ANF_PIECE_LIST);
      set_text (self, piece, paragraph->text);
      piece->table = set_items (self);
      break;
    case ANF_PARAGRAPH_TITLE:
      set_text (self, add_piece (self, ANF_PIECE_TITLE), paragraph->text);
      break;
    case ANF_PARAGRAPH_TEXT:
    case ANF_PARAGRAPH_SUBTITLE:
    case ANF_PARAGRAPH_FIRST:
    case ANF_PARAGRAPH_SECOND:
      add_lines (self, paragraph->text);
      break;
    }
}

static GBytes *
draw (Draft *self, const char *title, GError **error)
{
  g_autofree char *time = anf_time_format (self->form->time_us);
  /* Cairo reads whole seconds only. */
  g_autofree char *made_at = g_strdup_printf ("%.19sZ", time);
  g_autoptr (AnfSheets) sheets = anf_sheets_new (title, self->form->organ, made_at);
  self->printer->sheets = sheets;
  anf_form_flow_walk (&self->flow, self->printer);
  return anf_sheets_finish (sheets, error);
}

GBytes *
anf_form_render (const AnfForm *form, AnfFonts *fonts, guint *pages, GError **error)
{
  g_autoptr (GPtrArray) paragraphs = anf_form_write (form, error);
  if (paragraphs == NULL)
    return NULL;
  g_autoptr (AnfSetting) setting = anf_setting_new (fonts);
  AnfPrinter printer = { .setting = setting,
                         .width = ANF_FORM_WIDTH,
                         .height = ANF_FORM_HEIGHT,
                         .margin = ANF_FORM_MARGIN,
                         .each_page = form->each_page };
  g_auto (Draft) self = { .form = form, .printer = &printer };
  anf_form_flow_init (&self.flow, setting);
  for (guint i = 0; i < paragraphs->len; i++)
    add_paragraph (&self, paragraphs->pdata[i]);
  anf_form_flow_arrange (&self.flow, &printer);
  anf_form_flow_walk (&self.flow, &printer);
  if (!anf_setting_check (setting, error))
    return NULL;
  if (printer.pages > ANF_PAPER_PAGES_MAX)
    {
      (void)anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the form has more than %d pages"),
                             ANF_PAPER_PAGES_MAX);
      return NULL;
    }
  if (pages != NULL)
    *pages = printer.pages;
  const AnfParagraph *title = paragraphs->pdata[0];
  return draw (&self, title->text, error);
}
