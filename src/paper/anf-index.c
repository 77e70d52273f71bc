/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-index.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-paper-limits.h"
#include "anf-table.h"

#include <glib/gi18n.h>

#include <string.h>

#define MARGIN 20.0
#define TITLE_SIZE 18.0
#define LINE_SIZE 11.0
/* Where somebody signs. */
#define SIGN_HEIGHT 28.0

static const AnfColumn record_columns[] = {
  { NULL, 46, 11, ANF_FACE_HEI, FALSE },
  { NULL, 124, 11, ANF_FACE_FANG, FALSE },
};

static const AnfColumn item_columns[] = {
  { "序号", 11, 9, ANF_FACE_FANG, TRUE },
  { "名称", 44, 9, ANF_FACE_FANG, FALSE },
  { "类别", 16, 9, ANF_FACE_FANG, TRUE },
  { "文件格式", 24, 9, ANF_FACE_FANG, FALSE },
  { "大小\n（字节）", 20, 9, ANF_FACE_FANG, TRUE },
  { "完整性校验值", 60, 8, ANF_FACE_HEI, FALSE },
  { "来源设备、载体", 26, 9, ANF_FACE_FANG, FALSE },
  { "提取时间、地点、人员", 34, 9, ANF_FACE_FANG, FALSE },
  { "备注", 22, 9, ANF_FACE_FANG, FALSE },
};

static const char *const signatures[]
    = { "提取人（二人以上）签名", "持有人（提供人）签名", "见证人签名", "缺少签名的原因", NULL };

const char *const *
anf_index_record_names (void)
{
  static const char *const names[] = {
    "案由",
    "对象",
    "内容",
    "提取时间",
    "提取地点",
    "提取方法",
    "提取过程",
    "原始存储介质（名称、型号、序列号）",
    "存放地点和封存状态",
    "未扣押、封存原始存储介质的原因",
    "是否原件和复制情况",
    "有无剪辑、增加、删改及说明",
    "工具名称、版本和命令（过程能否重现）",
    "数字签名、证书和时间戳",
    "提取过程录像",
    "声音文字记录",
    "证明对象",
    "存储环境说明",
    "保管和移交",
    "补正说明",
    NULL,
  };
  return names;
}

