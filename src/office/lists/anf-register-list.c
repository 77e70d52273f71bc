/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-register-list.h"

#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-filter.h"
#include "anf-json.h"
#include "anf-list-stream.h"
#include "anf-registers.h"
#include "anf-units.h"

#include <string.h>

#define BATCH 200
#define SCAN_MAX 5000

/* Columns before and behind those that the scheme has; a unit is not told the last ones. */
typedef enum
{
  LEADING_SEQUENCE,
  LEADING_NUMBER,
  LEADING_OWNER,
  LEADING,
} Leading;

typedef enum
{
  TRAILING_FINDINGS,
  TRAILING_ORDERS,
  TRAILING_ENTERED,
  TRAILING_AMENDED,
  TRAILING,
} Trailing;

static const AnfGridColumn leading[LEADING] = {
  [LEADING_SEQUENCE] = { "sequence", "序号", ANF_CELL_NUMBER, 6 },
  [LEADING_NUMBER] = { "number", "登记编号", ANF_CELL_TEXT, 22 },
  [LEADING_OWNER] = { "owner", "所属单位", ANF_CELL_TEXT, 18 },
};

static const AnfGridColumn trailing[TRAILING] = {
  [TRAILING_FINDINGS] = { "findings", "关联问题", ANF_CELL_TEXT, 22 },
  [TRAILING_ORDERS] = { "orders", "关联文号", ANF_CELL_TEXT, 24 },
  [TRAILING_ENTERED] = { "entered", "录入日期", ANF_CELL_DATE, 12 },
  [TRAILING_AMENDED] = { "amended", "更正次数", ANF_CELL_NUMBER, 10 },
};

typedef struct
{
  AnfScheme *scheme;
  const AnfRegister *reg; /* of @scheme */
  AnfGridColumn *columns;
  guint n_columns;
  AnfFilter *filter; /* (nullable) */
  AnfRecordsQuery query;
  char *key;
  char *link;
  char *unit;
  gint64 limit;
  gboolean ended;
  char *last_id;
} Scan;

static void
scan_free (gpointer data)
{
  Scan *scan = data;
  anf_filter_free (scan->filter);
  anf_scheme_unref (scan->scheme);
  g_free (scan->columns);
  g_free (scan->key);
  g_free (scan->link);
  g_free (scan->unit);
  g_free (scan->last_id);
  g_free (scan);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scan, scan_free)

static AnfGridColumn
describe (const AnfRegisterColumn *column)
{
  static const struct
  {
    AnfCellKind kind;
    guint width;
  } looks[] = {
    [ANF_REGISTER_TEXT] = { ANF_CELL_TEXT, 30 },     [ANF_REGISTER_DATE] = { ANF_CELL_DATE, 12 },
    [ANF_REGISTER_NUMBER] = { ANF_CELL_NUMBER, 12 }, [ANF_REGISTER_CHOICE] = { ANF_CELL_TEXT, 12 },
    [ANF_REGISTER_UNIT] = { ANF_CELL_TEXT, 18 },
  };
  return (AnfGridColumn){ column->id, column->name, looks[column->kind].kind,
                          looks[column->kind].width };
}

static void
set_columns (Scan *scan, gboolean for_unit)
{
  const guint own = scan->reg->columns->len;
  scan->n_columns = LEADING + own + (for_unit ? 0 : TRAILING);
  scan->columns = g_new0 (AnfGridColumn, LEADING + own + TRAILING);
  memcpy (scan->columns, leading, sizeof leading);
  for (guint i = 0; i < own; i++)
    scan->columns[LEADING + i] = describe (scan->reg->columns->pdata[i]);
  memcpy (scan->columns + LEADING + own, trailing, sizeof trailing);
}

/* A draft has no number yet, and is called by its id. */
static char *
dup_numbers (AnfWork *work, AnfNoun noun, JsonArray *array)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (array);
  g_autoptr (GStrvBuilder) numbers = g_strv_builder_new ();
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) item = anf_work_find (work, noun, ids[i], NULL);
      const char *number = item != NULL ? item->record->number : NULL;
      g_strv_builder_add (numbers, number != NULL ? number : ids[i]);
    }
  g_auto (GStrv) all = g_strv_builder_end (numbers);
  return all[0] != NULL ? g_strjoinv ("、", all) : NULL;
}

static char *
dup_entered (JsonObject *doc)
{
  gint64 at = 0;
  GDate day;
  const char *text = anf_json_peek_string (doc, "created_at");
  if (text == NULL || !anf_time_parse (text, &at, NULL))
    return NULL;
  anf_time_local_date (at, &day);
  return anf_date_format (&day);
}

