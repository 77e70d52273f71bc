/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-plausibility.h"

#include <string.h>

/* Each check at its threshold, and just over it. Where the figures come from: device against server
   120 s ahead and 72 h late, Exif against satellites 10 min, a clock that moves by 5 min, 15 min
   round the visit, 150 km/h, 50 m for a datum that fits, 6 of 64 bits: measured on real files or
   judged from them (a phone's clock is 0 to 101 s before its satellites', 200 m of drift indoors,
   6 bits where no two different photos of 96 038 pairs met). The places are of GeographicLib, the
   shifted ones of npm's coordtransform, see test-geodesic.c. */

#define S(n) ((gint64)(n)*G_USEC_PER_SEC)
#define NOON S (1520308800) /* 2018-03-06T04:00:00Z */

typedef struct
{
  AnfWitness item;
  AnfScene scene;
  AnfThresholds thresholds;
  gint64 skew_s;
} Fixture;

static AnfWitness
make_item (const char *id)
{
  const AnfFix none = { .position = { 0, 0, -1 }, .at = ANF_NO_TIME };
  return (AnfWitness){ .id = id,
                       .by = "li",
                       .device_at = ANF_NO_TIME,
                       .exif_at = ANF_NO_TIME,
                       .gps_at = ANF_NO_TIME,
                       .server_at = NOON,
                       .exif = none,
                       .device = none,
                       .thumbnail_bits = -1 };
}

static Fixture
make_fixture (void)
{
  Fixture f = { .item = make_item ("a"), .scene = { .from = ANF_NO_TIME, .to = ANF_NO_TIME } };
  f.scene.site.at = ANF_NO_TIME;
  anf_thresholds_init (&f.thresholds);
  return f;
}

static AnfFix
make_fix (double latitude, double longitude, double accuracy_m)
{
  return (AnfFix){
    .known = TRUE, .position = { latitude, longitude, accuracy_m }, .at = ANF_NO_TIME, .reach_m = 30
  };
}

/* Asserts that the only flag is @check with @figure; ANF_CHECK_COUNT for none. */
static void
assert_flag (const Fixture *f, guint check, gint64 figure, const char *detail)
{
  g_autoptr (GPtrArray) flags = anf_plausibility_check (&f->item, &f->scene, &f->thresholds);
  for (guint i = 0; i < flags->len; i++)
    {
      const AnfFlag *flag = g_ptr_array_index (flags, i);
      g_test_message ("%s %" G_GINT64_FORMAT, anf_check_name (flag->check), flag->figure);
    }
  g_assert_cmpuint (flags->len, ==, check == ANF_CHECK_COUNT ? 0 : 1);
  if (check == ANF_CHECK_COUNT)
    return;
  const AnfFlag *flag = g_ptr_array_index (flags, 0);
  g_assert_cmpstr (anf_check_name (flag->check), ==, anf_check_name ((AnfCheck)check));
  g_assert_cmpint (flag->figure, ==, figure);
  g_assert_cmpint (flag->threshold, ==, f->thresholds.figures[check]);
  if (detail != NULL)
    g_assert_nonnull (strstr (flag->detail, detail));
}

#define NOTHING ANF_CHECK_COUNT, 0, NULL

