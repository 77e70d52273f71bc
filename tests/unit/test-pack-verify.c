/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-cms.h"
#include "anf-cosignature.h"
#include "anf-error.h"
#include "anf-pack-beside.h"
#include "anf-tree.h"
#include "anf-zip.h"

#include <glib/gstdio.h>

#include "pack-fixture.h"
#include "pack-forge.h"
#include "pack-sample-keys.h"
#include "pack-witnessed.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Under sanitizers each step costs fifty times as much, and fewer of them find as much. */
#ifdef __SANITIZE_ADDRESS__
#define STRIDE 23
#else
#define STRIDE 1
#endif

static void
test_genuine (PackFixture *fixture, gconstpointer data)
{
  g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, fixture->zip, NULL);
  pack_fixture_print (report);
  g_assert_true (anf_pack_report_is_genuine (report));
  g_assert_cmpuint (report->items, ==, fixture->sample->plan->items->len);
  g_assert_cmpuint (report->proofs, ==, 4);
  g_autofree char *fingerprint = anf_cms_fingerprint (PACK_SAMPLE_CERT, NULL);
  g_assert_cmpstr (report->fingerprint, ==, fingerprint);
  g_assert_cmpstr (report->log_vkey, ==, fixture->sample->plan->log_vkey);
}

/* ---- Every flipped byte is found, and named by the file that it belongs to ---- */

typedef struct
{
  guint start;
  char *path;
} Region;

static void
region_clear (gpointer data)
{
  g_free (((Region *)data)->path);
}

/* Where each file begins, its header included, and where each line of the directory does. */
static GArray *
list_regions (const GByteArray *zip)
{
  GArray *regions = g_array_new (FALSE, FALSE, sizeof (Region));
  g_array_set_clear_func (regions, region_clear);
  for (guint at = 0; at + 46 < zip->len; at++)
    {
      const guint32 signature = anf_zip_get_u32 (zip->data + at);
      const gboolean is_local = signature == ANF_ZIP_LOCAL_SIGNATURE;
      if (!is_local && signature != ANF_ZIP_CENTRAL_SIGNATURE)
        continue;
      const guint8 *name = zip->data + at + (is_local ? 30 : 46);
      const guint16 size = anf_zip_get_u16 (zip->data + at + (is_local ? 26 : 28));
      g_autofree char *text = g_strndup ((const char *)name, size);
      const Region region = { at, g_strdup (strchr (text, '/') + 1) };
      g_array_append_val (regions, region);
    }
  return regions;
}

/* By its own name, by the first part of it when the flip cut the name short, or as what follows
   after the file before when its header cannot be read at all. */
static gboolean
is_named (const AnfPackReport *report, const char *owner, const char *before)
{
  if (pack_fixture_has_failure (report, NULL, owner)
      || pack_fixture_has_failure (report, ANF_CHECK_ZIP, before))
    return TRUE;
  for (guint i = 0; i < report->checks->len; i++)
    {
      const AnfPackCheck *check = g_ptr_array_index (report->checks, i);
      if (!check->passed && *check->path != '\0' && g_str_has_prefix (owner, check->path))
        return TRUE;
    }
  return FALSE;
}

static const char *
get_region (GArray *regions, guint at, guint offset)
{
  guint found = 0;
  while (found + 1 < regions->len && g_array_index (regions, Region, found + 1).start <= at)
    found++;
  if (offset > found)
    return "";
  return g_array_index (regions, Region, found - offset).path;
}

static void
test_flips (PackFixture *fixture, gconstpointer data)
{
  const guint step = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) regions = list_regions (fixture->zip);
  g_assert_cmpuint (regions->len, ==, 2 * 27);
  const guint8 *end_record = fixture->zip->data + fixture->zip->len - 22;
  const guint end = (guint)(end_record - fixture->zip->data);
  g_autofree char *path = pack_sample_save (fixture->sample, fixture->zip->data, fixture->zip->len);
  const int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  for (guint at = (guint)g_test_rand_int_range (0, (gint32)step); at < fixture->zip->len;
       at += step)
    {
      const guint8 flipped = fixture->zip->data[at] ^ (guint8)(1 << g_test_rand_int_range (0, 8));
      g_assert_cmpint (pwrite (fd, &flipped, 1, at), ==, 1);
      g_autoptr (AnfPackReport) report = pack_fixture_verify_path (path, NULL);
      const char *owner = at >= end ? "" : get_region (regions, at, 0);
      const char *before = at >= end ? "" : get_region (regions, at, 1);
      if (anf_pack_report_is_genuine (report) || !is_named (report, owner, before))
        {
          pack_fixture_print (report);
          g_error ("byte %u (of %s) flipped to %02x is not named", at, owner, flipped);
        }
      g_assert_cmpint (pwrite (fd, fixture->zip->data + at, 1, at), ==, 1);
    }
  g_autoptr (AnfPackReport) restored = pack_fixture_verify_path (path, NULL);
  g_assert_true (anf_pack_report_is_genuine (restored));
  g_assert_true (g_close (fd, NULL));
}

