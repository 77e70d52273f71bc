/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-docx-parts.h"
#include "anf-error.h"
#include "anf-letter-check.h"
#include "anf-letter-page.h"
#include "anf-letter-text.h"
#include "anf-template.h"

#include <glib/gi18n.h>

#include <string.h>

/* English Metric Units, in which shapes are measured. */
#define EMU(mm) ((int)((mm)*36000.0 + 0.5))
/* Of the organ's line, by its size: exact, so that 30 mm and 4 mm hold in whichever face. */
#define ORGAN_PITCH 1.2
/* How much of its size is ink in 小标宋, about. */
#define ORGAN_INK 0.93
#define OPEN_DATE "　　　　年　　月　　日"

typedef struct
{
  const AnfLetter *letter;
  AnfDocx *docx;
} Draft;

static gboolean
has (const char *text)
{
  return text != NULL && *text != '\0';
}

/* ---- the head of the first page ---- */

/* Readers of 2007 know shapes in VML only. */
static void
append_bar (GString *out, guint number, double top, double thickness)
{
  const double left = ANF_RULE_CENTRE - ANF_RULE_LENGTH / 2;
  g_string_append_printf (
      out,
      "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor distT=\"0\" "
      "distB=\"0\" distL=\"0\" distR=\"0\" simplePos=\"0\" relativeHeight=\"%u\" behindDoc=\"1\" "
      "locked=\"0\" layoutInCell=\"1\" allowOverlap=\"1\"><wp:simplePos x=\"0\" y=\"0\"/>"
      "<wp:positionH relativeFrom=\"page\"><wp:posOffset>%d</wp:posOffset></wp:positionH>"
      "<wp:positionV relativeFrom=\"page\"><wp:posOffset>%d</wp:posOffset></wp:positionV>"
      "<wp:extent cx=\"%d\" cy=\"%d\"/><wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/>"
      "<wp:wrapNone/><wp:docPr id=\"%u\" name=\"红色双线%u\"/><wp:cNvGraphicFramePr/>"
      "<a:graphic><a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/"
      "wordprocessingShape\"><wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
      "<a:ext cx=\"%d\" cy=\"%d\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>"
      "<a:solidFill><a:srgbClr val=\"E61A1A\"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr>"
      "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>",
      number, EMU (left), EMU (top), EMU (ANF_RULE_LENGTH), EMU (thickness), number, number,
      EMU (ANF_RULE_LENGTH), EMU (thickness));
  g_string_append_printf (
      out,
      "<mc:Fallback><w:pict><v:rect style=\"position:absolute;margin-left:%.1fmm;margin-top:%.1fmm;"
      "width:%.1fmm;height:%.1fmm;mso-position-horizontal-relative:page;"
      "mso-position-vertical-relative:page\" fillcolor=\"#e61a1a\" stroked=\"f\"/></w:pict>"
      "</mc:Fallback></mc:AlternateContent></w:r>",
      left, top, ANF_RULE_LENGTH, thickness);
}

/* Thick over thin at the top, thin over thick at the foot. */
static void
append_bars (GString *out, double rule_top)
{
  const double second
      = ANF_PAGE_HEIGHT - ANF_RULE_FROM_BOTTOM - (ANF_RULE_THICK + ANF_RULE_WHITE + ANF_RULE_THIN);
  append_bar (out, 1, rule_top, ANF_RULE_THICK);
  append_bar (out, 2, rule_top + ANF_RULE_THICK + ANF_RULE_WHITE, ANF_RULE_THIN);
  append_bar (out, 3, second, ANF_RULE_THIN);
  append_bar (out, 4, second + ANF_RULE_THIN + ANF_RULE_WHITE, ANF_RULE_THICK);
}

/* 发文机关标志, centred on the sheet although the margins differ, and what is white below it down
   to the line of 发文字号: the body begins where the head ends. */
