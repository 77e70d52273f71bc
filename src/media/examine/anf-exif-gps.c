/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-exif-gps.h"

#include "anf-clock.h"
#include "anf-media-limits.h"

#include <math.h>
#include <string.h>

/* Exif 3.0, table 15. */
enum
{
  TAG_LATITUDE_REF = 0x01,
  TAG_LATITUDE = 0x02,
  TAG_LONGITUDE_REF = 0x03,
  TAG_LONGITUDE = 0x04,
  TAG_ALTITUDE_REF = 0x05,
  TAG_ALTITUDE = 0x06,
  TAG_TIME = 0x07,
  TAG_DIRECTION_REF = 0x10,
  TAG_DIRECTION = 0x11,
  TAG_DATUM = 0x12,
  TAG_METHOD = 0x1b,
  TAG_DATE = 0x1d,
  TAG_ACCURACY = 0x1f,
};

#define CODE_SIZE 8
#define BYTE_ORDER_MARK 0xfeff

typedef struct
{
  const AnfExif *exif;
  AnfFacts *facts;
  JsonObject *gps;
} Reader;

static gboolean
find (const Reader *self, guint16 tag, AnfExifValue *value)
{
  return anf_exif_find (self->exif, ANF_IFD_GPS, tag, value);
}

/* The first letter of a reference, upper case; 0 when there is none. */
static char
find_letter (const Reader *self, guint16 tag)
{
  AnfExifValue value;
  return find (self, tag, &value) && value.size > 0 ? g_ascii_toupper ((char)value.data[0]) : 0;
}

/* `52,00,50.00` as some software writes it: degrees, minutes and seconds as text, parts split by
   commas or blanks, or by the points when there is nothing else. */
static guint
split_ascii (const AnfExifValue *value, double parts[3])
{
  char text[64];
  const gsize size = MIN (value->size, sizeof text - 1);
  memcpy (text, value->data, size);
  text[size] = '\0';
  const char *separators = strpbrk (text, ",; ") != NULL ? ",; " : ".";
  g_auto (GStrv) fields = g_strsplit_set (g_strstrip (text), separators, 4);
  const guint count = g_strv_length (fields);
  for (guint i = 0; i < MIN (count, 3); i++)
    {
      char *end = NULL;
      parts[i] = g_ascii_strtod (fields[i], &end);
      if (end == fields[i] || *end != '\0' || !isfinite (parts[i]))
        return 0;
    }
  return count;
}

/* Degrees, minutes and seconds; 0 when they are not one to three numbers of which the first has a
   meaning. A part n/0 counts as 0 (Nikon D5000), and is flagged. */
static guint
split_angle (const Reader *self, const AnfExifValue *value, double parts[3])
{
  if (value->format == ANF_TIFF_ASCII)
    return split_ascii (value, parts);
  if (value->components < 1 || value->components > 3 || !anf_exif_get_double (value, 0, &parts[0]))
    return 0;
  for (guint i = 1; i < value->components; i++)
    {
      gint64 numerator = 0, denominator = 0;
      if (!anf_exif_get_rational (value, i, &numerator, &denominator))
        return 0;
      if (denominator == 0)
        anf_facts_flag (self->facts, "GPS_PART_UNDEFINED");
      parts[i] = denominator != 0 ? (double)numerator / (double)denominator : 0.0;
    }
  return value->components;
}

/* Writers that round give 60 seconds, exiftool for one: 40.8 degrees as 40, 47 and 60. */
static gboolean
is_angle (const double parts[3], double limit, double *degrees)
{
  for (guint i = 0; i < 3; i++)
    if (!(parts[i] >= 0.0) || (i == 1 && parts[i] >= 60.0) || (i == 2 && parts[i] > 60.0))
      return FALSE;
  *degrees = parts[0] + parts[1] / 60.0 + parts[2] / 3600.0;
  return *degrees <= limit;
}

