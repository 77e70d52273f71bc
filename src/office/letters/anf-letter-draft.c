/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-letter-draft.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-papers.h"
#include "anf-texts.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

void
anf_letter_draft_init (AnfLetterDraft *self, AnfWork *work, AnfScheme *scheme)
{
  *self = (AnfLetterDraft){ .work = work, .scheme = anf_scheme_ref (scheme) };
  self->findings = g_array_new (FALSE, TRUE, sizeof (AnfLetterFinding));
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->docs = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
  self->exhibits = json_array_new ();
}

void
anf_letter_draft_clear (AnfLetterDraft *self)
{
  g_clear_pointer (&self->scheme, anf_scheme_unref);
  g_clear_pointer (&self->findings, g_array_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->docs, g_ptr_array_unref);
  g_clear_pointer (&self->copy_to, g_strfreev);
  g_clear_pointer (&self->attachments, g_strfreev);
  g_clear_pointer (&self->exhibits, json_array_unref);
}

const char *
anf_letter_draft_keep (AnfLetterDraft *self, char *text)
{
  g_ptr_array_add (self->texts, text);
  return text;
}

const char *
anf_letter_draft_find_unit (AnfLetterDraft *self, const char *id, GError **error)
{
  g_autoptr (AnfItem) unit = anf_work_find (self->work, ANF_NOUN_UNIT, id, error);
  if (unit == NULL)
    return NULL;
  return anf_letter_draft_keep (self, g_strdup (anf_json_peek_string (unit->doc, "name")));
}

const AnfSchemeOffice *
anf_letter_find_office (const AnfScheme *scheme, GError **error)
{
  const AnfSchemeOffice *office = anf_scheme_get_office (scheme);
  if (office == NULL)
    anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                     _ ("scheme %s names no office that could send letters: add "
                        "`anfang` to its file and load it again"),
                     anf_scheme_get_id (scheme));
  return office;
}

const char *
anf_letter_find_organ (const AnfSchemeOffice *office, const char *kind)
{
  const char *own = g_hash_table_lookup (office->organs, kind);
  return own != NULL ? own : office->organ;
}

static void
count_evidence (AnfLetterFinding *entry, const char *kind)
{
  entry->photos += strcmp (kind, "photo") == 0 ? 1 : 0;
  entry->audios += strcmp (kind, "audio") == 0 ? 1 : 0;
  entry->videos += strcmp (kind, "video") == 0 ? 1 : 0;
  entry->documents += strcmp (kind, "document") == 0 ? 1 : 0;
  entry->references += strcmp (kind, "reference") == 0 ? 1 : 0;
}

typedef struct
{
  char *sha256;
  char *id;
} Exhibit;

static void
exhibit_free (gpointer data)
{
  Exhibit *exhibit = data;
  g_free (exhibit->sha256);
  g_free (exhibit->id);
  g_free (exhibit);
}

static int
compare_exhibits (gconstpointer a, gconstpointer b)
{
  const Exhibit *left = *(const Exhibit *const *)a;
  const Exhibit *right = *(const Exhibit *const *)b;
  const int order = g_strcmp0 (left->sha256, right->sha256);
  return order != 0 ? order : strcmp (left->id, right->id);
}

/* In the order of their hashes, which nobody can choose: a number in the order in which they came
   in, or were named, would tell the unit how the inspectors went about. */
static void
number_exhibits (AnfLetterDraft *self, GPtrArray *exhibits, AnfLetterFinding *entry)
{
  g_ptr_array_sort (exhibits, compare_exhibits);
  for (guint i = 0; i < exhibits->len; i++)
    {
      const Exhibit *exhibit = exhibits->pdata[i];
      g_autofree char *number = g_strdup_printf ("%s-Z%u", entry->number, i + 1);
      JsonObject *object = json_object_new ();
      json_object_set_string_member (object, "number", number);
      json_object_set_string_member (object, "evidence", exhibit->id);
      json_array_add_object_element (self->exhibits, object);
    }
}

