/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ledger-page.h"

#include "anf-json-members.h"
#include "anf-json.h"
#include "anf-units.h"

#include <string.h>

/* The members of a row as canonical JSON has them, sorted. */
typedef enum
{
  COLUMN_AREA,
  COLUMN_AREA_NAME,
  COLUMN_CATEGORY,
  COLUMN_CLAUSE,
  COLUMN_CLOCKS,
  COLUMN_CLOSED_AT,
  COLUMN_CONTENT,
  COLUMN_CREATED_AT,
  COLUMN_EVALUATIONS,
  COLUMN_FACT,
  COLUMN_FINDING,
  COLUMN_LEAD_UNITS,
  COLUMN_MISSED_IN_SELF_CHECK,
  COLUMN_NUMBER,
  COLUMN_ORDER,
  COLUMN_ORDER_NUMBER,
  COLUMN_ORDER_STATE,
  COLUMN_RECURRENCE,
  COLUMN_REQUIREMENT,
  COLUMN_SCHEME,
  COLUMN_STATE,
  COLUMN_UNIT,
  COLUMN_UNIT_NAME,
  COLUMNS,
} Column;

/* @from_finding: the member of the finding that is copied, if any */
static const struct
{
  const char *name;
  const char *from_finding;
} columns[COLUMNS] = {
  [COLUMN_AREA] = { "area", "area" },
  [COLUMN_AREA_NAME] = { "area_name", NULL },
  [COLUMN_CATEGORY] = { "category", "category" },
  [COLUMN_CLAUSE] = { "clause", "clause" },
  [COLUMN_CLOCKS] = { "clocks", NULL },
  [COLUMN_CLOSED_AT] = { "closed_at", "closed_at" },
  [COLUMN_CONTENT] = { "content", "content" },
  [COLUMN_CREATED_AT] = { "created_at", "created_at" },
  [COLUMN_EVALUATIONS] = { "evaluations", "evaluations" },
  [COLUMN_FACT] = { "fact", "fact" },
  [COLUMN_FINDING] = { "finding", "id" },
  [COLUMN_LEAD_UNITS] = { "lead_units", "lead_units" },
  [COLUMN_MISSED_IN_SELF_CHECK] = { "missed_in_self_check", "missed_in_self_check" },
  [COLUMN_NUMBER] = { "number", "number" },
  [COLUMN_ORDER] = { "order", "order" },
  [COLUMN_ORDER_NUMBER] = { "order_number", NULL },
  [COLUMN_ORDER_STATE] = { "order_state", NULL },
  [COLUMN_RECURRENCE] = { "recurrence", "recurrence" },
  [COLUMN_REQUIREMENT] = { "requirement", "requirement" },
  [COLUMN_SCHEME] = { "scheme", "scheme" },
  [COLUMN_STATE] = { "state", "state" },
  [COLUMN_UNIT] = { "unit", "unit" },
  [COLUMN_UNIT_NAME] = { "unit_name", NULL },
};

/* What rows of a page share is looked up once. */
typedef struct
{
  AnfWork *work;
  GHashTable *schemes; /* id → AnfScheme */
  GHashTable *units;   /* id → its name as JSON */
  GHashTable *orders;  /* id → AnfRecord */
  GString *text;
  gint64 count;
  gint64 last;
} Page;

typedef struct
{
  AnfJsonMember cells[COLUMNS]; /* only their values; NULL where there is none */
} Row;

static void
set_cell (Row *row, Column column, const char *json, gsize size)
{
  row->cells[column].value = json;
  row->cells[column].size = size;
}

static char *
quote (const char *text)
{
  GString *json = g_string_new (NULL);
  anf_json_append_string (json, text);
  return g_string_free (json, FALSE);
}

static void
take_finding (Row *row, const char *doc)
{
  AnfJsonMember member;
  while (anf_json_next_member (&doc, &member))
    for (guint i = 0; i < COLUMNS; i++)
      {
        const char *from = columns[i].from_finding;
        if (from != NULL && strlen (from) == member.name_size
            && memcmp (from, member.name, member.name_size) == 0)
          {
            set_cell (row, i, member.value, member.size);
            break;
          }
      }
}

static char *
dup_cell (const Row *row, Column column)
{
  const AnfJsonMember *cell = &row->cells[column];
  return cell->value != NULL ? anf_json_member_dup_string (cell) : NULL;
}

static gboolean
add_area_name (Page *page, Row *row, char **json, GError **error)
{
  g_autofree char *scheme_id = dup_cell (row, COLUMN_SCHEME);
  g_autofree char *area_id = dup_cell (row, COLUMN_AREA);
  AnfScheme *scheme = g_hash_table_lookup (page->schemes, scheme_id);
  if (scheme == NULL)
    {
      scheme = anf_work_find_scheme (page->work, scheme_id, error);
      if (scheme == NULL)
        return FALSE;
      g_hash_table_insert (page->schemes, g_strdup (scheme_id), scheme);
    }
  const AnfSchemeArea *area = anf_scheme_find_area (scheme, area_id);
  if (area == NULL)
    return TRUE;
  *json = quote (area->name);
  set_cell (row, COLUMN_AREA_NAME, *json, strlen (*json));
  return TRUE;
}