static void
test_clocks (void)
{
  static const struct
  {
    AnfCheck check;
    gint64 device, exif, gps, server; /* seconds from noon; G_MAXINT64 is none */
    gint64 figure;                    /* 0: no flag */
  } cases[] = {
#define NONE G_MAXINT64
    { ANF_CHECK_DEVICE_AFTER_SERVER, 120, NONE, NONE, 0, 0 },
    { ANF_CHECK_DEVICE_AFTER_SERVER, 121, NONE, NONE, 0, 121 },
    { ANF_CHECK_EXIF_AFTER_SERVER, NONE, 120, NONE, 0, 0 },
    { ANF_CHECK_EXIF_AFTER_SERVER, NONE, 121, NONE, 0, 121 },
    { ANF_CHECK_GPS_AFTER_SERVER, NONE, NONE, 120, 0, 0 },
    { ANF_CHECK_GPS_AFTER_SERVER, NONE, NONE, 121, 0, 121 },
    { ANF_CHECK_DEVICE_EXIF_TIMES, -700, -100, NONE, 0, 0 },
    { ANF_CHECK_DEVICE_EXIF_TIMES, -701, -100, NONE, 0, 601 },
    { ANF_CHECK_DEVICE_EXIF_TIMES, -100, -701, NONE, 0, 601 },
    { ANF_CHECK_EXIF_GPS_TIMES, NONE, -100, -700, 0, 0 },
    { ANF_CHECK_EXIF_GPS_TIMES, NONE, -100, -701, 0, 601 },
    { ANF_CHECK_EXIF_GPS_TIMES, NONE, -701, -100, 0, 601 },
    { ANF_CHECK_RECEIVED_LATE, NONE, 0, NONE, 72 * 3600, 0 },
    { ANF_CHECK_RECEIVED_LATE, NONE, 0, NONE, 72 * 3600 + 1, 72 * 3600 + 1 },
    { ANF_CHECK_RECEIVED_LATE, 0, NONE, NONE, 72 * 3600 + 1, 72 * 3600 + 1 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture f = make_fixture ();
#define AT(n) ((n) == NONE ? ANF_NO_TIME : NOON + S (n))
      f.item.device_at = AT (cases[i].device);
      f.item.exif_at = AT (cases[i].exif);
      f.item.gps_at = AT (cases[i].gps);
      f.item.server_at = AT (cases[i].server);
      f.item.satellites = TRUE;
      g_test_message ("case %zu", i);
      assert_flag (&f, cases[i].figure == 0 ? ANF_CHECK_COUNT : (guint)cases[i].check,
                   cases[i].figure, NULL);
    }
}

/* A network's fix may be days old and means nothing. */
static void
test_network_time (void)
{
  Fixture f = make_fixture ();
  f.item.exif_at = NOON - S (100);
  f.item.gps_at = NOON - S (90000);
  assert_flag (&f, NOTHING);
  f.item.satellites = TRUE;
  assert_flag (&f, ANF_CHECK_EXIF_GPS_TIMES, 89900, NULL);
}

static void
test_login (void)
{
  Fixture f = make_fixture ();
  gint64 skew = -300;
  f.item.device_skew_s = &skew;
  assert_flag (&f, NOTHING);
  skew = -301;
  assert_flag (&f, ANF_CHECK_DEVICE_CLOCK, 301, NULL);
}

/* The camera runs 200 s behind all the time, which is no fault of its photos; one of them moved. */
static void
test_session (void)
{
  AnfWitness all[4];
  for (guint i = 0; i < 4; i++)
    {
      all[i] = make_item ("abcd" + i);
      all[i].satellites = TRUE;
      all[i].gps_at = NOON - S (3000 - 100 * (gint64)i);
      all[i].exif_at = all[i].gps_at - S (200);
    }
  Fixture f = make_fixture ();
  f.scene.others = all;
  f.scene.n_others = 4;
  f.item = all[3];
  assert_flag (&f, NOTHING);
  all[3].exif_at = all[3].gps_at - S (500);
  f.item = all[3];
  assert_flag (&f, NOTHING);
  all[3].exif_at = all[3].gps_at - S (501);
  f.item = all[3];
  assert_flag (&f, ANF_CHECK_CLOCK_CHANGED, 301, NULL);
  f.item = all[0];
  assert_flag (&f, NOTHING);
  /* The others are another person's. */
  all[3].by = "tan";
  f.item = all[3];
  assert_flag (&f, NOTHING);
}

static void
test_window (void)
{
  Fixture f = make_fixture ();
  f.item.server_at = NOON + S (7200);
  f.scene.from = NOON;
  f.scene.to = NOON + S (3600);
  f.item.exif_at = NOON - S (900);
  assert_flag (&f, NOTHING);
  f.item.exif_at = NOON - S (901);
  assert_flag (&f, ANF_CHECK_OUTSIDE_WINDOW, 901, NULL);
  f.item.exif_at = NOON + S (3600 + 900);
  assert_flag (&f, NOTHING);
  f.item.exif_at = NOON + S (3600 + 901);
  assert_flag (&f, ANF_CHECK_OUTSIDE_WINDOW, 901, NULL);
  f.scene.to = ANF_NO_TIME;
  assert_flag (&f, NOTHING);
  /* A scheme that is stricter. */
  f.thresholds.figures[ANF_CHECK_OUTSIDE_WINDOW] = 0;
  f.item.exif_at = NOON - S (1);
  assert_flag (&f, ANF_CHECK_OUTSIDE_WINDOW, 1, NULL);
}

static void
test_site (void)
{
  Fixture f = make_fixture ();
  f.scene.site = make_fix (40.8524, 122.6851, 20);
  /* 400 m north: within 500. */
  f.item.exif = make_fix (40.856001946, 122.6851, 10);
  f.item.device = f.item.exif;
  assert_flag (&f, NOTHING);
  /* 1500 m north, 30 m of it may be error; what is begun counts as a metre. */
  f.item.device.known = FALSE;
  f.item.exif = make_fix (40.865907285, 122.6851, 10);
  assert_flag (&f, ANF_CHECK_EXIF_SITE_DISTANCE, 1471, NULL);
  f.item.device = f.item.exif;
  f.item.exif.known = FALSE;
  assert_flag (&f, ANF_CHECK_DEVICE_SITE_DISTANCE, 1471, NULL);
  /* A cell's fix that is told to be 3 km off. */
  f.item.device.position.accuracy_m = 3000;
  assert_flag (&f, NOTHING);
  f.scene.site.known = FALSE;
  f.item.device.position.accuracy_m = 10;
  f.item.exif = make_fix (40.8524, 122.6851, 10);
  assert_flag (&f, ANF_CHECK_EXIF_DEVICE_DISTANCE, 1481, NULL);
}

static void
test_datum (void)
{
  Fixture f = make_fixture ();
  f.scene.site = make_fix (40.8524, 122.6851, 0);
  /* What a map of 高德 shows for the site; what one of 百度 does. */
  f.item.device = make_fix (40.85404334688954, 122.69027581058413, 10);
  assert_flag (&f, ANF_CHECK_DATUM_OFFSET, 474, "GCJ-02");
  f.item.device = make_fix (40.85972390256119, 122.69688864879494, 10);
  assert_flag (&f, ANF_CHECK_DATUM_OFFSET, 1285, "BD-09");
  /* Declared as what it is, it fits. */
  f.item.device.datum = ANF_DATUM_BD09;
  assert_flag (&f, NOTHING);
  /* As far away, but elsewhere. */
  f.item.device = make_fix (40.8524, 122.692215531, 10);
  assert_flag (&f, ANF_CHECK_DEVICE_SITE_DISTANCE, 591, NULL);
  /* It is the site that was read off the map. */
  f.scene.site = make_fix (40.85404334688954, 122.69027581058413, 0);
  f.item.device = make_fix (40.8524, 122.6851, 10);
  assert_flag (&f, ANF_CHECK_DATUM_OFFSET, 474, "site");
}

static void
test_speed (void)
{
  AnfWitness all[2] = { make_item ("a"), make_item ("b") };
  Fixture f = make_fixture ();
  f.scene.others = all;
  f.scene.n_others = 2;
  all[0].exif = make_fix (40.8524, 122.6851, 0.5);
  all[1].exif = make_fix (40.942447966, 122.6851, 0.5); /* 10 km */
  all[0].exif_at = NOON - S (1000);
  all[1].exif_at = NOON - S (1000 - 240); /* 9999 m in 240 s: 149.985 km/h */
  f.item = all[1];
  assert_flag (&f, NOTHING);
  all[1].exif_at = NOON - S (1000 - 239);
  f.item = all[1];
  assert_flag (&f, ANF_CHECK_IMPOSSIBLE_SPEED, 151, NULL);
  g_autoptr (GPtrArray) flags = anf_plausibility_check (&f.item, &f.scene, &f.thresholds);
  g_assert_cmpstr (((AnfFlag *)g_ptr_array_index (flags, 0))->others[0], ==, "a");
  f.item = all[0];
  assert_flag (&f, NOTHING);
  /* Two people can be in two places. */
  all[1].by = "tan";
  f.item = all[1];
  assert_flag (&f, NOTHING);
}

static void
test_repeats (void)
{
  AnfWitness all[5];
  Fixture f = make_fixture ();
  for (guint i = 0; i < 5; i++)
    {
      all[i] = make_item ("abcde" + i);
      all[i].device = make_fix (40.8524, 122.6851, 8);
      all[i].device.at = NOON - S (60 * (gint64)i);
    }
  /* One fix that serves two photos is one. */
  all[4].device.at = all[3].device.at;
  f.scene.others = all;
  f.scene.n_others = 3;
  f.item = all[0];
  assert_flag (&f, NOTHING);
  f.scene.n_others = 5;
  assert_flag (&f, ANF_CHECK_REPEATED_POSITION, 4, NULL);
  all[3].device.position.latitude += 1e-7;
  all[4].device.position.latitude += 1e-7;
  assert_flag (&f, NOTHING);
}

static void
test_accuracy (void)
{
  Fixture f = make_fixture ();
  f.item.exif = make_fix (40.8524, 122.6851, 0.001);
  f.item.device = make_fix (40.8524, 122.6851, -1);
  assert_flag (&f, NOTHING);
  f.item.device.position.accuracy_m = 0;
  assert_flag (&f, ANF_CHECK_ACCURACY_ZERO, 0, NULL);
}

static void
test_software (void)
{
  static const char *const cameras[]
      = { "ALN-AL00 4.2.0.130",   "17.4.1", "Ver.1.00", "MIUI Camera",
          "HDR+ 1.0.616795046zd", "WeChat", NULL };
  static const char *const edited[]
      = { "Ver.1.00", "Adobe Photoshop 24.0 (Windows)", "美图秀秀 9.9", NULL };
  Fixture f = make_fixture ();
  f.item.software = cameras;
  assert_flag (&f, NOTHING);
  f.item.software = edited;
  assert_flag (&f, ANF_CHECK_EDITOR_SOFTWARE, 2, "Adobe Photoshop 24.0 (Windows); 美图秀秀");
}

static void
test_thumbnail (void)
{
  Fixture f = make_fixture ();
  f.item.thumbnail_bits = 10;
  assert_flag (&f, NOTHING);
  f.item.thumbnail_bits = 11;
  assert_flag (&f, ANF_CHECK_THUMBNAIL_DIFFERS, 11, NULL);
}

static void
add_match (GPtrArray *matches, AnfLikeness likeness, gint64 bits, const char *id)
{
  AnfMatch *match = g_new0 (AnfMatch, 1);
  match->likeness = likeness;
  match->bits = bits;
  match->id = g_strdup (id);
  match->where = g_strdup_printf ("AF-%s", id);
  g_ptr_array_add (matches, match);
}

static void
test_likeness (void)
{
  static const struct
  {
    AnfLikeness likeness;
    gint64 bits;
    guint check;
    gint64 figure;
  } cases[] = {
    { ANF_LIKENESS_NEAR, 6, ANF_CHECK_SIMILAR_PICTURE, 6 },
    { ANF_LIKENESS_NEAR, 7, ANF_CHECK_COUNT, 0 },
    { ANF_LIKENESS_BEFORE, 6, ANF_CHECK_BEFORE_AFTER, 6 },
    { ANF_LIKENESS_BEFORE, 7, ANF_CHECK_COUNT, 0 },
    { ANF_LIKENESS_SAME, 0, ANF_CHECK_SAME_PICTURE, 1 },
  };
  AnfThresholds thresholds;
  anf_thresholds_init (&thresholds);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) matches
          = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_match_free);
      g_autoptr (GPtrArray) flags = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_flag_free);
      add_match (matches, cases[i].likeness, cases[i].bits, "x");
      anf_plausibility_check_matches (matches, &thresholds, flags);
      g_assert_cmpuint (flags->len, ==, cases[i].check == ANF_CHECK_COUNT ? 0 : 1);
      if (flags->len == 0)
        continue;
      const AnfFlag *flag = g_ptr_array_index (flags, 0);
      g_assert_cmpint (flag->check, ==, (int)cases[i].check);
      g_assert_cmpint (flag->figure, ==, cases[i].figure);
      g_assert_cmpstr (flag->others[0], ==, "x");
    }
}

