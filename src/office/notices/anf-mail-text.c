/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-language.h"
#include "anf-mail-queue.h"
#include "anf-notice-kind.h"
#include "anf-notice-rows.h"
#include "anf-notice-title.h"

#include <glib/gi18n.h>

#include <string.h>

/* E-mail is read by others on its way: it says what happened to which number until when, and of
   what is nobody's business only that there is something. Neither name nor place nor address of the
   service stands in it. */

typedef struct
{
  AnfTx *tx;
  GString *lines;
  char *first; /* (nullable): the first that may be named */
  guint discreet;
  guint count;
} Gathering;

static char *
word_line (AnfTx *tx, const AnfNoticeRow *row)
{
  g_autofree char *title = anf_notice_dup_title (tx, row);
  g_autoptr (GString) line = g_string_new (title);
  if (row->number != NULL)
    g_string_append_printf (line, " %s", row->number);
  return g_strdup (line->str);
}

static gboolean
gather (const AnfNoticeRow *row, gpointer data, GError **error)
{
  Gathering *gathering = data;
  const AnfNoticeKind *kind = anf_notice_kind_find (row->event);
  if (row->read_at != 0)
    return TRUE;
  gathering->count++;
  if (kind == NULL || kind->discreet)
    {
      gathering->discreet++;
      return TRUE;
    }
  g_autofree char *line = word_line (gathering->tx, row);
  g_string_append (gathering->lines, line);
  if (row->due != NULL)
    g_string_append_printf (gathering->lines, _ (" (last day: %s)"), row->due);
  g_string_append_c (gathering->lines, '\n');
  if (gathering->first == NULL)
    gathering->first = g_steal_pointer (&line);
  return TRUE;
}

static char *
word_subject (const Gathering *gathering)
{
  if (gathering->count == 1 && gathering->first != NULL)
    return g_strdup_printf (_ ("Notice: %s"), gathering->first);
  return g_strdup_printf (g_dngettext (NULL, "Notice: there is %d item for you",
                                       "Notice: there are %d items for you", gathering->count),
                          (int)gathering->count);
}

static char *
word_text (const Gathering *gathering)
{
  g_autoptr (GString) text = g_string_new (gathering->lines->str);
  if (gathering->discreet > 0)
    g_string_append_printf (text,
                            g_dngettext (NULL, "There is %d item for you to read.\n",
                                         "There are %d items for you to read.\n",
                                         gathering->discreet),
                            (int)gathering->discreet);
  g_string_append (text, _ ("\nLog in to read more. A machine wrote this: nobody reads what is "
                            "answered to it, and it holds no link to follow.\n"));
  return g_strdup (text->str);
}

gboolean
anf_mail_text_fill (AnfMailText *self, AnfTx *tx, const char *mail, GError **error)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  Gathering gathering = { .tx = tx, .lines = lines };
  anf_language_enter (strcmp (self->language, "zh") == 0 ? ANF_LANGUAGE_CHINESE
                                                         : ANF_LANGUAGE_ENGLISH);
  const gboolean done
      = anf_notice_rows_list_mail (tx, mail, ANF_MAIL_NOTICES_MAX, gather, &gathering, error);
  if (done && gathering.count > 0)
    {
      self->subject = word_subject (&gathering);
      self->text = word_text (&gathering);
    }
  anf_language_leave ();
  self->count = gathering.count;
  g_free (gathering.first);
  return done;
}

void
anf_mail_text_clear (AnfMailText *self)
{
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->text, g_free);
}
