/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-geo.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <math.h>
#include <string.h>

#define ACCURACY_MAX_M 100000.0
#define EARTH_RADIUS_M 6371008.8
#define NUMBER_LENGTH_MAX 24

/* Decimal degrees as people write them: no exponent, no "inf", no "0x", no blanks. */
static gboolean
parse_number (const char *text, double *value)
{
  const gsize sign = text[0] == '-' ? 1 : 0;
  const gsize whole = strspn (text + sign, "0123456789");
  const char *rest = text + sign + whole;
  gsize fraction = 0;
  if (rest[0] == '.')
    {
      fraction = strspn (rest + 1, "0123456789");
      if (fraction == 0)
        return FALSE;
      rest += 1 + fraction;
    }
  if (whole == 0 || rest[0] != '\0' || strlen (text) > NUMBER_LENGTH_MAX)
    return FALSE;
  *value = g_ascii_strtod (text, NULL);
  return TRUE;
}

static gboolean
is_within (double value, double most)
{
  return isfinite (value) && fabs (value) <= most;
}

gboolean
anf_geo_check_position (const AnfPosition *position, GError **error)
{
  if (!is_within (position->latitude, 90))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("position: the latitude, which comes first, must be -90 to 90"));
  if (!is_within (position->longitude, 180))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("position: the longitude must be -180 to 180"));
  if (!isfinite (position->accuracy_m) || position->accuracy_m > ACCURACY_MAX_M)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("position: the accuracy must be 0 to 100000 metres"));
  return TRUE;
}

gboolean
anf_geo_parse_position (const char *text, AnfPosition *position, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", 4);
  const guint count = g_strv_length (parts);
  AnfPosition parsed = { 0, 0, -1 };
  if (count < 2 || count > 3 || !parse_number (parts[0], &parsed.latitude)
      || !parse_number (parts[1], &parsed.longitude)
      || (count == 3 && !parse_number (parts[2], &parsed.accuracy_m)))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("position: write LAT,LON or LAT,LON,ACCURACY in decimal degrees and "
                               "metres, e.g. 40.85210,122.68507,12"));
  if (count == 3 && !(parsed.accuracy_m >= 0))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("position: the accuracy must be 0 to 100000 metres"));
  if (!anf_geo_check_position (&parsed, error))
    return FALSE;
  *position = parsed;
  return TRUE;
}

gboolean
anf_geo_is_datum (const char *name)
{
  static const char *const names[] = { "WGS-84", "CGCS2000", "GCJ-02", "BD-09", NULL };
  return g_strv_contains (names, name);
}

gboolean
anf_geo_is_source (const char *name)
{
  static const char *const names[] = { "gps", "network", "manual", NULL };
  return g_strv_contains (names, name);
}

double
anf_geo_distance_m (const AnfPosition *a, const AnfPosition *b)
{
  const double degree = G_PI / 180;
  const double north = sin ((b->latitude - a->latitude) * degree / 2);
  const double east = sin ((b->longitude - a->longitude) * degree / 2);
  const double h
      = north * north + cos (a->latitude * degree) * cos (b->latitude * degree) * east * east;
  return 2 * EARTH_RADIUS_M * asin (sqrt (MIN (h, 1)));
}
