/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-records.h"

#include "anf-error.h"
#include "anf-sql.h"

#include <glib/gi18n.h>

/* The first filter that a query has decides the index; the others are applied to its rows. */
#define LIST_COLUMNS(table) "SELECT r.seq, r.id, r.doc FROM " table " r "
/* Schemes are few: those below one another are found once, not for each row. */
#define LIST_TREE                                                                                  \
  " AND (?10 IS NULL OR r.scheme IN (WITH RECURSIVE below (id) AS (SELECT ?10 UNION"               \
  " SELECT s.id FROM scheme s JOIN below b ON s.parent = b.id) SELECT id FROM below))"
#define LIST_REST(name_)                                                                           \
  " AND (?3 IS NULL OR r.parent = ?3) AND (?4 IS NULL OR r.unit = ?4)"                             \
  " AND (?5 IS NULL OR r.state = ?5) AND (?6 IS NULL OR r.scheme = ?6)"                            \
  " AND (?7 IS NULL OR r.number = ?7)" LIST_TREE                                                   \
  " AND (?8 IS NULL OR EXISTS (SELECT 1 FROM link l WHERE l.noun = '" name_ "' AND l.kind = ?8"    \
  " AND l.target = ?9 AND l.seq = r.seq))"

typedef struct
{
  const char *name;
  const char *find;
  const char *version;
  const char *insert;
  const char *update;
  const char *versions;
  const char *by_link;
  const char *by_number;
  const char *by_parent;
  const char *by_unit;
  const char *by_state;
  const char *by_scheme;
  const char *by_seq;
} NounSql;

