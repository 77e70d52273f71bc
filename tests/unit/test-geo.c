/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-geo.h"

static const struct
{
  const char *text;
  double latitude;
  double longitude;
  double accuracy_m;
} parsed[] = {
  { "40.85210,122.68507", 40.85210, 122.68507, -1 },
  { "40.85210,122.68507,12", 40.85210, 122.68507, 12 },
  { "-90,180,0", -90, 180, 0 },
  { "90,-180,100000", 90, -180, 100000 },
  { "0,0", 0, 0, -1 },
};

static const char *const refused[] = { "",
                                       "40",
                                       "40,",
                                       ",122",
                                       "40,122,",
                                       "40,122,1,2",
                                       "90.1,0",
                                       "-90.0001,0",
                                       "0,180.1",
                                       "0,-181",
                                       "40,122,-1",
                                       "40,122,100001",
                                       "nan,0",
                                       "0,inf",
                                       "0x10,0",
                                       "1e1,0",
                                       " 40,122",
                                       "40, 122",
                                       "+40,122",
                                       "40.,122",
                                       ".5,122",
                                       "40,122,12m",
                                       "4０,122",
                                       "40;122",
                                       "40.852100000000000000000001,122" };

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parsed); i++)
    {
      g_autoptr (GError) error = NULL;
      AnfPosition position;
      g_assert_true (anf_geo_parse_position (parsed[i].text, &position, &error));
      g_assert_cmpfloat_with_epsilon (position.latitude, parsed[i].latitude, 1e-12);
      g_assert_cmpfloat_with_epsilon (position.longitude, parsed[i].longitude, 1e-12);
      g_assert_cmpfloat_with_epsilon (position.accuracy_m, parsed[i].accuracy_m, 1e-12);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      AnfPosition position;
      g_test_message ("%s", refused[i]);
      g_assert_false (anf_geo_parse_position (refused[i], &position, &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
    }
}

static void
test_names (void)
{
  g_assert_true (anf_geo_is_datum ("WGS-84"));
  g_assert_true (anf_geo_is_datum ("GCJ-02"));
  g_assert_true (anf_geo_is_datum ("BD-09"));
  g_assert_false (anf_geo_is_datum ("wgs-84"));
  g_assert_false (anf_geo_is_datum (""));
  g_assert_true (anf_geo_is_source ("gps"));
  g_assert_false (anf_geo_is_source ("exif"));
}

/* A quarter of the meridian of the mean sphere, and one degree of latitude. */
static void
test_distance (void)
{
  const AnfPosition pole = { 90, 0, -1 }, equator = { 0, 122, -1 }, north = { 1, 122, -1 };
  g_assert_cmpfloat_with_epsilon (anf_geo_distance_m (&pole, &equator), 10007557.2, 0.1);
  g_assert_cmpfloat_with_epsilon (anf_geo_distance_m (&equator, &north), 111195.1, 0.1);
  g_assert_cmpfloat_with_epsilon (anf_geo_distance_m (&north, &north), 0, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/geo/parse", test_parse);
  g_test_add_func ("/geo/names", test_names);
  g_test_add_func ("/geo/distance", test_distance);
  return g_test_run ();
}
