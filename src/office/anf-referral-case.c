/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-content-hash.h"
#include "anf-csv.h"
#include "anf-error.h"
#include "anf-examinations.h"
#include "anf-flags.h"
#include "anf-index.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-log-rows.h"
#include "anf-media.h"
#include "anf-papers.h"
#include "anf-referral-custody.h"
#include "anf-referral-defects.h"
#include "anf-referral-talks.h"
#include "anf-referrals.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* The case while it is gathered. */
typedef struct
{
  AnfWork *work;
  AnfItem *referral;
  JsonObject *file;    /* case.json */
  JsonArray *evidence; /* its member, borrowed */
  JsonArray *orders;   /* its member, borrowed */
  JsonArray *talks;    /* its member, borrowed */
  GByteArray *custody; /* custody.csv */
  AnfCsv *csv;
  GPtrArray *texts; /* what the index borrows */
  GArray *rows;     /* AnfIndexItem */
  guint files;
  AnfDefects defects;
} Case;

static void
case_clear (Case *self)
{
  g_clear_pointer (&self->file, json_object_unref);
  g_clear_pointer (&self->custody, g_byte_array_unref);
  g_clear_pointer (&self->csv, anf_csv_free);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  anf_referral_defects_clear (&self->defects);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static gboolean
take_bytes (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  g_byte_array_append (data, bytes, (guint)size);
  return TRUE;
}

static const char *
keep (Case *self, char *text)
{
  g_ptr_array_add (self->texts, text);
  return text;
}

/* As it stands on paper; the records beside it have UTC. */
static char *
word_time (const char *time)
{
  gint64 time_us = 0;
  if (time == NULL || !anf_time_parse (time, &time_us, NULL))
    return g_strdup (time);
  g_autofree char *local = anf_time_format_local (time_us);
  GDate day;
  anf_time_local_date (time_us, &day);
  g_autofree char *date = anf_date_describe (&day);
  const char *clock = local + strlen ("2026-01-31T");
  return g_strdup_printf ("%s%.2s时%.2s分%.2s秒（北京时间）", date, clock, clock + 3, clock + 6);
}

/* Which item of the list it is, counted from 1; 0 for none. */
static guint
find_listed (Case *self, const char *id)
{
  for (guint i = 0; i < json_array_get_length (self->evidence); i++)
    if (g_strcmp0 (anf_json_peek_string (json_array_get_object_element (self->evidence, i), "id"),
                   id)
        == 0)
      return i + 1;
  return 0;
}

/* 备注: a derivative names its original as the list numbers it, not by an id that paper does not
   have. */
static char *
word_note (Case *self, JsonObject *doc)
{
  const char *derived_from = anf_json_peek_string (doc, "derived_from");
  if (derived_from == NULL)
    return g_strdup (anf_json_peek_string (doc, "carrier") != NULL ? "原始载体另行保管" : "原件");
  return g_strdup_printf ("由第%u项生成，工具：%s", find_listed (self, derived_from),
                          anf_json_peek_string (doc, "tool"));
}

static void
add_index_row (Case *self, JsonObject *entry, JsonObject *doc)
{
  JsonObject *examination = anf_json_peek_object (doc, "examination");
  JsonObject *facts = examination != NULL ? anf_json_peek_object (examination, "facts") : NULL;
  const char *make = facts != NULL ? anf_json_peek_string (facts, "make") : NULL;
  const char *model = facts != NULL ? anf_json_peek_string (facts, "model") : NULL;
  const char *carrier = anf_json_peek_string (doc, "carrier");
  const char *path = anf_json_peek_string (entry, "path");
  const char *taken = anf_json_peek_string (doc, "captured_at");
  const AnfIndexItem row = {
    .name = keep (self, g_strdup (path != NULL ? path : carrier)),
    .category = anf_word_chinese_state ("kind", anf_json_peek_string (doc, "kind")),
    .format = keep (self, g_strdup (anf_json_peek_string (doc, "filetype"))),
    .size = anf_json_peek_int (doc, "size", -1),
    .sha256 = keep (self, g_strdup (anf_json_peek_string (doc, "sha256"))),
    .sm3 = keep (self, g_strdup (anf_json_peek_string (entry, "sm3"))),
    .source = carrier != NULL ? keep (self, g_strdup (carrier))
                              : keep (self, g_strdup_printf ("%s %s", make != NULL ? make : "",
                                                             model != NULL ? model : "")),
    .taken_at
    = keep (self, word_time (taken != NULL ? taken : anf_json_peek_string (doc, "created_at"))),
    .people = keep (self, g_strdup (anf_json_peek_string (entry, "by"))),
    .note = keep (self, word_note (self, doc)),
  };
  g_array_append_val (self->rows, row);
}

/* Who collected it appears under the log's pseudonym: the body that may know more asks for it. */
static gboolean
add_pseudonym (Case *self, JsonObject *entry, const char *account, GError **error)
{
  g_autoptr (AnfRecord) record = NULL;
  if (!anf_records_lookup (self->work->tx, ANF_NOUN_ACCOUNT, account, &record, error))
    return FALSE;
  if (record == NULL)
    {
      json_object_set_string_member (entry, "by", account);
      return TRUE;
    }
  g_autoptr (JsonObject) doc = anf_json_parse_object (record->doc, strlen (record->doc), error);
  if (doc == NULL)
    return FALSE;
  json_object_set_string_member (entry, "by", anf_json_peek_string (doc, "pseudonym"));
  return TRUE;
}

static gboolean
add_sm3 (Case *self, JsonObject *entry, const char *sha256, const char *what, GError **error)
{
  g_autofree char *sm3 = anf_referral_dup_sm3 (self->work, sha256, what, error);
  anf_json_set_string (entry, "sm3", sm3);
  return sm3 != NULL;
}

/* A case is fixed with what the examination finds in its files. */
static gboolean
check_is_examined (Case *self, const AnfItem *item, GError **error)
{
  JsonObject *examination = anf_json_peek_object (item->doc, "examination");
  if (g_strcmp0 (anf_json_peek_string (examination, "status"), "pending") != 0)
    return TRUE;
  const char *id = item->record->id;
  if (anf_examinations_are_running (self->work->office->examinations))
    return anf_error_throw (error, ANF_ERROR_BUSY,
                            _ ("evidence %s is still being examined: try again in a moment"), id);
  return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                          _ ("evidence %s cannot be examined, because anfang-examine does not run: "
                             "whoever operates the service finds the reason in its log"),
                          id);
}

