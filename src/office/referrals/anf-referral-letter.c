/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-cms.h"
#include "anf-error.h"
#include "anf-form.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-pack-digest.h"
#include "anf-paper-reply.h"
#include "anf-papers.h"
#include "anf-referral-talks.h"
#include "anf-referrals.h"
#include "anf-sealing.h"
#include "anf-texts.h"

#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  AnfWork *work;
  AnfItem *referral;
  const AnfReferralPapers *papers;
  AnfLetterDraft draft;
  AnfLetter letter;
} Issue;

static void
issue_clear (Issue *self)
{
  anf_letter_draft_clear (&self->draft);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Issue, issue_clear)

static const char *
keep (Issue *self, char *text)
{
  return anf_letter_draft_keep (&self->draft, text);
}

/* 涉嫌性质: a class for whoever receives it, never a conclusion. */
const char *
anf_referral_word_suspicion (const char *suspicion)
{
  static const struct
  {
    const char *name;
    const char *words;
  } names[] = { { "discipline_violation", "涉嫌违反纪律" },
                { "duty_violation", "涉嫌职务违法" },
                { "duty_crime", "涉嫌职务犯罪" },
                { "other_crime", "涉嫌其他犯罪" } };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].name, suspicion) == 0)
      return names[i].words;
  return "性质待查";
}

/* 被反映单位和人员: the findings' units, then the people that the drafter named. */
static gboolean
describe_persons (Issue *self, GError **error)
{
  g_autoptr (GPtrArray) names = anf_texts_new ();
  for (guint i = 0; i < self->draft.findings->len; i++)
    {
      const char *id = anf_json_peek_string (self->draft.docs->pdata[i], "unit");
      const char *name = anf_letter_draft_find_unit (&self->draft, id, error);
      if (name == NULL)
        return FALSE;
      anf_texts_add_once (names, name);
    }
  JsonArray *persons = anf_json_peek_array (self->referral->doc, "persons");
  for (guint i = 0; persons != NULL && i < json_array_get_length (persons); i++)
    {
      JsonObject *person = json_array_get_object_element (persons, i);
      g_ptr_array_add (names, g_strdup_printf ("%s（%s）", anf_json_peek_string (person, "name"),
                                               anf_json_peek_string (person, "post")));
    }
  self->letter.persons = keep (self, anf_texts_join (names, "；"));
  return TRUE;
}

/* 是否已交办整改, as far as an order was issued. */
static gboolean
describe_handling (Issue *self, JsonObject *finding, const char **text, GError **error)
{
  const char *id = anf_json_peek_string (finding, "order");
  *text = "经核实属实，未交办整改";
  if (id == NULL)
    return TRUE;
  g_autoptr (AnfItem) order = anf_work_find (self->work, ANF_NOUN_ORDER, id, error);
  if (order == NULL)
    return FALSE;
  if (order->record->number != NULL)
    *text = keep (self,
                  g_strdup_printf ("经核实属实，已以%s交办整改，%s", order->record->number,
                                   strcmp (order->record->state, "closed") == 0 ? "并已整改销号"
                                                                                : "尚未整改销号"));
  return TRUE;
}

static gboolean
describe_findings (Issue *self, GError **error)
{
  for (guint i = 0; i < self->draft.findings->len; i++)
    {
      JsonObject *doc = self->draft.docs->pdata[i];
      AnfLetterFinding *finding = &g_array_index (self->draft.findings, AnfLetterFinding, i);
      finding->source = anf_letter_draft_describe_source (&self->draft, doc, error);
      if (finding->source == NULL || !describe_handling (self, doc, &finding->handling, error))
        return FALSE;
    }
  return TRUE;
}

char *
anf_referral_dup_feedback (const AnfScheme *scheme, const char *letter)
{
  const AnfSchemeClock *clock = anf_scheme_find_clock (scheme, "referral");
  g_autofree char *words = clock != NULL ? anf_period_format_chinese (&clock->period) : NULL;
  return words != NULL ? g_strdup_printf ("请自收到%s的次日起%s内，书面反馈处理结果", letter, words)
                       : g_strdup ("请书面反馈处理结果");
}

