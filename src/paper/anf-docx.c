/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-docx.h"

#include "anf-error.h"
#include "anf-letter-page.h"
#include "anf-paper-limits.h"
#include "anf-paper-resources.h"
#include "anf-zip.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include <string.h>

/* Of a cell, in characters: what takes some ten lines. */
#define LONG_CELL 250
#define NAMESPACES                                                                                 \
  "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "                      \
  "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
/* At most so many are named in an error. */
#define NAMED_MAX 8

struct _AnfDocx
{
  AnfDocxKind kind;
  GString *text; /* of word/document.xml */
  const AnfColumn *columns;
  gsize n_columns;
  GString *refused; /* control characters, U+0007 and so on */
  guint n_refused;
};

typedef struct
{
  const char *name; /* in the zip */
  const char *resource;
} Part;

static const Part letter_parts[] = {
  { "[Content_Types].xml", "/anf-paper/docx/letter-types.xml" },
  { "_rels/.rels", "/anf-paper/docx/package-rels.xml" },
  { "word/_rels/document.xml.rels", "/anf-paper/docx/letter-rels.xml" },
  { "word/styles.xml", "/anf-paper/docx/letter-styles.xml" },
  { "word/settings.xml", "/anf-paper/docx/letter-settings.xml" },
  { "word/fontTable.xml", "/anf-paper/docx/fonts.xml" },
  { "word/footer1.xml", "/anf-paper/docx/letter-footer-odd.xml" },
  { "word/footer2.xml", "/anf-paper/docx/letter-footer-even.xml" },
};

static const Part report_parts[] = {
  { "[Content_Types].xml", "/anf-paper/docx/report-types.xml" },
  { "_rels/.rels", "/anf-paper/docx/package-rels.xml" },
  { "word/_rels/document.xml.rels", "/anf-paper/docx/report-rels.xml" },
  { "word/styles.xml", "/anf-paper/docx/letter-styles.xml" },
  { "word/settings.xml", "/anf-paper/docx/letter-settings.xml" },
  { "word/fontTable.xml", "/anf-paper/docx/fonts.xml" },
  { "word/footer1.xml", "/anf-paper/docx/letter-footer-odd.xml" },
  { "word/footer2.xml", "/anf-paper/docx/letter-footer-even.xml" },
};

static const Part form_parts[] = {
  { "[Content_Types].xml", "/anf-paper/docx/form-types.xml" },
  { "_rels/.rels", "/anf-paper/docx/package-rels.xml" },
  { "word/_rels/document.xml.rels", "/anf-paper/docx/form-rels.xml" },
  { "word/styles.xml", "/anf-paper/docx/form-styles.xml" },
  { "word/settings.xml", "/anf-paper/docx/form-settings.xml" },
  { "word/fontTable.xml", "/anf-paper/docx/fonts.xml" },
  { "word/footer1.xml", "/anf-paper/docx/form-footer.xml" },
};

static const struct
{
  const Part *parts;
  gsize n_parts;
} sets[] = { [ANF_DOCX_LETTER] = { letter_parts, G_N_ELEMENTS (letter_parts) },
             [ANF_DOCX_FORM] = { form_parts, G_N_ELEMENTS (form_parts) },
             [ANF_DOCX_REPORT] = { report_parts, G_N_ELEMENTS (report_parts) } };

AnfDocx *
anf_docx_new (AnfDocxKind kind)
{
  AnfDocx *self = g_new0 (AnfDocx, 1);
  self->kind = kind;
  self->text = g_string_new (DECLARATION "<w:document " NAMESPACES "><w:body>");
  self->refused = g_string_new (NULL);
  return self;
}

void
anf_docx_free (AnfDocx *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_string_free (self->refused, TRUE);
  g_free (self);
}

/* Controls of direction and joining could show another order than the record has; PDF leaves them
   out, too. Selectors of a character's variant stay: they tell rare characters apart. */
static gboolean
is_invisible (gunichar character)
{
  return g_unichar_type (character) == G_UNICODE_FORMAT;
}