/* As the list names it. */
static const char *
name_item (JsonObject *entry, const AnfItem *item)
{
  const char *path = anf_json_peek_string (entry, "path");
  return path != NULL ? path : anf_json_peek_string (item->doc, "carrier");
}

static gboolean
add_evidence (Case *self, const AnfItem *item, GError **error)
{
  static const char *const taken[]
      = { "id",           "kind",     "filename",    "filetype",   "size",
          "sha256",       "sequence", "captured_at", "position",   "position_source",
          "position_at",  "datum",    "carrier",     "duration_s", "examination",
          "derived_from", "tool",     "operator",    "created_at", "visit",
          "order",        "lead",     "handovers",   NULL };
  if (!check_is_examined (self, item, error))
    return FALSE;
  JsonObject *entry = json_object_new ();
  json_array_add_object_element (self->evidence, entry);
  for (gsize i = 0; taken[i] != NULL; i++)
    if (json_object_has_member (item->doc, taken[i]))
      json_object_set_member (entry, taken[i], json_object_dup_member (item->doc, taken[i]));
  const char *sha256 = anf_json_peek_string (item->doc, "sha256");
  if (g_strcmp0 (anf_json_peek_string (item->doc, "kind"), "reference") != 0)
    {
      self->files++;
      /* A derivative has no name of its own. */
      g_autofree char *derivative = g_strdup_printf (
          "derivative.%s", anf_media_suffix (anf_json_peek_string (item->doc, "filetype")));
      const char *filename = json_object_has_member (item->doc, "derived_from")
                                 ? derivative
                                 : anf_json_peek_string (item->doc, "filename");
      g_autofree char *path = anf_pack_item_path ("evidence", self->files, sha256, filename);
      g_autofree char *whole = g_strdup_printf ("data/%s", path);
      json_object_set_string_member (entry, "path", whole);
      if (!add_sm3 (self, entry, sha256, item->record->id, error))
        return FALSE;
    }
  if (!add_pseudonym (self, entry, anf_json_peek_string (item->doc, "created_by"), error)
      || !anf_referral_custody_add_record (self->work, self->csv, item, name_item (entry, item),
                                           error))
    return FALSE;
  JsonArray *flags = anf_flags_describe (self->work, item->record->id, error);
  if (flags == NULL)
    return FALSE;
  json_object_set_array_member (entry, "flags", flags);
  anf_referral_defects_look (&self->defects, item, name_item (entry, item));
  add_index_row (self, entry, item->doc);
  return TRUE;
}

