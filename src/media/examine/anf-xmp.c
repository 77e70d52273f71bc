/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-xmp.h"

#include "anf-file-time.h"
#include "anf-json.h"
#include "anf-media-limits.h"

#include <math.h>
#include <string.h>

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define EXIF "http://ns.adobe.com/exif/1.0/"
#define EXIF_EX "http://cipa.jp/exif/1.0/"
#define TIFF "http://ns.adobe.com/tiff/1.0/"
#define XMP "http://ns.adobe.com/xap/1.0/"
#define AUX "http://ns.adobe.com/exif/1.0/aux/"
#define PHOTOSHOP "http://ns.adobe.com/photoshop/1.0/"

typedef enum
{
  KIND_TEXT,
  KIND_TIME,
  KIND_ANGLE,
  KIND_NUMBER,
  KIND_ORIENTATION,
} Kind;

/* Of two with one name, the first that is there counts. */
static const struct
{
  const char *space;
  const char *property;
  const char *name;
  Kind kind;
} properties[] = {
  { EXIF, "DateTimeOriginal", "captured", KIND_TIME },
  { EXIF, "DateTimeDigitized", "digitized", KIND_TIME },
  { XMP, "CreateDate", "created", KIND_TIME },
  { PHOTOSHOP, "DateCreated", "date_created", KIND_TIME },
  { XMP, "ModifyDate", "modified", KIND_TIME },
  { TIFF, "Make", "make", KIND_TEXT },
  { TIFF, "Model", "model", KIND_TEXT },
  { EXIF_EX, "BodySerialNumber", "serial", KIND_TEXT },
  { AUX, "SerialNumber", "serial", KIND_TEXT },
  { EXIF_EX, "LensModel", "lens_model", KIND_TEXT },
  { AUX, "Lens", "lens_model", KIND_TEXT },
  { XMP, "CreatorTool", "software", KIND_TEXT },
  { TIFF, "Software", "software", KIND_TEXT },
  /* As Windows writes them. */
  { XMP, "creatortool", "software", KIND_TEXT },
  { TIFF, "software", "software", KIND_TEXT },
  { TIFF, "Orientation", "orientation", KIND_ORIENTATION },
  { EXIF, "GPSLatitude", "lat", KIND_ANGLE },
  { EXIF, "GPSLongitude", "lon", KIND_ANGLE },
  { EXIF, "GPSAltitude", "altitude_m", KIND_NUMBER },
  { EXIF, "GPSHPositioningError", "accuracy_m", KIND_NUMBER },
  { EXIF_EX, "GPSHPositioningError", "accuracy_m", KIND_NUMBER },
  { EXIF, "GPSImgDirection", "direction", KIND_NUMBER },
  { EXIF, "GPSTimeStamp", "gps_time", KIND_TIME },
};

typedef struct
{
  GHashTable *spaces; /* prefix → name space */
  GHashTable *values; /* name space and property → text */
  guint depth;
  guint description; /* the depth of an rdf:Description at the top, 0 outside one */
  guint inside;      /* the depth of a property of it, 0 outside one */
  char *property;
  GString *text;
} Reader;

/* The full name of @name; NULL when its prefix means nothing. */
static char *
expand (const Reader *self, const char *name)
{
  const char *colon = strchr (name, ':');
  if (colon == NULL)
    return NULL;
  g_autofree char *prefix = g_strndup (name, (gsize)(colon - name));
  const char *space = g_hash_table_lookup (self->spaces, prefix);
  return space != NULL ? g_strconcat (space, colon + 1, NULL) : NULL;
}

static void
keep (Reader *self, char *property, const char *text)
{
  if (property == NULL || g_hash_table_contains (self->values, property))
    g_free (property);
  else
    g_hash_table_insert (self->values, property,
                         g_strstrip (g_strndup (text, ANF_MEDIA_TEXT_BYTES_MAX)));
}

static void
on_start (GMarkupParseContext *context,
          const char *element,
          const char **names,
          const char **texts,
          gpointer data,
          GError **error)
{
  Reader *self = data;
  self->depth++;
  if (self->depth > ANF_MEDIA_XMP_DEPTH_MAX)
    {
      g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "too deep");
      return;
    }
  for (gsize i = 0; names[i] != NULL; i++)
    if (g_str_has_prefix (names[i], "xmlns:"))
      g_hash_table_insert (self->spaces, g_strdup (names[i] + strlen ("xmlns:")),
                           g_strdup (texts[i]));
  g_autofree char *full = expand (self, element);
  if (self->description == 0)
    {
      const GSList *parents = g_markup_parse_context_get_element_stack (context)->next;
      g_autofree char *parent = parents != NULL ? expand (self, parents->data) : NULL;
      if (g_strcmp0 (full, RDF "Description") != 0 || g_strcmp0 (parent, RDF "RDF") != 0)
        return;
      self->description = self->depth;
      for (gsize i = 0; names[i] != NULL; i++)
        keep (self, expand (self, names[i]), texts[i]);
    }
  else if (self->inside == 0)
    {
      self->inside = self->depth;
      g_free (self->property);
      self->property = g_steal_pointer (&full);
      g_string_truncate (self->text, 0);
    }
}

static void
on_end (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  Reader *self = data;
  if (self->inside == self->depth)
    {
      keep (self, g_steal_pointer (&self->property), self->text->str);
      self->inside = 0;
    }
  else if (self->description == self->depth)
    self->description = 0;
  self->depth--;
}

/* Only what stands right in a property: structures and lists are about something else. */
static void
on_text (GMarkupParseContext *context, const char *text, gsize size, gpointer data, GError **error)
{
  Reader *self = data;
  if (self->inside > 0 && self->inside == self->depth)
    g_string_append_len (self->text, text, (gssize)MIN (size, ANF_MEDIA_TEXT_BYTES_MAX));
}