/* What XML 1.0 (2.2) has no place for, and the other controls, which nobody meant. */
static gboolean
is_refused (gunichar character)
{
  return g_unichar_iscntrl (character) || character == 0xfffe || character == 0xffff;
}

/* Returns: the character that has no place in XML, 0 when all have */
static gunichar
append_character (GString *out, gunichar character)
{
  if (character < 0x80 && strchr ("\t\n\r", (int)character) != NULL)
    character = ' ';
  if (is_refused (character))
    return character;
  switch (character)
    {
    case '&':
      g_string_append (out, "&amp;");
      break;
    case '<':
      g_string_append (out, "&lt;");
      break;
    case '>':
      g_string_append (out, "&gt;");
      break;
    case '"':
      g_string_append (out, "&quot;");
      break;
    default:
      if (!is_invisible (character))
        g_string_append_unichar (out, character);
      break;
    }
  return 0;
}

gboolean
anf_docx_escape (GString *out, const char *text)
{
  gboolean done = TRUE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    done = append_character (out, g_utf8_get_char (at)) == 0 && done;
  return done;
}

static void
note_refused (AnfDocx *self, gunichar character)
{
  g_autofree char *name = g_strdup_printf ("U+%04X", character);
  if (strstr (self->refused->str, name) != NULL)
    return;
  if (self->n_refused++ < NAMED_MAX)
    g_string_append_printf (self->refused, "%s%s", self->refused->len > 0 ? ", " : "", name);
}

void
anf_docx_begin (AnfDocx *self, const AnfDocxParagraph *paragraph)
{
  GString *out = self->text;
  g_string_append_printf (out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", paragraph->style);
  if (paragraph->flags & ANF_DOCX_KEEP_NEXT)
    g_string_append (out, "<w:keepNext/>");
  if (paragraph->flags & ANF_DOCX_NEW_PAGE)
    g_string_append (out, "<w:pageBreakBefore/>");
  if (paragraph->flags & ANF_DOCX_AT_FOOT)
    g_string_append_printf (out,
                            "<w:framePr w:w=\"%d\" w:wrap=\"around\" w:vAnchor=\"margin\" "
                            "w:hAnchor=\"margin\" w:xAlign=\"left\" w:yAlign=\"bottom\"/>",
                            ANF_TWIPS (ANF_AREA_WIDTH));
  if (paragraph->left != 0 || paragraph->first != 0)
    g_string_append_printf (out, "<w:ind w:left=\"%d\" w:%s=\"%d\"/>", paragraph->left,
                            paragraph->first < 0 ? "hanging" : "firstLine", ABS (paragraph->first));
  g_string_append (out, "</w:pPr>");
}

/* Quotation marks, dashes and dots are Chinese ones: without the hint they are set in the Latin
   face, at half the width. */
static void
begin_run (AnfDocx *self, const char *style)
{
  g_string_append (self->text, "<w:r><w:rPr>");
  if (style != NULL)
    g_string_append_printf (self->text, "<w:rStyle w:val=\"%s\"/>", style);
  g_string_append (self->text, "<w:rFonts w:hint=\"eastAsia\"/></w:rPr>");
}

void
anf_docx_text (AnfDocx *self, const char *style, const char *text)
{
  if (*text == '\0')
    return;
  begin_run (self, style);
  g_string_append (self->text, "<w:t xml:space=\"preserve\">");
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar refused = append_character (self->text, g_utf8_get_char (at));
      if (refused != 0)
        note_refused (self, refused);
    }
  g_string_append (self->text, "</w:t></w:r>");
}

void
anf_docx_tab (AnfDocx *self)
{
  g_string_append (self->text, "<w:r><w:tab/></w:r>");
}

void
anf_docx_break (AnfDocx *self)
{
  g_string_append (self->text, "<w:r><w:br/></w:r>");
}

void
anf_docx_end (AnfDocx *self)
{
  g_string_append (self->text, "</w:p>");
}

void
anf_docx_paragraph (AnfDocx *self, const char *style, const char *text)
{
  const AnfDocxParagraph paragraph = { .style = style };
  anf_docx_begin (self, &paragraph);
  anf_docx_text (self, NULL, text);
  anf_docx_end (self);
}

