/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-map.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-statistics-case.h"

#include <glib/gi18n.h>

#include <math.h>

/* Records that are read at once. */
#define PAGE 200
/* Decimals of a degree: more than 6 (a tenth of a metre) is noise (RFC 7946, 11.2). */
#define DECIMALS_MAX 6

/* Visits first, then findings at the places of their visits. No inspector is told, and no hour. */
typedef struct
{
  AnfOffice *office;
  char *scheme;
  guint decimals;
  AnfNoun noun;
  gint64 after;
  gboolean ended;
  gboolean has_any;
  GString *text;
} Map;

static void
map_free (gpointer data)
{
  Map *map = data;
  g_free (map->scheme);
  g_string_free (map->text, TRUE);
  g_free (map);
}

static double
round_degrees (double degrees, guint decimals)
{
  const double scale = pow (10, decimals);
  return round (degrees * scale) / scale;
}

/* Longitude stands first (RFC 7946, 3.1.1). */
static JsonObject *
make_point (JsonObject *position, guint decimals)
{
  JsonObject *point = json_object_new ();
  JsonArray *coordinates = json_array_new ();
  static const char *const axes[] = { "lon", "lat" };
  for (gsize i = 0; i < G_N_ELEMENTS (axes); i++)
    json_array_add_double_element (
        coordinates, round_degrees (anf_json_peek_double (position, axes[i], 0), decimals));
  json_object_set_string_member (point, "type", "Point");
  json_object_set_array_member (point, "coordinates", coordinates);
  return point;
}

static void
set_day (JsonObject *properties, JsonObject *visit)
{
  const guint32 day = anf_statistics_day (visit, "created_at");
  GDate date;
  if (day == 0)
    return;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  g_autofree char *text = anf_date_format (&date);
  json_object_set_string_member (properties, "day", text);
}

static void
append_feature (Map *map, JsonObject *record, JsonObject *position, const char *unit_name)
{
  static const char *const shown[]
      = { "number", "scheme", "unit", "site", "area", "category", "state", NULL };
  g_autoptr (JsonObject) feature = json_object_new ();
  JsonObject *properties = json_object_new ();
  json_object_set_string_member (feature, "type", "Feature");
  json_object_set_string_member (feature, "id", anf_json_peek_string (record, "id"));
  json_object_set_object_member (feature, "geometry", make_point (position, map->decimals));
  json_object_set_string_member (properties, "kind", anf_noun_name (map->noun));
  for (gsize i = 0; shown[i] != NULL; i++)
    anf_json_set_string (properties, shown[i], anf_json_peek_string (record, shown[i]));
  anf_json_set_string (properties, "unit_name", unit_name);
  set_day (properties, record);
  json_object_set_object_member (feature, "properties", properties);
  g_autofree char *text = anf_json_format_object (feature);
  g_string_append_printf (map->text, "%s%s", map->has_any ? "," : "", text);
  map->has_any = TRUE;
}

static gboolean
add_record (AnfWork *work, Map *map, AnfItem *item, GError **error)
{
  g_autoptr (AnfItem) visit = NULL;
  JsonObject *at = item->doc;
  if (map->noun == ANF_NOUN_FINDING)
    {
      const char *id = anf_json_peek_string (item->doc, "visit");
      if (id == NULL)
        return TRUE; /* it came from a lead, and nobody was there */
      visit = anf_work_find (work, ANF_NOUN_VISIT, id, error);
      if (visit == NULL)
        return FALSE;
      at = visit->doc;
    }
  JsonObject *position = anf_json_peek_object (at, "position");
  if (position == NULL)
    return TRUE;
  g_autoptr (AnfItem) unit = item->record->unit != NULL
                                 ? anf_work_find (work, ANF_NOUN_UNIT, item->record->unit, NULL)
                                 : NULL;
  append_feature (map, item->doc, position,
                  unit != NULL ? anf_json_peek_string (unit->doc, "name") : NULL);
  return TRUE;
}

static gboolean
read_page (AnfTx *tx, gpointer data, GError **error)
{
  Map *map = data;
  AnfWork work = { .office = map->office, .tx = tx };
  const AnfRecordsQuery query = { .scheme = map->scheme, .after = map->after, .limit = PAGE };
  g_autoptr (GPtrArray) items = anf_work_list_page (&work, map->noun, &query, error);
  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      AnfItem *item = items->pdata[i];
      map->after = item->record->seq;
      if (!add_record (&work, map, item, error))
        return FALSE;
    }
  map->ended = items->len < PAGE;
  return TRUE;
}

static gboolean
stream_noun (Map *map, AnfNoun noun, AnfReplyWrite write, gpointer data, GError **error)
{
  map->noun = noun;
  map->after = 0;
  map->ended = FALSE;
  while (!map->ended)
    {
      if (!anf_store_read (map->office->store, read_page, map, error)
          || !write (map->text->str, map->text->len, data, error))
        return FALSE;
      g_string_truncate (map->text, 0);
    }
  return TRUE;
}

static gboolean
stream_map (AnfReply *reply, AnfReplyWrite write, gpointer data, GError **error)
{
  Map *map = reply->stream_data;
  g_string_assign (map->text, "{\"type\":\"FeatureCollection\",\"features\":[");
  return stream_noun (map, ANF_NOUN_VISIT, write, data, error)
         && stream_noun (map, ANF_NOUN_FINDING, write, data, error) && write ("]}", 2, data, error);
}

gboolean
anf_map_get (AnfWork *work, GError **error)
{
  const char *text = anf_work_get_query (work, "decimals");
  guint64 decimals = DECIMALS_MAX;
  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, DECIMALS_MAX, &decimals, NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("decimals: give a number from 0 to %d"),
                            DECIMALS_MAX);
  Map *map = g_new0 (Map, 1);
  map->office = work->office;
  map->scheme = g_strdup (anf_work_get_query (work, "scheme"));
  map->decimals = (guint)decimals;
  map->text = g_string_new (NULL);
  anf_work_reply_empty (work);
  work->reply->status = 200;
  work->reply->content_type = "application/geo+json";
  work->reply->filename = g_strdup ("visits.geojson");
  work->reply->stream = stream_map;
  work->reply->stream_data = map;
  work->reply->stream_free = map_free;
  return TRUE;
}