static gboolean
parse (Reader *self, const char *text, gsize size)
{
  static const GMarkupParser parser = { on_start, on_end, on_text, NULL, NULL };
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, self, NULL);
  return g_markup_parse_context_parse (context, text, (gssize)size, NULL)
         && g_markup_parse_context_end_parse (context, NULL);
}

static const char *
look_up (const Reader *self, const char *space, const char *property)
{
  g_autofree char *full = g_strconcat (space, property, NULL);
  return g_hash_table_lookup (self->values, full);
}

/* A rational or a decimal. */
static gboolean
read_number (const char *text, double *number)
{
  char *end = NULL;
  *number = g_ascii_strtod (text, &end);
  if (end == text || !isfinite (*number))
    return FALSE;
  if (*end != '/')
    return *end == '\0';
  const char *below_text = end + 1;
  const double below = g_ascii_strtod (below_text, &end);
  if (end == below_text || *end != '\0' || !(fabs (below) > 0.0) || !isfinite (below))
    return FALSE;
  *number /= below;
  return isfinite (*number);
}

/* `DDD,MM.mmmmK` or `DDD,MM,SSK` (XMP part 2, GPSCoordinate). */
static gboolean
read_angle (const char *text, const char *letters, double limit, double *degrees)
{
  const gsize length = strlen (text);
  const char *letter = length > 0 ? strchr (letters, g_ascii_toupper (text[length - 1])) : NULL;
  if (letter == NULL)
    return FALSE;
  g_autofree char *numbers = g_strndup (text, length - 1);
  g_auto (GStrv) parts = g_strsplit (numbers, ",", 4);
  static const double units[] = { 1.0, 60.0, 3600.0 };
  *degrees = 0.0;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      double part = 0.0;
      if (i > 2 || !read_number (parts[i], &part) || !(part >= 0.0) || (i > 0 && part >= 60.0))
        return FALSE;
      *degrees += part / units[i];
    }
  if (!(*degrees <= limit))
    return FALSE;
  *degrees = *letter == letters[1] ? -*degrees : *degrees;
  return TRUE;
}

static void
add_number (const Reader *self, JsonObject *xmp, const char *name, const char *text)
{
  double number = 0.0;
  if (!read_number (text, &number) || !(fabs (number) <= G_MAXUINT32))
    return;
  if (g_str_equal (name, "altitude_m")
      && g_strcmp0 (look_up (self, EXIF, "GPSAltitudeRef"), "1") == 0)
    number = -number;
  if (g_str_equal (name, "altitude_m") || number >= 0.0)
    if (!g_str_equal (name, "direction") || number <= 360.0)
      json_object_set_double_member (xmp, name, number);
}

static void
add_value (const Reader *self, JsonObject *xmp, gsize i, const char *text, AnfFacts *facts)
{
  const char *name = properties[i].name;
  double degrees = 0.0;
  switch (properties[i].kind)
    {
    case KIND_TEXT:
      {
        g_autofree char *decoded
            = anf_facts_decode_text (facts, name, (const guint8 *)text, strlen (text));
        if (decoded != NULL)
          json_object_set_string_member (xmp, name, decoded);
        break;
      }
    case KIND_TIME:
      {
        JsonObject *time = anf_file_time_read_iso (text);
        if (time != NULL)
          json_object_set_object_member (xmp, name, time);
        break;
      }
    case KIND_ANGLE:
      if (g_str_equal (name, "lat") ? read_angle (text, "NS", 90.0, &degrees)
                                    : read_angle (text, "EW", 180.0, &degrees))
        json_object_set_double_member (xmp, name, degrees + 0.0);
      break;
    case KIND_NUMBER:
      add_number (self, xmp, name, text);
      break;
    case KIND_ORIENTATION:
      if (strlen (text) == 1 && *text >= '1' && *text <= '8')
        json_object_set_int_member (xmp, name, *text - '0');
      break;
    }
}

void
anf_xmp_read_facts (GBytes *packet, AnfFacts *facts)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (packet, &size);
  /* Padding, and a byte order mark before the first element. */
  const char *start = memchr (text, '<', size);
  while (size > 0 && (text[size - 1] == '\0' || g_ascii_isspace (text[size - 1])))
    size--;
  Reader reader = { .spaces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
                    .values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
                    .text = g_string_new (NULL) };
  if (start == NULL || start >= text + size
      || !parse (&reader, start, size - (gsize)(start - text)))
    anf_facts_flag (facts, "XMP_UNREADABLE");
  JsonObject *object = anf_facts_object (facts);
  g_autoptr (JsonObject) xmp = json_object_has_member (object, "xmp")
                                   ? json_object_ref (anf_json_peek_object (object, "xmp"))
                                   : json_object_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      const char *value = look_up (&reader, properties[i].space, properties[i].property);
      if (value != NULL && *value != '\0' && !json_object_has_member (xmp, properties[i].name))
        add_value (&reader, xmp, i, value, facts);
    }
  /* Half a position is none. */
  if (json_object_has_member (xmp, "lat") != json_object_has_member (xmp, "lon"))
    {
      json_object_remove_member (xmp, "lat");
      json_object_remove_member (xmp, "lon");
    }
  if (json_object_get_size (xmp) > 0)
    json_object_set_object_member (object, "xmp", g_steal_pointer (&xmp));
  g_hash_table_unref (reader.spaces);
  g_hash_table_unref (reader.values);
  g_string_free (reader.text, TRUE);
  g_free (reader.property);
}
