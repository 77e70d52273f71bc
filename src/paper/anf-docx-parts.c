/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-docx-parts.h"

#include "anf-letter-page.h"
#include "anf-title.h"

#include <string.h>

double
anf_docx_measure (const char *text)
{
  double width = 0;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    width += g_utf8_get_char (at) < 0x80 ? 0.5 : 1.0;
  return width;
}

int
anf_docx_twips_of_columns (double columns)
{
  return ANF_TWIPS (columns * ANF_COLUMN);
}

void
anf_docx_add_empty (AnfDocx *docx, guint lines, AnfDocxFlags flags)
{
  const AnfDocxParagraph paragraph = { .style = "Normal", .flags = flags };
  for (guint i = 0; i < lines; i++)
    {
      anf_docx_begin (docx, &paragraph);
      anf_docx_end (docx);
    }
}

void
anf_docx_add_title (AnfDocx *docx, const char *title)
{
  g_auto (GStrv) lines = anf_title_break (title, ANF_AREA_WIDTH / ANF_SIZE_2);
  const AnfDocxParagraph paragraph = { .style = "Heading" };
  anf_docx_begin (docx, &paragraph);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (i > 0)
        anf_docx_break (docx);
      anf_docx_text (docx, NULL, lines[i]);
    }
  anf_docx_end (docx);
}

void
anf_docx_add_second (AnfDocx *docx, const char *text)
{
  const AnfDocxParagraph paragraph = { .style = "Second" };
  const char *stop = strstr (text, "。");
  const char *rest = stop == NULL ? text + strlen (text) : stop + strlen ("。");
  g_autofree char *lead = g_strndup (text, (gsize)(rest - text));
  anf_docx_begin (docx, &paragraph);
  anf_docx_text (docx, "Kai", lead);
  anf_docx_text (docx, NULL, rest);
  anf_docx_end (docx);
}
