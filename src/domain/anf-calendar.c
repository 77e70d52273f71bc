/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-calendar.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

typedef enum
{
  DAY_ORDINARY, /* Monday to Friday worked, Saturday and Sunday off */
  DAY_OFF,
  DAY_WORKED,
} DayKind;

typedef struct
{
  int year;
  guint8 days[366]; /* of DayKind, by day of the year from 0 */
} Year;

#define VERSION_DIGITS 16

struct _AnfCalendar
{
  GArray *years; /* of Year, ascending */
  char version[VERSION_DIGITS + 1];
};

static const Year *
find_year (const AnfCalendar *self, int year)
{
  for (guint i = 0; i < self->years->len; i++)
    {
      const Year *known = &g_array_index (self->years, Year, i);
      if (known->year == year)
        return known;
    }
  return NULL;
}

static gboolean
is_weekend (const GDate *date)
{
  return g_date_get_weekday (date) >= G_DATE_SATURDAY;
}

/* Only what decides: a Saturday named as off is off in any case, and is left out. */
static void
append_canonical_year (GString *text, const Year *year)
{
  g_string_append_printf (text, "%d\n", year->year);
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, (GDateYear)year->year);
  const guint length = g_date_is_leap_year ((GDateYear)year->year) ? 366 : 365;
  for (guint i = 0; i < length; i++)
    {
      if (year->days[i] == DAY_OFF && !is_weekend (&date))
        g_string_append_printf (text, "-%u\n", i + 1);
      if (year->days[i] == DAY_WORKED && is_weekend (&date))
        g_string_append_printf (text, "+%u\n", i + 1);
      g_date_add_days (&date, 1);
    }
}

static void
set_version (AnfCalendar *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < self->years->len; i++)
    append_canonical_year (text, &g_array_index (self->years, Year, i));
  g_autofree char *digest
      = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, (gssize)text->len);
  g_strlcpy (self->version, digest, sizeof self->version);
}

static AnfCalendar *
new_with_years (GArray *years)
{
  AnfCalendar *self = g_atomic_rc_box_new0 (AnfCalendar);
  self->years = years;
  set_version (self);
  return self;
}

AnfCalendar *
anf_calendar_new (void)
{
  return new_with_years (g_array_new (FALSE, FALSE, sizeof (Year)));
}

AnfCalendar *
anf_calendar_ref (AnfCalendar *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_calendar (gpointer data)
{
  AnfCalendar *self = data;
  g_array_unref (self->years);
}

void
anf_calendar_unref (AnfCalendar *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear_calendar);
}

static gboolean
read_off (JsonObject *day, gboolean *off, GError **error)
{
  JsonNode *node = json_object_get_member (day, "off");
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“off” must be true or false"));
  *off = json_node_get_boolean (node);
  return TRUE;
}

/* The files name the weekday too: a slip of the pen in the date shows there. */
static gboolean
check_weekday (JsonObject *day, const GDate *date, GError **error)
{
  const gint64 ordinary = g_date_get_weekday (date);
  const gint64 weekday = anf_json_peek_int (day, "weekday", ordinary);
  if (weekday == ordinary)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“weekday” is %d, but the date falls on %d"),
                          (int)CLAMP (weekday, G_MININT, G_MAXINT), (int)ordinary);
}

static gboolean
read_day (Year *year, JsonObject *day, GError **error)
{
  const char *text = NULL;
  GDate date;
  gboolean off = FALSE;
  if (!anf_json_get_string (day, "date", &text, error) || !anf_date_parse (text, &date, error))
    return FALSE;
  if (g_date_get_year (&date) != year->year)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the date %s is not in %d"), text,
                            year->year);
  if (!read_off (day, &off, error) || !check_weekday (day, &date, error))
    return FALSE;
  guint8 *kind = &year->days[g_date_get_day_of_year (&date) - 1];
  if (*kind != DAY_ORDINARY)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the date %s stands there twice"), text);
  *kind = off ? DAY_OFF : DAY_WORKED;
  return TRUE;
}

