/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-pack-unit.h"

#include <glib/gstdio.h>

#include "pack-fixture.h"
#include "pack-forge.h"
#include "pack-sample-keys.h"
#include <string.h>

/* Two pairs of inspectors at the same counter on the same day; the first is pack-sample.c's. */
#define one pack_sample_inspectors
static const PackSampleInspectors other = { .by = "j-02",
                                            .is_case = TRUE,
                                            .earlier_us = G_GINT64_CONSTANT (7) * 3600 * 1000000,
                                            .approved_later_us = G_GINT64_CONSTANT (3600) * 1000000,
                                            .captured_at = "2018-09-18T06:31:00.000Z",
                                            .filename = "DSC0042.JPG",
                                            .latitude = "40.8525",
                                            .exif = " by Xiaomi 8 at 14:31:00, longer",
                                            .is_other_order = TRUE };

static gboolean
append_bytes (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  g_byte_array_append (data, bytes, (guint)size);
  return TRUE;
}

static char *
save_sealed (PackSample *sample)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) zip = pack_sample_write (sample, &error);
  g_assert_no_error (error);
  return pack_sample_save (sample, zip->data, zip->len);
}

static GByteArray *
redact (PackSample *sample, const char *sealed, GError **error)
{
  g_autoptr (GByteArray) zip = g_byte_array_new ();
  return anf_pack_redact (sealed, append_bytes, zip, error) ? g_steal_pointer (&zip) : NULL;
}

static GByteArray *
redact_sample (PackSample *sample)
{
  g_autofree char *sealed = save_sealed (sample);
  g_autoptr (GError) error = NULL;
  GByteArray *zip = redact (sample, sealed, &error);
  g_assert_no_error (error);
  return zip;
}

/* Promise 4: who was there, with what, when, where and in which order they sent it makes no
   difference to a single byte. */
static void
test_same_whoever_came (void)
{
  g_autoptr (PackSample) first = pack_sample_new_by (&one);
  g_autoptr (PackSample) second = pack_sample_new_by (&other);
  g_autoptr (GByteArray) mine = redact_sample (first);
  g_autoptr (GByteArray) theirs = redact_sample (second);
  g_assert_cmpmem (mine->data, mine->len, theirs->data, theirs->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) sealed = pack_sample_write (first, &error);
  g_autoptr (GByteArray) other_sealed = pack_sample_write (second, &error);
  g_assert_false (sealed->len == other_sealed->len
                  && memcmp (sealed->data, other_sealed->data, sealed->len) == 0);
}

static gboolean
contains (const GByteArray *zip, const char *text)
{
  return memmem (zip->data, zip->len, text, strlen (text)) != NULL;
}

static void
test_names_nothing (void)
{
  static const PackSampleInspectors *const all[] = { &one, &other };
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (PackSample) sample = pack_sample_new_by (all[i]);
      g_autoptr (GByteArray) zip = redact_sample (sample);
      const AnfPackItem *photo = pack_sample_get (sample, "evidence/0001");
      const char *const hidden[] = {
        all[i]->by,    all[i]->captured_at,   all[i]->filename, all[i]->latitude, all[i]->exif,
        photo->sha256, photo->sha256,         "AF-20180918",    "录音笔",         "孙某",
        "收受礼品",    "海营商移〔2018〕3号", "tlog-proof",     "index ",         "id-0",
        "T10:00",      "proofs/check.sh"
      };
      for (gsize at = 0; at < G_N_ELEMENTS (hidden); at++)
        if (contains (zip, hidden[at]))
          g_error ("the unit's pack holds “%s”", hidden[at]);
      g_assert_true (contains (zip, "窗口未一次性告知"));
      g_assert_true (contains (zip, "picture of the notice"));
      g_assert_true (contains (zip, "%PDF-1.7 letter"));
    }
}

