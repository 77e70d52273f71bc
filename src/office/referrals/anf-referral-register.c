/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* 问题线索移送登记表 (domain.md D.8): what is handed over as it was fixed when the referral was
   approved; who sent it, who took it and what came of it as far as the record knows. It goes with
   the papers and not into the pack, which is closed before anybody could sign it. */

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-form-draft.h"
#include "anf-json.h"
#include "anf-referral-result.h"
#include "anf-referral-talks.h"
#include "anf-referrals.h"
#include "anf-sealing.h"
#include "anf-texts.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  AnfFormDraft form;
  AnfItem *referral;
  JsonObject *file; /* case.json */
} Register;

static void
register_clear (Register *self)
{
  anf_form_draft_clear (&self->form);
  g_clear_pointer (&self->file, json_object_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Register, register_clear)

static const char *
keep (Register *self, char *text)
{
  return anf_letter_draft_keep (&self->form.draft, text);
}

static void append_line (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
append_line (GString *text, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append_vprintf (text, format, args);
  va_end (args);
}

static JsonArray *
get_list (const Register *self, const char *name)
{
  return anf_json_peek_array (self->file, name);
}

static JsonObject *
find_order (const Register *self, const char *id)
{
  JsonArray *orders = get_list (self, "orders");
  for (guint i = 0; id != NULL && i < json_array_get_length (orders); i++)
    {
      JsonObject *order = json_array_get_object_element (orders, i);
      if (g_strcmp0 (anf_json_peek_string (order, "id"), id) == 0)
        return order;
    }
  return NULL;
}

static void
append_handling (const Register *self, JsonObject *finding, GString *text)
{
  JsonArray *evidence = anf_json_peek_array (finding, "evidence");
  JsonObject *order = find_order (self, anf_json_peek_string (finding, "order"));
  append_line (text, "%s：经核实属实；证据%u件；", anf_json_peek_string (finding, "number"),
               json_array_get_length (evidence));
  if (order == NULL)
    g_string_append (text, "未交办整改");
  else
    g_string_append_printf (text, "已以%s交办整改，%s", anf_json_peek_string (order, "number"),
                            g_strcmp0 (anf_json_peek_string (order, "state"), "closed") == 0
                                ? "已整改销号"
                                : "尚未整改销号");
}

static gboolean
append_unit (Register *self, JsonObject *finding, GPtrArray *names, GError **error)
{
  const char *name = anf_letter_draft_find_unit (&self->form.draft,
                                                 anf_json_peek_string (finding, "unit"), error);
  if (name != NULL)
    anf_texts_add_once (names, name);
  return name != NULL;
}

/* 反映的问题（时间、地点、经过、后果）: of what was seen at a visit, when and where it was. */
static gboolean
append_fact (Register *self, JsonObject *finding, GString *facts, GError **error)
{
  const char *id = anf_json_peek_string (finding, "visit");
  g_autoptr (AnfItem) visit
      = id != NULL ? anf_work_find (self->form.draft.work, ANF_NOUN_VISIT, id, error) : NULL;
  g_autofree char *days = visit != NULL ? anf_visit_dup_days (visit->doc, error) : NULL;
  if (id != NULL && days == NULL)
    return FALSE;
  append_line (facts, "%s：%s%s%s%s%s", anf_json_peek_string (finding, "number"),
               days != NULL ? days : "", days != NULL ? "，在" : "",
               days != NULL ? anf_json_peek_string (visit->doc, "site") : "",
               days != NULL ? "发现：" : "", anf_json_peek_string (finding, "fact"));
  return TRUE;
}

static gboolean
set_findings (Register *self, GError **error)
{
  JsonArray *findings = get_list (self, "findings");
  g_autoptr (GPtrArray) units = anf_texts_new ();
  g_autoptr (GString) sources = g_string_new (NULL);
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autoptr (GString) handling = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (findings); i++)
    {
      JsonObject *finding = json_array_get_object_element (findings, i);
      const char *source = anf_letter_draft_describe_source (&self->form.draft, finding, error);
      if (source == NULL || !append_unit (self, finding, units, error)
          || !append_fact (self, finding, facts, error))
        return FALSE;
      append_line (sources, "%s：%s", anf_json_peek_string (finding, "number"), source);
      append_handling (self, finding, handling);
    }
  anf_form_draft_take (&self->form, "units", anf_texts_join (units, "、"));
  anf_form_draft_take (&self->form, "sources", g_strdup (sources->str));
  anf_form_draft_take (&self->form, "facts", g_strdup (facts->str));
  anf_form_draft_take (&self->form, "handling", g_strdup (handling->str));
  return TRUE;
}

static void
add_evidence (Register *self, JsonObject *entry)
{
  const char *path = anf_json_peek_string (entry, "path");
  g_autofree char *exhibits
      = anf_referral_dup_exhibits (get_list (self, "exhibits"), anf_json_peek_string (entry, "id"));
  const AnfFormItem item = {
    .name = keep (self, g_strdup_printf (
                            "%s%s%s\n%s",
                            anf_word_chinese_state ("kind", anf_json_peek_string (entry, "kind")),
                            exhibits != NULL ? " " : "", exhibits != NULL ? exhibits : "",
                            path != NULL ? path : anf_json_peek_string (entry, "carrier"))),
    .count = "1件",
    .original = json_object_has_member (entry, "derived_from") ? "派生件" : "原件",
    .carrier = path != NULL ? "证据包" : "另行保管",
    .sha256 = anf_json_peek_string (entry, "sha256"),
    .sm3 = anf_json_peek_string (entry, "sm3"),
  };
  g_array_append_val (self->form.items, item);
}

static void
add_paper (Register *self, const char *kind, JsonObject *entry)
{
  const AnfFormItem item
      = { .name
          = keep (self, g_strdup_printf ("%s\n%s", kind, anf_json_peek_string (entry, "path"))),
          .count = "1份",
          .original = "原件",
          .carrier = "证据包",
          .sha256 = anf_json_peek_string (entry, "sha256"),
          .sm3 = anf_json_peek_string (entry, "sm3") };
  g_array_append_val (self->form.items, item);
}

/* What the case file cannot name, being made beside it: @what: of the approval. */
static void
add_document (Register *self, const char *what, const char *name)
{
  JsonObject *approved = anf_json_peek_object (self->referral->doc, "approved");
  g_autofree char *sha256 = g_strdup_printf ("%s_sha256", what);
  g_autofree char *sm3 = g_strdup_printf ("%s_sm3", what);
  const AnfFormItem item = { .name = name,
                             .count = "1份",
                             .original = "原件",
                             .carrier = "证据包",
                             .sha256 = anf_json_peek_string (approved, sha256),
                             .sm3 = anf_json_peek_string (approved, sm3) };
  g_array_append_val (self->form.items, item);
}

static void
add_materials (Register *self)
{
  JsonArray *evidence = get_list (self, "evidence");
  JsonArray *orders = get_list (self, "orders");
  JsonArray *letters = get_list (self, "letters");
  g_autoptr (GString) carriers = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (letters); i++)
    {
      JsonObject *entry = json_array_get_object_element (letters, i);
      const gboolean is_list = g_strcmp0 (anf_json_peek_string (entry, "kind"), "list") == 0;
      add_paper (self, is_list ? "问题线索移送清单" : "移送函", entry);
    }
  for (guint i = 0; i < json_array_get_length (evidence); i++)
    {
      JsonObject *entry = json_array_get_object_element (evidence, i);
      const char *carrier = anf_json_peek_string (entry, "carrier");
      if (carrier != NULL)
        append_line (carriers, "%s", carrier);
      add_evidence (self, entry);
    }
  /* A case of before talks went along has none. */
  JsonArray *talks = get_list (self, "talks");
  if (talks != NULL && json_array_get_length (talks) > 0)
    append_line (carriers, "%s", ANF_REFERRAL_TALKS_CARRIER);
  anf_referral_list_talks (talks, &self->form.draft, self->form.items);
  for (guint i = 0; i < json_array_get_length (orders); i++)
    {
      JsonObject *entry = json_array_get_object_element (orders, i);
      g_autofree char *kind
          = g_strdup_printf ("交办文书 %s", anf_json_peek_string (entry, "number"));
      add_paper (self, kind, entry);
    }
  add_document (self, "index", "电子数据清单和提取记录\ndata/index.pdf");
  add_document (self, "custody", "移交记录\ndata/custody.csv");
  anf_form_draft_take (&self->form, "carriers",
                       g_strdup (carriers->len > 0 ? carriers->str : "没有另行登记的原始载体"));
}