static gboolean
read_days (Year *year, JsonArray *days, GError **error)
{
  const guint count = json_array_get_length (days);
  if (count == 0 || count > ANF_CALENDAR_DAYS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“days” must name 1 to %d days"),
                            ANF_CALENDAR_DAYS_MAX);
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (days, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("days[%u] is not an object"), i);
      if (!read_day (year, json_node_get_object (node), error))
        {
          g_prefix_error (error, "days[%u]: ", i);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_year (JsonObject *file, Year *year, GError **error)
{
  gint64 number = 0;
  JsonArray *days = NULL;
  if (!anf_json_get_int (file, "year", &number, error))
    return FALSE;
  if (number < ANF_CALENDAR_YEAR_MIN || number > ANF_CALENDAR_YEAR_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“year” must be %d to %d"),
                            ANF_CALENDAR_YEAR_MIN, ANF_CALENDAR_YEAR_MAX);
  if (g_strcmp0 (anf_json_peek_string (file, "status"), "not-published") == 0)
    return anf_error_throw (
        error, ANF_ERROR_INVALID,
        _ ("the holidays of %d are not published yet; load the year when the notice is out"),
        (int)number);
  year->year = (int)number;
  return anf_json_get_array (file, "days", &days, error) && read_days (year, days, error);
}

AnfCalendar *
anf_calendar_add_year (AnfCalendar *self, JsonObject *year_file, GError **error)
{
  Year added = { 0 };
  if (!read_year (year_file, &added, error))
    {
      g_prefix_error (error, "%s: ", _ ("holiday year"));
      return NULL;
    }
  GArray *years = g_array_sized_new (FALSE, FALSE, sizeof (Year), self->years->len + 1);
  guint i = 0;
  for (; i < self->years->len && g_array_index (self->years, Year, i).year < added.year; i++)
    g_array_append_val (years, g_array_index (self->years, Year, i));
  g_array_append_val (years, added);
  if (i < self->years->len && g_array_index (self->years, Year, i).year == added.year)
    i++;
  for (; i < self->years->len; i++)
    g_array_append_val (years, g_array_index (self->years, Year, i));
  return new_with_years (years);
}

AnfCalendar *
anf_calendar_add_bytes (AnfCalendar *self, GBytes *year_file, GError **error)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (year_file, &size);
  g_autoptr (JsonObject) file = anf_json_parse_object (text != NULL ? text : "", size, error);
  if (file == NULL)
    {
      g_prefix_error (error, "%s: ", _ ("holiday year"));
      return NULL;
    }
  return anf_calendar_add_year (self, file, error);
}

AnfCalendar *
anf_calendar_new_from_resource (GResource *resource, const char *folder, GError **error)
{
  g_auto (GStrv) names = g_resource_enumerate_children (resource, folder, 0, error);
  if (names == NULL)
    return NULL;
  g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_path ("/", folder, names[i], NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, 0, error);
      if (bytes == NULL)
        return NULL;
      AnfCalendar *more = anf_calendar_add_bytes (calendar, bytes, error);
      if (more == NULL)
        {
          g_prefix_error (error, "%s: ", names[i]);
          return NULL;
        }
      anf_calendar_unref (calendar);
      calendar = more;
    }
  return g_steal_pointer (&calendar);
}

gboolean
anf_calendar_has_year (const AnfCalendar *self, int year)
{
  return find_year (self, year) != NULL;
}

GArray *
anf_calendar_dup_years (const AnfCalendar *self)
{
  GArray *years = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; i < self->years->len; i++)
    g_array_append_val (years, g_array_index (self->years, Year, i).year);
  return years;
}

const char *
anf_calendar_get_version (const AnfCalendar *self)
{
  return self->version;
}

gboolean
anf_calendar_is_working_day (const AnfCalendar *self,
                             const GDate *date,
                             gboolean *working,
                             GError **error)
{
  const int number = g_date_get_year (date);
  const Year *year = find_year (self, number);
  if (year == NULL)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                            _ ("the calendar does not know the holidays of %d; load that year"),
                            number);
  switch ((DayKind)year->days[g_date_get_day_of_year (date) - 1])
    {
    case DAY_OFF:
      *working = FALSE;
      break;
    case DAY_WORKED:
      *working = TRUE;
      break;
    case DAY_ORDINARY:
      *working = !is_weekend (date);
      break;
    }
  return TRUE;
}