static void
test_genuine (void)
{
  g_autoptr (PackSample) sample = pack_sample_new_by (&one);
  g_autofree char *sealed = save_sealed (sample);
  g_autoptr (GByteArray) zip = redact_sample (sample);
  g_autofree char *path = pack_sample_save (sample, zip->data, zip->len);
  const AnfPackTrust trust = { .cert_pem = PACK_SAMPLE_CERT };
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfPackReport) report = NULL;
  g_assert_true (anf_pack_verify_against (path, sealed, &trust, &report, &error));
  pack_fixture_print (report);
  g_assert_true (anf_pack_report_is_genuine (report));
  g_assert_true (report->is_for_unit);
  g_assert_cmpuint (report->items, ==, 5);
  g_autoptr (AnfPackReport) alone = pack_fixture_verify_path (path, NULL);
  g_assert_true (anf_pack_report_is_genuine (alone));
}

/* What it has nothing to show for is not passed over: the sealed pack must show it. */
static void
test_trust_needs_the_sealed_pack (void)
{
  g_autoptr (PackSample) sample = pack_sample_new_by (&one);
  g_autofree char *sealed = save_sealed (sample);
  g_autoptr (GByteArray) zip = redact_sample (sample);
  g_autofree char *path = pack_sample_save (sample, zip->data, zip->len);
  const char *const witnesses[] = { "witness.example/w1+00000000+BAAB", NULL };
  const struct
  {
    AnfPackTrust trust;
    const char *what;
    gboolean shown; /* by the sealed one */
  } cases[] = {
    { { .log_vkey = sample->plan->log_vkey }, "log-key", TRUE },
    { { .log_vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW" },
      "log-key",
      FALSE },
    { { .witness_vkeys = witnesses }, "witness", FALSE },
    { { .tsa_pem = PACK_SAMPLE_CERT }, "timestamp", FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AnfPackReport) against = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (AnfPackReport) alone = pack_fixture_verify_path (path, &cases[i].trust);
      g_assert_true (pack_fixture_has_failure (alone, cases[i].what, ""));
      g_assert_false (anf_pack_report_is_genuine (alone));
      g_assert_true (anf_pack_verify_against (path, sealed, &cases[i].trust, &against, &error));
      g_assert_cmpint (anf_pack_report_is_genuine (against), ==, cases[i].shown);
    }
}

/* Each byte of it counts, as in any pack. */
static void
test_flips (void)
{
  g_autoptr (PackSample) sample = pack_sample_new_by (&one);
  g_autoptr (GByteArray) zip = redact_sample (sample);
  for (guint at = (guint)g_test_rand_int_range (0, 61); at < zip->len; at += 61)
    {
      const guint8 kept = zip->data[at];
      zip->data[at] ^= (guint8)(1 << g_test_rand_int_range (0, 8));
      g_autofree char *path = pack_sample_save (sample, zip->data, zip->len);
      g_autoptr (AnfPackReport) report = pack_fixture_verify_path (path, NULL);
      g_assert_false (anf_pack_report_is_genuine (report));
      (void)g_unlink (path);
      zip->data[at] = kept;
    }
}

/* A unit's pack of one case against the sealed one of another. */
static void
test_of_another_case (void)
{
  PackSampleInspectors changed = one;
  changed.exif = "";
  changed.second_letter = TRUE;
  g_autoptr (PackSample) sample = pack_sample_new_by (&one);
  g_autoptr (PackSample) stranger = pack_sample_new_by (&changed);
  g_free (stranger->plan->identifier);
  stranger->plan->identifier = g_strdup ("another");
  g_free (stranger->plan->organization);
  stranger->plan->organization = g_strdup ("another office");
  g_autofree char *sealed = save_sealed (stranger);
  g_autoptr (GByteArray) zip = redact_sample (sample);
  g_autofree char *path = pack_sample_save (sample, zip->data, zip->len);
  g_autoptr (AnfPackReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (anf_pack_verify_against (path, sealed, NULL, &report, &error));
  g_assert_true (pack_fixture_has_failure (report, "sealed", "bag-info.txt"));
  g_clear_pointer (&report, anf_pack_report_free);
  g_assert_true (anf_pack_verify_against (path, path, NULL, &report, &error));
  g_assert_true (pack_fixture_has_failure (report, "sealed", ""));
  g_clear_pointer (&report, anf_pack_report_free);
  g_assert_true (anf_pack_verify_against (sealed, sealed, NULL, &report, &error));
  g_assert_true (pack_fixture_has_failure (report, "sealed", ""));
}

/* What was written to the discipline body stays out, although it lies among the letters. */
static void
test_other_letters (void)
{
  PackSampleInspectors with = one;
  with.second_letter = TRUE;
  g_autoptr (PackSample) sample = pack_sample_new_by (&with);
  g_autoptr (GByteArray) zip = redact_sample (sample);
  g_assert_true (contains (zip, "%PDF-1.7 letter"));
  g_assert_false (contains (zip, "%PDF-1.7 to the body"));
}

/* What is of two units is for neither: each would learn of the other. */
static void
test_nothing_for_a_unit (void)
{
  PackSampleInspectors two = one;
  two.second_unit = "210381-gaj";
  const PackSampleInspectors *const cases[] = { &two, &(PackSampleInspectors){ .by = "x" } };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PackSample) sample = pack_sample_new_by (cases[i]);
      g_autofree char *sealed = save_sealed (sample);
      g_autoptr (GError) error = NULL;
      g_assert_null (redact (sample, sealed, &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_STATE);
    }
}

static void
test_of_a_damaged_pack (void)
{
  g_autoptr (PackSample) sample = pack_sample_new_by (&one);
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) sealed = pack_sample_write (sample, &error);
  sealed->data[sealed->len / 2] ^= 1;
  g_autofree char *path = pack_sample_save (sample, sealed->data, sealed->len);
  g_assert_null (redact (sample, path, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_CORRUPT);
  g_clear_error (&error);
  g_autoptr (GByteArray) zip = redact_sample (sample);
  g_autofree char *unit = pack_sample_save (sample, zip->data, zip->len);
  g_assert_null (redact (sample, unit, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_CORRUPT);
}

/* A sealed pack from which the proofs were taken is not excused by calling itself a unit's. */
static void
test_sealed_as_unit (void)
{
  g_autoptr (PackSample) sample = pack_sample_new ();
  g_autoptr (GByteArray) zip = pack_sample_write (sample, NULL);
  g_autoptr (PackForge) forge = pack_forge_new (zip);
  g_autofree char *text = pack_forge_get (forge, "data/case.json");
  g_autofree char *said = g_strdup_printf ("{\"format\":\"" ANF_PACK_UNIT_FORMAT "\",%s", text + 1);
  pack_forge_set (forge, "data/case.json", said);
  pack_forge_reseal (forge, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
  g_autoptr (GByteArray) forged = pack_forge_write (forge);
  g_autofree char *path = pack_sample_save (sample, forged->data, forged->len);
  g_autoptr (AnfPackReport) report = pack_fixture_verify_path (path, NULL);
  g_assert_false (anf_pack_report_is_genuine (report));
  g_assert_true (pack_fixture_has_failure (report, "bagit", "proofs/checkpoint"));
  g_assert_true (pack_fixture_has_failure (report, "bagit", "data/custody.csv"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/pack/unit/same-whoever-came", test_same_whoever_came);
  g_test_add_func ("/pack/unit/names-nothing", test_names_nothing);
  g_test_add_func ("/pack/unit/genuine", test_genuine);
  g_test_add_func ("/pack/unit/trust-needs-the-sealed-pack", test_trust_needs_the_sealed_pack);
  g_test_add_func ("/pack/unit/flips", test_flips);
  g_test_add_func ("/pack/unit/of-another-case", test_of_another_case);
  g_test_add_func ("/pack/unit/other-letters", test_other_letters);
  g_test_add_func ("/pack/unit/nothing-for-a-unit", test_nothing_for_a_unit);
  g_test_add_func ("/pack/unit/of-a-damaged-pack", test_of_a_damaged_pack);
  g_test_add_func ("/pack/unit/sealed-as-unit", test_sealed_as_unit);
  return g_test_run ();
}
