/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-paper-reply.h"

#include "anf-error.h"

#include <glib/gi18n.h>

gboolean
anf_paper_reply_find_format (AnfWork *work, AnfPaperFormat *format, GError **error)
{
  const char *name = anf_work_get_query (work, "format");
  return anf_paper_format_find (name, format)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("format: there is no format “%s”: give pdf or docx"), name);
}

void
anf_paper_reply_file (AnfWork *work, AnfPaperFormat format, GBytes *file, char *stem)
{
  g_autofree char *name = stem;
  anf_work_reply_empty (work);
  work->reply->status = 200;
  work->reply->content_type = anf_paper_format_get_type (format);
  work->reply->body = g_bytes_ref (file);
  work->reply->filename = g_strconcat (name, anf_paper_format_get_suffix (format), NULL);
}

gboolean
anf_paper_reply_form (AnfWork *work, const AnfForm *form, char *stem, GError **error)
{
  g_autofree char *name = stem;
  AnfOffice *office = work->office;
  AnfPaperFormat format = ANF_PAPER_PDF;
  if (!anf_paper_reply_find_format (work, &format, error))
    return FALSE;
  if (format == ANF_PAPER_PDF && office->fonts == NULL)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE, "%s", office->fonts_problem);
  g_autoptr (GBytes) file = format == ANF_PAPER_DOCX
                                ? anf_form_render_docx (form, error)
                                : anf_form_render (form, office->fonts, NULL, error);
  if (file == NULL)
    return FALSE;
  anf_paper_reply_file (work, format, file, g_steal_pointer (&name));
  return TRUE;
}

gboolean
anf_paper_reply_draft (AnfWork *work, const AnfLetter *letter, char *stem, GError **error)
{
  g_autofree char *name = stem;
  g_autoptr (GBytes) file = anf_letter_render_docx (letter, error);
  if (file == NULL)
    return FALSE;
  anf_paper_reply_file (work, ANF_PAPER_DOCX, file, g_steal_pointer (&name));
  return TRUE;
}

char *
anf_paper_reply_dup_open_number (const char *word)
{
  return g_strdup_printf ("%s〔　　　　〕　　号", word != NULL ? word : "　　　");
}