/* 照片2张、录音1段（另附派生件4件）, in the words in which the letter counts the evidence of each
   problem: what was derived is no further piece. Returns: how many carriers there are, which are in
   no pack */
static guint
append_evidence (JsonArray *entries, GString *text)
{
  static const struct
  {
    const char *kind;
    const char *name;
    const char *measure;
  } kinds[] = { { "photo", "照片", "张" },
                { "audio", "录音", "段" },
                { "video", "录像", "段" },
                { "document", "书面材料", "份" } };
  guint counts[G_N_ELEMENTS (kinds)] = { 0 };
  guint derived = 0, carriers = 0;
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      const char *kind = anf_json_peek_string (entry, "kind");
      const gboolean is_derived = json_object_has_member (entry, "derived_from");
      const gboolean is_carrier = json_object_has_member (entry, "carrier");
      derived += is_derived ? 1 : 0;
      carriers += is_carrier && !is_derived ? 1 : 0;
      for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
        counts[k] += !is_derived && !is_carrier && g_strcmp0 (kinds[k].kind, kind) == 0 ? 1 : 0;
    }
  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    if (counts[k] > 0)
      g_string_append_printf (text, "%s%s%u%s", text->len > 0 ? "、" : "", kinds[k].name, counts[k],
                              kinds[k].measure);
  if (derived > 0)
    g_string_append_printf (text, "（另附派生件%u件）", derived);
  if (text->len > 0)
    g_string_append (text, "、");
  return carriers;
}

static void
describe_materials (Issue *self)
{
  const AnfReferralPapers *papers = self->papers;
  g_autoptr (GString) text = g_string_new (NULL);
  const guint carriers = append_evidence (papers->entries, text);
  const guint orders = json_array_get_length (papers->orders);
  if (orders > 0)
    g_string_append_printf (text, "交办文书%u份、", orders);
  const guint talks = json_array_get_length (papers->talks);
  if (talks > 0)
    g_string_append_printf (text, "谈话记录%u份、", talks);
  g_string_append (text, "电子数据清单和提取记录1份、移交记录1份，随证据包移送");
  if (carriers > 0)
    g_string_append_printf (text, "；另有原始载体%u件另行保管", carriers);
  self->letter.materials = keep (self, g_strdup (text->str));
}

/* Nobody is named whom the body could not reach. */
static void
fill_contact (Issue *self, const AnfSchemeOffice *office)
{
  JsonObject *contact = anf_json_peek_object (self->referral->doc, "contact");
  const char *name = contact != NULL ? anf_json_peek_string (contact, "name") : NULL;
  const char *phone = contact != NULL ? anf_json_peek_string (contact, "phone") : NULL;
  self->letter.contact_phone = phone != NULL ? phone : office->contact_phone;
  if (self->letter.contact_phone != NULL)
    self->letter.contact_name = name != NULL ? name : office->contact_name;
}

/* 退回补充: what was returned, when and why. */
static gboolean
describe_supplemented (Issue *self, GError **error)
{
  const char *id = anf_json_peek_string (self->referral->doc, "supplements");
  if (id == NULL)
    return TRUE;
  g_autoptr (AnfItem) other = anf_work_find (self->work, ANF_NOUN_REFERRAL, id, error);
  if (other == NULL)
    return FALSE;
  JsonObject *result = anf_json_peek_object (other->doc, "result");
  g_autofree char *day = anf_letter_dup_day (result, error);
  if (day == NULL)
    return FALSE;
  const char *asked = anf_json_peek_string (result, "disposal");
  self->letter.title = "关于补充移送问题线索材料的函";
  self->letter.grounds = keep (
      self, g_strdup_printf ("我单位以%s移送的问题线索，你单位于%s退回补充%s%s%s。现将补充后的"
                             "问题线索及全部材料移送你单位，以本函所附材料为准",
                             other->record->number, day, asked != NULL ? "（" : "",
                             asked != NULL ? asked : "", asked != NULL ? "）" : ""));
  return TRUE;
}