#define NOUN(name_, table)                                                                         \
  {                                                                                                \
    .name = name_,                                                                                 \
    .find                                                                                          \
        = "SELECT seq, id, number, state, version, scheme, unit, parent, request, doc FROM " table \
          " WHERE id = ?1",                                                                        \
    .version = "SELECT version FROM " table " WHERE id = ?1",                                      \
    .insert                                                                                        \
        = "INSERT INTO " table " (id, number, state, version, scheme, unit, parent, request, doc)" \
          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",                                          \
    .update                                                                                        \
        = "UPDATE " table " SET number = ?2, state = ?3, version = ?4, scheme = ?5, unit = ?6,"    \
          " parent = ?7, request = ?8, doc = ?9 WHERE id = ?1 AND version = ?4 - 1",               \
    .versions = "SELECT ifnull (sum (version), 0) FROM " table,                                    \
    .by_link = "SELECT r.seq, r.id, r.doc FROM link l JOIN " table " r ON r.seq = l.seq"           \
               " WHERE l.noun = '" name_ "' AND l.kind = ?8 AND l.target = ?9 AND l.seq > ?1"      \
               " AND (?3 IS NULL OR r.parent = ?3) AND (?4 IS NULL OR r.unit = ?4)"                \
               " AND (?5 IS NULL OR r.state = ?5) AND (?6 IS NULL OR r.scheme = ?6)"               \
               " AND (?7 IS NULL OR r.number = ?7)" LIST_TREE " ORDER BY l.seq LIMIT ?2",          \
    .by_number = LIST_COLUMNS (table) "WHERE r.number = ?7 AND r.seq > ?1" LIST_REST (             \
        name_) " ORDER BY r.seq LIMIT ?2",                                                         \
    .by_parent = LIST_COLUMNS (table) "WHERE r.parent = ?3 AND r.seq > ?1" LIST_REST (             \
        name_) " ORDER BY r.seq LIMIT ?2",                                                         \
    .by_unit = LIST_COLUMNS (table) "WHERE r.unit = ?4 AND r.seq > ?1" LIST_REST (                 \
        name_) " ORDER BY r.seq LIMIT ?2",                                                         \
    .by_state = LIST_COLUMNS (table) "WHERE r.state = ?5 AND r.seq > ?1" LIST_REST (               \
        name_) " ORDER BY r.seq LIMIT ?2",                                                         \
    .by_scheme = LIST_COLUMNS (table) "WHERE r.scheme = ?6 AND r.seq > ?1" LIST_REST (             \
        name_) " ORDER BY r.seq LIMIT ?2",                                                         \
    .by_seq                                                                                        \
        = LIST_COLUMNS (table) "WHERE r.seq > ?1" LIST_REST (name_) " ORDER BY r.seq LIMIT ?2",    \
  }

static const NounSql nouns[ANF_NOUN_COUNT] = {
  [ANF_NOUN_SCHEME] = NOUN ("scheme", "scheme"),
  [ANF_NOUN_UNIT] = NOUN ("unit", "unit"),
  [ANF_NOUN_CALENDAR] = NOUN ("calendar", "calendar"),
  [ANF_NOUN_ACCOUNT] = NOUN ("account", "account"),
  [ANF_NOUN_VISIT] = NOUN ("visit", "visit"),
  [ANF_NOUN_EVIDENCE] = NOUN ("evidence", "evidence"),
  [ANF_NOUN_FINDING] = NOUN ("finding", "finding"),
  [ANF_NOUN_ORDER] = NOUN ("order", "orders"),
  [ANF_NOUN_REFERRAL] = NOUN ("referral", "referral"),
  [ANF_NOUN_STEP] = NOUN ("step", "step"),
  [ANF_NOUN_FLAG] = NOUN ("flag", "flag"),
  [ANF_NOUN_FIGURE] = NOUN ("figure", "figure"),
  [ANF_NOUN_REPORT] = NOUN ("report", "report"),
  [ANF_NOUN_LEAD] = NOUN ("lead", "lead"),
  [ANF_NOUN_SELF_CHECK] = NOUN ("selfcheck", "selfcheck"),
  [ANF_NOUN_DRAW] = NOUN ("draw", "draw"),
  [ANF_NOUN_WEBHOOK] = NOUN ("webhook", "webhook"),
  [ANF_NOUN_REGISTER] = NOUN ("register", "register"),
  [ANF_NOUN_EXPOSURE] = NOUN ("exposure", "exposure"),
  [ANF_NOUN_TASK] = NOUN ("task", "task"),
  [ANF_NOUN_CHOICE] = NOUN ("choice", "choice"),
  [ANF_NOUN_SURVEY] = NOUN ("survey", "survey"),
  [ANF_NOUN_SHEETS] = NOUN ("sheets", "sheets"),
  [ANF_NOUN_TALK] = NOUN ("talk", "talk"),
  [ANF_NOUN_NUMBERING] = NOUN ("numbering", "numbering"),
};

const char *
anf_noun_name (AnfNoun noun)
{
  return nouns[noun].name;
}

gboolean
anf_noun_find (const char *name, AnfNoun *noun)
{
  for (guint i = 0; i < ANF_NOUN_COUNT; i++)
    if (g_strcmp0 (nouns[i].name, name) == 0)
      {
        *noun = (AnfNoun)i;
        return TRUE;
      }
  return FALSE;
}

void
anf_record_free (AnfRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->number);
  g_free (self->state);
  g_free (self->scheme);
  g_free (self->unit);
  g_free (self->parent);
  g_free (self->request);
  g_free (self->doc);
  g_free (self);
}

gboolean
anf_records_lookup (AnfTx *tx, AnfNoun noun, const char *id, AnfRecord **record, GError **error)
{
  *record = NULL;
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error, nouns[noun].find, "t", id);
  if (cursor == NULL)
    return FALSE;
  const int step = anf_cursor_step (cursor, error);
  if (step != 1)
    return step == 0;
  AnfRecord *found = g_new0 (AnfRecord, 1);
  found->seq = anf_cursor_int (cursor, 0);
  found->id = g_strdup (anf_cursor_text (cursor, 1));
  found->number = g_strdup (anf_cursor_text (cursor, 2));
  found->state = g_strdup (anf_cursor_text (cursor, 3));
  found->version = anf_cursor_int (cursor, 4);
  found->scheme = g_strdup (anf_cursor_text (cursor, 5));
  found->unit = g_strdup (anf_cursor_text (cursor, 6));
  found->parent = g_strdup (anf_cursor_text (cursor, 7));
  found->request = g_strdup (anf_cursor_text (cursor, 8));
  found->doc = g_strdup (anf_cursor_text (cursor, 9));
  *record = found;
  return TRUE;
}