/* The nearest is the figure, ten are named, and the rest is counted. */
static void
test_likeness_many (void)
{
  AnfThresholds thresholds;
  anf_thresholds_init (&thresholds);
  g_autoptr (GPtrArray) matches = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_match_free);
  g_autoptr (GPtrArray) flags = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_flag_free);
  for (guint i = 0; i < 12; i++)
    add_match (matches, ANF_LIKENESS_NEAR, 2 + i / 4, "x");
  anf_plausibility_check_matches (matches, &thresholds, flags);
  const AnfFlag *flag = g_ptr_array_index (flags, 0);
  g_assert_cmpint (flag->figure, ==, 2);
  g_assert_cmpuint (g_strv_length (flag->others), ==, 10);
  g_assert_true (g_str_has_suffix (flag->detail, "; +2"));
}

static void
test_numbers (void)
{
  static const struct
  {
    gint64 numbers[6];
    gsize count;
    gint64 missing;
    const char *named;
  } cases[] = {
    { { 0 }, 0, 0, NULL },   { { 1, 2, 3 }, 3, 0, NULL }, { { 3, 1, 2, 2 }, 4, 0, NULL },
    { { 1, 3 }, 2, 1, "2" }, { { 2 }, 1, 1, "1" },        { { 9, 4, 1, 5 }, 4, 5, "2–3, 6–8" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) flags = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_flag_free);
      anf_plausibility_check_numbers (cases[i].numbers, cases[i].count, flags);
      g_assert_cmpuint (flags->len, ==, cases[i].missing > 0 ? 1 : 0);
      if (flags->len == 0)
        continue;
      const AnfFlag *flag = g_ptr_array_index (flags, 0);
      g_assert_cmpint (flag->check, ==, ANF_CHECK_SEQUENCE_GAP);
      g_assert_cmpint (flag->figure, ==, cases[i].missing);
      g_assert_cmpstr (flag->detail, ==, cases[i].named);
    }
}