static char *
dup_trailing (AnfWork *work, JsonObject *doc, Trailing column)
{
  JsonArray *history = anf_json_peek_array (doc, "history");
  switch (column)
    {
    case TRAILING_FINDINGS:
      return dup_numbers (work, ANF_NOUN_FINDING, anf_json_peek_array (doc, "findings"));
    case TRAILING_ORDERS:
      return dup_numbers (work, ANF_NOUN_ORDER, anf_json_peek_array (doc, "orders"));
    case TRAILING_ENTERED:
      return dup_entered (doc);
    case TRAILING_AMENDED:
      return g_strdup_printf ("%u", history != NULL ? json_array_get_length (history) : 0);
    case TRAILING:
      break;
    }
  return NULL;
}

/* What stands there, and of a unit @id. */
static char *
dup_cell (AnfWork *work, const Scan *scan, const AnfItem *item, guint column, const char **id)
{
  *id = NULL;
  if (column == LEADING_SEQUENCE)
    return NULL;
  if (column == LEADING_NUMBER)
    return g_strdup (item->record->number);
  if (column == LEADING_OWNER)
    {
      *id = item->record->unit;
      return anf_unit_dup_name (work, NULL, item->record->unit);
    }
  if (column - LEADING >= scan->reg->columns->len)
    return dup_trailing (work, item->doc, column - LEADING - scan->reg->columns->len);
  const AnfRegisterColumn *own = scan->reg->columns->pdata[column - LEADING];
  const char *value = anf_json_peek_string (anf_json_peek_object (item->doc, "values"), own->id);
  if (own->kind != ANF_REGISTER_UNIT)
    return g_strdup (value);
  *id = value;
  return anf_unit_dup_name (work, NULL, value);
}

typedef struct
{
  AnfWork *work;
  const Scan *scan;
  const AnfItem *item;
} Cells;

static char **
list_names (guint column, gpointer data)
{
  const Cells *cells = data;
  const char *id = NULL;
  g_autofree char *cell
      = dup_cell (cells->work, cells->scan, cells->item, column + LEADING_NUMBER, &id);
  if (cell == NULL)
    return NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_strv_builder_add (names, cell);
  if (id != NULL)
    g_strv_builder_add (names, id);
  return g_strv_builder_end (names);
}

static void
set_query (AnfWork *work, Scan *scan)
{
  const char *finding = anf_work_get_query (work, "finding");
  const char *order = anf_work_get_query (work, "order");
  const gboolean is_unit = anf_work_has_unit_side (work);
  const char *unit = is_unit ? work->actor.unit : anf_work_get_query (work, "unit");
  scan->key = anf_registers_dup_key (anf_scheme_get_id (scan->scheme), scan->reg->id);
  scan->link = g_strdup (finding != NULL ? finding : order);
  scan->unit = g_strdup (unit == NULL && is_unit ? "" : unit);
  scan->query = (AnfRecordsQuery){ .parent = scan->key, .unit = scan->unit };
  /* Of which cases an entry is, a unit neither reads nor finds out. */
  if (scan->link == NULL || is_unit)
    return;
  scan->query.link_kind = finding != NULL ? "finding" : "order";
  scan->query.link_target = scan->link;
}

static Scan *
scan_new (AnfWork *work, AnfScheme *scheme, const AnfRegister *reg, GError **error)
{
  g_autoptr (Scan) scan = g_new0 (Scan, 1);
  const char *filter = anf_work_get_query (work, "filter");
  scan->scheme = anf_scheme_ref (scheme);
  scan->reg = reg;
  scan->limit = BATCH;
  set_columns (scan, anf_work_has_unit_side (work));
  set_query (work, scan);
  if (filter != NULL)
    scan->filter = anf_filter_new (filter, scan->columns + LEADING_NUMBER,
                                   scan->n_columns - LEADING_NUMBER, error);
  return filter == NULL || scan->filter != NULL ? g_steal_pointer (&scan) : NULL;
}

typedef gboolean (*EachEntry) (AnfWork *work, const AnfItem *item, gpointer data, GError **error);

static gboolean
passes (AnfWork *work, const Scan *scan, const AnfItem *item)
{
  Cells cells = { .work = work, .scan = scan, .item = item };
  return scan->filter == NULL || anf_filter_matches (scan->filter, list_names, &cells);
}