static gboolean
add_evidence (AnfLetterDraft *self, JsonObject *finding, AnfLetterFinding *entry, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (finding, "evidence"));
  g_autoptr (GPtrArray) exhibits = g_ptr_array_new_with_free_func (exhibit_free);
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) evidence = anf_work_find (self->work, ANF_NOUN_EVIDENCE, ids[i], error);
      if (evidence == NULL)
        return FALSE;
      count_evidence (entry, anf_json_peek_string (evidence->doc, "kind"));
      Exhibit *exhibit = g_new0 (Exhibit, 1);
      exhibit->sha256 = g_strdup (anf_json_peek_string (evidence->doc, "sha256"));
      exhibit->id = g_strdup (ids[i]);
      g_ptr_array_add (exhibits, exhibit);
    }
  number_exhibits (self, exhibits, entry);
  return TRUE;
}

char *
anf_letter_draft_join_units (AnfLetterDraft *self, JsonArray *ids, GError **error)
{
  g_auto (GStrv) list = anf_facts_dup_strings (ids);
  g_autoptr (GPtrArray) names = anf_texts_new ();
  for (gsize i = 0; list[i] != NULL; i++)
    {
      const char *name = anf_letter_draft_find_unit (self, list[i], error);
      if (name == NULL)
        return NULL;
      anf_texts_add_once (names, name);
    }
  return anf_texts_join (names, "、");
}

/* 牵头, 责任 and 配合: one unit may be both, in different areas or in the same. */
static gboolean
describe_units (AnfLetterDraft *self, JsonObject *finding, const char **text, GError **error)
{
  JsonArray *leads = anf_json_peek_array (finding, "lead_units");
  g_autofree char *joined = anf_letter_draft_join_units (self, leads, error);
  if (joined == NULL)
    return FALSE;
  if (*joined == '\0' && self->co_units == NULL)
    return TRUE;
  const char *own
      = anf_letter_draft_find_unit (self, anf_json_peek_string (finding, "unit"), error);
  g_autofree char *helpers
      = own != NULL ? anf_letter_draft_join_units (self, self->co_units, error) : NULL;
  if (helpers == NULL)
    return FALSE;
  *text = anf_letter_draft_keep (
      self, g_strdup_printf ("%s%s%s责任单位：%s%s%s", *joined == '\0' ? "" : "牵头单位：", joined,
                             *joined == '\0' ? "" : "；", own,
                             *helpers == '\0' ? "" : "；配合单位：", helpers));
  return TRUE;
}

