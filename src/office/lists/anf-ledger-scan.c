/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ledger-scan.h"

#include "anf-error.h"
#include "anf-ledger-areas.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* Findings that are read at once. */
#define BATCH 200

void
anf_ledger_scan_free (AnfLedgerScan *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self->columns);
  anf_filter_free (self->filter);
  g_clear_pointer (&self->unit_names, g_hash_table_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (self->strings); i++)
    g_free (self->strings[i]);
  g_free (self->last_id);
  g_free (self);
}

static const char *
keep (AnfLedgerScan *self, gsize at, const char *text)
{
  self->strings[at] = g_strdup (text);
  return self->strings[at];
}

/* What one scheme has no word for is no column of its lists. */
static gboolean
is_of_scheme (const AnfScheme *scheme, AnfListColumn id)
{
  if (scheme == NULL)
    return TRUE;
  switch ((int)id)
    {
    case ANF_LIST_CONTENT:
      return anf_scheme_get_marks (scheme, ANF_SCHEME_CONTENTS) != NULL;
    case ANF_LIST_DECISIONS:
      return anf_scheme_find_word (scheme, "decision") != NULL
             || anf_scheme_find_word (scheme, "advice") != NULL;
    case ANF_LIST_ACCOUNTABLE:
      return anf_scheme_get_marks (scheme, ANF_SCHEME_DOUBLE_CHECK) != NULL;
    default:
      return TRUE;
    }
}

static gboolean
set_columns (AnfWork *work, AnfLedgerScan *self, gboolean with_children, GError **error)
{
  const char *of = self->query.scheme;
  g_autoptr (AnfScheme) scheme = of != NULL ? anf_work_find_scheme (work, of, error) : NULL;
  if (of != NULL && scheme == NULL)
    return FALSE;
  self->ids
      = anf_list_dup_ids (anf_list_get (self->kind), with_children, anf_work_has_unit_side (work));
  for (guint i = self->ids->len; i > 0; i--)
    if (!is_of_scheme (scheme, g_array_index (self->ids, AnfListColumn, i - 1)))
      g_array_remove_index (self->ids, i - 1);
  self->columns = anf_list_dup_columns (self->ids);
  return TRUE;
}

static gboolean
is_state (const char *value, gpointer data)
{
  return anf_word_find_state ("finding", value) != NULL;
}

/* A state that does not exist would make an empty list, which says that all is well. */
static gboolean
check_states (const AnfFilter *filter, GError **error)
{
  const char *unknown = anf_filter_find_unknown (filter, "state", is_state, NULL);
  if (unknown == NULL)
    return TRUE;
  g_autofree const char **states = anf_word_list_states ("finding");
  g_autofree char *known = anf_word_join_states ("finding", states);
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("filter: state is one of %s, not “%s”"),
                          known, unknown);
}

/* A name is looked for row by row: units of different schemes share theirs. */
static gboolean
narrow_unit (AnfWork *work, AnfLedgerScan *self, GError **error)
{
  const char *unit = anf_filter_peek_only (self->filter, "unit");
  gint64 version = 0;
  if (unit == NULL || self->query.unit != NULL)
    return TRUE;
  if (!anf_records_get_version (work->tx, ANF_NOUN_UNIT, unit, &version, error))
    return FALSE;
  if (version > 0)
    self->query.unit = unit;
  return TRUE;
}

/* What an index can find is not looked for row by row. */
static gboolean
set_filter (AnfWork *work, AnfLedgerScan *self, const char *text, GError **error)
{
  /* 序号 counts the rows of this very list. */
  self->filter = anf_filter_new (text, self->columns + 1, self->ids->len - 1, error);
  if (self->filter == NULL || !check_states (self->filter, error)
      || !anf_ledger_areas_check (work, self->filter, &self->query, error))
    return FALSE;
  const char *state = anf_filter_peek_only (self->filter, "state");
  self->query.number = anf_filter_peek_only (self->filter, "number");
  /* A unit is not told of every state: what it sees is looked at row by row. */
  self->query.state = state != NULL && !anf_work_has_unit_side (work)
                          ? anf_word_find_state ("finding", state)
                          : NULL;
  return narrow_unit (work, self, error);
}

/* Whom a finding has reached is told by links made when its visit or order got there. */
static void
set_scope (AnfWork *work, AnfLedgerScan *self)
{
  const AnfScope scope = anf_policy_get_scope (work->call->operation, &work->actor);
  if (scope == ANF_SCOPE_ALL)
    return;
  self->query.link_kind
      = scope == ANF_SCOPE_MEMBER ? "member" : anf_policy_get_reach (&work->actor);
  self->query.link_target
      = keep (self, 3, scope == ANF_SCOPE_MEMBER ? work->actor.name : work->actor.unit);
  if (self->query.link_target == NULL)
    self->query.link_target = "";
}

static gboolean
check_scheme (AnfWork *work, const char *id, gboolean with_children, GError **error)
{
  if (id == NULL)
    return !with_children
           || anf_error_throw (error, ANF_ERROR_INVALID,
                               _ ("below: say in “scheme” below which one"));
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, id, error);
  return scheme != NULL;
}