gboolean
anf_records_get_version (AnfTx *tx, AnfNoun noun, const char *id, gint64 *version, GError **error)
{
  *version = 0;
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error, nouns[noun].version, "t", id);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step == 1)
    *version = anf_cursor_int (cursor, 0);
  return step >= 0;
}

AnfRecord *
anf_records_find (AnfTx *tx, AnfNoun noun, const char *id, GError **error)
{
  AnfRecord *record = NULL;
  if (anf_records_lookup (tx, noun, id, &record, error) && record == NULL)
    anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no %s %s"), anf_noun_name (noun), id);
  return record;
}

gboolean
anf_records_insert (AnfTx *tx, AnfNoun noun, AnfRecord *record, GError **error)
{
  /* Not by RETURNING, for which SQLite makes and drops a table of its own each time. */
  if (!anf_tx_run (tx, NULL, error, nouns[noun].insert, "tttittttt", record->id, record->number,
                   record->state, record->version, record->scheme, record->unit, record->parent,
                   record->request, record->doc))
    return FALSE;
  record->seq = anf_tx_get_last_row (tx);
  return TRUE;
}

gboolean
anf_records_update (AnfTx *tx, AnfNoun noun, const AnfRecord *record, GError **error)
{
  int changes = 0;
  if (!anf_tx_run (tx, &changes, error, nouns[noun].update, "tttittttt", record->id, record->number,
                   record->state, record->version, record->scheme, record->unit, record->parent,
                   record->request, record->doc))
    return FALSE;
  if (changes == 1)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_CONFLICT,
                          _ ("%s %s was changed by someone else meanwhile: read it again"),
                          anf_noun_name (noun), record->id);
}

gboolean
anf_records_link (AnfTx *tx,
                  AnfNoun noun,
                  const AnfRecord *record,
                  const char *kind,
                  const char *target,
                  GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO link (noun, kind, target, seq, id) VALUES (?1, ?2, ?3, ?4, ?5)"
                     " ON CONFLICT DO NOTHING",
                     "tttit", nouns[noun].name, kind, target, record->seq, record->id);
}

gboolean
anf_records_unlink (AnfTx *tx,
                    AnfNoun noun,
                    const AnfRecord *record,
                    const char *kind,
                    const char *target,
                    GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "DELETE FROM link WHERE noun = ?1 AND kind = ?2 AND target = ?3 AND seq = ?4",
                     "ttti", nouns[noun].name, kind, target, record->seq);
}

gboolean
anf_records_count_versions (AnfTx *tx, AnfNoun noun, gint64 *count, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error, nouns[noun].versions, "");
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return FALSE;
  *count = anf_cursor_int (cursor, 0);
  return TRUE;
}

static const char *
choose_statement (const NounSql *sql, const AnfRecordsQuery *query)
{
  if (query->number != NULL)
    return sql->by_number;
  if (query->link_kind != NULL)
    return sql->by_link;
  if (query->parent != NULL)
    return sql->by_parent;
  if (query->unit != NULL)
    return sql->by_unit;
  if (query->state != NULL)
    return sql->by_state;
  return query->scheme != NULL ? sql->by_scheme : sql->by_seq;
}

gboolean
anf_records_list (AnfTx *tx,
                  AnfNoun noun,
                  const AnfRecordsQuery *query,
                  AnfRecordsEach each,
                  gpointer data,
                  GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, choose_statement (&nouns[noun], query), "iitttttttt", query->after,
                      query->limit, query->parent, query->unit, query->state, query->scheme,
                      query->number, query->link_kind, query->link_target, query->scheme_tree);
  if (cursor == NULL)
    return FALSE;
  int step = anf_cursor_step (cursor, error);
  while (step == 1)
    {
      if (!each (anf_cursor_int (cursor, 0), anf_cursor_text (cursor, 1),
                 anf_cursor_text (cursor, 2), data, error))
        return FALSE;
      step = anf_cursor_step (cursor, error);
    }
  return step == 0;
}