/* An original, then what was derived from it. */
static gboolean
add_evidence_family (Case *self, const char *id, GError **error)
{
  if (find_listed (self, id) > 0)
    return TRUE;
  g_autoptr (AnfItem) original = anf_work_find (self->work, ANF_NOUN_EVIDENCE, id, error);
  if (original == NULL || !add_evidence (self, original, error))
    return FALSE;
  g_autoptr (GPtrArray) derived = anf_work_list_children (self->work, ANF_NOUN_EVIDENCE, id, error);
  if (derived == NULL)
    return FALSE;
  for (guint i = 0; i < derived->len; i++)
    if (!add_evidence (self, derived->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
add_order (Case *self, const char *id, GError **error)
{
  g_autoptr (AnfItem) order = anf_work_find (self->work, ANF_NOUN_ORDER, id, error);
  if (order == NULL)
    return FALSE;
  JsonObject *letter = anf_json_peek_object (order->doc, "letter");
  if (letter == NULL)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (self->orders); i++)
    if (g_strcmp0 (anf_json_peek_string (json_array_get_object_element (self->orders, i), "id"), id)
        == 0)
      return TRUE;
  const char *sha256 = anf_json_peek_string (letter, "sha256");
  g_autofree char *path = anf_pack_item_path ("orders", json_array_get_length (self->orders) + 1,
                                              sha256, "letter.pdf");
  g_autofree char *whole = g_strdup_printf ("data/%s", path);
  JsonObject *entry = json_object_new ();
  json_object_set_string_member (entry, "id", id);
  json_object_set_string_member (entry, "number", order->record->number);
  json_object_set_string_member (entry, "state", order->record->state);
  json_object_set_string_member (entry, "path", whole);
  json_object_set_string_member (entry, "sha256", sha256);
  json_object_set_int_member (entry, "size", anf_json_peek_int (letter, "size", 0));
  json_array_add_object_element (self->orders, entry);
  return add_sm3 (self, entry, sha256, order->record->number, error)
         && anf_referral_custody_add_record (self->work, self->csv, order, whole, error);
}

static gboolean
add_finding (Case *self, JsonArray *findings, const char *id, GError **error)
{
  static const char *const taken[]
      = { "id",       "number", "area",  "category", "unit",  "fact",       "clause", "requirement",
          "evidence", "state",  "visit", "lead",     "order", "created_at", NULL };
  g_autoptr (AnfItem) finding = anf_work_find (self->work, ANF_NOUN_FINDING, id, error);
  if (finding == NULL)
    return FALSE;
  JsonObject *entry = json_object_new ();
  json_array_add_object_element (findings, entry);
  for (gsize i = 0; taken[i] != NULL; i++)
    if (json_object_has_member (finding->doc, taken[i]))
      json_object_set_member (entry, taken[i], json_object_dup_member (finding->doc, taken[i]));
  g_auto (GStrv) evidence = anf_facts_dup_strings (anf_json_peek_array (finding->doc, "evidence"));
  if (evidence[0] == NULL)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("finding %s has no evidence: nothing to hand over"),
                            finding->record->number);
  if (!anf_flags_check_finding (self->work, finding->doc, TRUE, error))
    return FALSE;
  for (gsize i = 0; evidence[i] != NULL; i++)
    if (!add_evidence_family (self, evidence[i], error))
      return FALSE;
  const char *order = anf_json_peek_string (finding->doc, "order");
  return anf_referral_custody_add_record (self->work, self->csv, finding, finding->record->number,
                                          error)
         && (order == NULL || add_order (self, order, error));
}

static void
begin (Case *self, AnfWork *work, AnfItem *referral)
{
  self->work = work;
  self->referral = referral;
  self->file = json_object_new ();
  self->evidence = json_array_new ();
  self->orders = json_array_new ();
  self->custody = g_byte_array_new ();
  self->csv = anf_csv_new (take_bytes, self->custody);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_array_new (FALSE, TRUE, sizeof (AnfIndexItem));
  anf_referral_defects_init (&self->defects);
  json_object_set_array_member (self->file, "evidence", self->evidence);
  json_object_set_array_member (self->file, "orders", self->orders);
}

static const char *
get_explanation (Case *self)
{
  JsonObject *body = self->work->call->body;
  return body == NULL ? NULL : anf_json_peek_string (body, "explanation");
}

static gboolean
add_explanation (Case *self, GError **error)
{
  const char *explanation = get_explanation (self);
  if (!anf_referral_defects_judge (&self->defects, explanation, error))
    return FALSE;
  json_object_set_array_member (self->file, "defects", json_array_ref (self->defects.repairable));
  anf_json_set_string (self->file, "explanation", explanation);
  return TRUE;
}

static gboolean
gather (Case *self, GError **error)
{
  static const char *const taken[] = { "id",      "number",    "supplements", "to",     "basis",
                                       "summary", "suspicion", "persons",     "scheme", NULL };
  JsonObject *referral = json_object_new ();
  JsonArray *findings = json_array_new ();
  json_object_set_string_member (self->file, "format", "anfang-case/1");
  json_object_set_object_member (self->file, "referral", referral);
  json_object_set_array_member (self->file, "findings", findings);
  for (gsize i = 0; taken[i] != NULL; i++)
    if (json_object_has_member (self->referral->doc, taken[i]))
      json_object_set_member (referral, taken[i],
                              json_object_dup_member (self->referral->doc, taken[i]));
  if (!anf_referral_custody_begin (self->csv, error))
    return FALSE;
  g_auto (GStrv) ids
      = anf_facts_dup_strings (anf_json_peek_array (self->referral->doc, "findings"));
  for (gsize i = 0; ids[i] != NULL; i++)
    if (!add_finding (self, findings, ids[i], error))
      return FALSE;
  self->talks = anf_referral_take_talks (self->work, self->referral, self->csv, error);
  if (self->talks == NULL)
    return FALSE;
  json_object_set_array_member (self->file, "talks", self->talks);
  return add_explanation (self, error);
}

typedef struct
{
  const char *name;
  const char *value;
} Known;

/* What the records tell of a matter; the rest of the 提取记录 is filled in by hand. */
static const char *
find_known (const Known *known, gsize n_known, const char *name)
{
  for (gsize i = 0; i < n_known; i++)
    if (strcmp (name, known[i].name) == 0)
      return known[i].value;
  return NULL;
}

/* From when to when was inspected, as it stands on paper: a day once. */
static char *
word_times (JsonObject *visit, GError **error)
{
  gint64 began_at = 0;
  gint64 ended_at = 0;
  if (!anf_visit_find_times (visit, &began_at, &ended_at, error))
    return NULL;
  GDate day;
  anf_time_local_date (ended_at, &day);
  g_autofree char *date = anf_date_describe (&day);
  g_autofree char *first = anf_letter_format_moment (began_at);
  g_autofree char *last = anf_letter_format_moment (ended_at);
  const gboolean same_day = g_str_has_prefix (first, date);
  return began_at == ended_at
             ? g_strdup_printf ("%s（北京时间）", first)
             : g_strdup_printf ("%s至%s（北京时间）", first, last + (same_day ? strlen (date) : 0));
}

static void
add_once (GPtrArray *texts, const char *text)
{
  if (!g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, g_strdup (text));
}

static const char *
join (Case *self, GPtrArray *texts, const char *between)
{
  g_ptr_array_add (texts, NULL);
  return keep (self, g_strjoinv (between, (char **)texts->pdata));
}

/* Who was inspected, when and where, behind the case; its own time stands with each item. */
static gboolean
describe_visits (Case *self, const char *said[3], GError **error)
{
  g_autoptr (GPtrArray) units = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) times = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) ids
      = anf_facts_dup_strings (anf_json_peek_array (self->referral->doc, "findings"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (self->work, ANF_NOUN_FINDING, ids[i], error);
      if (finding == NULL)
        return FALSE;
      if (anf_json_peek_string (finding->doc, "visit") == NULL)
        continue;
      g_autoptr (AnfItem) visit
          = anf_work_find (self->work, ANF_NOUN_VISIT, finding->record->parent, error);
      g_autoptr (AnfItem) unit
          = visit != NULL ? anf_work_find (self->work, ANF_NOUN_UNIT, visit->record->unit, error)
                          : NULL;
      g_autofree char *at = unit != NULL ? word_times (visit->doc, error) : NULL;
      if (at == NULL)
        return FALSE;
      add_once (units, anf_json_peek_string (unit->doc, "name"));
      add_once (times, at);
      add_once (sites, anf_json_peek_string (visit->doc, "site"));
    }
  said[0] = join (self, units, "、");
  said[1] = join (self, times, "；");
  said[2] = join (self, sites, "；");
  return TRUE;
}