static gboolean
fill_letter (Issue *self, GError **error)
{
  static const char *const attachments[] = { "问题线索移送清单", NULL };
  JsonObject *doc = self->referral->doc;
  AnfLetter *letter = &self->letter;
  const AnfSchemeOffice *office = anf_letter_find_office (self->draft.scheme, error);
  if (office == NULL)
    return FALSE;
  letter->kind = ANF_LETTER_REFERRAL;
  letter->organ = office->organ;
  letter->number = self->referral->record->number;
  letter->mandate = office->mandate;
  letter->basis = anf_json_peek_string (doc, "basis");
  letter->summary = anf_json_peek_string (doc, "summary");
  letter->suspicion = anf_referral_word_suspicion (anf_json_peek_string (doc, "suspicion"));
  fill_contact (self, office);
  letter->attachments = attachments;
  anf_time_local_date (self->work->now, &letter->date);
  letter->addressee
      = anf_letter_draft_find_unit (&self->draft, anf_json_peek_string (doc, "to"), error);
  if (letter->addressee == NULL
      || !anf_letter_draft_add_findings (&self->draft, anf_json_peek_array (doc, "findings"), error)
      || !describe_findings (self, error) || !describe_persons (self, error)
      || !describe_supplemented (self, error))
    return FALSE;
  letter->rectify = keep (self, anf_referral_dup_feedback (self->draft.scheme, "本函"));
  /* Of a draft, what will come along is not known yet. */
  if (self->papers != NULL)
    describe_materials (self);
  anf_letter_draft_describe_found (&self->draft, letter);
  letter->findings = (const AnfLetterFinding *)(gpointer)self->draft.findings->data;
  letter->n_findings = self->draft.findings->len;
  return TRUE;
}

char *
anf_referral_dup_exhibits (JsonArray *exhibits, const char *evidence)
{
  GString *numbers = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (exhibits); i++)
    {
      JsonObject *exhibit = json_array_get_object_element (exhibits, i);
      if (g_strcmp0 (anf_json_peek_string (exhibit, "evidence"), evidence) == 0)
        g_string_append_printf (numbers, "%s%s", numbers->len > 0 ? "、" : "",
                                anf_json_peek_string (exhibit, "number"));
    }
  return g_string_free (numbers, numbers->len == 0);
}

static void
add_evidence (Issue *self, GArray *items)
{
  for (gsize i = 0; i < self->papers->n_evidence; i++)
    {
      const AnfIndexItem *row = &self->papers->evidence[i];
      JsonObject *entry = json_array_get_object_element (self->papers->entries, (guint)i);
      g_autofree char *exhibits
          = anf_referral_dup_exhibits (self->draft.exhibits, anf_json_peek_string (entry, "id"));
      const gboolean is_carrier = json_object_has_member (entry, "carrier");
      const gboolean is_derived = json_object_has_member (entry, "derived_from");
      const AnfFormItem item
          = { .name = keep (self, g_strdup_printf ("%s%s%s\n%s", row->category,
                                                   exhibits != NULL ? " " : "",
                                                   exhibits != NULL ? exhibits : "", row->name)),
              .count = "1件",
              .original = is_derived ? "派生件" : "原件",
              .carrier = is_carrier ? "另行保管" : "证据包",
              .sha256 = row->sha256,
              .sm3 = row->sm3 };
      g_array_append_val (items, item);
    }
}

static void
add_papers (Issue *self, GArray *items)
{
  const AnfReferralPapers *papers = self->papers;
  for (guint i = 0; i < json_array_get_length (papers->orders); i++)
    {
      JsonObject *order = json_array_get_object_element (papers->orders, i);
      const AnfFormItem item = {
        .name
        = keep (self, g_strdup_printf ("交办文书 %s\n%s", anf_json_peek_string (order, "number"),
                                       anf_json_peek_string (order, "path"))),
        .count = "1份",
        .original = "原件",
        .carrier = "证据包",
        .sha256 = anf_json_peek_string (order, "sha256"),
        .sm3 = anf_json_peek_string (order, "sm3"),
      };
      g_array_append_val (items, item);
    }
  const struct
  {
    const char *name;
    GBytes *bytes;
  } others[] = { { "电子数据清单和提取记录\ndata/index.pdf", papers->index },
                 { "移交记录\ndata/custody.csv", papers->custody } };
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      const AnfFormItem item
          = { .name = others[i].name,
              .count = "1份",
              .original = "原件",
              .carrier = "证据包",
              .sha256
              = keep (self, g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, others[i].bytes)),
              .sm3 = keep (self, anf_pack_digest_bytes_sm3 (others[i].bytes)) };
      g_array_append_val (items, item);
    }
}