gboolean
anf_letter_draft_add_findings (AnfLetterDraft *self, JsonArray *ids, GError **error)
{
  g_auto (GStrv) list = anf_facts_dup_strings (ids);
  for (gsize i = 0; list[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (self->work, ANF_NOUN_FINDING, list[i], error);
      if (finding == NULL)
        return FALSE;
      g_ptr_array_add (self->docs, json_object_ref (finding->doc));
      AnfLetterFinding entry = {
        .number = anf_json_peek_string (finding->doc, "number"),
        .category = anf_json_peek_string (finding->doc, "category"),
        .content
        = anf_scheme_marks_get_name (anf_scheme_get_marks (self->scheme, ANF_SCHEME_CONTENTS),
                                     anf_json_peek_string (finding->doc, "content")),
        .fact = anf_json_peek_string (finding->doc, "fact"),
        .clause = anf_json_peek_string (finding->doc, "clause"),
        .unit = anf_letter_draft_find_unit (self, finding->record->unit, error),
        .requirement = anf_json_peek_string (finding->doc, "requirement"),
      };
      if (entry.unit == NULL)
        return FALSE;
      if (!add_evidence (self, finding->doc, &entry, error)
          || !describe_units (self, finding->doc, &entry.units, error))
        return FALSE;
      g_array_append_val (self->findings, entry);
    }
  return TRUE;
}

/* The visit or the lead in which @finding came up. */
static AnfItem *
find_origin (AnfLetterDraft *self, JsonObject *finding, GError **error)
{
  const char *lead = anf_json_peek_string (finding, "lead");
  return lead != NULL ? anf_work_find (self->work, ANF_NOUN_LEAD, lead, error)
                      : anf_work_find (self->work, ANF_NOUN_VISIT,
                                       anf_json_peek_string (finding, "visit"), error);
}

static const char *
name_origin (AnfLetterDraft *self, const AnfItem *origin)
{
  const char *source = anf_json_peek_string (origin->doc, "source");
  const char *term = anf_scheme_get_term (self->scheme);
  if (source != NULL)
    return anf_word_chinese_state ("source", source);
  return term != NULL ? term : "监督检查";
}

const char *
anf_letter_draft_name_source (AnfLetterDraft *self, JsonObject *finding, GError **error)
{
  g_autoptr (AnfItem) origin = find_origin (self, finding, error);
  if (origin == NULL)
    return NULL;
  /* That somebody complained sets the unit to look for who it was: one word for all these, which
     stands for what is harmless, too. */
  static const char *const hidden[] = { "complaint", "hotline", "survey", "discipline", NULL };
  const char *source = anf_json_peek_string (origin->doc, "source");
  return source != NULL && g_strv_contains (hidden, source)
             ? anf_word_chinese_state ("source", "transfer")
             : name_origin (self, origin);
}

const char *
anf_letter_draft_describe_source (AnfLetterDraft *self, JsonObject *finding, GError **error)
{
  g_autoptr (AnfItem) origin = find_origin (self, finding, error);
  if (origin == NULL)
    return NULL;
  const char *what = json_object_has_member (finding, "lead") ? "线索编号" : "任务编号";
  return anf_letter_draft_keep (
      self, g_strdup_printf ("%s，%s%s", name_origin (self, origin), what, origin->record->number));
}

gboolean
anf_visit_find_times (JsonObject *visit, gint64 *began_at, gint64 *ended_at, GError **error)
{
  JsonObject *submitted = anf_json_peek_object (visit, "submitted");
  JsonObject *started = anf_json_peek_object (visit, "started");
  const char *from = submitted != NULL ? anf_json_peek_string (submitted, "began_at") : NULL;
  const char *to = submitted != NULL ? anf_json_peek_string (submitted, "ended_at") : NULL;
  if (from == NULL || to == NULL)
    from = to = started != NULL ? anf_json_peek_string (started, "at") : NULL;
  if (from == NULL)
    return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("visit %s never began"),
                            anf_json_peek_string (visit, "number"));
  return anf_time_parse (from, began_at, error) && anf_time_parse (to, ended_at, error);
}

gboolean
anf_letter_find_day (JsonObject *act, GDate *day, GError **error)
{
  const char *on_paper = anf_json_peek_string (act, "received_on");
  gint64 at = 0;
  if (on_paper != NULL)
    return anf_date_parse (on_paper, day, error);
  if (!anf_time_parse (anf_json_peek_string (act, "at"), &at, error))
    return FALSE;
  anf_time_local_date (at, day);
  return TRUE;
}

char *
anf_letter_dup_day (JsonObject *act, GError **error)
{
  GDate day;
  return anf_letter_find_day (act, &day, error) ? anf_date_describe (&day) : NULL;
}

char *
anf_letter_format_moment (gint64 at)
{
  GDate day;
  anf_time_local_date (at, &day);
  g_autofree char *date = anf_date_describe (&day);
  const gint64 local = at / G_USEC_PER_SEC + ANF_ZONE_OFFSET_SECONDS;
  const guint minute = (guint)(local / 60 % (24 * 60));
  return minute % 60 == 0 ? g_strdup_printf ("%s%u时", date, minute / 60)
                          : g_strdup_printf ("%s%u时%02u分", date, minute / 60, minute % 60);
}