/* The person's name; where only the login is known, the place stays free for a signature. */
static gboolean
set_sender (Register *self, JsonObject *sent, GError **error)
{
  anf_form_draft_set (&self->form, "method",
                      sent != NULL ? anf_json_peek_string (sent, "method") : NULL);
  if (sent == NULL)
    {
      anf_form_draft_set (&self->form, "sender", NULL);
      return TRUE;
    }
  g_autoptr (AnfItem) account = anf_work_find (self->form.draft.work, ANF_NOUN_ACCOUNT,
                                               anf_json_peek_string (sent, "by"), error);
  if (account == NULL)
    return FALSE;
  anf_form_draft_take (&self->form, "sender",
                       anf_sealing_dup_name (self->form.draft.work, account->doc));
  return TRUE;
}

/* Of each row, what the body answered last: the outcomes that it may hold. */
static const struct
{
  const char *row;
  const char *outcome;
  const char *words;
} answers[] = {
  { "acceptance", "accepted", "受理" },     { "acceptance", "declined", "不受理" },
  { "acceptance", "returned", "退回补充" }, { "disposal", "handling", "处置中" },
  { "result", "reported", "已反馈结果" },
};

static char *
word_answer (JsonObject *result, const char *words, GError **error)
{
  const char *told = anf_json_peek_string (result, "disposal");
  g_autofree char *date = anf_letter_dup_day (result, error);
  if (date == NULL)
    return NULL;
  return g_strdup_printf ("%s%s%s（%s）", words, told != NULL ? "：" : "", told != NULL ? told : "",
                          date);
}

