/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-brief-check.h"
#include "anf-brief-columns.h"
#include "anf-brief.h"
#include "anf-clock.h"
#include "anf-docx-parts.h"
#include "anf-letter-page.h"

typedef struct
{
  const AnfBrief *brief;
  AnfDocx *docx;
} Draft;

static void
add_head (Draft *self)
{
  const AnfBrief *brief = self->brief;
  const AnfDocxParagraph number = { .style = "Number" };
  if (brief->number != NULL)
    {
      anf_docx_begin (self->docx, &number);
      anf_docx_tab (self->docx);
      anf_docx_text (self->docx, NULL, brief->number);
      anf_docx_end (self->docx);
    }
  anf_docx_add_empty (self->docx, 2, ANF_DOCX_PLAIN);
  anf_docx_add_title (self->docx, brief->title);
  if (brief->subtitle != NULL)
    {
      g_autofree char *days = g_strdup_printf ("（%s）", brief->subtitle);
      anf_docx_paragraph (self->docx, "Subheading", days);
    }
  anf_docx_add_empty (self->docx, 1, ANF_DOCX_PLAIN);
  if (brief->addressee == NULL)
    return;
  g_autofree char *addressee = g_strconcat (brief->addressee, "：", NULL);
  anf_docx_paragraph (self->docx, "Addressee", addressee);
}

/* Charts are drawn, not written: where each stands is said. */
static void
add_part (Draft *self, const AnfBriefPart *part)
{
  g_autofree char *chart = part->kind == ANF_BRIEF_CHART
                               ? g_strdup_printf ("%s，图见PDF文件。", part->chart->title)
                               : NULL;
  switch (part->kind)
    {
    case ANF_BRIEF_FIRST:
      anf_docx_paragraph (self->docx, "First", part->text);
      break;
    case ANF_BRIEF_SECOND:
      anf_docx_add_second (self->docx, part->text);
      break;
    case ANF_BRIEF_TEXT:
      anf_docx_paragraph (self->docx, "Body", part->text);
      break;
    case ANF_BRIEF_CHART:
      anf_docx_paragraph (self->docx, "Body", chart);
      break;
    }
}

static void
add_signed (Draft *self, const char *text, double left)
{
  const AnfDocxParagraph paragraph
      = { .style = "Signed", .left = anf_docx_twips_of_columns (MAX (left, 0)) };
  anf_docx_begin (self->docx, &paragraph);
  anf_docx_text (self->docx, NULL, text);
  anf_docx_end (self->docx);
}

/* 7.3.5.2, as in the PDF: the date's first character two to the right of 署名's, and the longer one
   two from the right. */
static void
add_signature (Draft *self)
{
  const AnfBrief *brief = self->brief;
  const double right = ANF_AREA_COLUMNS - ANF_SIGN_FROM_RIGHT;
  if (brief->organ == NULL || brief->date == NULL)
    return;
  g_autofree char *date = anf_date_describe (brief->date);
  const double organ_left = right - anf_docx_measure (brief->organ);
  const double date_left = right - anf_docx_measure (date);
  const double left = MIN (organ_left, date_left - 2);
  add_signed (self, brief->organ, left);
  add_signed (self, date, left + 2);
}

static void
add_tail (Draft *self)
{
  const AnfBrief *brief = self->brief;
  if (brief->n_tables > 0)
    {
      const AnfDocxParagraph paragraph
          = { .style = "Attachment", .left = anf_docx_twips_of_columns (2) };
      anf_docx_add_empty (self->docx, 1, ANF_DOCX_PLAIN);
      anf_docx_begin (self->docx, &paragraph);
      anf_docx_text (self->docx, NULL, "附件：");
      anf_docx_text (self->docx, NULL, brief->attachment);
      anf_docx_end (self->docx);
    }
  anf_docx_add_empty (self->docx, 1, ANF_DOCX_KEEP_NEXT);
  add_signature (self);
  if (brief->note == NULL)
    return;
  g_autofree char *note = g_strdup_printf ("（%s）", brief->note);
  anf_docx_paragraph (self->docx, "Body", note);
}

static void
add_rows (Draft *self, const AnfBriefTable *table, const AnfColumn *columns)
{
  g_autofree const char **cells = g_new0 (const char *, table->n_columns);
  g_autofree const char **styles = g_new0 (const char *, table->n_columns);
  for (guint i = 0; i < table->n_columns; i++)
    {
      cells[i] = columns[i].heading;
      styles[i] = "TableHead";
    }
  anf_docx_begin_table (self->docx, columns, table->n_columns);
  anf_docx_add_row (self->docx, cells, styles, -1);
  for (guint i = 0; i < table->n_columns; i++)
    styles[i] = columns[i].centred ? "TableCentre" : "TableCell";
  for (gsize row = 0; row < table->n_rows; row++)
    {
      for (guint i = 0; i < table->n_columns; i++)
        {
          const char *cell = table->cells[row * table->n_columns + i];
          cells[i] = cell != NULL ? cell : "";
        }
      anf_docx_add_row (self->docx, cells, styles, 0);
    }
  anf_docx_end_table (self->docx);
}

/* 7.3.7: 附件 on a page of its own, its title on the third line. */
static void
add_tables (Draft *self)
{
  const AnfBrief *brief = self->brief;
  const AnfDocxParagraph paragraph = { .style = "Attachment", .flags = ANF_DOCX_NEW_PAGE };
  if (brief->n_tables == 0)
    return;
  anf_docx_begin (self->docx, &paragraph);
  anf_docx_text (self->docx, "Hei", "附件");
  anf_docx_end (self->docx);
  anf_docx_add_empty (self->docx, 1, ANF_DOCX_PLAIN);
  anf_docx_add_title (self->docx, brief->attachment);
  for (gsize i = 0; i < brief->n_tables; i++)
    {
      const AnfBriefTable *table = &brief->tables[i];
      g_autoptr (GStringChunk) headings = g_string_chunk_new (1024);
      g_autofree AnfColumn *columns = anf_brief_fit_page (table, headings);
      g_autofree char *caption = g_strdup_printf ("表%u　%s", (guint)i + 1, table->title);
      anf_docx_paragraph (self->docx, "Caption", caption);
      add_rows (self, table, columns);
      if (table->note != NULL)
        anf_docx_paragraph (self->docx, "TableNote", table->note);
    }
}

GBytes *
anf_brief_render_docx (const AnfBrief *brief, GError **error)
{
  if (!anf_brief_check (brief, error))
    return NULL;
  g_autoptr (AnfDocx) docx = anf_docx_new (ANF_DOCX_REPORT);
  Draft self = { .brief = brief, .docx = docx };
  add_head (&self);
  for (gsize i = 0; i < brief->n_parts; i++)
    add_part (&self, &brief->parts[i]);
  add_tail (&self);
  add_tables (&self);
  g_auto (GStrv) lines = g_strsplit (brief->title, "\n", -1);
  g_autofree char *title = g_strjoinv (NULL, lines);
  return anf_docx_finish (docx, title, NULL, error);
}