static char *
write_head (const AnfLetter *letter, GError **error)
{
  const double size = MIN (ANF_ORGAN_SIZE_MAX, ANF_AREA_WIDTH / anf_docx_measure (letter->organ));
  if (size < ANF_ORGAN_SIZE_MIN)
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID, _ ("the organ's name is too long"));
      return NULL;
    }
  const double rule_top = ANF_ORGAN_TOP + ANF_RULE_BELOW_ORGAN + ORGAN_INK * size / ANF_MM;
  const double rules = ANF_RULE_THICK + ANF_RULE_WHITE + ANF_RULE_THIN;
  const double body_top = (rule_top + rules) * ANF_MM + ANF_SEVEN_EIGHTHS;
  const double line_top = ANF_ORGAN_TOP * ANF_MM - (ORGAN_PITCH - ORGAN_INK) / 2 * size;
  /* A line of the body has half of what is white above its characters. */
  const double after = body_top - line_top - ORGAN_PITCH * size - ANF_GAP / 2;
  g_autoptr (GString) out = g_string_new (
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:hdr "
      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
      "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "
      "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
      "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
      "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" "
      "xmlns:v=\"urn:schemas-microsoft-com:vml\"><w:p><w:pPr><w:pStyle w:val=\"Organ\"/>");
  g_string_append_printf (
      out,
      "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"0\" w:after=\"%d\" w:line=\"%d\" "
      "w:lineRule=\"exact\"/><w:ind w:right=\"%d\"/></w:pPr>",
      ANF_TWIPS (after), ANF_TWIPS (ORGAN_PITCH * size), -ANF_TWIPS (2.0 * ANF_MM));
  append_bars (out, rule_top);
  g_string_append_printf (out,
                          "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/><w:snapToGrid w:val=\"0\"/>"
                          "<w:sz w:val=\"%d\"/></w:rPr><w:t xml:space=\"preserve\">",
                          (int)(size * 2));
  if (!anf_docx_escape (out, letter->organ))
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("the organ's name has control characters: delete them"));
      return NULL;
    }
  g_string_append (out, "</w:t></w:r></w:p></w:hdr>");
  return g_strdup (out->str);
}

/* ---- the body ---- */

/* 紧急程度 at the left, 发文字号 at the right. */
static void
add_number (Draft *self)
{
  const AnfDocxParagraph paragraph = { .style = "Number" };
  anf_docx_begin (self->docx, &paragraph);
  if (has (self->letter->urgency))
    anf_docx_text (self->docx, "Hei", self->letter->urgency);
  anf_docx_tab (self->docx);
  anf_docx_text (self->docx, NULL, self->letter->number);
  anf_docx_end (self->docx);
}

static void
add_head (Draft *self, const char *title, const char *subtitle)
{
  const AnfDocxParagraph addressee = { .style = "Addressee" };
  add_number (self);
  anf_docx_add_empty (self->docx, 2, ANF_DOCX_PLAIN);
  anf_docx_add_title (self->docx, title);
  if (subtitle != NULL)
    anf_docx_paragraph (self->docx, "Subheading", subtitle);
  anf_docx_add_empty (self->docx, 1, ANF_DOCX_PLAIN);
  anf_docx_begin (self->docx, &addressee);
  anf_docx_text (self->docx, NULL, self->letter->addressee);
  anf_docx_text (self->docx, NULL, "：");
  anf_docx_end (self->docx);
}

static void
add_body (Draft *self, GPtrArray *paragraphs)
{
  for (guint i = 0; i < paragraphs->len; i++)
    {
      const AnfParagraph *paragraph = paragraphs->pdata[i];
      if (paragraph->kind == ANF_PARAGRAPH_SECOND)
        anf_docx_add_second (self->docx, paragraph->text);
      else if (!anf_letter_is_of_head (paragraph))
        anf_docx_paragraph (self->docx, paragraph->kind == ANF_PARAGRAPH_FIRST ? "First" : "Body",
                            paragraph->text);
    }
}