static gboolean
set_answer (Register *self, const char *row, GError **error)
{
  g_autoptr (GPtrArray) results = anf_referral_list_results (self->referral->doc);
  g_autofree char *text = NULL;
  for (guint i = 0; i < results->len; i++)
    {
      JsonObject *result = results->pdata[i];
      const char *outcome = anf_json_peek_string (result, "outcome");
      for (gsize k = 0; k < G_N_ELEMENTS (answers); k++)
        if (strcmp (answers[k].row, row) == 0 && g_strcmp0 (answers[k].outcome, outcome) == 0)
          {
            g_free (text);
            text = word_answer (result, answers[k].words, error);
            if (text == NULL)
              return FALSE;
          }
    }
  anf_form_draft_take (&self->form, row, g_steal_pointer (&text));
  return TRUE;
}

static gboolean
fill (Register *self, GError **error)
{
  AnfFormDraft *form = &self->form;
  JsonObject *doc = self->referral->doc;
  JsonObject *sent = anf_json_peek_object (doc, "sent");
  JsonObject *received = anf_json_peek_object (doc, "received");
  if (!anf_referral_set_form (form, self->referral, error))
    return FALSE;
  anf_form_draft_set (form, "receiver",
                      received != NULL ? anf_json_peek_string (received, "receiver") : NULL);
  anf_form_draft_take (form, "feedback", anf_referral_dup_feedback (form->draft.scheme, "移送函"));
  add_materials (self);
  return set_findings (self, error) && set_sender (self, sent, error)
         && anf_form_draft_set_day (form, "sent_on", sent, error)
         && anf_form_draft_set_day (form, "received_on", received, error)
         && set_answer (self, "acceptance", error) && set_answer (self, "disposal", error)
         && set_answer (self, "result", error);
}

gboolean
anf_referrals_get_register (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) referral = anf_work_find (work, ANF_NOUN_REFERRAL, work->call->id, error);
  if (referral == NULL || !anf_referral_check (work, referral, error))
    return FALSE;
  JsonObject *approved = anf_json_peek_object (referral->doc, "approved");
  if (approved == NULL)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("referral %s has nothing to register yet: what is handed over is "
                               "fixed when the signer approves"),
                            referral->record->id);
  g_auto (Register) self = { .referral = referral };
  if (!anf_form_draft_init (&self.form, work, referral->record->scheme, error))
    return FALSE;
  self.file = anf_referral_read_case (work, referral, error);
  return self.file != NULL && fill (&self, error)
         && anf_form_draft_reply (&self.form, ANF_FORM_REGISTER, approved,
                                  g_strdup_printf ("%s移送登记表", referral->record->number),
                                  error);
}