static int
width_of (const AnfColumn *column)
{
  return ANF_TWIPS (column->width * ANF_MM);
}

void
anf_docx_begin_table (AnfDocx *self, const AnfColumn *columns, gsize n_columns)
{
  static const char *const sides[] = { "top", "left", "bottom", "right", "insideH", "insideV" };
  int width = 0;
  self->columns = columns;
  self->n_columns = n_columns;
  for (gsize i = 0; i < n_columns; i++)
    width += width_of (&columns[i]);
  g_string_append_printf (
      self->text, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>",
      width);
  g_string_append (self->text, "<w:tblBorders>");
  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    g_string_append_printf (self->text,
                            "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>",
                            sides[i]);
  g_string_append (self->text,
                   "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
                   "<w:top w:w=\"60\" w:type=\"dxa\"/><w:left w:w=\"50\" w:type=\"dxa\"/>"
                   "<w:bottom w:w=\"60\" w:type=\"dxa\"/><w:right w:w=\"50\" w:type=\"dxa\"/>"
                   "</w:tblCellMar></w:tblPr><w:tblGrid>");
  for (gsize i = 0; i < n_columns; i++)
    g_string_append_printf (self->text, "<w:gridCol w:w=\"%d\"/>", width_of (&columns[i]));
  g_string_append (self->text, "</w:tblGrid>");
}

static void
add_cell (AnfDocx *self, const AnfColumn *column, const char *style, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_string_append_printf (
      self->text,
      "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>",
      width_of (column));
  for (gsize i = 0; lines[i] != NULL; i++)
    anf_docx_paragraph (self, style, lines[i]);
  /* A cell without a paragraph is none. */
  if (lines[0] == NULL)
    anf_docx_paragraph (self, style, "");
  g_string_append (self->text, "</w:tc>");
}

/* As in the PDF, a long text begins below what stands before it, and does not leave a page white.
 */
static gboolean
is_long (const AnfDocx *self, const char *const *cells)
{
  for (gsize i = 0; i < self->n_columns; i++)
    if (g_utf8_strlen (cells[i], -1) > LONG_CELL)
      return TRUE;
  return FALSE;
}

void
anf_docx_add_row (AnfDocx *self, const char *const *cells, const char *const *styles, double least)
{
  g_string_append (self->text, "<w:tr><w:trPr>");
  if (least > 0 || least < 0 || !is_long (self, cells))
    g_string_append (self->text, "<w:cantSplit/>");
  if (least > 0)
    g_string_append_printf (self->text, "<w:trHeight w:val=\"%d\" w:hRule=\"atLeast\"/>",
                            ANF_TWIPS (least));
  if (least < 0)
    g_string_append (self->text, "<w:tblHeader/>");
  g_string_append (self->text, "</w:trPr>");
  for (gsize i = 0; i < self->n_columns; i++)
    add_cell (self, &self->columns[i], styles[i], cells[i]);
  g_string_append (self->text, "</w:tr>");
}

void
anf_docx_end_table (AnfDocx *self)
{
  /* Two tables in a row become one, the headings of the first above the rows of the second; and one
     that ends a document needs a paragraph, which must not need a page. */
  g_string_append (self->text,
                   "</w:tbl><w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" "
                   "w:lineRule=\"exact\"/><w:rPr><w:sz w:val=\"2\"/></w:rPr></w:pPr></w:p>");
}

typedef struct
{
  GByteArray *bytes;
  GPtrArray *entries; /* AnfZipEntry */
} Zip;

static void
add_part (Zip *zip, const char *name, GBytes *contents)
{
  /* The first moment that a zip can tell: none. */
  g_ptr_array_add (zip->entries,
                   anf_zip_append_whole (zip->bytes, name, contents, anf_zip_dos_time (0)));
}

static void
add_text (Zip *zip, const char *name, const char *text)
{
  g_autoptr (GBytes) contents = g_bytes_new_static (text, strlen (text));
  add_part (zip, name, contents);
}