static const char *
list_carriers (Issue *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (self->papers->entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (self->papers->entries, i);
      const char *carrier = anf_json_peek_string (entry, "carrier");
      if (carrier != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "；" : "", carrier);
    }
  if (json_array_get_length (self->papers->talks) > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "；" : "", ANF_REFERRAL_TALKS_CARRIER);
  return text->len > 0 ? keep (self, g_strdup_printf ("%s。", text->str))
                       : "没有另行登记的原始载体。";
}

static const char *
list_numbers (Issue *self)
{
  g_autoptr (GPtrArray) numbers = anf_texts_new ();
  for (guint i = 0; i < self->draft.findings->len; i++)
    anf_texts_add_once (numbers, g_array_index (self->draft.findings, AnfLetterFinding, i).number);
  return keep (self, anf_texts_join (numbers, "、"));
}

/* What the pack cannot prove of itself, to be compared with this paper under its seal: in lines
   that can be compared. */
static gboolean
describe_keys (Issue *self, const char **fingerprint, const char **log_key, GError **error)
{
  AnfOffice *office = self->work->office;
  g_autofree char *whole = anf_cms_fingerprint (office->sign_cert_pem, error);
  if (whole == NULL)
    return FALSE;
  const gsize half = (strlen (whole) + 1) / 2;
  *fingerprint = keep (self, g_strdup_printf ("%.*s\n%s", (int)half, whole, whole + half));
  *log_key = keep (self, anf_signer_dup_vkey (anf_journal_get_signer (office->journal)));
  return TRUE;
}

static GBytes *
render_list (Issue *self, guint *pages, GError **error)
{
  const char *fingerprint = NULL;
  const char *log_key = NULL;
  if (!describe_keys (self, &fingerprint, &log_key, error))
    return NULL;
  const AnfLetter *letter = &self->letter;
  const char *approver = keep (self, anf_sealing_dup_name (self->work, self->work->account));
  const char *feedback = keep (self, g_strdup_printf ("%s。", letter->rectify));
  const AnfFormValue values[] = {
    { "number", letter->number },
    { "organ", letter->organ },
    { "addressee", letter->addressee },
    { "basis", letter->basis },
    { "findings", list_numbers (self) },
    { "persons", letter->persons },
    { "carriers", list_carriers (self) },
    { "fingerprint", fingerprint },
    { "log_key", log_key },
    { "feedback", feedback },
    { "approver", approver != NULL ? approver : self->work->actor.name },
    { "approved_on", keep (self, anf_date_describe (&letter->date)) },
  };
  g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (AnfFormItem));
  add_evidence (self, items);
  anf_referral_list_talks (self->papers->talks, &self->draft, items);
  add_papers (self, items);
  const AnfForm form = { .kind = ANF_FORM_TRANSFER,
                         .organ = letter->organ,
                         .time_us = self->work->made_at,
                         .values = values,
                         .n_values = G_N_ELEMENTS (values),
                         .items = (const AnfFormItem *)(gpointer)items->data,
                         .n_items = items->len };
  return anf_papers_take (self->work, anf_paper_new_form (&form), pages, error);
}

/* Into the log now, so that the pack's proofs, which end here, reach it. */
static gboolean
note_issued (Issue *self, const char *name, JsonObject *kept, JsonArray *entries, GError **error)
{
  const char *sha256 = anf_json_peek_string (kept, "sha256");
  g_autofree char *file = g_strconcat (name, ".pdf", NULL);
  const guint place
      = json_array_get_length (self->papers->orders) + json_array_get_length (entries) + 1;
  g_autofree char *path = anf_pack_item_path ("orders", place, sha256, file);
  g_autofree char *whole = g_strdup_printf ("data/%s", path);
  JsonObject *entry = json_object_new ();
  json_object_set_string_member (entry, "id", self->referral->record->id);
  json_object_set_string_member (entry, "kind", name);
  json_object_set_string_member (entry, "number", self->letter.number);
  json_object_set_string_member (entry, "path", whole);
  json_object_set_string_member (entry, "sha256", sha256);
  json_object_set_int_member (entry, "size", anf_json_peek_int (kept, "size", 0));
  json_array_add_object_element (entries, entry);
  g_autofree char *event = g_strdup_printf ("%s_issued", name);
  json_object_set_object_member (self->referral->doc, name, kept);
  return anf_work_log (self->work, self->referral, event, sha256, error);
}

