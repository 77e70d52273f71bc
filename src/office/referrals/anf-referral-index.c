/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-referral-index.h"

#include "anf-clock.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-papers.h"
#include "anf-referral-origin.h"
#include "anf-texts.h"
#include "anf-words.h"

#include <string.h>

void
anf_referral_index_init (AnfReferralIndex *self, AnfWork *work, AnfItem *referral)
{
  self->work = work;
  self->referral = referral;
  self->rows = g_array_new (FALSE, TRUE, sizeof (AnfIndexItem));
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->texts = g_ptr_array_new_with_free_func (g_free);
}

void
anf_referral_index_clear (AnfReferralIndex *self)
{
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
}

static const char *
keep (AnfReferralIndex *self, char *text)
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

guint
anf_referral_index_find (const AnfReferralIndex *self, const char *id)
{
  for (guint i = 0; i < self->ids->len; i++)
    if (strcmp (self->ids->pdata[i], id) == 0)
      return i + 1;
  return 0;
}

/* 备注: a derivative names its original as the list numbers it, not by an id that paper does not
   have. */
static char *
word_note (AnfReferralIndex *self, JsonObject *doc)
{
  const char *derived_from = anf_json_peek_string (doc, "derived_from");
  if (derived_from == NULL)
    return g_strdup (anf_json_peek_string (doc, "carrier") != NULL
                         ? "原始载体另行保管"
                         : anf_referral_origins[anf_referral_origin_find (doc)].note);
  return g_strdup_printf ("由第%u项生成，工具：%s", anf_referral_index_find (self, derived_from),
                          anf_json_peek_string (doc, "tool"));
}

/* Made by the service, or brought in by somebody who has another name outside this office. */
static char *
word_people (JsonObject *entry, JsonObject *doc)
{
  const char *by = anf_json_peek_string (entry, "by");
  if (anf_json_peek_string (doc, "derived_from") != NULL)
    return g_strdup ("系统生成");
  return by != NULL ? g_strdup_printf ("%s（化名）", by) : NULL;
}

/* 来源设备、载体, as far as the file tells. */
static char *
word_source (const char *carrier, const char *make, const char *model)
{
  if (carrier != NULL)
    return g_strdup (carrier);
  if (make == NULL && model == NULL)
    return g_strdup ("文件未载明");
  return g_strdup_printf ("%s%s%s", make != NULL ? make : "",
                          make != NULL && model != NULL ? " " : "", model != NULL ? model : "");
}

/* 提取地点: of what was collected at a visit. What came otherwise says itself where it was taken.
 */
static gboolean
find_place (AnfReferralIndex *self, JsonObject *doc, const char **place, GError **error)
{
  const char *id = anf_json_peek_string (doc, "visit");
  *place = NULL;
  if (id == NULL)
    return TRUE;
  g_autoptr (AnfItem) visit = anf_work_find (self->work, ANF_NOUN_VISIT, id, error);
  if (visit != NULL)
    *place = keep (self, g_strdup (anf_json_peek_string (visit->doc, "site")));
  return visit != NULL;
}

gboolean
anf_referral_index_add (AnfReferralIndex *self, JsonObject *entry, JsonObject *doc, GError **error)
{
  JsonObject *examination = anf_json_peek_object (doc, "examination");
  JsonObject *facts = examination != NULL ? anf_json_peek_object (examination, "facts") : NULL;
  const char *make = facts != NULL ? anf_json_peek_string (facts, "make") : NULL;
  const char *model = facts != NULL ? anf_json_peek_string (facts, "model") : NULL;
  const char *carrier = anf_json_peek_string (doc, "carrier");
  const char *path = anf_json_peek_string (entry, "path");
  const char *taken = anf_json_peek_string (doc, "captured_at");
  const char *place = NULL;
  if (!find_place (self, doc, &place, error))
    return FALSE;
  const AnfIndexItem row = {
    .name = keep (self, g_strdup (path != NULL ? path : carrier)),
    .category = anf_word_chinese_state ("kind", anf_json_peek_string (doc, "kind")),
    .format = keep (self, g_strdup (anf_json_peek_string (doc, "filetype"))),
    .size = anf_json_peek_int (doc, "size", -1),
    .sha256 = keep (self, g_strdup (anf_json_peek_string (doc, "sha256"))),
    .sm3 = keep (self, g_strdup (anf_json_peek_string (entry, "sm3"))),
    .source = keep (self, word_source (carrier, make, model)),
    .taken_at
    = keep (self, word_time (taken != NULL ? taken : anf_json_peek_string (doc, "created_at"))),
    .place = place,
    .people = keep (self, word_people (entry, doc)),
    .note = keep (self, word_note (self, doc)),
  };
  g_array_append_val (self->rows, row);
  if (carrier != NULL)
    self->has_carriers = TRUE;
  else if (anf_json_peek_string (doc, "derived_from") == NULL)
    self->origins |= 1u << anf_referral_origin_find (doc);
  g_ptr_array_add (self->ids, g_strdup (anf_json_peek_string (doc, "id")));
  return TRUE;
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

/* Who was inspected, when and where, behind the case; its own time stands with each item. */
static gboolean
describe_visits (AnfReferralIndex *self, const char *said[3], GError **error)
{
  g_autoptr (GPtrArray) units = anf_texts_new ();
  g_autoptr (GPtrArray) times = anf_texts_new ();
  g_autoptr (GPtrArray) sites = anf_texts_new ();
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
      anf_texts_add_once (units, anf_json_peek_string (unit->doc, "name"));
      anf_texts_add_once (times, at);
      anf_texts_add_once (sites, anf_json_peek_string (visit->doc, "site"));
    }
  said[0] = keep (self, anf_texts_join (units, "、"));
  said[1] = keep (self, anf_texts_join (times, "；"));
  said[2] = keep (self, anf_texts_join (sites, "；"));
  return TRUE;
}

