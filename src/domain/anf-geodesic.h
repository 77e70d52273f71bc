/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-geo.h"

/**
 * anf_geodesic_distance_m:
 *
 * Along the ellipsoid of WGS-84, by Vincenty's inverse formula (Survey Review XXIII, 176, 1975): to
 * the millimetre. Where that does not converge, between points nearly opposite each other on the
 * globe, along the sphere of anf_geo_distance_m().
 */
double anf_geodesic_distance_m (const AnfPosition *a, const AnfPosition *b);