/* CMS has bytes that nothing signs. Each is found all the same. */
static void
test_signature_flips (PackFixture *fixture, gconstpointer data)
{
  g_autoptr (PackForge) forge = pack_forge_new (fixture->zip);
  GBytes *content
      = g_ptr_array_index (forge->contents, (guint)pack_forge_find (forge, ANF_BAG_TAGMANIFEST));
  GBytes *signature
      = g_ptr_array_index (forge->contents, (guint)pack_forge_find (forge, ANF_PACK_SIGNATURE));
  gint64 time_us = 0;
  g_assert_true (anf_cms_verify (content, signature, PACK_SAMPLE_CERT, &time_us, NULL));
  gsize size = 0;
  const guint8 *der = g_bytes_get_data (signature, &size);
  for (gsize i = 0; i < size; i += STRIDE)
    {
      g_autofree guint8 *copy = g_memdup2 (der, size);
      copy[i] ^= (guint8)(1 << g_test_rand_int_range (0, 8));
      g_autoptr (GBytes) flipped = g_bytes_new (copy, size);
      g_autoptr (GError) error = NULL;
      g_assert_false (anf_cms_verify (content, flipped, PACK_SAMPLE_CERT, &time_us, &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_CORRUPT);
    }
}

static void
test_truncated (PackFixture *fixture, gconstpointer data)
{
  const guint whole = fixture->zip->len;
  for (guint size = 0; size < whole; size += STRIDE * (size < 64 || size > whole - 64 ? 1 : 211))
    {
      fixture->zip->len = size;
      g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, fixture->zip, NULL);
      g_assert_false (anf_pack_report_is_genuine (report));
      g_assert_true (pack_fixture_has_failure (report, ANF_CHECK_ZIP, ""));
    }
  fixture->zip->len = whole;
}

static void
test_surrounded (PackFixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) zip = g_byte_array_new ();
  g_byte_array_append (zip, fixture->zip->data, fixture->zip->len);
  g_byte_array_append (zip, (const guint8 *)"", 1);
  g_autoptr (AnfPackReport) after = pack_fixture_verify (fixture, zip, NULL);
  g_assert_true (pack_fixture_has_failure (after, ANF_CHECK_ZIP, ""));
  g_byte_array_set_size (zip, zip->len - 1);
  g_byte_array_prepend (zip, (const guint8 *)"#", 1);
  g_autoptr (AnfPackReport) before = pack_fixture_verify (fixture, zip, NULL);
  g_assert_true (pack_fixture_has_failure (before, ANF_CHECK_ZIP, ""));
  g_assert_false (anf_pack_report_is_genuine (after) || anf_pack_report_is_genuine (before));
}

/* ---- Whom to trust ---- */

static void
test_trust (PackFixture *fixture, gconstpointer data)
{
  g_autofree char *fingerprint = anf_cms_fingerprint (PACK_SAMPLE_CERT, NULL);
  g_autofree char *plain = g_ascii_strdown (fingerprint, -1);
  g_auto (GStrv) parts = g_strsplit (plain, ":", -1);
  g_autofree char *bare = g_strjoinv ("", parts);
  g_autofree char *vkey = g_strconcat (fixture->sample->plan->log_vkey, "\n", NULL);
  const AnfPackTrust right[] = {
    { .cert_pem = PACK_SAMPLE_CERT },
    { .fingerprint = fingerprint },
    { .fingerprint = bare, .log_vkey = vkey },
    { .cert_pem = PACK_SAMPLE_CERT, .fingerprint = bare, .log_vkey = vkey },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (right); i++)
    {
      g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, fixture->zip, &right[i]);
      pack_fixture_print (report);
      g_assert_true (anf_pack_report_is_genuine (report));
    }
  bare[0] = bare[0] == '0' ? '1' : '0';
  g_autofree char *key = NULL;
  g_autofree char *cert = NULL;
  pack_forge_make_foreign (&key, &cert);
  const AnfPackTrust wrong[] = {
    { .cert_pem = cert },
    { .fingerprint = bare },
    { .fingerprint = "" },
    { .cert_pem = "no certificate" },
    { .cert_pem = PACK_SAMPLE_CERT, .fingerprint = bare },
    { .log_vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW" },
    { .log_vkey = "" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, fixture->zip, &wrong[i]);
      g_assert_false (anf_pack_report_is_genuine (report));
    }
}