/* Whoever reads a flag reads the figure, the threshold and what is meant, in either language. */
static void
test_words (void)
{
  for (guint i = 0; i < ANF_CHECK_COUNT; i++)
    {
      AnfCheck found = ANF_CHECK_COUNT;
      gint64 least = 0;
      gint64 most = 0;
      AnfThresholds thresholds;
      anf_thresholds_init (&thresholds);
      g_assert_true (anf_check_find (anf_check_name ((AnfCheck)i), &found));
      g_assert_cmpuint (found, ==, i);
      anf_check_get_range ((AnfCheck)i, &least, &most);
      g_assert_cmpint (thresholds.figures[i], >=, least);
      g_assert_cmpint (thresholds.figures[i], <=, most);
      for (gboolean chinese = FALSE; chinese <= TRUE; chinese++)
        {
          g_autofree char *words = anf_check_explain ((AnfCheck)i, 90210, 77, "DETAIL", chinese);
          const gboolean is_time = g_str_equal (anf_check_unit ((AnfCheck)i), "s");
          const gboolean is_way = g_str_equal (anf_check_unit ((AnfCheck)i), "m");
          const char *figure = is_way     ? (chinese ? "90.21公里" : "90.21 km")
                               : !is_time ? "90210"
                               : chinese  ? "1天1小时3分30秒"
                                          : "1 d 1 h 3 min 30 s";
          const char *threshold = is_way     ? (chinese ? "77米" : "77 m")
                                  : !is_time ? "77"
                                  : chinese  ? "限1分17秒）"
                                             : "at most 1 min 17 s)";
          g_assert_true (strstr (words, figure) != NULL || strstr (words, "DETAIL") != NULL);
          g_assert_null (strchr (words, '{'));
          if (least < most)
            g_assert_nonnull (strstr (words, threshold));
          g_assert_cmpstr (anf_check_title ((AnfCheck)i, chinese), !=, "");
        }
    }
  AnfCheck unknown;
  g_assert_false (anf_check_find ("weather", &unknown));
}