/* 7.3.4, as in the PDF. */
static void
add_attachments (Draft *self)
{
  const char *const *names = self->letter->attachments;
  if (names == NULL || names[0] == NULL)
    return;
  anf_docx_add_empty (self->docx, 1, ANF_DOCX_PLAIN);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *number
          = names[1] == NULL ? g_strdup ("") : g_strdup_printf ("%u. ", (guint)i + 1);
      const double hanging = anf_docx_measure (number) + (i == 0 ? ANF_ATTACHMENT_COLUMNS : 0);
      const AnfDocxParagraph paragraph
          = { .style = "Attachment",
              .left
              = anf_docx_twips_of_columns (2 + ANF_ATTACHMENT_COLUMNS + anf_docx_measure (number)),
              .first = -anf_docx_twips_of_columns (hanging) };
      anf_docx_begin (self->docx, &paragraph);
      anf_docx_text (self->docx, NULL, i == 0 ? "附件：" : "");
      anf_docx_text (self->docx, NULL, number);
      anf_docx_text (self->docx, NULL, names[i]);
      anf_docx_end (self->docx);
    }
}

/* 7.3.5.1: both are centred on one line, by which the date ends four characters from the right; a
   long name moves it to the left. */
static void
add_signature (Draft *self)
{
  const AnfLetter *letter = self->letter;
  const char *name = has (letter->seal_name) ? letter->seal_name : letter->organ;
  g_autofree char *date
      = g_date_valid (&letter->date) ? anf_date_describe (&letter->date) : g_strdup (OPEN_DATE);
  const double widest = MIN (anf_docx_measure (name), ANF_AREA_COLUMNS - ANF_DATE_FROM_RIGHT);
  const double centre = MIN (ANF_AREA_COLUMNS - ANF_DATE_FROM_RIGHT - anf_docx_measure (date) / 2,
                             ANF_AREA_COLUMNS - widest / 2);
  const AnfDocxParagraph paragraph
      = { .style = "Signature", .left = anf_docx_twips_of_columns (2 * centre - ANF_AREA_COLUMNS) };
  anf_docx_add_empty (self->docx, ANF_SEAL_LINES, ANF_DOCX_KEEP_NEXT);
  anf_docx_begin (self->docx, &paragraph);
  anf_docx_text (self->docx, NULL, name);
  anf_docx_end (self->docx);
  anf_docx_begin (self->docx, &paragraph);
  anf_docx_text (self->docx, NULL, date);
  anf_docx_end (self->docx);
}

static void
add_tail (Draft *self)
{
  const AnfLetter *letter = self->letter;
  const AnfDocxParagraph copies = { .style = "Copies", .flags = ANF_DOCX_AT_FOOT };
  add_signature (self);
  if (has (letter->note))
    {
      g_autofree char *note = g_strdup_printf ("（%s）", letter->note);
      anf_docx_paragraph (self->docx, "Body", note);
    }
  if (letter->copy_to == NULL || letter->copy_to[0] == NULL)
    return;
  g_autofree char *units = g_strjoinv ("，", (char **)letter->copy_to);
  anf_docx_begin (self->docx, &copies);
  anf_docx_text (self->docx, NULL, "抄送：");
  anf_docx_text (self->docx, NULL, units);
  anf_docx_text (self->docx, NULL, "。");
  anf_docx_end (self->docx);
}

GBytes *
anf_letter_render_docx (const AnfLetter *letter, GError **error)
{
  g_autoptr (GPtrArray) paragraphs
      = anf_letter_check (letter, error) ? anf_letter_write (letter, error) : NULL;
  g_autofree char *title
      = paragraphs != NULL ? anf_letter_find_title (letter, paragraphs, error) : NULL;
  g_autofree char *head = title != NULL ? write_head (letter, error) : NULL;
  if (head == NULL)
    return NULL;
  g_autoptr (AnfDocx) docx = anf_docx_new (ANF_DOCX_LETTER);
  Draft self = { .letter = letter, .docx = docx };
  add_head (&self, title, anf_letter_find_subtitle (paragraphs));
  add_body (&self, paragraphs);
  add_attachments (&self);
  add_tail (&self);
  return anf_docx_finish (docx, title, head, error);
}