static void
append_line (char **text, const char *line)
{
  char *longer = g_strconcat (*text, line, NULL);
  g_free (*text);
  *text = longer;
}

/* Whom the reader trusts must have cosigned; other cosignatures do no harm and help nobody. */
static void
test_witness (PackFixture *fixture, gconstpointer data)
{
  AnfPackPlan *plan = fixture->sample->plan;
  char *vkeys[3] = { NULL };
  AnfSigner *signers[3] = { NULL };
  for (guint i = 0; i < G_N_ELEMENTS (signers); i++)
    {
      g_autofree char *name = g_strdup_printf ("witness.example/%u", i);
      signers[i] = anf_signer_to_witness (anf_signer_generate (name, NULL));
      vkeys[i] = anf_signer_dup_vkey (signers[i]);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *line = anf_cosignature_make (plan->checkpoint, signers[i], 1537228800, NULL);
      append_line (&plan->checkpoint, line);
      for (guint k = 0; k < plan->items->len; k++)
        {
          AnfPackItem *item = g_ptr_array_index (plan->items, k);
          if (item->proof != NULL)
            append_line (&item->proof, line);
        }
    }
  g_autoptr (GByteArray) zip = pack_sample_write (fixture->sample, NULL);
  const struct
  {
    const char *names[3];
    gboolean genuine;
  } cases[] = {
    { { NULL }, TRUE },
    { { vkeys[0] }, TRUE },
    { { vkeys[0], vkeys[1] }, TRUE },
    { { vkeys[2] }, FALSE },
    { { vkeys[1], vkeys[2] }, FALSE },
    { { plan->log_vkey }, FALSE },
    { { "" }, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AnfPackTrust trust = { .witness_vkeys = cases[i].names };
      g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, zip, &trust);
      g_assert_cmpint (anf_pack_report_is_genuine (report), ==, cases[i].genuine);
      g_assert_cmpint (pack_fixture_has_failure (report, "witness", "proofs/checkpoint"), ==,
                       !cases[i].genuine);
    }
  /* A pack that nobody witnessed is not taken for one that somebody did. */
  const AnfPackTrust trust = { .witness_vkeys = cases[1].names };
  g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, fixture->zip, &trust);
  g_assert_false (anf_pack_report_is_genuine (report));
  for (guint i = 0; i < G_N_ELEMENTS (signers); i++)
    {
      anf_signer_free (signers[i]);
      g_free (vkeys[i]);
    }
}

/* With a time-stamped checkpoint, what they saw stands beside it, at whatever size. */
static void
test_witness_beside (PackFixture *fixture, gconstpointer data)
{
  const guint sizes[] = { 1, 2, 7, 8, 10, 11, 12, 16, 22, 100 };
  g_autofree char *vkey = pack_witnessed_dup_vkey ();
  const char *const trusted[] = { vkey, NULL };
  const AnfPackTrust trust = { .witness_vkeys = trusted };
  const char *const strange[] = { fixture->sample->plan->log_vkey, NULL };
  const AnfPackTrust stranger = { .witness_vkeys = strange };
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (PackSample) sample = pack_sample_new ();
      g_autoptr (GError) error = NULL;
      pack_witnessed_add (sample, sizes[i]);
      g_autoptr (GByteArray) zip = pack_sample_write (sample, &error);
      g_assert_no_error (error);
      g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, zip, &trust);
      pack_fixture_print (report);
      g_assert_true (anf_pack_report_is_genuine (report));
      g_autoptr (AnfPackReport) other = pack_fixture_verify (fixture, zip, &stranger);
      g_assert_true (pack_fixture_has_failure (other, "witness", "proofs/cosigned"));
    }
}

/* When the log changed its key in between: whoever trusts either key alone, or a key that led to
   one of them. */