JsonArray *
anf_referral_issue (AnfWork *work,
                    AnfItem *referral,
                    const AnfReferralPapers *papers,
                    GError **error)
{
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, referral->record->scheme, error);
  if (scheme == NULL)
    return NULL;
  g_auto (Issue) self = { .work = work, .referral = referral, .papers = papers };
  anf_letter_draft_init (&self.draft, work, scheme);
  g_autoptr (JsonArray) entries = json_array_new ();
  guint pages = 0;
  if (!fill_letter (&self, error))
    return NULL;
  /* Before anything is kept: a transaction that is given up for a paper leaves nothing behind. */
  g_autoptr (GBytes) list_pdf = render_list (&self, &pages, error);
  JsonObject *letter = list_pdf != NULL ? anf_letter_render_kept (work, &self.letter, error) : NULL;
  if (letter == NULL || !note_issued (&self, "letter", letter, entries, error))
    return NULL;
  JsonObject *list = anf_papers_keep (work, list_pdf, pages, error);
  if (list == NULL || !note_issued (&self, "list", list, entries, error))
    return NULL;
  json_object_set_array_member (referral->doc, "exhibits", json_array_ref (self.draft.exhibits));
  return g_steal_pointer (&entries);
}

static gboolean
reply_issued (
    AnfWork *work, AnfItem *referral, const char *member, const char *suffix, GError **error)
{
  JsonObject *kept = anf_json_peek_object (referral->doc, member);
  if (kept == NULL)
    return anf_error_throw (
        error, ANF_ERROR_STATE,
        _ ("referral %s has no letter yet: it is made when the signer approves"),
        referral->record->id);
  return anf_work_reply_blob (work, anf_json_peek_string (kept, "sha256"), "application/pdf",
                              g_strdup_printf ("%s%s.pdf", referral->record->number, suffix),
                              error);
}

/* As it would read if it were approved now, with number and day left open. */
static gboolean
reply_draft (AnfWork *work, AnfItem *referral, GError **error)
{
  if (json_object_has_member (referral->doc, "letter"))
    return anf_error_throw (
        error, ANF_ERROR_STATE,
        _ ("referral %s is approved: its letter is the PDF that was issued, and "
           "nothing to be edited; ask for format=pdf"),
        referral->record->number);
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, referral->record->scheme, error);
  if (scheme == NULL)
    return FALSE;
  g_auto (Issue) self = { .work = work, .referral = referral };
  anf_letter_draft_init (&self.draft, work, scheme);
  if (!fill_letter (&self, error))
    return FALSE;
  self.letter.number
      = keep (&self, anf_paper_reply_dup_open_number (anf_scheme_find_word (scheme, "referral")));
  g_date_clear (&self.letter.date, 1);
  return anf_paper_reply_draft (work, &self.letter, g_strdup ("移送函（草稿）"), error);
}

gboolean
anf_referrals_get_letter (AnfWork *work, GError **error)
{
  AnfPaperFormat format = ANF_PAPER_PDF;
  g_autoptr (AnfItem) referral = anf_work_find (work, ANF_NOUN_REFERRAL, work->call->id, error);
  if (referral == NULL || !anf_referral_check (work, referral, error)
      || !anf_paper_reply_find_format (work, &format, error))
    return FALSE;
  return format == ANF_PAPER_DOCX ? reply_draft (work, referral, error)
                                  : reply_issued (work, referral, "letter", "", error);
}

gboolean
anf_referrals_get_list (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) referral = anf_work_find (work, ANF_NOUN_REFERRAL, work->call->id, error);
  return referral != NULL && anf_referral_check (work, referral, error)
         && reply_issued (work, referral, "list", "移送清单", error);
}