static gboolean
scan_page (AnfWork *work, Scan *scan, EachEntry each, gpointer data, GError **error)
{
  gint64 shown = 0;
  gint64 seen = 0;
  scan->query.limit = scan->filter != NULL ? BATCH : scan->limit;
  while (shown < scan->limit && seen < SCAN_MAX && !scan->ended)
    {
      guint i = 0;
      g_autoptr (GPtrArray) items
          = anf_work_list_page (work, ANF_NOUN_REGISTER, &scan->query, error);
      if (items == NULL)
        return FALSE;
      for (; i < items->len && shown < scan->limit; i++)
        {
          const AnfItem *item = items->pdata[i];
          scan->query.after = item->record->seq;
          g_free (scan->last_id);
          scan->last_id = g_strdup (item->record->id);
          if (!passes (work, scan, item))
            continue;
          shown++;
          if (!each (work, item, data, error))
            return FALSE;
        }
      seen += i;
      scan->ended = i == items->len && items->len < scan->query.limit;
    }
  return TRUE;
}

typedef struct
{
  const Scan *scan;
  AnfListStream *stream;
} Sheet;

static gboolean
add_row (AnfWork *work, const AnfItem *item, gpointer data, GError **error)
{
  const Sheet *sheet = data;
  const Scan *scan = sheet->scan;
  const char *id = NULL;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_full (scan->n_columns, g_free);
  g_ptr_array_add (cells, g_strdup_printf ("%u", anf_list_stream_count (sheet->stream)));
  for (guint i = LEADING_NUMBER; i < scan->n_columns; i++)
    g_ptr_array_add (cells, dup_cell (work, scan, item, i, &id));
  return anf_list_stream_add (sheet->stream, (const char *const *)cells->pdata, error);
}

static gboolean
read_rows (AnfWork *work, AnfListStream *stream, gpointer source, GError **error)
{
  Scan *scan = source;
  Sheet sheet = { .scan = scan, .stream = stream };
  if (!scan_page (work, scan, add_row, &sheet, error))
    return FALSE;
  if (scan->ended)
    anf_list_stream_end (stream);
  return TRUE;
}

static void
append_item (AnfWork *work, GString *text, const AnfItem *item)
{
  g_autoptr (JsonObject) shown
      = anf_work_has_unit_side (work)
            ? anf_disclosure_show (ANF_NOUN_REGISTER, item->doc, &work->actor)
            : NULL;
  g_autofree char *open = shown != NULL ? anf_json_format_object (shown) : NULL;
  g_string_append (text, open != NULL ? open : item->record->doc);
}

static gboolean
append_entry (AnfWork *work, const AnfItem *item, gpointer data, GError **error)
{
  GString *text = data;
  if (text->str[text->len - 1] != '[')
    g_string_append_c (text, ',');
  append_item (work, text, item);
  return TRUE;
}

static gboolean
reply_json (AnfWork *work, Scan *scan, GError **error)
{
  if (!anf_work_parse_list_page (work, ANF_NOUN_REGISTER, &scan->query, error))
    return FALSE;
  scan->limit = scan->query.limit;
  g_autoptr (GString) text = g_string_new ("{\"items\":[");
  if (!scan_page (work, scan, append_entry, text, error))
    return FALSE;
  g_autofree char *next = scan->ended || scan->last_id == NULL
                              ? NULL
                              : anf_work_dup_cursor (work, scan->last_id, scan->query.after);
  if (next != NULL)
    g_string_append_printf (text, "],\"next\":\"%s\"}", next);
  else
    g_string_append (text, "],\"next\":null}");
  anf_work_reply_text (work, "application/json", g_strdup (text->str));
  return TRUE;
}

gboolean
anf_register_list_reply (AnfWork *work, AnfScheme *scheme, const AnfRegister *reg, GError **error)
{
  g_autoptr (Scan) scan = scan_new (work, scheme, reg, error);
  AnfSheetFormat format = ANF_SHEET_CSV;
  if (scan == NULL)
    return FALSE;
  if (!anf_list_stream_parse_format (work, &format))
    return reply_json (work, scan, error);
  const AnfListSource source = {
    .format = format,
    .title = g_strdup (reg->name),
    .columns = g_memdup2 (scan->columns, scan->n_columns * sizeof (AnfGridColumn)),
    .n_columns = scan->n_columns,
    .read = read_rows,
    .source = g_steal_pointer (&scan),
    .free_source = scan_free,
  };
  anf_list_stream_reply (work, &source);
  return TRUE;
}

void
anf_register_list_reply_one (AnfWork *work, const AnfItem *item)
{
  g_autoptr (GString) text = g_string_new ("{\"items\":[");
  if (item != NULL)
    append_item (work, text, item);
  g_string_append (text, "],\"next\":null}");
  anf_work_reply_text (work, "application/json", g_strdup (text->str));
}