static gboolean
check_text (const char *text, GError **error)
{
  if (text == NULL)
    return TRUE;
  const gsize length = strlen (text);
  if (length > ANF_PAPER_TEXT_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("a text of the index is over %d bytes"),
                            ANF_PAPER_TEXT_MAX);
  if (!g_utf8_validate (text, (gssize)length, NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("a text of the index is not UTF-8"));
  return TRUE;
}

static gboolean
check_item (const AnfIndexItem *item, GError **error)
{
  const char *const texts[] = {
    item->name,   item->category, item->format, item->sha256, item->sm3,
    item->source, item->taken_at, item->place,  item->people, item->note,
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!check_text (texts[i], error))
      return FALSE;
  if (item->name == NULL || item->sha256 == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("an item of the index has no name or no SHA-256"));
  return TRUE;
}

static gboolean
check_index (const AnfIndex *index, GError **error)
{
  if (index->organ == NULL || index->title == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the index needs its organ and title"));
  if (index->n_items > ANF_PAPER_ITEMS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the index has more than %d items"),
                            ANF_PAPER_ITEMS_MAX);
  if (!check_text (index->organ, error) || !check_text (index->title, error)
      || !check_text (index->number, error) || !check_text (index->made_at, error))
    return FALSE;
  for (gsize i = 0; i < index->n_record; i++)
    if (!check_text (index->record[i].name, error) || !check_text (index->record[i].value, error))
      return FALSE;
  for (gsize i = 0; i < index->n_items; i++)
    if (!check_item (&index->items[i], error))
      return FALSE;
  return TRUE;
}

static char *
join_lines (const char *first, const char *second, const char *third)
{
  const char *const parts[] = { first, second, third };
  g_autoptr (GString) out = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (out, "%s%s", out->len == 0 ? "" : "\n", parts[i]);
  return g_strdup (out->str);
}

static void
add_item (AnfTable *table, const AnfIndexItem *item, guint number)
{
  g_autofree char *sequence = g_strdup_printf ("%u", number);
  g_autofree char *size
      = item->size < 0 ? g_strdup ("—") : g_strdup_printf ("%" G_GINT64_FORMAT, item->size);
  g_autofree char *hashes = anf_table_dup_hashes (item->sha256, item->sm3);
  g_autofree char *taken = join_lines (item->taken_at, item->place, item->people);
  const char *const cells[] = {
    sequence, item->name,   item->category, item->format, size,
    hashes,   item->source, taken,          item->note,
  };
  anf_table_add (table, cells, 0);
}

static AnfTable *
set_items (AnfSetting *setting, const AnfIndex *index)
{
  AnfTable *table = anf_table_new (setting, item_columns, G_N_ELEMENTS (item_columns));
  for (gsize i = 0; i < index->n_items; i++)
    add_item (table, &index->items[i], (guint)i + 1);
  return table;
}

static AnfTable *
set_record (AnfSetting *setting, const AnfIndex *index)
{
  AnfTable *table = anf_table_new (setting, record_columns, G_N_ELEMENTS (record_columns));
  for (gsize i = 0; i < index->n_record; i++)
    {
      const char *const cells[] = { index->record[i].name, index->record[i].value };
      anf_table_add (table, cells, 0);
    }
  for (gsize i = 0; signatures[i] != NULL; i++)
    {
      const char *const cells[] = { signatures[i], "" };
      anf_table_add (table, cells, SIGN_HEIGHT);
    }
  return table;
}

static char *
word_total (const AnfIndex *index)
{
  return g_strdup_printf ("共%u项。校验值为文件全部字节的摘要，可用sha256sum、openssl "
                          "dgst -sm3复核；以下空白。",
                          (guint)index->n_items);
}

static const char to_sign[]
    = "提取人：____________　　持有人（提供人）：____________　　见证人：____________"
      "　　　　年　　月　　日";

/* @matter: (nullable): 案由, where the table below does not say it */
static void
print_head (AnfPrinter *printer, const AnfIndex *index, const char *title, const char *matter)
{
  anf_printer_line (printer, ANF_FACE_TITLE, TITLE_SIZE, title, 0.5);
  printer->y += LINE_SIZE / 2;
  const struct
  {
    const char *name;
    const char *value;
  } lines[] = {
    { "案由：", matter },
    { "移送单位：", index->organ },
    { "编号：", index->number },
    { "制作时间：", index->made_at },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    if (lines[i].value != NULL && *lines[i].value != '\0')
      {
        g_autofree char *line = g_strconcat (lines[i].name, lines[i].value, NULL);
        anf_printer_line (printer, ANF_FACE_FANG, LINE_SIZE, line, 0);
      }
  printer->y += LINE_SIZE / 2;
}

static void
print_closing (AnfPrinter *printer, const AnfIndex *index)
{
  g_autofree char *total = word_total (index);
  printer->y += LINE_SIZE / 2;
  anf_printer_line (printer, ANF_FACE_FANG, LINE_SIZE, total, 0);
  printer->y += LINE_SIZE;
  anf_printer_line (printer, ANF_FACE_FANG, LINE_SIZE, to_sign, 0);
}

/* The last row goes with it: nobody signs a page on which nothing stands. */
static double
measure_closing (const AnfPrinter *printer, const AnfIndex *index)
{
  g_autofree char *total = word_total (index);
  return LINE_SIZE * 3 / 2 + anf_printer_measure (printer, ANF_FACE_FANG, LINE_SIZE, total)
         + anf_printer_measure (printer, ANF_FACE_FANG, LINE_SIZE, to_sign);
}

/* The record upright, then the list across (法发〔2016〕22号 14: the record, with the list
 * attached).
 */
static void
walk (AnfPrinter *printer, const AnfIndex *index, const AnfTable *record, const AnfTable *items)
{
  printer->page = 0;
  printer->width = 210;
  printer->height = 297;
  anf_printer_begin (printer);
  print_head (printer, index, "电子数据提取记录", NULL);
  anf_table_draw (record, printer, 0);
  printer->width = 297;
  printer->height = 210;
  anf_printer_begin (printer);
  print_head (printer, index, "电子数据清单", index->title);
  anf_table_draw (items, printer, measure_closing (printer, index));
  print_closing (printer, index);
  printer->pages = printer->page;
}

GBytes *
anf_index_render (const AnfIndex *index, AnfFonts *fonts, GError **error)
{
  if (!check_index (index, error))
    return NULL;
  g_autoptr (AnfSetting) setting = anf_setting_new (fonts);
  g_autoptr (AnfTable) record = set_record (setting, index);
  g_autoptr (AnfTable) items = set_items (setting, index);
  AnfPrinter printer = { .setting = setting, .margin = MARGIN };
  walk (&printer, index, record, items);
  if (!anf_setting_check (setting, error))
    return NULL;
  if (printer.pages > ANF_PAPER_PAGES_MAX)
    {
      (void)anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the index has more than %d pages"),
                             ANF_PAPER_PAGES_MAX);
      return NULL;
    }
  g_autofree char *time = anf_time_format (index->time_us);
  /* Cairo reads whole seconds only. */
  g_autofree char *made_at = g_strdup_printf ("%.19sZ", time);
  g_autoptr (AnfSheets) sheets = anf_sheets_new (index->title, index->organ, made_at);
  printer.sheets = sheets;
  walk (&printer, index, record, items);
  return anf_sheets_finish (sheets, error);
}