/* As a person reads it who has to decide what it means. */
static void
test_spans (void)
{
  g_autofree char *late = anf_check_explain (ANF_CHECK_RECEIVED_LATE, 547355, 259200, NULL, TRUE);
  g_assert_cmpstr (late, ==, "拍摄6天8小时2分35秒后才接收（限3天）");
  g_autofree char *english
      = anf_check_explain (ANF_CHECK_RECEIVED_LATE, 547355, 259200, NULL, FALSE);
  g_assert_cmpstr (english, ==,
                   "it was received 6 d 8 h 2 min 35 s after it had been captured (at most 3 d)");
  g_autofree char *whole = anf_check_explain (ANF_CHECK_OUTSIDE_WINDOW, 7200, 0, NULL, TRUE);
  g_assert_cmpstr (whole, ==, "拍摄时间在检查时段之外2小时（限0秒）");
}

/* A figure alone, as lists have it: GB 3100 has m and km. */
static void
test_figures (void)
{
  static const struct
  {
    AnfCheck check;
    gint64 figure;
    const char *chinese;
    const char *english;
  } cases[] = {
    { ANF_CHECK_DEVICE_CLOCK, 372, "6分12秒", "6 min 12 s" },
    { ANF_CHECK_DEVICE_CLOCK, 0, "0秒", "0 s" },
    { ANF_CHECK_EXIF_SITE_DISTANCE, 999, "999米", "999 m" },
    { ANF_CHECK_EXIF_SITE_DISTANCE, 1000, "1公里", "1 km" },
    { ANF_CHECK_EXIF_SITE_DISTANCE, 1005, "1.005公里", "1.005 km" },
    { ANF_CHECK_EXIF_SITE_DISTANCE, 12340, "12.34公里", "12.34 km" },
    { ANF_CHECK_IMPOSSIBLE_SPEED, 180, "180公里/小时", "180 km/h" },
    { ANF_CHECK_SIMILAR_PICTURE, 6, "6位", "6 bits" },
    { ANF_CHECK_SEQUENCE_GAP, 2, "2项", "2 items" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gboolean chinese = FALSE; chinese <= TRUE; chinese++)
      {
        g_autofree char *told = anf_check_format_figure (cases[i].check, cases[i].figure, chinese);
        g_assert_cmpstr (told, ==, chinese ? cases[i].chinese : cases[i].english);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plausibility/clocks", test_clocks);
  g_test_add_func ("/plausibility/figures", test_figures);
  g_test_add_func ("/plausibility/network-time", test_network_time);
  g_test_add_func ("/plausibility/login", test_login);
  g_test_add_func ("/plausibility/session", test_session);
  g_test_add_func ("/plausibility/window", test_window);
  g_test_add_func ("/plausibility/site", test_site);
  g_test_add_func ("/plausibility/datum", test_datum);
  g_test_add_func ("/plausibility/speed", test_speed);
  g_test_add_func ("/plausibility/repeats", test_repeats);
  g_test_add_func ("/plausibility/accuracy", test_accuracy);
  g_test_add_func ("/plausibility/software", test_software);
  g_test_add_func ("/plausibility/thumbnail", test_thumbnail);
  g_test_add_func ("/plausibility/likeness", test_likeness);
  g_test_add_func ("/plausibility/likeness-many", test_likeness_many);
  g_test_add_func ("/plausibility/numbers", test_numbers);
  g_test_add_func ("/plausibility/words", test_words);
  g_test_add_func ("/plausibility/spans", test_spans);
  return g_test_run ();
}