/* 证明对象: by the numbers that problems and items have on this very paper. */
static char *
describe_proven (AnfReferralIndex *self, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) ids
      = anf_facts_dup_strings (anf_json_peek_array (self->referral->doc, "findings"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (self->work, ANF_NOUN_FINDING, ids[i], error);
      if (finding == NULL)
        return NULL;
      g_auto (GStrv) evidence
          = anf_facts_dup_strings (anf_json_peek_array (finding->doc, "evidence"));
      g_autoptr (GString) items = g_string_new (NULL);
      for (gsize k = 0; evidence[k] != NULL; k++)
        {
          const guint number = anf_referral_index_find (self, evidence[k]);
          if (number > 0)
            g_string_append_printf (items, "%s%u", items->len > 0 ? "、" : "", number);
        }
      if (items->len > 0)
        g_string_append_printf (text, "%s第%s项证明问题%s的事实", text->len > 0 ? "；" : "",
                                items->str, finding->record->number);
    }
  return g_strdup (text->str);
}

static const char *
word_method (AnfReferralIndex *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < ANF_EVIDENCE_PARENTS; i++)
    if ((self->origins & 1u << i) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "；" : "",
                              anf_referral_origins[i].method);
  if (text->len > 0)
    g_string_append (text, "；上传的文件经网络分段上传，服务端逐件核对 SHA-256");
  if (self->has_carriers)
    g_string_append_printf (text, "%s另行保管的原始载体登记其 SHA-256", text->len > 0 ? "；" : "");
  return keep (self, g_strdup (text->str));
}

static GArray *
fill_record (AnfReferralIndex *self, const char *explanation, GError **error)
{
  const char *visits[3];
  if (!describe_visits (self, visits, error))
    return NULL;
  char *proven = describe_proven (self, error);
  if (proven == NULL)
    return NULL;
  const char *summary = anf_json_peek_string (self->referral->doc, "summary");
  const Known known[] = {
    { "案由", summary },
    { "对象", visits[0] },
    { "内容", "见后附电子数据清单" },
    { "提取时间", visits[1] },
    { "提取地点", visits[2] },
    { "提取方法", word_method (self) },
    { "提取过程", "接收后写入只增日志（RFC 6962）并签名；每件的包含证明见 proofs/" },
    { "是否原件和复制情况", "清单备注中的“原件”与上传时的文件逐位一致" },
    { "有无剪辑、增加、删改及说明",
      "原件自上传之日起未剪辑、增加、删改；派生件另列并注明由何件、以何工具生成" },
    { "工具名称、版本和命令（过程能否重现）", "anfangd " ANF_VERSION },
    { "数字签名、证书和时间戳",
      "signature.p7s 及 proofs/ 所附证书、公钥；时间戳取得后附于 proofs/timestamp/" },
    { "证明对象", keep (self, proven) },
    { "保管和移交", "见 custody.csv" },
    { "补正说明", explanation },
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

GBytes *
anf_referral_index_render (AnfReferralIndex *self, const char *explanation, GError **error)
{
  g_autoptr (AnfScheme) scheme
      = anf_work_find_scheme (self->work, self->referral->record->scheme, error);
  g_autoptr (GArray) record = scheme != NULL ? fill_record (self, explanation, error) : NULL;
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
