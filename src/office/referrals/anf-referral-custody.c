/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-referral-custody.h"

#include "anf-clock.h"
#include "anf-json.h"
#include "anf-log-rows.h"
#include "anf-referral-origin.h"
#include "anf-words.h"

#include <inttypes.h>
#include <string.h>

/* @index: its place in the log; @nth: how many of the same event the record had before */
typedef struct
{
  const AnfLeaf *leaf;
  gint64 index;
  guint nth;
} Row;

/* What an event of the log is as a hand-over. A NULL giver or taker is who did it, by pseudonym. */
typedef struct
{
  const char *event;
  const char *from;
  const char *to;
  const char *purpose;
  const char *condition;
  const char *check;
} Meaning;

static const char service[] = "证据存储（anfangd）";

static const Meaning meanings[] = {
  /* Its purpose hangs on how it came. */
  { "evidence.received", NULL, service, NULL, "在库，逐位保存", "SHA-256 与上传端计算值一致" },
  { "evidence.referred", NULL, "原始载体保管处", "登记另行保管的原始载体", "另行保管",
    "登记 SHA-256，移交时复核" },
  { "evidence.examined", service, service, "检验文件自身信息", "在库，未改动", "" },
  { "evidence.derived", service, service, "由原件生成派生件", "在库，另列一件",
    "生成时计算 SHA-256" },
  { "talk.signed", NULL, service, "签名后存档", "在库，逐位保存", "存档时计算 SHA-256" },
  { "order.numbered", NULL, service, "文书编号印发并存档", "在库，逐位保存", "印发时计算 SHA-256" },
};

static const Meaning *
find_meaning (const char *event)
{
  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (strcmp (meanings[i].event, event) == 0)
      return &meanings[i];
  return NULL;
}

static const char *
word_check (const char *check)
{
  if (g_strcmp0 (check, "same") == 0)
    return "一致";
  return g_strcmp0 (check, "different") == 0 ? "不一致" : "未计算";
}

/* The chain as people told it, each link logged when it was told. */
static Meaning
read_handover (JsonObject *doc, guint nth, const char **at)
{
  JsonArray *list = doc == NULL ? NULL : anf_json_peek_array (doc, "handovers");
  if (list == NULL || nth >= json_array_get_length (list))
    return (Meaning){ 0 };
  JsonObject *act = json_array_get_object_element (list, nth);
  *at = anf_json_peek_string (act, "handed_at");
  return (Meaning){ .from = anf_json_peek_string (act, "from"),
                    .to = anf_json_peek_string (act, "to"),
                    .purpose = anf_json_peek_string (act, "purpose"),
                    .condition = anf_json_peek_string (act, "condition"),
                    .check = word_check (anf_json_peek_string (act, "check")) };
}

gboolean
anf_referral_custody_begin (AnfCsv *csv, GError **error)
{
  static const char *const headings[] = {
    "对象",          "时间(UTC)", "移交", "接收",         "目的", "状态",        "校验结果",
    "登记时间(UTC)", "日志序号",  "事件", "登记人(化名)", "记录", "记录SHA-256", "文件SHA-256"
  };
  return anf_csv_add_row (csv, headings, G_N_ELEMENTS (headings), error);
}

static gboolean
add_leaf (AnfCsv *csv, const char *name, JsonObject *doc, const Row *row, GError **error)
{
  const AnfLeaf *leaf = row->leaf;
  const Meaning *known = find_meaning (leaf->event);
  const char *told_at = NULL;
  const gboolean is_told = strcmp (leaf->event, "evidence.handed_over") == 0;
  Meaning meaning = { 0 };
  if (is_told)
    meaning = read_handover (doc, row->nth, &told_at);
  else if (known != NULL)
    meaning = *known;
  const char *carrier = doc == NULL ? NULL : anf_json_peek_string (doc, "carrier");
  if (known != NULL && meaning.from == NULL)
    meaning.from = leaf->by;
  if (strcmp (leaf->event, "evidence.received") == 0)
    meaning.purpose = anf_referral_origins[anf_referral_origin_find (doc)].purpose;
  if (strcmp (leaf->event, "evidence.referred") == 0 && carrier != NULL)
    meaning.to = carrier;
  g_autofree char *index = g_strdup_printf ("%" PRId64, row->index);
  g_autofree char *at = anf_time_format (leaf->at);
  g_autofree char *event = anf_word_chinese_leaf (leaf->event);
  const char *const cells[] = { name,
                                told_at != NULL ? told_at : at,
                                meaning.from,
                                meaning.to,
                                meaning.purpose,
                                meaning.condition,
                                meaning.check,
                                at,
                                index,
                                event,
                                leaf->by,
                                leaf->record,
                                leaf->content,
                                leaf->blob };
  return anf_csv_add_row (csv, cells, G_N_ELEMENTS (cells), error);
}

/* The leaves of one record on their way. */
typedef struct
{
  AnfCsv *csv;
  const char *name;
  JsonObject *doc;
  guint handovers;
} Chain;

static gboolean
add_handover (gint64 index, const char *line, gpointer data, GError **error)
{
  Chain *chain = data;
  g_autoptr (AnfLeaf) leaf = anf_leaf_parse (line, strlen (line), error);
  if (leaf == NULL)
    return FALSE;
  const Row row = { .leaf = leaf, .index = index, .nth = chain->handovers };
  if (strcmp (leaf->event, "evidence.handed_over") == 0)
    chain->handovers++;
  return add_leaf (chain->csv, chain->name, chain->doc, &row, error);
}

gboolean
anf_referral_custody_add_record (
    AnfWork *work, AnfCsv *csv, const AnfItem *item, const char *name, GError **error)
{
  Chain chain = { .csv = csv, .name = name, .doc = item->doc };
  g_autofree char *record = g_strdup_printf ("%s/%s", anf_noun_name (item->noun), item->record->id);
  return anf_log_rows_list (work->tx, record, add_handover, &chain, error);
}
