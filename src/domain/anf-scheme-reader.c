/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-scheme-reader.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme.h"

#include <glib/gi18n.h>

#include <string.h>

/* Reads one element of a list of objects into @item, which @free_item frees when that fails. */
typedef gboolean (*ReadItem) (
    gpointer item, JsonObject *object, guint index, gpointer data, GError **error);

typedef struct
{
  gsize size;
  GDestroyNotify free;
  ReadItem read;
  guint most;
} ItemKind;

static gboolean
read_items (GPtrArray *items,
            JsonObject *object,
            const char *member,
            const ItemKind *kind,
            gpointer data,
            GError **error)
{
  JsonArray *array = NULL;
  if (!json_object_has_member (object, member))
    return TRUE;
  if (!anf_scheme_read_objects (object, member, kind->most, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      gpointer item = g_malloc0 (kind->size);
      g_ptr_array_add (items, item);
      if (!kind->read (item, json_array_get_object_element (array, i), i, data, error))
        {
          g_prefix_error (error, "%s[%u]: ", member, i);
          return FALSE;
        }
    }
  return TRUE;
}

/* Ids are parts of other ids and of URLs. */
static gboolean
is_id (const char *id)
{
  const gsize length = strlen (id);
  return length >= 1 && length <= 64 && g_ascii_isalnum (id[0])
         && strspn (id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
                == length;
}

static gboolean
read_id (JsonObject *object, char **id, GError **error)
{
  const char *value = NULL;
  if (!anf_json_get_string (object, "id", &value, error))
    return FALSE;
  if (!is_id (value))
    return anf_error_throw (
        error, ANF_ERROR_INVALID,
        _ ("“id” must be 1 to 64 letters, digits, dots, dashes or underscores"));
  *id = g_strdup (value);
  return TRUE;
}

/* --- units --- */

static void
free_unit (gpointer data)
{
  AnfSchemeUnit *unit = data;
  g_free (unit->id);
  g_free (unit->local);
  g_free (unit->name);
  g_strfreev (unit->roles);
  g_free (unit->code);
  g_free (unit->valid_from);
  g_free (unit->valid_to);
  g_free (unit->successor);
  g_free (unit);
}

static const AnfSchemeUnit *
find_local_unit (GPtrArray *units, const char *local)
{
  for (guint i = 0; i < units->len; i++)
    {
      const AnfSchemeUnit *unit = g_ptr_array_index (units, i);
      if (g_strcmp0 (unit->local, local) == 0)
        return unit;
    }
  return NULL;
}

static gboolean
read_day (JsonObject *object, const char *member, char **day, GError **error)
{
  GDate date;
  if (!anf_scheme_read_optional (object, member, day, error))
    return FALSE;
  if (*day == NULL || anf_date_parse (*day, &date, error))
    return TRUE;
  g_prefix_error (error, "%s: ", member);
  return FALSE;
}

/* From when to when there is such a body, and who took over. */
static gboolean
read_validity (AnfSchemeUnit *unit, JsonObject *object, GError **error)
{
  if (!anf_scheme_read_optional (object, "code", &unit->code, error)
      || !read_day (object, "valid_from", &unit->valid_from, error)
      || !read_day (object, "valid_to", &unit->valid_to, error)
      || !anf_scheme_read_optional (object, "successor", &unit->successor, error))
    return FALSE;
  if (unit->valid_from != NULL && unit->valid_to != NULL
      && strcmp (unit->valid_from, unit->valid_to) > 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“valid_to” is before “valid_from”"));
  if (unit->successor != NULL && unit->valid_to == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“successor” needs “valid_to”"));
  return TRUE;
}

static gboolean
read_unit (gpointer item, JsonObject *object, guint index, gpointer data, GError **error)
{
  AnfSchemeUnit *unit = item;
  const AnfSchemeReader *reader = data;
  g_autofree char *local = NULL;
  if (!read_id (object, &local, error) || !anf_scheme_read_text (object, "name", &unit->name, error)
      || !anf_scheme_read_texts (object, "roles", &unit->roles, error)
      || !read_validity (unit, object, error))
    return FALSE;
  if (find_local_unit (reader->units, local) != NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the id “%s” stands there twice"), local);
  unit->id = g_strdup_printf ("%s-%s", reader->prefix, local);
  unit->local = g_steal_pointer (&local);
  return TRUE;
}

static gboolean
read_group (gpointer item, JsonObject *object, guint index, gpointer data, GError **error)
{
  AnfSchemeUnit *unit = item;
  unit->is_group = TRUE;
  return read_unit (item, object, index, data, error);
}

/* By the id in the scheme, of its own units before those above it. */
static const AnfSchemeUnit *
find_any_unit (const AnfSchemeReader *reader, const char *local)
{
  const AnfSchemeUnit *unit = find_local_unit (reader->units, local);
  return unit == NULL && reader->above != NULL ? find_local_unit (reader->above, local) : unit;
}

static gboolean
find_successors (AnfSchemeReader *self, GError **error)
{
  for (guint i = 0; i < self->units->len; i++)
    {
      AnfSchemeUnit *unit = self->units->pdata[i];
      const AnfSchemeUnit *next
          = unit->successor != NULL ? find_any_unit (self, unit->successor) : NULL;
      if (unit->successor == NULL)
        continue;
      if (next == NULL || next == unit)
        return anf_error_throw (
            error, ANF_ERROR_INVALID,
            _ ("units: %s: “successor” names “%.40s”, which is no other unit of the scheme"),
            unit->local, unit->successor);
      g_free (unit->successor);
      unit->successor = g_strdup (next->id);
    }
  return TRUE;
}

GPtrArray *
anf_scheme_read_units (AnfSchemeReader *self, GError **error)
{
  static const ItemKind unit
      = { sizeof (AnfSchemeUnit), free_unit, read_unit, ANF_SCHEME_UNITS_MAX };
  static const ItemKind group
      = { sizeof (AnfSchemeUnit), free_unit, read_group, ANF_SCHEME_LIST_MAX };
  g_autoptr (GPtrArray) units = g_ptr_array_new_with_free_func (free_unit);
  self->units = units;
  if (!read_items (units, self->file, "units", &unit, self, error)
      || !read_items (units, self->file, "unit_groups", &group, self, error)
      || !find_successors (self, error))
    return NULL;
  return g_steal_pointer (&units);
}

/* --- areas and categories --- */

static void
free_category (gpointer data)
{
  AnfSchemeCategory *category = data;
  g_free (category->id);
  g_free (category->name);
  g_free (category);
}

static void
free_area (gpointer data)
{
  AnfSchemeArea *area = data;
  g_free (area->id);
  g_free (area->name);
  g_strfreev (area->lead);
  g_strfreev (area->responsible);
  g_clear_pointer (&area->categories, g_ptr_array_unref);
  g_free (area);
}

/* A category is a text, or an object with id and name. */
static AnfSchemeCategory *
read_category (JsonNode *node, const char *prefix, guint index, GError **error)
{
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      if (!read_id (object, &id, error) || !anf_scheme_read_text (object, "name", &name, error))
        return NULL;
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           && anf_scheme_is_text (json_node_get_string (node)))
    {
      id = g_strdup_printf ("%s.%u", prefix, index + 1);
      name = g_strdup (json_node_get_string (node));
    }
  else
    {
      (void)anf_scheme_throw_text ("category", error);
      return NULL;
    }
  AnfSchemeCategory *category = g_new0 (AnfSchemeCategory, 1);
  category->id = g_steal_pointer (&id);
  category->name = g_steal_pointer (&name);
  return category;
}

GPtrArray *
anf_scheme_read_categories (JsonObject *object,
                            const char *member,
                            const char *prefix,
                            GError **error)
{
  g_autoptr (GPtrArray) categories = anf_scheme_new_categories ();
  JsonArray *array = NULL;
  if (json_object_has_member (object, member)
      && !anf_json_get_array (object, member, &array, error))
    return NULL;
  const guint count = array != NULL ? json_array_get_length (array) : 0;
  if (!anf_scheme_check_length (array, member, error))
    return NULL;
  for (guint i = 0; i < count; i++)
    {
      AnfSchemeCategory *category
          = read_category (json_array_get_element (array, i), prefix, i, error);
      if (category == NULL)
        {
          g_prefix_error (error, "%s[%u]: ", member, i);
          return NULL;
        }
      g_ptr_array_add (categories, category);
    }
  return g_steal_pointer (&categories);
}

gboolean
anf_scheme_read_unit_ids (const AnfSchemeReader *reader,
                          JsonObject *object,
                          const char *member,
                          char ***ids,
                          GError **error)
{
  g_auto (GStrv) locals = NULL;
  if (!anf_scheme_read_texts (object, member, &locals, error))
    return FALSE;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint i = 0; locals[i] != NULL; i++)
    {
      const AnfSchemeUnit *unit = find_any_unit (reader, locals[i]);
      if (unit == NULL)
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("“%s” names the unit “%.40s”, which the scheme does not have"),
                                member, locals[i]);
      g_strv_builder_add (builder, unit->id);
    }
  *ids = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_area (gpointer item, JsonObject *object, guint index, gpointer data, GError **error)
{
  AnfSchemeArea *area = item;
  /* A scheme without categories may have checks instead, which serve as such. */
  const char *member = json_object_has_member (object, "categories") ? "categories" : "checks";
  if (!read_id (object, &area->id, error)
      || !anf_scheme_read_text (object, "name", &area->name, error)
      || !anf_scheme_read_unit_ids (data, object, "lead", &area->lead, error)
      || !anf_scheme_read_unit_ids (data, object, "responsible", &area->responsible, error))
    return FALSE;
  const gint64 number = anf_json_peek_int (object, "no", (gint64)index + 1);
  if (number < 0 || number > ANF_SCHEME_AREAS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“no” must be 0 to %d"),
                            ANF_SCHEME_AREAS_MAX);
  area->number = (int)number;
  area->categories = anf_scheme_read_categories (object, member, area->id, error);
  return area->categories != NULL;
}

GPtrArray *
anf_scheme_new_categories (void)
{
  return g_ptr_array_new_with_free_func (free_category);
}

GPtrArray *
anf_scheme_new_areas (void)
{
  return g_ptr_array_new_with_free_func (free_area);
}

gboolean
anf_scheme_check_areas_differ (GPtrArray *areas, GError **error)
{
  for (guint i = 0; i < areas->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const AnfSchemeArea *a = g_ptr_array_index (areas, i);
        const AnfSchemeArea *b = g_ptr_array_index (areas, j);
        if (strcmp (a->id, b->id) == 0 || a->number == b->number)
          return anf_error_throw (error, ANF_ERROR_INVALID,
                                  _ ("the areas “%s” and “%s” have the same id or number"), b->name,
                                  a->name);
      }
  return TRUE;
}

GPtrArray *
anf_scheme_read_areas (AnfSchemeReader *self, GError **error)
{
  static const ItemKind kind
      = { sizeof (AnfSchemeArea), free_area, read_area, ANF_SCHEME_AREAS_MAX };
  g_autoptr (GPtrArray) areas = anf_scheme_new_areas ();
  JsonObject *settings = anf_json_peek_object (self->file, "anfang");
  /* Areas that the source leaves to the office are settings. */
  if (!read_items (areas, self->file, "areas", &kind, self, error)
      || (settings != NULL && !read_items (areas, settings, "areas", &kind, self, error))
      || !anf_scheme_check_areas_differ (areas, error))
    return NULL;
  return g_steal_pointer (&areas);
}

/* --- deadlines and reports --- */

static void
free_deadline (gpointer data)
{
  AnfSchemeDeadline *deadline = data;
  g_free (deadline->id);
  g_free (deadline->what);
  g_free (deadline->clause);
  g_free (deadline->freq);
  g_free (deadline);
}

static void
free_report (gpointer data)
{
  AnfSchemeReport *report = data;
  g_free (report->id);
  g_free (report->name);
  g_free (report->freq);
  g_free (report->when);
  g_free (report);
}

static gboolean
read_kind (JsonObject *object, AnfDeadlineKind *kind, GError **error)
{
  static const char *const kinds[] = {
    [ANF_DEADLINE_FIXED] = "fixed",       [ANF_DEADLINE_RECURRING] = "recurring",
    [ANF_DEADLINE_RELATIVE] = "relative", [ANF_DEADLINE_FREQUENCY] = "frequency",
    [ANF_DEADLINE_CUTOFF] = "cutoff",
  };
  const char *name = NULL;
  if (!anf_json_get_string (object, "kind", &name, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i], name) == 0)
      {
        *kind = (AnfDeadlineKind)i;
        return TRUE;
      }
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("there is no kind of deadline “%.40s”"),
                          name);
}

static gboolean
read_date (JsonObject *object, GDate *date, GError **error)
{
  const char *text = NULL;
  return anf_json_get_string (object, "date", &text, error) && anf_date_parse (text, date, error);
}

static gboolean
read_relative (JsonObject *object, AnfPeriod *period, GError **error)
{
  static const struct
  {
    const char *unit;
    const char *suffix;
  } units[] = { { "workday", "wd" }, { "day", "d" }, { "month", "m" } };
  const char *unit = NULL;
  gint64 amount = 0;
  if (!anf_json_get_string (object, "unit", &unit, error)
      || !anf_json_get_int (object, "amount", &amount, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (strcmp (units[i].unit, unit) != 0)
        continue;
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT "%s", amount, units[i].suffix);
      return anf_period_parse (text, period, error);
    }
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“unit” must be workday, day or month"));
}

static gboolean
read_day_of_month (JsonObject *object, const char *member, int *day, GError **error)
{
  const gint64 value = anf_json_peek_int (object, member, 0);
  if (value < 0 || value > 31)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” must be 1 to 31"), member);
  *day = (int)value;
  return TRUE;
}

static gboolean
read_deadline (gpointer item, JsonObject *object, guint index, gpointer data, GError **error)
{
  AnfSchemeDeadline *deadline = item;
  if (!read_id (object, &deadline->id, error) || !read_kind (object, &deadline->kind, error)
      || !anf_scheme_read_text (object, "what", &deadline->what, error)
      || !anf_scheme_read_optional (object, "clause", &deadline->clause, error))
    return FALSE;
  deadline->is_soft = anf_json_peek_bool (object, "soft");
  switch (deadline->kind)
    {
    case ANF_DEADLINE_FIXED:
    case ANF_DEADLINE_CUTOFF:
      return read_date (object, &deadline->date, error);
    case ANF_DEADLINE_RELATIVE:
      return read_relative (object, &deadline->period, error);
    case ANF_DEADLINE_RECURRING:
    case ANF_DEADLINE_FREQUENCY:
      return anf_scheme_read_text (object, "freq", &deadline->freq, error)
             && read_day_of_month (object, "day", &deadline->day, error);
    }
  g_return_val_if_reached (FALSE);
}

GPtrArray *
anf_scheme_read_deadlines (AnfSchemeReader *self, GError **error)
{
  static const ItemKind kind
      = { sizeof (AnfSchemeDeadline), free_deadline, read_deadline, ANF_SCHEME_LIST_MAX };
  g_autoptr (GPtrArray) deadlines = g_ptr_array_new_with_free_func (free_deadline);
  if (!read_items (deadlines, self->file, "deadlines", &kind, NULL, error))
    return NULL;
  return g_steal_pointer (&deadlines);
}

/* Whether others send it to the office: from units to units, or from whom words say. */
static gboolean
is_received (JsonObject *object)
{
  return json_object_has_member (object, "from_text")
         || (anf_json_peek_array (object, "from") != NULL
             && anf_json_peek_array (object, "to") != NULL);
}

static gboolean
read_report (gpointer item, JsonObject *object, guint index, gpointer data, GError **error)
{
  AnfSchemeReport *report = item;
  report->is_received = is_received (object);
  return read_id (object, &report->id, error)
         && anf_scheme_read_text (object, "name", &report->name, error)
         && anf_scheme_read_text (object, "freq", &report->freq, error)
         && anf_scheme_read_optional (object, "when", &report->when, error)
         && read_day_of_month (object, "due_day", &report->due_day, error);
}

GPtrArray *
anf_scheme_read_reports (AnfSchemeReader *self, GError **error)
{
  static const ItemKind kind
      = { sizeof (AnfSchemeReport), free_report, read_report, ANF_SCHEME_LIST_MAX };
  g_autoptr (GPtrArray) reports = g_ptr_array_new_with_free_func (free_report);
  if (!read_items (reports, self->file, "reports", &kind, NULL, error))
    return NULL;
  return g_steal_pointer (&reports);
}
