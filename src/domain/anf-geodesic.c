/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-geodesic.h"

#include <math.h>

#define MAJOR_AXIS_M 6378137.0
#define FLATTENING (1 / 298.257223563)
#define MINOR_AXIS_M (MAJOR_AXIS_M * (1 - FLATTENING))
/* Ordinary lines settle in 3 to 5 rounds. */
#define ROUNDS_MAX 200
#define SETTLED 1e-12

/* On the auxiliary sphere, in the paper's own letters. */
typedef struct
{
  double sin_u1, cos_u1, sin_u2, cos_u2;
  double sigma, sin_sigma, cos_sigma;
  double cos2_alpha;  /* of the azimuth at the equator */
  double cos_2sigmam; /* of twice the arc to the middle */
} Arc;

static void
start_arc (Arc *arc, const AnfPosition *a, const AnfPosition *b)
{
  const double u1 = atan ((1 - FLATTENING) * tan (a->latitude * G_PI / 180));
  const double u2 = atan ((1 - FLATTENING) * tan (b->latitude * G_PI / 180));
  arc->sin_u1 = sin (u1);
  arc->cos_u1 = cos (u1);
  arc->sin_u2 = sin (u2);
  arc->cos_u2 = cos (u2);
}

/* One round. Returns: the difference of longitudes on the sphere that follows from @lambda */
static double
refine (Arc *arc, double lambda, double longitude)
{
  const double east = arc->cos_u2 * sin (lambda);
  const double north = arc->cos_u1 * arc->sin_u2 - arc->sin_u1 * arc->cos_u2 * cos (lambda);
  arc->sin_sigma = hypot (east, north);
  arc->cos_sigma = arc->sin_u1 * arc->sin_u2 + arc->cos_u1 * arc->cos_u2 * cos (lambda);
  arc->sigma = atan2 (arc->sin_sigma, arc->cos_sigma);
  const double sin_alpha
      = arc->sin_sigma > 0 ? arc->cos_u1 * arc->cos_u2 * sin (lambda) / arc->sin_sigma : 0;
  arc->cos2_alpha = 1 - sin_alpha * sin_alpha;
  /* Along the equator it is 0 / 0, and meant as 0. */
  arc->cos_2sigmam = arc->cos2_alpha > SETTLED
                         ? arc->cos_sigma - 2 * arc->sin_u1 * arc->sin_u2 / arc->cos2_alpha
                         : 0;
  const double c = FLATTENING / 16 * arc->cos2_alpha * (4 + FLATTENING * (4 - 3 * arc->cos2_alpha));
  const double bent = 2 * arc->cos_2sigmam * arc->cos_2sigmam - 1;
  return longitude
         + (1 - c) * FLATTENING * sin_alpha
               * (arc->sigma + c * arc->sin_sigma * (arc->cos_2sigmam + c * arc->cos_sigma * bent));
}

static double
measure (const Arc *arc)
{
  const double u2 = arc->cos2_alpha * (MAJOR_AXIS_M * MAJOR_AXIS_M - MINOR_AXIS_M * MINOR_AXIS_M)
                    / (MINOR_AXIS_M * MINOR_AXIS_M);
  const double a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
  const double b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
  const double m = arc->cos_2sigmam;
  const double inner = arc->cos_sigma * (2 * m * m - 1)
                       - b / 6 * m * (4 * arc->sin_sigma * arc->sin_sigma - 3) * (4 * m * m - 3);
  return MINOR_AXIS_M * a * (arc->sigma - b * arc->sin_sigma * (m + b / 4 * inner));
}

double
anf_geodesic_distance_m (const AnfPosition *a, const AnfPosition *b)
{
  Arc arc = { 0 };
  const double longitude = remainder (b->longitude - a->longitude, 360) * G_PI / 180;
  double lambda = longitude;
  start_arc (&arc, a, b);
  for (guint round = 0; round < ROUNDS_MAX; round++)
    {
      const double next = refine (&arc, lambda, longitude);
      if (fabs (next) > G_PI)
        break;
      if (fabs (next - lambda) < SETTLED)
        return measure (&arc);
      lambda = next;
    }
  return anf_geo_distance_m (a, b);
}