AnfLedgerScan *
anf_ledger_scan_new (AnfWork *work, AnfListKind kind, GError **error)
{
  g_autoptr (AnfLedgerScan) self = g_new0 (AnfLedgerScan, 1);
  const char *scheme = anf_work_get_query (work, "scheme");
  const char *filter = anf_work_get_query (work, "filter");
  const gboolean with_children = g_strcmp0 (anf_work_get_query (work, "below"), "true") == 0;
  self->kind = kind;
  self->unit_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->limit = BATCH;
  if (!check_scheme (work, scheme, with_children, error))
    return NULL;
  if (with_children)
    self->query.scheme_tree = keep (self, 0, scheme);
  else
    self->query.scheme = keep (self, 0, scheme);
  self->query.unit = keep (self, 1, anf_work_get_query (work, "unit"));
  set_scope (work, self);
  if (!set_columns (work, self, with_children, error))
    return NULL;
  return filter == NULL || set_filter (work, self, filter, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
anf_ledger_scan_begin (AnfWork *work, AnfLedgerScan *self, GError **error)
{
  if (!anf_work_parse_list_page (work, ANF_NOUN_FINDING, &self->query, error))
    return FALSE;
  self->limit = self->query.limit;
  return TRUE;
}

char *
anf_ledger_scan_dup_next (const AnfWork *work, const AnfLedgerScan *self)
{
  return self->ended || self->last_id == NULL
             ? NULL
             : anf_work_dup_cursor (work, self->last_id, self->query.after);
}

typedef struct
{
  AnfWork *work;
  const AnfLedgerScan *scan;
  const AnfLedgerRow *row;
} Cells;

static char **
list_names (guint column, gpointer data)
{
  const Cells *cells = data;
  const AnfListColumn id = g_array_index (cells->scan->ids, AnfListColumn, column + 1);
  return anf_ledger_row_list_names (cells->work, cells->row, id);
}

static gboolean
is_of_finding (guint column, gpointer data)
{
  const Cells *cells = data;
  return anf_ledger_row_is_of_finding (g_array_index (cells->scan->ids, AnfListColumn, column + 1));
}

/* Most rows that do not pass can be told by the finding alone: their orders are not even read. */
static gboolean
may_pass (AnfWork *work, const AnfLedgerScan *self, const AnfLedgerRow *row)
{
  Cells cells = { .work = work, .scan = self, .row = row };
  return self->filter == NULL
         || anf_filter_may_match (self->filter, is_of_finding, list_names, &cells);
}

static gboolean
passes (AnfWork *work, const AnfLedgerScan *self, const AnfLedgerRow *row)
{
  Cells cells = { .work = work, .scan = self, .row = row };
  return self->filter == NULL || anf_filter_matches (self->filter, list_names, &cells);
}

typedef struct
{
  AnfLedgerEach each;
  gpointer data;
  guint rows;
} Sink;

static gboolean
show_row (AnfWork *work, AnfLedgerScan *self, AnfLedgerRow *row, Sink *sink, GError **error)
{
  if (!passes (work, self, row))
    return TRUE;
  sink->rows++;
  return sink->each (work, row, sink->data, error);
}

/* What @finding is in the list: not there at all, one row, or one for each of its measures. */
static gboolean
show_finding (AnfWork *work, AnfLedgerScan *self, AnfItem *finding, Sink *sink, GError **error)
{
  g_auto (AnfLedgerRow) row = { .unit_names = self->unit_names };
  if (!anf_ledger_row_begin (work, finding, &row, error))
    return FALSE;
  if (!may_pass (work, self, &row))
    return TRUE;
  if (!anf_ledger_row_load (work, &row, error))
    return FALSE;
  if (!anf_ledger_row_belongs (&row, self->kind))
    return TRUE;
  if (self->kind != ANF_LIST_MEASURES)
    return show_row (work, self, &row, sink, error);
  JsonArray *measures = anf_ledger_row_get_measures (&row);
  for (guint i = 0; measures != NULL && i < json_array_get_length (measures); i++)
    {
      row.measure = json_array_get_object_element (measures, i);
      if (!show_row (work, self, &row, sink, error))
        return FALSE;
    }
  return TRUE;
}

static void
move_on (AnfLedgerScan *self, const AnfItem *finding)
{
  self->query.after = finding->record->seq;
  g_free (self->last_id);
  self->last_id = g_strdup (finding->record->id);
}

gboolean
anf_ledger_scan_page (
    AnfWork *work, AnfLedgerScan *self, AnfLedgerEach each, gpointer data, GError **error)
{
  gint64 shown = 0;
  gint64 seen = 0;
  self->query.limit = self->filter != NULL ? BATCH : self->limit;
  while (shown < self->limit && seen < ANF_LEDGER_SCAN_MAX && !self->ended)
    {
      g_autoptr (GPtrArray) findings
          = anf_work_list_page (work, ANF_NOUN_FINDING, &self->query, error);
      if (findings == NULL)
        return FALSE;
      guint i = 0;
      for (; i < findings->len && shown < self->limit; i++)
        {
          Sink sink = { .each = each, .data = data };
          if (!show_finding (work, self, findings->pdata[i], &sink, error))
            return FALSE;
          move_on (self, findings->pdata[i]);
          shown += self->filter == NULL || sink.rows > 0 ? 1 : 0;
        }
      seen += i;
      self->ended = i == findings->len && findings->len < self->query.limit;
    }
  return TRUE;
}