static void
test_witness_changed (PackFixture *fixture, gconstpointer data)
{
  const guint good[][2] = { { 14, 11 }, { 14, 13 }, { 14, 14 }, { 11, 11 }, { 8, 8 }, { 8, 11 } };
  g_autofree char *witness = pack_witnessed_dup_vkey ();
  const char *const witnesses[] = { witness, NULL };
  g_autoptr (AnfSigner) strange = anf_signer_generate ("anfang.haicheng.example/log", NULL);
  g_autofree char *stranger = anf_signer_dup_vkey (strange);
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (PackSample) sample = pack_sample_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *other = pack_witnessed_add_changed (sample, good[i][0], good[i][1]);
      g_autoptr (GByteArray) zip = pack_sample_write (sample, &error);
      g_assert_no_error (error);
      const char *const trusted[] = { sample->plan->log_vkey, other, NULL, stranger };
      for (guint k = 0; k < G_N_ELEMENTS (trusted); k++)
        {
          const AnfPackTrust trust = { .witness_vkeys = witnesses, .log_vkey = trusted[k] };
          g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, zip, &trust);
          pack_fixture_print (report);
          g_assert_cmpint (anf_pack_report_is_genuine (report), ==, trusted[k] != stranger);
        }
    }
}

static void
refuse_change (PackSample *sample, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) zip = pack_sample_write (sample, &error);
  g_assert_null (zip);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, path));
}

/* A key that is no longer the log's, or not yet, vouches for nothing; nor does one that nothing
   leads to. */
static void
test_witness_changed_wrongly (PackFixture *fixture, gconstpointer data)
{
  const guint bad[][2] = { { 14, 10 }, { 14, 15 }, { 11, 10 }, { 11, 12 }, { 8, 7 }, { 8, 12 } };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PackSample) sample = pack_sample_new ();
      g_autofree char *other = pack_witnessed_add_changed (sample, bad[i][0], bad[i][1]);
      refuse_change (sample, "proofs/cosigned");
    }
  g_autoptr (PackSample) sample = pack_sample_new ();
  g_autofree char *other = pack_witnessed_add_changed (sample, 14, 12);
  g_ptr_array_remove_index (sample->plan->extras, 0);
  refuse_change (sample, "proofs/cosigned");
}

/* When nobody has seen the log under its new key, the new key itself says that the log goes on from
   what the old one signed: whoever knows either key alone, and whatever witnesses saw before. */
static void
test_continued (PackFixture *fixture, gconstpointer data)
{
  const guint good[][2] = { { 11, 11 }, { 12, 12 }, { 16, 16 }, { 22, 16 }, { 100, 100 } };
  g_autofree char *witness = pack_witnessed_dup_vkey ();
  const char *const witnesses[] = { witness, NULL };
  g_autoptr (AnfSigner) strange = anf_signer_generate ("anfang.haicheng.example/log", NULL);
  g_autofree char *stranger = anf_signer_dup_vkey (strange);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (good); i++)
    {
      g_autoptr (PackSample) sample = pack_sample_new ();
      g_autoptr (GError) error = NULL;
      if (i % 2 != 0)
        pack_witnessed_add (sample, 14);
      g_autofree char *newest
          = pack_witnessed_add_continued (sample, good[i / 2][0], good[i / 2][1]);
      g_autoptr (GByteArray) zip = pack_sample_write (sample, &error);
      g_assert_no_error (error);
      const char *const trusted[] = { sample->plan->log_vkey, newest, NULL, stranger };
      for (guint k = 0; k < G_N_ELEMENTS (trusted); k++)
        {
          const AnfPackTrust trust
              = { .witness_vkeys = i % 2 != 0 ? witnesses : NULL, .log_vkey = trusted[k] };
          g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, zip, &trust);
          pack_fixture_print (report);
          g_assert_cmpint (anf_pack_report_is_genuine (report), ==, trusted[k] != stranger);
          g_assert_cmpint (pack_fixture_has_failure (report, "log-key", "proofs/log.vkey"), ==,
                           trusted[k] == stranger);
        }
      /* The new key's word is no witness's. */
      const AnfPackTrust trust = { .witness_vkeys = witnesses };
      g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, zip, &trust);
      g_assert_cmpint (anf_pack_report_is_genuine (report), ==, i % 2 != 0);
    }
}

