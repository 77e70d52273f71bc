/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-letter-check.h"

#include "anf-error.h"
#include "anf-paper-limits.h"
#include "anf-template.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
has (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
check_text (const char *name, const char *text, gboolean needed, GError **error)
{
  if (!has (text))
    return !needed
           || anf_error_throw (error, ANF_ERROR_INVALID, _ ("the letter needs its %s"), name);
  const gsize length = strlen (text);
  if (length > ANF_PAPER_TEXT_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the letter's %s is over %d bytes"),
                            name, ANF_PAPER_TEXT_MAX);
  if (!g_utf8_validate (text, (gssize)length, NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the letter's %s is not UTF-8"), name);
  return TRUE;
}

static gboolean
check_findings (const AnfLetter *letter, GError **error)
{
  if (letter->n_findings == 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the letter has no finding"));
  if (letter->n_findings > ANF_PAPER_FINDINGS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the letter has more than %d findings"),
                            ANF_PAPER_FINDINGS_MAX);
  for (gsize i = 0; i < letter->n_findings; i++)
    {
      const AnfLetterFinding *finding = &letter->findings[i];
      if (!check_text (_ ("finding number"), finding->number, TRUE, error)
          || !check_text (_ ("category"), finding->category, FALSE, error)
          || !check_text (_ ("fact"), finding->fact, TRUE, error)
          || !check_text (_ ("clause"), finding->clause, TRUE, error)
          || !check_text (_ ("units"), finding->units, FALSE, error)
          || !check_text (_ ("requirement"), finding->requirement, FALSE, error)
          || !check_text (_ ("text"), finding->source, FALSE, error)
          || !check_text (_ ("text"), finding->handling, FALSE, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_letter_check (const AnfLetter *letter, GError **error)
{
  const char *const others[] = {
    letter->seal_name,     letter->urgency,      letter->title,        letter->mandate,
    letter->scheme,        letter->inspection,   letter->requirements, letter->rectify,
    letter->plan,          letter->objection,    letter->consequences, letter->overdue,
    letter->basis,         letter->suspicion,    letter->materials,    letter->contact_name,
    letter->contact_phone, letter->note,         letter->unit,         letter->grounds,
    letter->instruction,   letter->level,        letter->issue,        letter->status,
    letter->overview,      letter->ranking,      letter->at,           letter->place,
    letter->interviewers,  letter->interviewees, letter->bring,        letter->summary,
    letter->persons,       letter->inspected,    letter->found_in,
  };
  if (!check_text (_ ("organ"), letter->organ, TRUE, error)
      || !check_text (_ ("number"), letter->number, TRUE, error)
      || !check_text (_ ("addressee"), letter->addressee, TRUE, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (!check_text (_ ("text"), others[i], FALSE, error))
      return FALSE;
  for (gsize i = 0; letter->copy_to != NULL && letter->copy_to[i] != NULL; i++)
    if (!check_text (_ ("list of copies"), letter->copy_to[i], TRUE, error))
      return FALSE;
  for (gsize i = 0; letter->attachments != NULL && letter->attachments[i] != NULL; i++)
    if (!check_text (_ ("list of attachments"), letter->attachments[i], TRUE, error))
      return FALSE;
  return check_findings (letter, error);
}

char *
anf_letter_find_title (const AnfLetter *letter, GPtrArray *paragraphs, GError **error)
{
  if (has (letter->title))
    return g_strdup (letter->title);
  for (guint i = 0; i < paragraphs->len; i++)
    {
      const AnfParagraph *paragraph = g_ptr_array_index (paragraphs, i);
      if (paragraph->kind == ANF_PARAGRAPH_TITLE)
        return g_strdup (paragraph->text);
    }
  (void)anf_error_throw (error, ANF_ERROR_INVALID, _ ("the letter needs its title"));
  return NULL;
}

gboolean
anf_letter_is_of_head (const AnfParagraph *paragraph)
{
  return paragraph->kind == ANF_PARAGRAPH_TITLE || paragraph->kind == ANF_PARAGRAPH_SUBTITLE;
}

const char *
anf_letter_find_subtitle (GPtrArray *paragraphs)
{
  for (guint i = 0; i < paragraphs->len; i++)
    {
      const AnfParagraph *paragraph = g_ptr_array_index (paragraphs, i);
      if (paragraph->kind == ANF_PARAGRAPH_SUBTITLE)
        return paragraph->text;
    }
  return NULL;
}