static GArray *
fill_record (Case *self, GError **error)
{
  const char *visits[3];
  if (!describe_visits (self, visits, error))
    return NULL;
  const char *summary = anf_json_peek_string (self->referral->doc, "summary");
  const Known known[] = {
    { "案由", summary },
    { "对象", visits[0] },
    { "内容", "见后附电子数据清单" },
    { "提取时间", visits[1] },
    { "提取地点", visits[2] },
    { "提取方法", "现场采集，经网络分段上传，服务端逐件核对 SHA-256" },
    { "提取过程", "接收后写入只增日志（RFC 6962）并签名；每件的包含证明见 proofs/" },
    { "是否原件和复制情况", "清单备注为“原件”的与现场采集的文件逐位一致" },
    { "有无剪辑、增加、删改及说明",
      "原件未剪辑、增加、删改；派生件另列并注明由何件、以何工具生成" },
    { "工具名称、版本和命令（过程能否重现）", "anfangd " ANF_VERSION },
    { "数字签名、证书和时间戳",
      "signature.p7s 及 proofs/ 所附证书、公钥；时间戳取得后附于 proofs/timestamp/" },
    { "保管和移交", "见 custody.csv" },
    { "补正说明", get_explanation (self) },
  };
  const char *const *names = anf_index_record_names ();
  g_autoptr (GArray) record = g_array_new (FALSE, TRUE, sizeof (AnfIndexField));
  for (gsize i = 0; names[i] != NULL; i++)
    {
      const AnfIndexField field
          = { .name = names[i], .value = find_known (known, G_N_ELEMENTS (known), names[i]) };
      g_array_append_val (record, field);
    }
  return g_steal_pointer (&record);
}