static void
test_continued_wrongly (PackFixture *fixture, gconstpointer data)
{
  /* Before the new key was the log's, or after the old one was it no longer. */
  const guint bad[][2] = { { 11, 12 }, { 16, 17 }, { 16, 10 } };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PackSample) sample = pack_sample_new ();
      g_autofree char *newest = pack_witnessed_add_continued (sample, bad[i][0], bad[i][1]);
      refuse_change (sample, "proofs/continued");
    }
  g_autoptr (PackSample) overtaken = pack_sample_new ();
  g_autofree char *third = pack_witnessed_add_overtaken (overtaken, 8);
  refuse_change (overtaken, "proofs/continued");
  /* Each of the four that make it, missing: the change of key, the note, its key, the proof. */
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (PackSample) sample = pack_sample_new ();
      g_autofree char *newest = pack_witnessed_add_continued (sample, 16, 16);
      g_assert_cmpuint (sample->plan->extras->len, ==, 4);
      g_ptr_array_remove_index (sample->plan->extras, i);
      refuse_change (sample, "proofs/continued");
    }
}

static void
refuse_extras (PackFixture *fixture, const char *note, const char *hash)
{
  g_autoptr (PackSample) sample = pack_sample_new ();
  g_autoptr (GByteArray) hashes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  if (hash != NULL)
    g_byte_array_append (hashes, (const guint8 *)hash, ANF_HASH_SIZE);
  anf_pack_beside_add (sample->plan, ANF_PACK_BESIDE_COSIGNED, note, NULL, hashes);
  g_autoptr (GByteArray) zip = pack_sample_write (sample, &error);
  g_assert_null (zip);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "proofs/cosigned"));
}

/* What would not verify is not written. */
static void
test_witness_unwritten (PackFixture *fixture, gconstpointer data)
{
  g_autofree char *fork = pack_witnessed_fork (14);
  g_autofree char *twin = pack_witnessed_fork (11);
  refuse_extras (fixture, fork, NULL);
  refuse_extras (fixture, fork, "0123456789abcdef0123456789abcdef");
  refuse_extras (fixture, twin, NULL);
  refuse_extras (fixture, fixture->sample->plan->checkpoint, "0123456789abcdef0123456789abcdef");
  refuse_extras (fixture, "no checkpoint", NULL);
}

static void
test_unreadable (PackFixture *fixture, gconstpointer data)
{
  AnfPackReport *report = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_false (anf_pack_verify ("/nonexistent/pack.zip", NULL, &report, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (anf_pack_verify ("/dev/null", NULL, &report, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
  g_assert_null (report);
}

static void
test_empty_folder (PackFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->sample->folder, "empty", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_autoptr (AnfPackReport) report = pack_fixture_verify_path (folder, NULL);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_false (anf_pack_report_is_genuine (report));
  g_assert_true (pack_fixture_has_failure (report, "signature", ""));
  g_assert_true (pack_fixture_has_failure (report, "bagit", ANF_BAG_DECLARATION));
}

/* A report that says nothing, or only good things about too little, is not a good report. */
static void
test_silence (PackFixture *fixture, gconstpointer data)
{
  g_autoptr (AnfPackReport) report = pack_fixture_verify (fixture, fixture->zip, NULL);
  while (report->checks->len > 0)
    {
      g_assert_true (anf_pack_report_is_genuine (report) || report->checks->len < 43);
      g_ptr_array_remove_index (report->checks, 0);
    }
  g_assert_false (anf_pack_report_is_genuine (report));
}

static void
add (const char *name, gconstpointer data, void (*test) (PackFixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/pack/verify/", name, NULL);
  g_test_add (path, PackFixture, data, pack_fixture_set_up, test, pack_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("genuine", NULL, test_genuine);
  add ("flips", GUINT_TO_POINTER (g_test_slow () ? 1 : 13 * STRIDE), test_flips);
  add ("signature-flips", NULL, test_signature_flips);
  add ("truncated", NULL, test_truncated);
  add ("surrounded", NULL, test_surrounded);
  add ("trust", NULL, test_trust);
  add ("witness", NULL, test_witness);
  add ("witness-beside", NULL, test_witness_beside);
  add ("witness-unwritten", NULL, test_witness_unwritten);
  add ("witness-changed", NULL, test_witness_changed);
  add ("witness-changed-wrongly", NULL, test_witness_changed_wrongly);
  add ("continued", NULL, test_continued);
  add ("continued-wrongly", NULL, test_continued_wrongly);
  add ("unreadable", NULL, test_unreadable);
  add ("empty-folder", NULL, test_empty_folder);
  add ("silence", NULL, test_silence);
  return g_test_run ();
}
