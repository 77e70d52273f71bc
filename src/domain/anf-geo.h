/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* A position as told by a person or device, never converted. */
typedef struct
{
  double latitude;
  double longitude;
  double accuracy_m; /* negative when unknown */
} AnfPosition;

/** anf_geo_parse_position: `LAT,LON` or `LAT,LON,ACCURACY_M` in decimal degrees, no blanks. */
gboolean anf_geo_parse_position (const char *text,
                                 AnfPosition *position,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_geo_check_position: the ranges alone: |lat| ≤ 90, |lon| ≤ 180, accuracy ≤ 100 km. */
gboolean anf_geo_check_position (const AnfPosition *position,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_geo_is_datum: `WGS-84`, `GCJ-02`, `BD-09` or `CGCS2000` */
gboolean anf_geo_is_datum (const char *name);

/** anf_geo_is_source: `gps`, `network` or `manual` */
gboolean anf_geo_is_source (const char *name);

/** anf_geo_distance_m: along the sphere of radius 6371008.8 m; both in the same datum. */
double anf_geo_distance_m (const AnfPosition *a, const AnfPosition *b);