static GBytes *
render_index (Case *self, GError **error)
{
  g_autoptr (AnfScheme) scheme
      = anf_work_find_scheme (self->work, self->referral->record->scheme, error);
  g_autoptr (GArray) record = scheme != NULL ? fill_record (self, error) : NULL;
  if (record == NULL)
    return NULL;
  const AnfSchemeOffice *organ = anf_scheme_get_office (scheme);
  g_autofree char *now = anf_time_format (self->work->made_at);
  g_autofree char *made_at = word_time (now);
  const AnfIndex index = {
    .organ = organ != NULL ? organ->organ : anf_scheme_get_region_name (scheme),
    .number = self->referral->record->number,
    .title = anf_json_peek_string (self->referral->doc, "summary"),
    .made_at = made_at,
    .time_us = self->work->made_at,
    .record = (const AnfIndexField *)(gpointer)record->data,
    .n_record = record->len,
    .items = (const AnfIndexItem *)(gpointer)self->rows->data,
    .n_items = self->rows->len,
  };
  return anf_papers_take (self->work, anf_paper_new_index (&index), NULL, error);
}

static gboolean
keep_document (Case *self, JsonObject *frozen, const char *name, GBytes *bytes, GError **error)
{
  char sha256[ANF_VAULT_NAME_LENGTH + 1];
  if (!anf_vault_put (self->work->office->vault, bytes, sha256, error))
    return FALSE;
  g_autofree char *member = g_strdup_printf ("%s_sha256", name);
  json_object_set_string_member (frozen, member, sha256);
  return TRUE;
}

