/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-datum.h"
#include "anf-geodesic.h"

/* Karney's GeographicLib over WGS-84, which is right to nanometres; JFK to LHR is the example of
   its manual, Flinders Peak to Buninyong that of Geoscience Australia (54 972.271 m). */
static const struct
{
  AnfPosition from;
  AnfPosition to;
  double metres;
} lines[] = {
  { { 40.6, -73.8, -1 }, { 51.6, -0.5, -1 }, 5551759.400318679 },
  { { -37.95103341666667, 144.42486788888888, -1 },
    { -37.65282113888889, 143.92649552777777, -1 },
    54972.27113920008 },
  { { -41.32, 174.81, -1 }, { 40.96, -5.5, -1 }, 19959679.26735382 },
  { { 40.8524, 122.6851, -1 }, { 40.8524, 122.6861, -1 }, 84.32259411377784 },
  { { 34.9, 109.07, -1 }, { 34.905, 109.075, -1 }, 718.6915658536947 },
  { { 10, 179.9, -1 }, { 10, -179.9, -1 }, 21927.87247793737 },
  { { 0, 0, -1 }, { 0, 1, -1 }, 111319.49079327357 },
  { { 0, 0, -1 }, { 1, 0, -1 }, 110574.38855779878 },
};

static void
test_distance (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_test_message ("line %zu", i);
      g_assert_cmpfloat_with_epsilon (anf_geodesic_distance_m (&lines[i].from, &lines[i].to),
                                      lines[i].metres, 0.001);
      g_assert_cmpfloat_with_epsilon (anf_geodesic_distance_m (&lines[i].to, &lines[i].from),
                                      lines[i].metres, 0.001);
      g_assert_cmpfloat_with_epsilon (anf_geodesic_distance_m (&lines[i].from, &lines[i].from), 0,
                                      1e-9);
    }
}

/* Vincenty's formula does not converge there; the sphere is within half a percent. */
static void
test_opposite (void)
{
  const AnfPosition from = { 0, 0, -1 };
  const AnfPosition to = { 0.5, 179.7, -1 };
  g_assert_cmpfloat_with_epsilon (anf_geodesic_distance_m (&from, &to), 19944127.42,
                                  19944127.42 * 0.005);
}

/* What the npm packages coordtransform 2.1.2 and gcoord 1.0.7 make of it, both the same. */
static const struct
{
  AnfPosition wgs84;
  AnfPosition gcj02;
  AnfPosition bd09;
} places[] = {
  { { 39.915, 116.404, 8 },
    { 39.91640428150164, 116.41024449916938, 8 },
    { 39.922699552216216, 116.41662724378733, 8 } },
  { { 40.8524, 122.6851, 8 },
    { 40.85404334688954, 122.69027581058413, 8 },
    { 40.85972390256119, 122.69688864879494, 8 } },
  { { 34.9, 109.07, 8 },
    { 34.899232584853515, 109.07517904354732, 8 },
    { 34.90554404395373, 109.08156079733794, 8 } },
  { { 41.8, 123.4, 8 },
    { 41.80244637653107, 123.40614654662815, 8 },
    { 41.808174459367976, 123.41275544387054, 8 } },
  { { 23.13, 113.26, 8 },
    { 23.127321647610675, 113.26532708480055, 8 },
    { 23.13356203714469, 113.27175778780804, 8 } },
};

static void
assert_same (const AnfPosition *is, const AnfPosition *should, double within_m)
{
  g_assert_cmpfloat (anf_geodesic_distance_m (is, should), <, within_m);
  g_assert_cmpfloat_with_epsilon (is->accuracy_m, should->accuracy_m, 1e-12);
}

static void
test_datum (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const AnfPosition gcj02 = anf_datum_from_wgs84 (&places[i].wgs84, ANF_DATUM_GCJ02);
      const AnfPosition bd09 = anf_datum_from_wgs84 (&places[i].wgs84, ANF_DATUM_BD09);
      const AnfPosition from_gcj02 = anf_datum_to_wgs84 (&places[i].gcj02, ANF_DATUM_GCJ02);
      const AnfPosition from_bd09 = anf_datum_to_wgs84 (&places[i].bd09, ANF_DATUM_BD09);
      assert_same (&gcj02, &places[i].gcj02, 1e-4);
      assert_same (&bd09, &places[i].bd09, 1e-4);
      assert_same (&from_gcj02, &places[i].wgs84, 1e-3);
      assert_same (&from_bd09, &places[i].wgs84, 1e-3);
    }
}

/* Elsewhere nobody shifts. */
static void
test_abroad (void)
{
  const AnfPosition london = { 51.5, -0.12, 5 };
  const AnfPosition there = anf_datum_from_wgs84 (&london, ANF_DATUM_GCJ02);
  const AnfPosition back = anf_datum_to_wgs84 (&london, ANF_DATUM_BD09);
  assert_same (&there, &london, 1e-9);
  assert_same (&back, &london, 1e-9);
  g_assert_cmpint (anf_datum_parse ("GCJ-02"), ==, ANF_DATUM_GCJ02);
  g_assert_cmpint (anf_datum_parse ("BD-09"), ==, ANF_DATUM_BD09);
  g_assert_cmpint (anf_datum_parse ("CGCS2000"), ==, ANF_DATUM_WGS84);
  g_assert_cmpint (anf_datum_parse (NULL), ==, ANF_DATUM_WGS84);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geodesic/distance", test_distance);
  g_test_add_func ("/geodesic/opposite", test_opposite);
  g_test_add_func ("/geodesic/datum", test_datum);
  g_test_add_func ("/geodesic/abroad", test_abroad);
  return g_test_run ();
}