static gboolean
add_parts (Zip *zip, const Part *parts, gsize n_parts, GError **error)
{
  for (gsize i = 0; i < n_parts; i++)
    {
      g_autoptr (GBytes) contents = g_resource_lookup_data (
          anf_paper_get_resource (), parts[i].resource, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      if (contents == NULL)
        return FALSE;
      add_part (zip, parts[i].name, contents);
    }
  return TRUE;
}

static void
add_properties (AnfDocx *self, Zip *zip, const char *title)
{
  g_autoptr (GString) out = g_string_new (
      DECLARATION "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/"
                  "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
                  "<dc:title>");
  (void)anf_docx_escape (out, title);
  g_string_append (out, "</dc:title></cp:coreProperties>");
  add_text (zip, "docProps/core.xml", out->str);
}

/* Page and margins: 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm in 22 lines, whose 28 characters the
   style Normal sets 0.25 pt closer than their 16 pt. A grid of characters would say the same, but
   where one is wider than its cell, some programs give it two. */
static void
end_body (AnfDocx *self)
{
  const int margin = ANF_TWIPS (25.0 * ANF_MM);
  GString *out = self->text;
  const gboolean has_head = self->kind == ANF_DOCX_LETTER;
  if (self->kind != ANF_DOCX_FORM)
    g_string_append_printf (
        out,
        "<w:sectPr>%s<w:footerReference w:type=\"default\" r:id=\"rId5\"/>"
        "<w:footerReference w:type=\"even\" r:id=\"rId6\"/>"
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"%d\" w:right=\"%d\" "
        "w:bottom=\"%d\" w:left=\"%d\" w:header=\"%d\" w:footer=\"%d\" w:gutter=\"0\"/>"
        "%s<w:docGrid w:type=\"lines\" w:linePitch=\"579\"/></w:sectPr>",
        has_head ? "<w:headerReference w:type=\"first\" r:id=\"rId4\"/>" : "",
        ANF_TWIPS (ANF_AREA_TOP), ANF_TWIPS (26.0 * ANF_MM), ANF_TWIPS (35.0 * ANF_MM),
        ANF_TWIPS (ANF_AREA_LEFT), ANF_TWIPS (ANF_ORGAN_TOP * ANF_MM), ANF_TWIPS (25.4 * ANF_MM),
        has_head ? "<w:titlePg/>" : "");
  else
    g_string_append_printf (
        out,
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/>"
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"%d\" w:right=\"%d\" "
        "w:bottom=\"%d\" w:left=\"%d\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/>"
        "</w:sectPr>",
        margin, margin, margin, margin);
  g_string_append (out, "</w:body></w:document>");
}

static void
finish_zip (Zip *zip)
{
  const guint start = zip->bytes->len;
  for (guint i = 0; i < zip->entries->len; i++)
    anf_zip_append_central (zip->bytes, zip->entries->pdata[i]);
  anf_zip_append_end (zip->bytes, zip->entries->len, start, zip->bytes->len);
}

static gboolean
check (const AnfDocx *self, GError **error)
{
  if (self->refused->len > 0)
    return anf_error_throw (
        error, ANF_ERROR_INVALID,
        _ ("the text has control characters (%s), which no document can hold: delete them"),
        self->refused->str);
  return self->text->len <= ANF_DOCX_TEXT_MAX
         || anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                             _ ("the document is over %d bytes: part it, or print it as PDF"),
                             ANF_DOCX_TEXT_MAX);
}

GBytes *
anf_docx_finish (AnfDocx *self, const char *title, const char *head, GError **error)
{
  end_body (self);
  if (!check (self, error))
    return NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_zip_entry_free);
  Zip zip = { bytes, entries };
  if (!add_parts (&zip, sets[self->kind].parts, sets[self->kind].n_parts, error))
    return NULL;
  if (head != NULL)
    add_text (&zip, "word/header1.xml", head);
  add_properties (self, &zip, title);
  add_text (&zip, "word/document.xml", self->text->str);
  finish_zip (&zip);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