static gboolean
issue_letters (Case *self, GBytes *index, GBytes *custody, GError **error)
{
  const AnfReferralPapers papers = {
    .evidence = (const AnfIndexItem *)(gpointer)self->rows->data,
    .n_evidence = self->rows->len,
    .entries = self->evidence,
    .orders = self->orders,
    .talks = self->talks,
    .index = index,
    .custody = custody,
  };
  JsonArray *letters = anf_referral_issue (self->work, self->referral, &papers, error);
  if (letters == NULL)
    return FALSE;
  json_object_set_array_member (self->file, "letters", letters);
  for (guint i = 0; i < json_array_get_length (letters); i++)
    {
      JsonObject *entry = json_array_get_object_element (letters, i);
      if (!add_sm3 (self, entry, anf_json_peek_string (entry, "sha256"),
                    anf_json_peek_string (entry, "path"), error))
        return FALSE;
    }
  json_object_set_array_member (
      self->file, "exhibits",
      json_array_ref (anf_json_peek_array (self->referral->doc, "exhibits")));
  return TRUE;
}

JsonObject *
anf_referral_freeze (AnfWork *work, AnfItem *referral, GError **error)
{
  g_auto (Case) self = { 0 };
  begin (&self, work, referral);
  if (!gather (&self, error))
    return NULL;
  g_autoptr (GBytes) index = render_index (&self, error);
  if (index == NULL)
    return NULL;
  g_autoptr (GBytes) custody = g_bytes_new (self.custody->data, self.custody->len);
  if (!issue_letters (&self, index, custody, error))
    return NULL;
  char *text = anf_json_format_object (self.file);
  g_autoptr (GBytes) file = g_bytes_new_take (text, strlen (text));
  if (g_bytes_get_size (file) > ANF_JSON_SIZE_MAX)
    {
      anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                       _ ("the case is too large for one pack: split it into two referrals"));
      return NULL;
    }
  g_autoptr (JsonObject) frozen = json_object_new ();
  /* The tree that the pack's proofs refer to: all that was logged up to here. */
  const gint64 size = (gint64)anf_journal_get_size (work->office->journal);
  if (!keep_document (&self, frozen, "case", file, error)
      || !keep_document (&self, frozen, "index", index, error)
      || !keep_document (&self, frozen, "custody", custody, error))
    return NULL;
  json_object_set_int_member (frozen, "log_size", size);
  anf_json_set_string (frozen, "explanation", get_explanation (&self));
  return g_steal_pointer (&frozen);
}
