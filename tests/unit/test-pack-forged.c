/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-pack-limits.h"
#include "anf-zip.h"

#include "pack-defects.h"
#include "pack-fixture.h"
#include "pack-forge.h"
#include "pack-sample-keys.h"
#include <string.h>

/* ---- Forgeries: the table is in pack-defects.c ---- */

static void
test_forged (PackFixture *fixture, gconstpointer data)
{
  const PackDefect *row = data;
  g_autoptr (PackForge) forge = pack_forge_new (fixture->zip);
  row->forge (forge);
  g_autoptr (GByteArray) zip = pack_forge_write (forge);
  g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, zip, NULL);
  pack_fixture_print (report);
  g_assert_true (pack_fixture_has_failure (report, row->what, row->path));
  g_assert_false (anf_pack_report_is_genuine (report));
}

/* Taken apart and put together without a change, it is genuine: the forgeries fail for their own
   sake. */
static void
test_unforged (PackFixture *fixture, gconstpointer data)
{
  g_autoptr (PackForge) forge = pack_forge_new (fixture->zip);
  pack_defects_reseal (forge);
  g_autoptr (GByteArray) zip = pack_forge_write (forge);
  g_assert_cmpmem (zip->data, zip->len, fixture->zip->data, fixture->zip->len);
}

/* Who forges the whole, certificate included, is consistent; only what is known from elsewhere
   tells him from the office. */
static void
test_foreign (PackFixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *cert = NULL;
  pack_forge_make_foreign (&key, &cert);
  g_autoptr (PackForge) forge = pack_forge_new (fixture->zip);
  pack_forge_set (forge, ANF_PACK_SIGNER, cert);
  pack_forge_reseal (forge, key, cert);
  g_autoptr (GByteArray) zip = pack_forge_write (forge);
  g_autoptr (AnfPackReport) blind = pack_fixture_verify (fixture, zip, NULL);
  g_assert_true (anf_pack_report_is_genuine (blind));
  const AnfPackTrust trust = { .cert_pem = PACK_SAMPLE_CERT };
  g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, zip, &trust);
  g_assert_true (pack_fixture_has_failure (report, "signer", ANF_PACK_SIGNER));
  g_assert_false (anf_pack_report_is_genuine (report));
}

/* A zip whose own checksums agree with one another and not with the file. */
static void
test_checksums (PackFixture *fixture, gconstpointer data)
{
  const char *const path = "data/orders/0001-letter.pdf";
  guint8 *end = fixture->zip->data + fixture->zip->len - 22;
  guint8 *directory = fixture->zip->data + anf_zip_get_u32 (end + 16);
  guint8 *line = end - 46 - strlen ("AF-20180918-01/") - strlen (path);
  directory[-12] ^= 1;
  line[16] ^= 1;
  g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, fixture->zip, NULL);
  pack_fixture_print (report);
  g_assert_true (pack_fixture_has_failure (report, ANF_CHECK_ZIP, path));
  g_assert_false (anf_pack_report_is_genuine (report));
}

/* What is too large to be held in memory is not taken for what is not there. */
static void
test_large_proof (PackFixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "proofs/continued", "proofs/zz" };
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      const gsize size = ANF_PACK_TAG_SIZE_MAX + 1;
      g_autoptr (PackForge) forge = pack_forge_new (fixture->zip);
      pack_forge_set_bytes (forge, paths[i], g_bytes_new_take (g_malloc0 (size), size));
      pack_defects_reseal (forge);
      g_autoptr (GByteArray) zip = pack_forge_write (forge);
      g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, zip, NULL);
      g_assert_true (pack_fixture_has_failure (report, "bagit", paths[i]));
      g_assert_false (anf_pack_report_is_genuine (report));
    }
}

static void
set_up (PackFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->sample = pack_sample_new ();
  pack_defects_prepare (fixture->sample);
  fixture->zip = pack_sample_write (fixture->sample, &error);
  g_assert_no_error (error);
}

static void
add (const char *name, gconstpointer data, void (*test) (PackFixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/pack/verify/", name, NULL);
  g_test_add (path, PackFixture, data, set_up, test, pack_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("unforged", NULL, test_unforged);
  const PackDefect *row;
  for (guint i = 0; (row = pack_defects_get (i)) != NULL; i++)
    {
      g_autofree char *name = g_strconcat ("forged/", row->name, NULL);
      add (name, row, test_forged);
    }
  add ("foreign", NULL, test_foreign);
  add ("checksums", NULL, test_checksums);
  add ("large-proof", NULL, test_large_proof);
  return g_test_run ();
}