/* A unit that is not there any more is called by its id. */
static void
add_unit_name (Page *page, Row *row)
{
  g_autofree char *id = dup_cell (row, COLUMN_UNIT);
  if (id == NULL)
    return;
  const char *json = g_hash_table_lookup (page->units, id);
  if (json == NULL)
    {
      g_autofree char *name = anf_unit_dup_name (page->work, NULL, id);
      char *quoted = quote (name);
      g_hash_table_insert (page->units, g_strdup (id), quoted);
      json = quoted;
    }
  set_cell (row, COLUMN_UNIT_NAME, json, strlen (json));
}

static gboolean
add_order (Page *page, Row *row, GError **error)
{
  g_autofree char *id = dup_cell (row, COLUMN_ORDER);
  set_cell (row, COLUMN_CLOCKS, "[]", 2);
  if (id == NULL)
    return TRUE;
  const AnfRecord *order = g_hash_table_lookup (page->orders, id);
  if (order == NULL)
    {
      AnfRecord *found = anf_records_find (page->work->tx, ANF_NOUN_ORDER, id, error);
      if (found == NULL)
        return FALSE;
      g_hash_table_insert (page->orders, found->id, found);
      order = found;
    }
  const char *at = order->doc;
  AnfJsonMember member;
  while (anf_json_next_member (&at, &member))
    if (member.name_size == strlen ("clocks") && memcmp (member.name, "clocks", 6) == 0)
      set_cell (row, COLUMN_CLOCKS, member.value, member.size);
  return TRUE;
}

/* What the record's columns say of the order stands in no member of its document as such. */
static void
append_order_cell (Page *page, const Row *row, Column column)
{
  g_autofree char *id = dup_cell (row, COLUMN_ORDER);
  const AnfRecord *order = id != NULL ? g_hash_table_lookup (page->orders, id) : NULL;
  const char *text = NULL;
  if (order != NULL)
    text = column == COLUMN_ORDER_NUMBER ? order->number : order->state;
  if (text == NULL)
    return;
  g_string_append_printf (page->text, ",\"%s\":", columns[column].name);
  anf_json_append_string (page->text, text);
}

static void
append_row (Page *page, const Row *row)
{
  GString *text = page->text;
  const gsize begin = text->len;
  for (guint i = 0; i < COLUMNS; i++)
    {
      if (i == COLUMN_ORDER_NUMBER || i == COLUMN_ORDER_STATE)
        append_order_cell (page, row, i);
      if (row->cells[i].value == NULL)
        continue;
      g_string_append (text, ",\"");
      g_string_append (text, columns[i].name);
      g_string_append (text, "\":");
      g_string_append_len (text, row->cells[i].value, (gssize)row->cells[i].size);
    }
  text->str[begin] = '{';
  g_string_append_c (text, '}');
}

static gboolean
append_finding (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  Page *page = data;
  Row row = { 0 };
  g_autofree char *area_name = NULL;
  take_finding (&row, doc);
  if (!add_area_name (page, &row, &area_name, error) || !add_order (page, &row, error))
    return FALSE;
  add_unit_name (page, &row);
  if (page->count++ > 0)
    g_string_append_c (page->text, ',');
  append_row (page, &row);
  page->last = seq;
  return TRUE;
}

static void
page_clear (Page *page)
{
  g_hash_table_unref (page->schemes);
  g_hash_table_unref (page->units);
  g_hash_table_unref (page->orders);
  if (page->text != NULL)
    g_string_free (page->text, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Page, page_clear)

static gboolean
append_passed (AnfWork *work, AnfLedgerRow *row, gpointer data, GError **error)
{
  const AnfRecord *record = row->finding->record;
  return append_finding (record->seq, record->id, record->doc, data, error);
}

/* Without a filter the stored text is all that is needed: nothing is parsed that is not shown. */
static gboolean
append_page (AnfWork *work, Page *page, AnfLedgerScan *scan, GError **error)
{
  if (scan->filter != NULL)
    return anf_ledger_scan_page (work, scan, append_passed, page, error);
  if (!anf_records_list (work->tx, ANF_NOUN_FINDING, &scan->query, append_finding, page, error))
    return FALSE;
  scan->query.after = page->last;
  scan->ended = page->count < scan->limit;
  return TRUE;
}

gboolean
anf_ledger_page_reply (AnfWork *work, AnfLedgerScan *scan, GError **error)
{
  if (!anf_ledger_scan_begin (work, scan, error))
    return FALSE;
  g_auto (Page) page = {
    .work = work,
    .schemes
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)anf_scheme_unref),
    .units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .orders
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)anf_record_free),
    .text = g_string_sized_new (65536),
  };
  g_string_append (page.text, "{\"items\":[");
  if (!append_page (work, &page, scan, error))
    return FALSE;
  if (scan->ended)
    g_string_append (page.text, "],\"next\":null}");
  else
    g_string_append_printf (page.text, "],\"next\":\"%" G_GINT64_FORMAT "\"}", scan->query.after);
  anf_work_reply_text (work, "application/json",
                       g_string_free (g_steal_pointer (&page.text), FALSE));
  return TRUE;
}
