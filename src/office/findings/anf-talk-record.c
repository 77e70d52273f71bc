/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* 谈话记录 as a form (domain.md D.9), to be read by whoever was talked to, put right and signed on
   each page. As it was signed it is kept; and as its hash stands where people read who may not know
   who was talked to, the salt is printed in it, without which names could be tried. */

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-form-draft.h"
#include "anf-json.h"
#include "anf-papers.h"
#include "anf-talks.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
set_times (AnfFormDraft *form, JsonObject *talk, GError **error)
{
  gint64 began_at = 0;
  gint64 ended_at = 0;
  if (!anf_time_parse (anf_json_peek_string (talk, "began_at"), &began_at, error)
      || !anf_time_parse (anf_json_peek_string (talk, "ended_at"), &ended_at, error))
    return FALSE;
  anf_form_draft_take (form, "began", anf_letter_format_moment (began_at));
  anf_form_draft_take (form, "ended", anf_letter_format_moment (ended_at));
  return TRUE;
}

static gboolean
set_people (AnfFormDraft *form, JsonObject *talk, GError **error)
{
  g_auto (GStrv) talkers = anf_facts_dup_strings (anf_json_peek_array (talk, "talkers"));
  const char *const recorder[] = { anf_json_peek_string (talk, "recorder"), NULL };
  return anf_form_draft_set_people (form, "talkers", (const char *const *)talkers, error)
         && anf_form_draft_set_people (form, "recorder", recorder, error);
}

static gboolean
set_subject (AnfFormDraft *form, JsonObject *subject, GError **error)
{
  static const char *const members[]
      = { "name", "sex", "id_document", "unit", "post", "address", "phone", "salt", NULL };
  const char *born_on = anf_json_peek_string (subject, "born_on");
  GDate day;
  for (gsize i = 0; members[i] != NULL; i++)
    anf_form_draft_take (form, members[i], g_strdup (anf_json_peek_string (subject, members[i])));
  if (born_on != NULL && !anf_date_parse (born_on, &day, error))
    return FALSE;
  anf_form_draft_take (form, "born_on", born_on != NULL ? anf_date_describe (&day) : NULL);
  return TRUE;
}

static char *
word_recording (JsonObject *talk)
{
  JsonObject *recording = anf_json_peek_object (talk, "recording");
  return recording == NULL ? g_strdup ("未录音录像")
                           : g_strdup_printf ("已录音录像，设备：%s，编号：%s",
                                              anf_json_peek_string (recording, "device"),
                                              anf_json_peek_string (recording, "number"));
}

static char *
word_refusal (JsonObject *talk)
{
  JsonObject *signing = anf_json_peek_object (talk, "signed");
  const char *refused = signing != NULL ? anf_json_peek_string (signing, "refused") : NULL;
  return refused != NULL ? g_strdup_printf ("拒绝签名，原因：%s", refused) : NULL;
}

static gboolean
fill (AnfFormDraft *form, AnfItem *talk, JsonObject *subject, GError **error)
{
  JsonObject *doc = talk->doc;
  g_autoptr (AnfItem) visit = anf_work_find (form->draft.work, ANF_NOUN_VISIT,
                                             anf_json_peek_string (doc, "visit"), error);
  if (visit == NULL)
    return FALSE;
  anf_form_draft_take (form, "visit", g_strdup (visit->record->number));
  anf_form_draft_set (form, "number", talk->record->number);
  anf_form_draft_set (form, "about", anf_json_peek_string (doc, "about"));
  anf_form_draft_set (form, "place", anf_json_peek_string (doc, "place"));
  anf_form_draft_set (form, "rights", anf_json_peek_string (doc, "rights"));
  anf_form_draft_take (form, "recording", word_recording (doc));
  anf_form_draft_take (form, "dialogue", anf_talk_dup_dialogue (doc));
  anf_form_draft_take (form, "corrections", anf_talk_dup_corrections (doc));
  anf_form_draft_take (form, "refused", word_refusal (doc));
  return set_times (form, doc, error) && set_people (form, doc, error)
         && set_subject (form, subject, error);
}

static GBytes *
render (AnfWork *work, AnfItem *talk, guint *pages, GError **error)
{
  g_auto (AnfFormDraft) draft = { 0 };
  gint64 ended_at = 0;
  g_autoptr (JsonObject) subject = anf_talk_load_subject (work, talk, error);
  if (subject == NULL || !anf_form_draft_init (&draft, work, talk->record->scheme, error)
      || !fill (&draft, talk, subject, error)
      || !anf_time_parse (anf_json_peek_string (talk->doc, "ended_at"), &ended_at, error))
    return NULL;
  const AnfForm form
      = { .kind = ANF_FORM_TALK,
          .organ = draft.office->organ,
          .time_us = ended_at,
          .each_page = "被谈话人（签名、捺印）：______________　　　　　　年　　月　　日",
          .values = (const AnfFormValue *)(gpointer)draft.values->data,
          .n_values = draft.values->len };
  return anf_papers_take (work, anf_paper_new_form (&form), pages, error);
}

const char *
anf_talk_keep_record (AnfWork *work, AnfItem *talk, GError **error)
{
  guint pages = 0;
  g_autoptr (GBytes) pdf = render (work, talk, &pages, error);
  JsonObject *kept = pdf != NULL ? anf_papers_keep (work, pdf, pages, error) : NULL;
  if (kept == NULL)
    return NULL;
  json_object_set_object_member (talk->doc, "record", kept);
  return anf_json_peek_string (kept, "sha256");
}

static gboolean
reply_unsigned (AnfWork *work, AnfItem *talk, char *filename, GError **error)
{
  g_autofree char *own = filename;
  g_autoptr (GBytes) pdf = render (work, talk, NULL, error);
  if (pdf == NULL || !anf_work_save (work, talk, "printed", NULL, error))
    return FALSE;
  anf_work_reply_empty (work);
  work->reply->status = 200;
  work->reply->content_type = "application/pdf";
  work->reply->body = g_steal_pointer (&pdf);
  work->reply->filename = g_steal_pointer (&own);
  return TRUE;
}

/* Of a talk that was signed before its record was kept with it, that is made up for. */
static gboolean
reply_signed (AnfWork *work, AnfItem *talk, char *filename, GError **error)
{
  g_autofree char *own = filename;
  const char *sha256
      = json_object_has_member (talk->doc, "record")
            ? anf_json_peek_string (anf_json_peek_object (talk->doc, "record"), "sha256")
            : anf_talk_keep_record (work, talk, error);
  return sha256 != NULL && anf_work_save (work, talk, "printed", sha256, error)
         && anf_work_reply_blob (work, sha256, "application/pdf", g_steal_pointer (&own), error);
}

/* A write like the look at who it was, since that stands in it. */
gboolean
anf_talks_print (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) talk = anf_talks_find (work, error);
  g_autoptr (JsonObject) subject = talk != NULL ? anf_talk_find_subject (work, talk, error) : NULL;
  if (subject == NULL)
    return FALSE;
  char *filename = g_strdup_printf ("%s谈话记录.pdf", talk->record->number);
  return strcmp (talk->record->state, "signed") == 0 ? reply_signed (work, talk, filename, error)
                                                     : reply_unsigned (work, talk, filename, error);
}
