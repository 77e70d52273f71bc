/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-form-draft.h"

#include "anf-clock.h"
#include "anf-json.h"
#include "anf-paper-reply.h"
#include "anf-sealing.h"
#include "anf-words.h"

gboolean
anf_form_draft_init (AnfFormDraft *self, AnfWork *work, const char *scheme, GError **error)
{
  g_autoptr (AnfScheme) found = anf_work_find_scheme (work, scheme, error);
  if (found == NULL)
    return FALSE;
  anf_letter_draft_init (&self->draft, work, found);
  self->values = g_array_new (FALSE, FALSE, sizeof (AnfFormValue));
  self->items = g_array_new (FALSE, TRUE, sizeof (AnfFormItem));
  self->office = anf_letter_find_office (found, error);
  return self->office != NULL;
}

void
anf_form_draft_clear (AnfFormDraft *self)
{
  anf_letter_draft_clear (&self->draft);
  g_clear_pointer (&self->values, g_array_unref);
  g_clear_pointer (&self->items, g_array_unref);
}

void
anf_form_draft_set (AnfFormDraft *self, const char *name, const char *value)
{
  const AnfFormValue entry = { name, value };
  g_array_append_val (self->values, entry);
}

void
anf_form_draft_take (AnfFormDraft *self, const char *name, char *value)
{
  anf_form_draft_set (self, name,
                      value != NULL ? anf_letter_draft_keep (&self->draft, value) : NULL);
}

gboolean
anf_form_draft_set_day (AnfFormDraft *self, const char *name, JsonObject *act, GError **error)
{
  char *day = act != NULL ? anf_letter_dup_day (act, error) : NULL;
  anf_form_draft_take (self, name, day);
  return act == NULL || day != NULL;
}

gboolean
anf_form_draft_set_people (AnfFormDraft *self,
                           const char *name,
                           const char *const *accounts,
                           GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; accounts[i] != NULL; i++)
    {
      g_autoptr (AnfItem) item
          = anf_work_find (self->draft.work, ANF_NOUN_ACCOUNT, accounts[i], error);
      if (item == NULL)
        return FALSE;
      g_autofree char *shown = anf_sealing_dup_name (self->draft.work, item->doc);
      g_string_append_printf (text, "%s%s", i > 0 ? "、" : "", shown != NULL ? shown : accounts[i]);
    }
  anf_form_draft_take (self, name, g_strdup (text->str));
  return TRUE;
}

gboolean
anf_form_draft_set_actor (AnfFormDraft *self, const char *name, JsonObject *act, GError **error)
{
  const char *const accounts[] = { act != NULL ? anf_json_peek_string (act, "by") : NULL, NULL };
  return anf_form_draft_set_people (self, name, accounts, error);
}

gboolean
anf_form_draft_set_findings (AnfFormDraft *self, JsonArray *ids, GError **error)
{
  g_auto (GStrv) list = anf_facts_dup_strings (ids);
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; list[i] != NULL; i++)
    {
      g_autoptr (AnfItem) item = anf_work_find (self->draft.work, ANF_NOUN_FINDING, list[i], error);
      if (item == NULL)
        return FALSE;
      const char *category = anf_json_peek_string (item->doc, "category");
      g_string_append_printf (text, "%s%s %s%s%s", i > 0 ? "\n" : "",
                              anf_json_peek_string (item->doc, "number"),
                              category != NULL ? category : "", category != NULL ? "：" : "",
                              anf_json_peek_string (item->doc, "fact"));
    }
  anf_form_draft_take (self, "findings", g_strdup (text->str));
  return TRUE;
}

void
anf_form_draft_append_evidence (GString *text, guint number, JsonObject *evidence)
{
  const char *name = anf_json_peek_string (evidence, "filename");
  const char *sha256 = anf_json_peek_string (evidence, "sha256");
  g_string_append_printf (text, "%s%u. %s%s%s，SHA-256 %.16s…", text->len > 0 ? "\n" : "", number,
                          anf_word_chinese_state ("kind", anf_json_peek_string (evidence, "kind")),
                          name != NULL ? " " : "（另行保管）", name != NULL ? name : "",
                          sha256 != NULL ? sha256 : "");
}

gboolean
anf_form_draft_set_evidence (AnfFormDraft *self, JsonArray *ids, GError **error)
{
  g_auto (GStrv) list = anf_facts_dup_strings (ids);
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; list[i] != NULL; i++)
    {
      g_autoptr (AnfItem) item
          = anf_work_find (self->draft.work, ANF_NOUN_EVIDENCE, list[i], error);
      if (item == NULL)
        return FALSE;
      anf_form_draft_append_evidence (text, (guint)i + 1, item->doc);
    }
  anf_form_draft_take (self, "evidence", g_strdup (text->str));
  return TRUE;
}

/* As letters do: the hour would tell who was on duty, and forms reach the unit, from here or by
   hand. */
static gboolean
find_midnight (JsonObject *act, gint64 *at, GError **error)
{
  GDate day;
  if (!anf_time_parse (anf_json_peek_string (act, "at"), at, error))
    return FALSE;
  anf_time_local_date (*at, &day);
  *at = anf_time_of_date (&day, 0);
  return TRUE;
}

gboolean
anf_form_draft_reply (
    AnfFormDraft *self, AnfFormKind kind, JsonObject *made_at, char *stem, GError **error)
{
  g_autofree char *name = stem;
  gint64 at = 0;
  if (!find_midnight (made_at, &at, error))
    return FALSE;
  const AnfForm form = { .kind = kind,
                         .organ = self->office->organ,
                         .time_us = at,
                         .values = (const AnfFormValue *)(gpointer)self->values->data,
                         .n_values = self->values->len,
                         .items = (const AnfFormItem *)(gpointer)self->items->data,
                         .n_items = self->items->len };
  return anf_paper_reply_form (self->draft.work, &form, g_steal_pointer (&name), error);
}
