/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-docx.h"
#include "anf-form-text.h"
#include "anf-template.h"

static const char *const row_styles[ANF_FORM_ROW_COLUMNS] = { "Label", "Cell" };
/* On one page with the row below it. */
static const char *const led_styles[ANF_FORM_ROW_COLUMNS] = { "LabelNext", "Cell" };
static const char *const head_styles[ANF_FORM_ITEM_COLUMNS]
    = { "ListHead", "ListHead", "ListHead", "ListHead", "ListHead", "ListHead", "ListHead" };
static const char *const item_styles[ANF_FORM_ITEM_COLUMNS] = {
  "ListCentre", "ListCell", "ListCentre", "ListCentre", "ListCentre", "ListHash", "ListCell"
};

typedef struct
{
  const AnfForm *form;
  AnfDocx *docx;
  gboolean in_table;
  gboolean leads; /* what is written now stands before a row to be signed */
} Draft;

static void
end_table (Draft *self)
{
  if (self->in_table)
    anf_docx_end_table (self->docx);
  self->in_table = FALSE;
}

/* To the table that ends the form so far, or to a new one. */
static void
add_row (Draft *self, const char *text, double least)
{
  g_auto (GStrv) cells = anf_form_split_row (text);
  if (!self->in_table)
    anf_docx_begin_table (self->docx, anf_form_get_row_columns (), ANF_FORM_ROW_COLUMNS);
  self->in_table = TRUE;
  anf_docx_add_row (self->docx, (const char *const *)cells, self->leads ? led_styles : row_styles,
                    least);
}

static void
add_items (Draft *self, const char *heading)
{
  const AnfColumn *columns = anf_form_get_item_columns ();
  const char *headings[ANF_FORM_ITEM_COLUMNS];
  for (gsize i = 0; i < ANF_FORM_ITEM_COLUMNS; i++)
    headings[i] = columns[i].heading;
  anf_docx_paragraph (self->docx, "Remark", heading);
  anf_docx_begin_table (self->docx, columns, ANF_FORM_ITEM_COLUMNS);
  anf_docx_add_row (self->docx, headings, head_styles, -1);
  for (gsize i = 0; i < self->form->n_items; i++)
    {
      g_auto (GStrv) cells = anf_form_dup_item (self->form, i);
      anf_docx_add_row (self->docx, (const char *const *)cells, item_styles, 0);
    }
  anf_docx_end_table (self->docx);
}

static void
add_title (Draft *self, const char *text, gboolean is_first)
{
  const AnfDocxParagraph paragraph
      = { .style = "Heading", .flags = is_first ? ANF_DOCX_PLAIN : ANF_DOCX_NEW_PAGE };
  anf_docx_begin (self->docx, &paragraph);
  anf_docx_text (self->docx, NULL, text);
  anf_docx_end (self->docx);
}

static void
add_lines (Draft *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, ANF_FORM_LINE_SEPARATOR, -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const gboolean leads = self->leads && lines[i + 1] == NULL;
      const AnfDocxParagraph paragraph
          = { .style = "Remark", .flags = leads ? ANF_DOCX_KEEP_NEXT : ANF_DOCX_PLAIN };
      anf_docx_begin (self->docx, &paragraph);
      anf_docx_text (self->docx, NULL, lines[i]);
      anf_docx_end (self->docx);
    }
}

static void
add_paragraph (Draft *self, const AnfParagraph *paragraph, gboolean is_first)
{
  const gboolean is_row = paragraph->kind == ANF_PARAGRAPH_ROW
                          || paragraph->kind == ANF_PARAGRAPH_SIGN
                          || paragraph->kind == ANF_PARAGRAPH_WRITE;
  if (!is_row)
    end_table (self);
  switch (paragraph->kind)
    {
    case ANF_PARAGRAPH_ROW:
      add_row (self, paragraph->text, 0);
      break;
    case ANF_PARAGRAPH_SIGN:
      add_row (self, paragraph->text, ANF_FORM_SIGN_HEIGHT);
      break;
    case ANF_PARAGRAPH_WRITE:
      add_row (self, paragraph->text, ANF_FORM_WRITE_HEIGHT);
      break;
    case ANF_PARAGRAPH_ITEMS:
      add_items (self, paragraph->text);
      break;
    case ANF_PARAGRAPH_TITLE:
      add_title (self, paragraph->text, is_first);
      break;
    case ANF_PARAGRAPH_TEXT:
    case ANF_PARAGRAPH_SUBTITLE:
    case ANF_PARAGRAPH_FIRST:
    case ANF_PARAGRAPH_SECOND:
      add_lines (self, paragraph->text);
      break;
    }
}

GBytes *
anf_form_render_docx (const AnfForm *form, GError **error)
{
  g_autoptr (GPtrArray) paragraphs = anf_form_write (form, error);
  if (paragraphs == NULL)
    return NULL;
  g_autoptr (AnfDocx) docx = anf_docx_new (ANF_DOCX_FORM);
  Draft self = { .form = form, .docx = docx };
  for (guint i = 0; i < paragraphs->len; i++)
    {
      const AnfParagraph *next = i + 1 < paragraphs->len ? paragraphs->pdata[i + 1] : NULL;
      /* As in the PDF, nobody signs a page with nothing on it but names. */
      self.leads = next != NULL && next->kind == ANF_PARAGRAPH_SIGN;
      add_paragraph (&self, paragraphs->pdata[i], i == 0);
    }
  end_table (&self);
  const AnfParagraph *title = paragraphs->pdata[0];
  return anf_docx_finish (docx, title->text, NULL, error);
}