static gboolean
read_angle (const Reader *self, guint16 tag, const char *letters, double limit, double *degrees)
{
  AnfExifValue value;
  double parts[3] = { 0.0, 0.0, 0.0 };
  if (!find (self, tag, &value))
    return FALSE;
  const guint count = split_angle (self, &value, parts);
  if (count < 1 || count > 3 || !is_angle (parts, limit, degrees))
    {
      anf_facts_flag (self->facts, "GPS_BAD");
      return FALSE;
    }
  const char letter = find_letter (self, tag - 1);
  if (letter == 0 || strchr (letters, letter) == NULL)
    {
      anf_facts_flag (self->facts, "GPS_REF_MISSING");
      return FALSE;
    }
  if (letter == letters[1])
    *degrees = -*degrees;
  return TRUE;
}

static void
read_position (const Reader *self)
{
  double lat = 0.0, lon = 0.0;
  const gboolean has_lat = read_angle (self, TAG_LATITUDE, "NS", 90.0, &lat);
  const gboolean has_lon = read_angle (self, TAG_LONGITUDE, "EW", 180.0, &lon);
  if (!has_lat || !has_lon)
    return;
  if (!(fabs (lat) > 0.0) && !(fabs (lon) > 0.0))
    anf_facts_flag (self->facts, "GPS_ZERO");
  json_object_set_double_member (self->gps, "lat", lat + 0.0);
  json_object_set_double_member (self->gps, "lon", lon + 0.0);
}

static gboolean
read_number (const Reader *self, guint16 tag, double *number)
{
  AnfExifValue value;
  if (!find (self, tag, &value))
    return FALSE;
  if (anf_exif_get_double (&value, 0, number))
    return TRUE;
  anf_facts_flag (self->facts, "GPS_PART_UNDEFINED");
  return FALSE;
}

static void
read_measures (const Reader *self)
{
  double number = 0.0;
  AnfExifValue reference;
  guint32 below = 0;
  if (read_number (self, TAG_ALTITUDE, &number))
    {
      /* 1 and, from Exif 3.0, 3 mean below the sea or the ellipsoid. */
      const gboolean down = find (self, TAG_ALTITUDE_REF, &reference)
                            && anf_exif_get_uint (&reference, 0, &below) && below % 2 == 1;
      json_object_set_double_member (self->gps, "altitude_m", down ? -number : number);
    }
  if (read_number (self, TAG_ACCURACY, &number) && number >= 0.0)
    json_object_set_double_member (self->gps, "accuracy_m", number);
  if (!read_number (self, TAG_DIRECTION, &number))
    return;
  if (!(number >= 0.0 && number <= 360.0))
    {
      anf_facts_flag (self->facts, "GPS_BAD");
      return;
    }
  json_object_set_double_member (self->gps, "direction", number);
  const char letter = find_letter (self, TAG_DIRECTION_REF);
  if (letter == 'T' || letter == 'M')
    json_object_set_string_member (self->gps, "direction_ref", letter == 'T' ? "T" : "M");
}

/* `YYYY:MM:DD`; Huawei writes `-`. */
static char *
read_date (const Reader *self)
{
  AnfExifValue value;
  if (!find (self, TAG_DATE, &value))
    return NULL;
  g_autofree char *text = g_strndup ((const char *)value.data, MIN (value.size, 16));
  g_strdelimit (g_strstrip (text), ":", '-');
  GDate date;
  if (anf_date_parse (text, &date, NULL))
    return g_steal_pointer (&text);
  if (strspn (text, "0- ") != strlen (text))
    anf_facts_keep_raw (self->facts, "gps_date", value.data, value.size);
  anf_facts_flag (self->facts, "GPS_TIME_BAD");
  return NULL;
}

static char *
read_time_of_day (const Reader *self)
{
  static const double limits[] = { 24.0, 60.0, 60.0 };
  AnfExifValue value;
  double parts[3] = { 0.0, 0.0, 0.0 };
  if (!find (self, TAG_TIME, &value))
    return NULL;
  for (guint i = 0; i < 3; i++)
    if (!anf_exif_get_double (&value, i, &parts[i]) || !(parts[i] >= 0.0 && parts[i] < limits[i]))
      {
        anf_facts_flag (self->facts, "GPS_TIME_BAD");
        return NULL;
      }
  /* Milliseconds, cut off: rounding up could make a sixtieth second. */
  const double total = floor ((parts[0] * 3600.0 + parts[1] * 60.0 + parts[2]) * 1000.0 + 1e-4);
  const guint ms = (guint)MIN (total, 86399999.0);
  return g_strdup_printf ("%02u:%02u:%02u.%03u", ms / 3600000, ms / 60000 % 60, ms / 1000 % 60,
                          ms % 1000);
}

