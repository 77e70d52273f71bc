/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-reference-data.h"

#include "anf-data.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

/* More years than a calendar can hold. */
#define YEARS_MAX 400
/* Schemes above schemes: state, province, city, district, town. */
#define DEPTH_MAX 8

struct _AnfReferenceData
{
  GMutex mutex;
  GHashTable *schemes; /* "ID version" → AnfScheme */
  AnfCalendar *calendar;
  gint64 calendar_versions; /* of all years when it was read */
  AnfLadder *ladder;
  AnfNoticeRules *notice_rules;
};

AnfReferenceData *
anf_reference_data_new (void)
{
  AnfReferenceData *self = g_new0 (AnfReferenceData, 1);
  g_mutex_init (&self->mutex);
  self->schemes
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)anf_scheme_unref);
  return self;
}

void
anf_reference_data_free (AnfReferenceData *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->schemes);
  g_clear_pointer (&self->calendar, anf_calendar_unref);
  g_clear_pointer (&self->ladder, anf_ladder_free);
  g_clear_pointer (&self->notice_rules, anf_notice_rules_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static AnfScheme *
find_scheme (AnfReferenceData *self, AnfTx *tx, const char *id, guint depth, GError **error);

static AnfScheme *
parse_scheme (
    AnfReferenceData *self, AnfTx *tx, const AnfRecord *record, guint depth, GError **error)
{
  g_autoptr (JsonObject) doc = anf_json_parse_object (record->doc, strlen (record->doc), error);
  JsonObject *file = NULL;
  if (doc == NULL || !anf_json_get_object (doc, "document", &file, error))
    return NULL;
  const char *above = anf_scheme_peek_parent_id (file);
  if (above == NULL)
    return anf_scheme_new (file, error);
  g_autoptr (AnfScheme) parent = find_scheme (self, tx, above, depth + 1, error);
  return parent != NULL ? anf_scheme_new_child (file, parent, error) : NULL;
}

static AnfScheme *
look_up_kept (AnfReferenceData *self, const char *key)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  AnfScheme *scheme = g_hash_table_lookup (self->schemes, key);
  return scheme != NULL ? anf_scheme_ref (scheme) : NULL;
}

/* A child stands as long as what it inherited from does. */
static gboolean
check_parent (AnfReferenceData *self,
              AnfTx *tx,
              const AnfScheme *scheme,
              guint depth,
              gboolean *stands,
              GError **error)
{
  AnfScheme *parent = anf_scheme_get_parent (scheme);
  *stands = TRUE;
  if (parent == NULL)
    return TRUE;
  g_autoptr (AnfScheme) now = find_scheme (self, tx, anf_scheme_get_id (parent), depth + 1, error);
  *stands = now == parent;
  return now != NULL;
}

static AnfScheme *
find_scheme (AnfReferenceData *self, AnfTx *tx, const char *id, guint depth, GError **error)
{
  gint64 version = 0;
  gboolean stands = FALSE;
  if (!anf_records_get_version (tx, ANF_NOUN_SCHEME, id, &version, error))
    return NULL;
  if (version == 0 || depth > DEPTH_MAX)
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("scheme %s is not loaded: load its file with `anfang scheme load`"), id);
      return NULL;
    }
  /* Keyed by version, so that what a transaction sees is what it gets. */
  g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT, id, version);
  g_autoptr (AnfScheme) kept = look_up_kept (self, key);
  if (kept != NULL && !check_parent (self, tx, kept, depth, &stands, error))
    return NULL;
  if (stands)
    return g_steal_pointer (&kept);
  g_autoptr (AnfRecord) record = anf_records_find (tx, ANF_NOUN_SCHEME, id, error);
  AnfScheme *scheme = record != NULL ? parse_scheme (self, tx, record, depth, error) : NULL;
  if (scheme == NULL)
    return NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_hash_table_replace (self->schemes, g_steal_pointer (&key), anf_scheme_ref (scheme));
  return scheme;
}

AnfScheme *
anf_reference_data_find_scheme (AnfReferenceData *self, AnfTx *tx, const char *id, GError **error)
{
  return find_scheme (self, tx, id, 0, error);
}

typedef struct
{
  AnfCalendar *calendar;
} CalendarLoad;

static gboolean
add_year (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  CalendarLoad *load = data;
  g_autoptr (JsonObject) year = anf_json_parse_object (doc, strlen (doc), error);
  AnfCalendar *more = year != NULL ? anf_calendar_add_year (load->calendar, year, error) : NULL;
  if (more == NULL)
    return FALSE;
  anf_calendar_unref (load->calendar);
  load->calendar = more;
  return TRUE;
}

AnfCalendar *
anf_reference_data_get_calendar (AnfReferenceData *self, AnfTx *tx, GError **error)
{
  gint64 versions = 0;
  if (!anf_records_count_versions (tx, ANF_NOUN_CALENDAR, &versions, error))
    return NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  /* As with schemes: what a transaction sees is what it gets. */
  if (self->calendar == NULL || self->calendar_versions != versions)
    {
      const AnfRecordsQuery query = { .limit = YEARS_MAX };
      CalendarLoad load = { .calendar = anf_calendar_new () };
      if (!anf_records_list (tx, ANF_NOUN_CALENDAR, &query, add_year, &load, error))
        {
          anf_calendar_unref (load.calendar);
          return NULL;
        }
      g_clear_pointer (&self->calendar, anf_calendar_unref);
      self->calendar = load.calendar;
      self->calendar_versions = versions;
    }
  return anf_calendar_ref (self->calendar);
}

/* @file: (out) (transfer full): keeps the array, the member @name of the resource of that name */
static JsonArray *
read_defaults (const char *name, JsonObject **file, GError **error)
{
  JsonArray *array = NULL;
  g_autofree char *path = g_strdup_printf ("/anfang/%s.json", name);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (anf_data_get_resource (), path, 0, error);
  *file = bytes != NULL ? anf_json_parse_object (g_bytes_get_data (bytes, NULL),
                                                 g_bytes_get_size (bytes), error)
                        : NULL;
  return *file != NULL && anf_json_get_array (*file, name, &array, error) ? array : NULL;
}

static AnfLadder *
read_ladder (GError **error)
{
  g_autoptr (JsonObject) file = NULL;
  JsonArray *rungs = read_defaults ("ladder", &file, error);
  return rungs != NULL ? anf_ladder_new (rungs, error) : NULL;
}

static AnfNoticeRules *
read_notice_rules (GError **error)
{
  g_autoptr (JsonObject) file = NULL;
  JsonArray *rules = read_defaults ("notifications", &file, error);
  return rules != NULL ? anf_notice_rules_new (rules, error) : NULL;
}

const AnfLadder *
anf_reference_data_get_ladder (AnfReferenceData *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  if (self->ladder == NULL)
    self->ladder = read_ladder (error);
  return self->ladder;
}

const AnfNoticeRules *
anf_reference_data_get_notice_rules (AnfReferenceData *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  if (self->notice_rules == NULL)
    self->notice_rules = read_notice_rules (error);
  return self->notice_rules;
}

void
anf_reference_data_forget (AnfReferenceData *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_hash_table_remove_all (self->schemes);
  g_clear_pointer (&self->calendar, anf_calendar_unref);
}