/* 2026年11月20日, or 2026年11月20日至22日. */
static char *
format_days (gint64 began_at, gint64 ended_at)
{
  GDate first;
  GDate last;
  anf_time_local_date (began_at, &first);
  anf_time_local_date (ended_at, &last);
  g_autofree char *from = anf_date_describe (&first);
  if (g_date_compare (&first, &last) == 0)
    return g_steal_pointer (&from);
  g_autoptr (GString) text = g_string_new (from);
  g_string_append (text, "至");
  const gboolean same_year = g_date_get_year (&first) == g_date_get_year (&last);
  if (!same_year)
    g_string_append_printf (text, "%u年", (guint)g_date_get_year (&last));
  if (!same_year || g_date_get_month (&first) != g_date_get_month (&last))
    g_string_append_printf (text, "%d月", (int)g_date_get_month (&last));
  g_string_append_printf (text, "%u日", (guint)g_date_get_day (&last));
  return g_strdup (text->str);
}

char *
anf_visit_dup_days (JsonObject *visit, GError **error)
{
  gint64 began_at = 0;
  gint64 ended_at = 0;
  return anf_visit_find_times (visit, &began_at, &ended_at, error)
             ? format_days (began_at, ended_at)
             : NULL;
}

/* Never the hour, which tells who was on duty. */
static gboolean
describe_visit (
    AnfLetterDraft *self, JsonObject *visit, const char *addressee, GString *out, GError **error)
{
  g_autofree char *days = anf_visit_dup_days (visit, error);
  if (days == NULL)
    return FALSE;
  const char *unit = anf_json_peek_string (visit, "unit");
  const char *name = g_strcmp0 (unit, addressee) == 0
                         ? "你单位"
                         : anf_letter_draft_find_unit (self, unit, error);
  if (name == NULL)
    return FALSE;
  /* Whoever has to mend it is not always where it was seen: then the place says it. */
  const gboolean named = addressee == NULL || g_strcmp0 (unit, addressee) == 0;
  g_auto (GStrv) methods = anf_facts_dup_strings (anf_json_peek_array (visit, "methods"));
  g_autofree char *how = g_strjoinv ("、", methods);
  const char *term = anf_scheme_get_term (self->scheme);
  g_string_append_printf (out, "%s%s，以%s方式，在%s%s%s进行了%s", out->len > 0 ? "；" : "", days,
                          how, anf_json_peek_string (visit, "site"), named ? "对" : "",
                          named ? name : "", term != NULL ? term : "检查");
  return TRUE;
}

gboolean
anf_letter_draft_describe_inspection (AnfLetterDraft *self,
                                      const char *addressee,
                                      const char **text,
                                      GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < self->findings->len; i++)
    {
      const char *id = anf_json_peek_string (self->docs->pdata[i], "visit");
      if (id == NULL)
        id = anf_json_peek_string (self->docs->pdata[i], "lead");
      if (!g_hash_table_add (seen, (gpointer)id))
        continue;
      if (anf_json_peek_string (self->docs->pdata[i], "visit") == NULL)
        {
          /* Neither from whom nor by which way: that would tell on who gave it. */
          g_string_append_printf (out, "%s对有关问题进行了了解", out->len > 0 ? "；" : "");
          continue;
        }
      g_autoptr (AnfItem) visit = anf_work_find (self->work, ANF_NOUN_VISIT, id, error);
      if (visit == NULL || !describe_visit (self, visit->doc, addressee, out, error))
        return FALSE;
    }
  *text = anf_letter_draft_keep (self, g_strdup (out->str));
  return TRUE;
}

void
anf_letter_draft_describe_found (AnfLetterDraft *self, AnfLetter *letter)
{
  gboolean told = FALSE;
  for (guint i = 0; i < self->docs->len; i++)
    if (anf_json_peek_string (self->docs->pdata[i], "visit") != NULL)
      letter->inspected = "监督检查";
    else
      told = TRUE;
  letter->found_in = !told                       ? letter->inspected
                     : letter->inspected == NULL ? "线索核查"
                                                 : "监督检查、线索核查";
}

JsonObject *
anf_letter_render_kept (AnfWork *work, const AnfLetter *letter, GError **error)
{
  guint pages = 0;
  g_autoptr (GBytes) pdf = anf_papers_take (work, anf_paper_new_letter (letter), &pages, error);
  return pdf != NULL ? anf_papers_keep (work, pdf, pages, error) : NULL;
}