static void
read_time (const Reader *self)
{
  g_autofree char *date = read_date (self);
  g_autofree char *time_of_day = read_time_of_day (self);
  if (date != NULL && time_of_day != NULL)
    {
      g_autofree char *time = g_strdup_printf ("%sT%sZ", date, time_of_day);
      json_object_set_string_member (self->gps, "time", time);
      return;
    }
  if (date != NULL)
    json_object_set_string_member (self->gps, "date", date);
  if (time_of_day != NULL)
    json_object_set_string_member (self->gps, "time_of_day", time_of_day);
}

/* Not every writer goes by the byte order of the file: a mark at the start tells, or Latin letters,
   whose upper byte is 0. */
static gboolean
is_big_endian (const guint8 *bytes, gsize count, gboolean big_endian)
{
  const guint first = count > 0 ? anf_tiff_get_short (bytes, TRUE) : 0;
  if (first == BYTE_ORDER_MARK || first == GUINT16_SWAP_LE_BE (BYTE_ORDER_MARK))
    return first == BYTE_ORDER_MARK;
  gsize upper = 0, lower = 0;
  for (gsize i = 0; i < count; i++)
    {
      upper += bytes[2 * i] == 0 && bytes[2 * i + 1] != 0;
      lower += bytes[2 * i] != 0 && bytes[2 * i + 1] == 0;
    }
  return upper != lower ? upper > lower : big_endian;
}

static char *
decode_unicode (const guint8 *bytes, gsize size, gboolean order)
{
  const gsize count = MIN (size, ANF_MEDIA_TEXT_BYTES_MAX) / 2;
  g_autofree gunichar2 *units = g_new0 (gunichar2, count + 1);
  const gboolean big_endian = is_big_endian (bytes, count, order);
  for (gsize i = 0; i < count; i++)
    units[i] = anf_tiff_get_short (bytes + 2 * i, big_endian);
  return g_utf16_to_utf8 (units + (units[0] == BYTE_ORDER_MARK ? 1 : 0), -1, NULL, NULL, NULL);
}

/* An UNDEFINED text begins with eight bytes that name its character code, or ought to. */
static char *
decode_method (const Reader *self, const AnfExifValue *value)
{
  static const char codes[][CODE_SIZE + 1]
      = { "ASCII\0\0\0", "UNICODE\0", "JIS\0\0\0\0\0", "\0\0\0\0\0\0\0\0", "        " };
  const guint8 *text = value->data;
  gsize size = value->size;
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (size < CODE_SIZE || memcmp (text, codes[i], CODE_SIZE) != 0)
        continue;
      text += CODE_SIZE;
      size -= CODE_SIZE;
      if (i == 1)
        return decode_unicode (text, size, value->big_endian);
      break;
    }
  return anf_facts_decode_text (self->facts, "gps_method", text, size);
}

static void
read_texts (const Reader *self)
{
  AnfExifValue value;
  if (find (self, TAG_DATUM, &value))
    {
      g_autofree char *datum
          = anf_facts_decode_text (self->facts, "gps_datum", value.data, value.size);
      if (datum != NULL)
        json_object_set_string_member (self->gps, "datum", datum);
    }
  if (find (self, TAG_METHOD, &value))
    {
      g_autofree char *method = decode_method (self, &value);
      if (method != NULL && *method != '\0')
        json_object_set_string_member (self->gps, "method", method);
    }
}

void
anf_exif_read_gps (const AnfExif *exif, AnfFacts *facts)
{
  g_autoptr (JsonObject) gps = json_object_new ();
  const Reader reader = { exif, facts, gps };
  read_position (&reader);
  read_measures (&reader);
  read_time (&reader);
  read_texts (&reader);
  if (json_object_get_size (gps) > 0)
    json_object_set_object_member (anf_facts_object (facts), "gps", g_steal_pointer (&gps));
}
