/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-datum.h"

#include <math.h>
#include <string.h>

/* Krasovsky 1940, the ellipsoid of the shift. */
#define MAJOR_AXIS_M 6378245.0
#define ECCENTRICITY2 0.00669342162296594323
#define CENTRE_LATITUDE 35.0
#define CENTRE_LONGITUDE 105.0
/* The shift changes by about a metre a kilometre: each round gains three digits. */
#define ROUNDS 6

/* BD-09's own shift. */
#define BD_LATITUDE 0.006
#define BD_LONGITUDE 0.0065
#define BD_RADIUS 0.00002
#define BD_ANGLE 0.000003
#define BD_WAVES (G_PI * 3000 / 180)

static const char *const names[]
    = { [ANF_DATUM_WGS84] = "WGS-84", [ANF_DATUM_GCJ02] = "GCJ-02", [ANF_DATUM_BD09] = "BD-09" };

AnfDatum
anf_datum_parse (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0)
      return (AnfDatum)i;
  return ANF_DATUM_WGS84;
}

const char *
anf_datum_name (AnfDatum datum)
{
  return names[datum];
}

gboolean
anf_datum_is_shifted_there (const AnfPosition *position)
{
  return position->longitude >= 72.004 && position->longitude <= 137.8347
         && position->latitude >= 0.8293 && position->latitude <= 55.8271;
}

/* Waves of four lengths along one axis. */
static double
wave (double at, double slow, double slowest)
{
  return (20 * sin (at * G_PI) + 40 * sin (at * G_PI / 3) + slow * sin (at * G_PI / 12)
          + slowest * sin (at * G_PI / 30))
         * 2 / 3;
}

static double
ripple (double x)
{
  return (20 * sin (6 * x * G_PI) + 20 * sin (2 * x * G_PI)) * 2 / 3;
}

static AnfPosition
to_gcj02 (const AnfPosition *from)
{
  const double x = from->longitude - CENTRE_LONGITUDE;
  const double y = from->latitude - CENTRE_LATITUDE;
  const double root = sqrt (fabs (x));
  const double north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple (x)
                         + wave (y, 160, 320);
  const double east_m
      = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple (x) + wave (x, 150, 300);
  const double latitude = from->latitude * G_PI / 180;
  const double w2 = 1 - ECCENTRICITY2 * sin (latitude) * sin (latitude);
  const double meridian = MAJOR_AXIS_M * (1 - ECCENTRICITY2) / (w2 * sqrt (w2));
  const double parallel = MAJOR_AXIS_M / sqrt (w2) * cos (latitude);
  return (AnfPosition){ from->latitude + north_m / meridian * 180 / G_PI,
                        from->longitude + east_m / parallel * 180 / G_PI, from->accuracy_m };
}

static AnfPosition
gcj02_to_bd09 (const AnfPosition *from)
{
  const double x = from->longitude;
  const double y = from->latitude;
  const double radius = hypot (x, y) + BD_RADIUS * sin (y * BD_WAVES);
  const double angle = atan2 (y, x) + BD_ANGLE * cos (x * BD_WAVES);
  return (AnfPosition){ radius * sin (angle) + BD_LATITUDE, radius * cos (angle) + BD_LONGITUDE,
                        from->accuracy_m };
}

AnfPosition
anf_datum_from_wgs84 (const AnfPosition *position, AnfDatum datum)
{
  if (datum == ANF_DATUM_WGS84 || !anf_datum_is_shifted_there (position))
    return *position;
  const AnfPosition gcj02 = to_gcj02 (position);
  return datum == ANF_DATUM_GCJ02 ? gcj02 : gcj02_to_bd09 (&gcj02);
}

AnfPosition
anf_datum_to_wgs84 (const AnfPosition *position, AnfDatum datum)
{
  AnfPosition guess = *position;
  if (datum == ANF_DATUM_WGS84 || !anf_datum_is_shifted_there (position))
    return guess;
  for (guint round = 0; round < ROUNDS; round++)
    {
      const AnfPosition shifted = anf_datum_from_wgs84 (&guess, datum);
      guess.latitude += position->latitude - shifted.latitude;
      guess.longitude += position->longitude - shifted.longitude;
    }
  return guess;
}
