/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-cms.h"
#include "anf-error.h"
#include "anf-pack-report.h"
#include "anf-zip.h"

#include <glib/gstdio.h>

#include "pack-forge.h"
#include "pack-sample-keys.h"
#include "pack-sample.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  PackSample *sample;
  GByteArray *zip;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->sample = pack_sample_new ();
  fixture->zip = pack_sample_write (fixture->sample, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_byte_array_unref (fixture->zip);
  pack_sample_free (fixture->sample);
}

static AnfPackReport *
verify_path (const char *path, const AnfPackTrust *trust)
{
  g_autoptr (GError) error = NULL;
  AnfPackReport *report = NULL;
  g_assert_true (anf_pack_verify (path, trust, &report, &error));
  g_assert_no_error (error);
  g_assert_nonnull (report);
  return report;
}

static AnfPackReport *
verify (Fixture *fixture, const GByteArray *zip, const AnfPackTrust *trust)
{
  g_autofree char *path = pack_sample_save (fixture->sample, zip->data, zip->len);
  AnfPackReport *report = verify_path (path, trust);
  (void)g_unlink (path);
  return report;
}

static void
print_failures (const AnfPackReport *report)
{
  for (guint i = 0; i < report->checks->len; i++)
    {
      const AnfPackCheck *check = g_ptr_array_index (report->checks, i);
      if (!check->passed)
        g_test_message ("%s %s: %s", check->what, check->path, check->detail);
    }
}

static gboolean
has_failure (const AnfPackReport *report, const char *what, const char *path)
{
  for (guint i = 0; i < report->checks->len; i++)
    {
      const AnfPackCheck *check = g_ptr_array_index (report->checks, i);
      if (!check->passed && (what == NULL || strcmp (check->what, what) == 0)
          && strncmp (check->path, path, strlen (path)) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
test_genuine (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnfPackReport) report = verify (fixture, fixture->zip, NULL);
  print_failures (report);
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
  if (has_failure (report, NULL, owner) || has_failure (report, ANF_CHECK_ZIP, before))
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
test_flips (Fixture *fixture, gconstpointer data)
{
  const guint step = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) regions = list_regions (fixture->zip);
  g_assert_cmpuint (regions->len, ==, 2 * 26);
  const guint8 *end_record = fixture->zip->data + fixture->zip->len - 22;
  const guint end = (guint)(end_record - fixture->zip->data);
  g_autofree char *path = pack_sample_save (fixture->sample, fixture->zip->data, fixture->zip->len);
  const int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  for (guint at = (guint)g_test_rand_int_range (0, (gint32)step); at < fixture->zip->len;
       at += step)
    {
      const guint8 flipped = fixture->zip->data[at] ^ (guint8)(1 << g_test_rand_int_range (0, 8));
      g_assert_cmpint (pwrite (fd, &flipped, 1, at), ==, 1);
      g_autoptr (AnfPackReport) report = verify_path (path, NULL);
      const char *owner = at >= end ? "" : get_region (regions, at, 0);
      const char *before = at >= end ? "" : get_region (regions, at, 1);
      if (anf_pack_report_is_genuine (report) || !is_named (report, owner, before))
        {
          print_failures (report);
          g_error ("byte %u (of %s) flipped to %02x is not named", at, owner, flipped);
        }
      g_assert_cmpint (pwrite (fd, fixture->zip->data + at, 1, at), ==, 1);
    }
  g_autoptr (AnfPackReport) restored = verify_path (path, NULL);
  g_assert_true (anf_pack_report_is_genuine (restored));
  g_assert_true (g_close (fd, NULL));
}

/* CMS has bytes that nothing signs. Each is found all the same. */
static void
test_signature_flips (Fixture *fixture, gconstpointer data)
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
  for (gsize i = 0; i < size; i++)
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
test_truncated (Fixture *fixture, gconstpointer data)
{
  const guint whole = fixture->zip->len;
  for (guint size = 0; size < whole; size += size < 64 || size > whole - 64 ? 1 : 211)
    {
      fixture->zip->len = size;
      g_autoptr (AnfPackReport) report = verify (fixture, fixture->zip, NULL);
      g_assert_false (anf_pack_report_is_genuine (report));
      g_assert_true (has_failure (report, ANF_CHECK_ZIP, ""));
    }
  fixture->zip->len = whole;
}

static void
test_surrounded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) zip = g_byte_array_new ();
  g_byte_array_append (zip, fixture->zip->data, fixture->zip->len);
  g_byte_array_append (zip, (const guint8 *)"", 1);
  g_autoptr (AnfPackReport) after = verify (fixture, zip, NULL);
  g_assert_true (has_failure (after, ANF_CHECK_ZIP, ""));
  g_byte_array_set_size (zip, zip->len - 1);
  g_byte_array_prepend (zip, (const guint8 *)"#", 1);
  g_autoptr (AnfPackReport) before = verify (fixture, zip, NULL);
  g_assert_true (has_failure (before, ANF_CHECK_ZIP, ""));
  g_assert_false (anf_pack_report_is_genuine (after) || anf_pack_report_is_genuine (before));
}

/* ---- Forgeries ---- */

typedef struct
{
  const char *name;
  void (*forge) (PackForge *forge);
  const char *what;
  const char *path;
} ForgeCase;

static void
reseal (PackForge *forge)
{
  pack_forge_reseal (forge, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}

/* A signer of the forger's own: a key that is not the office's. */
static void
make_foreign (char **key_pem, char **cert_pem)
{
  const AnfRandom random = anf_random_system ();
  g_assert_true (
      anf_pack_make_signer ("海城市营商环境建设局", 0, &random, key_pem, cert_pem, NULL));
}

static void
forge_unsigned (PackForge *f)
{
  pack_forge_remove (f, ANF_PACK_SIGNATURE);
}
static void
forge_foreign_signature (PackForge *f)
{
  g_autofree char *key = NULL;
  g_autofree char *cert = NULL;
  make_foreign (&key, &cert);
  pack_forge_reseal (f, key, cert);
}
static void
forge_evidence (PackForge *f)
{
  pack_forge_set (f, "data/evidence/0001", "other bytes");
}
static void
forge_evidence_and_lists (PackForge *f)
{
  const int at = pack_forge_find (f, ANF_PACK_SIGNATURE);
  GBytes *kept = g_bytes_ref (g_ptr_array_index (f->contents, (guint)at));
  forge_evidence (f);
  reseal (f);
  pack_forge_set_bytes (f, ANF_PACK_SIGNATURE, kept);
}
static void
forge_evidence_resealed (PackForge *f)
{
  forge_evidence (f);
  reseal (f);
}
static void
forge_removed (PackForge *f)
{
  pack_forge_remove (f, "data/evidence/0002");
}
static void
forge_removed_resealed (PackForge *f)
{
  forge_removed (f);
  reseal (f);
}
static void
forge_added (PackForge *f)
{
  pack_forge_set (f, "data/evidence/0009-00000000.jpg", "planted");
  reseal (f);
}
static void
forge_unlisted (PackForge *f)
{
  pack_forge_set (f, "data/zzz.txt", "planted");
}
static void
forge_unlisted_tag (PackForge *f)
{
  pack_forge_set (f, "proofs/a.txt", "planted");
}
static void
forge_no_proofs (PackForge *f)
{
  pack_forge_remove (f, "proofs/evidence/");
  pack_forge_remove (f, "proofs/orders/");
  reseal (f);
}
static void
forge_nothing_proved (PackForge *f)
{
  forge_no_proofs (f);
  pack_forge_remove (f, "data/evidence/");
  pack_forge_remove (f, "data/orders/");
  pack_forge_set (f, ANF_PACK_CASE, "{\"evidence\":[]}");
  reseal (f);
}
static void
forge_swapped_proof (PackForge *f)
{
  g_autofree char *proof = pack_forge_get (f, "proofs/evidence/0001-de268760.jpg.tlog-proof");
  pack_forge_set (f, "proofs/evidence/0002-e528b009.m4a.tlog-proof", proof);
  reseal (f);
}
static void
forge_swapped_leaf (PackForge *f)
{
  g_autofree char *leaf = pack_forge_get (f, "proofs/evidence/0001-de268760.jpg.leaf");
  pack_forge_set (f, "proofs/evidence/0002-e528b009.m4a.leaf", leaf);
  reseal (f);
}
/* As if it had come in a year earlier. */
static void
forge_backdated (PackForge *f)
{
  g_autofree char *leaf = pack_forge_get (f, "proofs/evidence/0001-de268760.jpg.leaf");
  memcpy (strstr (leaf, "2018-"), "2017-", 5);
  pack_forge_set (f, "proofs/evidence/0001-de268760.jpg.leaf", leaf);
  reseal (f);
}
static void
forge_checkpoint (PackForge *f)
{
  g_autofree char *note = pack_forge_get (f, ANF_PACK_CHECKPOINT);
  memcpy (strstr (note, "\n11\n"), "\n12\n", 4);
  pack_forge_set (f, ANF_PACK_CHECKPOINT, note);
  reseal (f);
}
static void
forge_log_key (PackForge *f)
{
  pack_forge_set (f, ANF_PACK_LOG_KEY,
                  "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n");
  reseal (f);
}
static void
forge_fetch (PackForge *f)
{
  pack_forge_set (f, ANF_BAG_FETCH, "https://x.example/1 - data/evidence/0009-00000000.jpg\n");
  reseal (f);
}
static void
forge_version (PackForge *f)
{
  pack_forge_set (f, ANF_BAG_DECLARATION,
                  "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n");
  reseal (f);
}
static void
forge_manifest (PackForge *f, const char *(*change) (char *manifest))
{
  g_autofree char *manifest = pack_forge_get (f, ANF_BAG_MANIFEST);
  g_autofree char *changed = g_strdup (change (manifest));
  pack_forge_set (f, ANF_BAG_MANIFEST, changed);
  pack_forge_retag (f, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}
static const char *
drop_first_line (char *manifest)
{
  return strchr (manifest, '\n') + 1;
}
static void
forge_short_manifest (PackForge *f)
{
  forge_manifest (f, drop_first_line);
}
static const char *
upper_case (char *manifest)
{
  *strchr (manifest, 'a') = 'A';
  return manifest;
}
static void
forge_upper_case_hash (PackForge *f)
{
  forge_manifest (f, upper_case);
}
static const char *
binary_mark (char *manifest)
{
  manifest[65] = '*';
  return manifest;
}
static void
forge_binary_mark (PackForge *f)
{
  forge_manifest (f, binary_mark);
}
static void
forge_double_line (PackForge *f)
{
  g_autofree char *manifest = pack_forge_get (f, ANF_BAG_MANIFEST);
  g_autofree char *line = g_strndup (manifest, strcspn (manifest, "\n") + 1);
  g_autofree char *doubled = g_strconcat (line, manifest, NULL);
  pack_forge_set (f, ANF_BAG_MANIFEST, doubled);
  pack_forge_retag (f, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}
static void
forge_climbing_line (PackForge *f)
{
  g_autofree char *manifest = pack_forge_get (f, ANF_BAG_MANIFEST);
  g_autofree char *longer = g_strconcat (
      manifest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  data/../../x\n",
      NULL);
  pack_forge_set (f, ANF_BAG_MANIFEST, longer);
  pack_forge_retag (f, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}
static void
forge_case_syntax (PackForge *f)
{
  pack_forge_set (f, ANF_PACK_CASE, "{\"evidence\":[],\"evidence\":[]}");
  reseal (f);
}
static void
forge_case_silent (PackForge *f)
{
  pack_forge_set (f, ANF_PACK_CASE, "{\"evidence\":[]}");
  reseal (f);
}
static void
forge_case_sm3 (PackForge *f)
{
  g_autofree char *text = pack_forge_get (f, ANF_PACK_CASE);
  char *digit = strstr (text, "\"sm3\":\"") + strlen ("\"sm3\":\"");
  *digit = *digit == '0' ? '1' : '0';
  pack_forge_set (f, ANF_PACK_CASE, text);
  reseal (f);
}
static void
forge_case_id (PackForge *f)
{
  g_autofree char *text = pack_forge_get (f, ANF_PACK_CASE);
  memcpy (strstr (text, "\"id-0\""), "\"id-9\"", 6);
  pack_forge_set (f, ANF_PACK_CASE, text);
  reseal (f);
}
static void
forge_oxum (PackForge *f)
{
  pack_forge_set (f, ANF_BAG_INFO, "Payload-Oxum: 1.1\nBagging-Time: 2018-09-18T10:00:00.000Z\n");
  pack_forge_retag (f, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}
static void
forge_time (PackForge *f)
{
  g_autofree char *info = pack_forge_get (f, ANF_BAG_INFO);
  memcpy (strstr (info, "T10:00"), "T11:00", 6);
  pack_forge_set (f, ANF_BAG_INFO, info);
  reseal (f);
}
static void
forge_order (PackForge *f)
{
  const guint last = f->names->len - 1;
  g_ptr_array_insert (f->names, 6, g_ptr_array_steal_index (f->names, last));
  g_ptr_array_insert (f->contents, 6, g_ptr_array_steal_index (f->contents, last));
}
static void
forge_twice (PackForge *f)
{
  g_ptr_array_add (f->names, g_strdup (g_ptr_array_index (f->names, f->names->len - 1)));
  g_ptr_array_add (f->contents, g_bytes_new_static ("other", 5));
}
static void
add_raw (PackForge *f, const char *name)
{
  g_ptr_array_add (f->names, g_strdup (name));
  g_ptr_array_add (f->contents, g_bytes_new_static ("x", 1));
}
static void
forge_climbing (PackForge *f)
{
  add_raw (f, "AF-20180918-01/../x");
}
static void
forge_absolute (PackForge *f)
{
  add_raw (f, "/etc/x");
}
static void
forge_second_folder (PackForge *f)
{
  add_raw (f, "AF-20180918-02/x");
}
static void
forge_folder_entry (PackForge *f)
{
  add_raw (f, "AF-20180918-01/data/z/");
}
static void
forge_backslash (PackForge *f)
{
  add_raw (f, "AF-20180918-01/data\\x");
}
static void
forge_empty (PackForge *f)
{
  pack_forge_remove (f, "");
}

/* "resealed": with the office's own key, so that only what the log knows stands against it. */
static const ForgeCase forge_cases[] = {
  { "unsigned", forge_unsigned, "signature", "signature.p7s" },
  { "foreign-signature", forge_foreign_signature, "signature", "signature.p7s" },
  { "evidence", forge_evidence, "payload", "data/evidence/0001" },
  { "evidence-and-lists", forge_evidence_and_lists, "signature", "tagmanifest-sha256.txt" },
  { "evidence-resealed", forge_evidence_resealed, "leaf", "proofs/evidence/0001" },
  { "removed", forge_removed, "manifest", "data/evidence/0002" },
  { "removed-resealed", forge_removed_resealed, "case", "data/case.json" },
  { "removed-resealed-proof", forge_removed_resealed, "proof", "proofs/evidence/0002" },
  { "added-resealed", forge_added, "proof", "data/evidence/0009" },
  { "added-resealed-case", forge_added, "case", "data/evidence/0009" },
  { "unlisted", forge_unlisted, "payload", "data/zzz.txt" },
  { "unlisted-tag", forge_unlisted_tag, "tag", "proofs/a.txt" },
  { "no-proofs", forge_no_proofs, "proof", "data/orders/0001" },
  { "nothing-proved", forge_nothing_proved, "proof", "" },
  { "swapped-proof", forge_swapped_proof, "proof", "proofs/evidence/0002" },
  { "swapped-leaf", forge_swapped_leaf, "leaf", "proofs/evidence/0002" },
  { "backdated", forge_backdated, "proof", "proofs/evidence/0001" },
  { "checkpoint", forge_checkpoint, "checkpoint", "proofs/checkpoint" },
  { "log-key", forge_log_key, "checkpoint", "proofs/checkpoint" },
  { "fetch", forge_fetch, "bagit", "fetch.txt" },
  { "version", forge_version, "bagit", "bagit.txt" },
  { "short-manifest", forge_short_manifest, "payload", "data/case.json" },
  { "upper-case-hash", forge_upper_case_hash, "manifest", "manifest-sha256.txt" },
  { "binary-mark", forge_binary_mark, "manifest", "manifest-sha256.txt" },
  { "double-line", forge_double_line, "manifest", "manifest-sha256.txt" },
  { "climbing-line", forge_climbing_line, "manifest", "manifest-sha256.txt" },
  { "case-syntax", forge_case_syntax, "case", "data/case.json" },
  { "case-silent", forge_case_silent, "case", "data/evidence/0001" },
  { "case-sm3", forge_case_sm3, "case", "data/case.json" },
  { "case-id", forge_case_id, "leaf", "proofs/evidence/0001" },
  { "oxum", forge_oxum, "bag-info", "bag-info.txt" },
  { "time", forge_time, "zip", "bagit.txt" },
  { "order", forge_order, "zip", "VERIFY.zh_CN.txt" },
  { "twice", forge_twice, "zip", "data/orders/0001" },
  { "climbing", forge_climbing, "zip", "data/orders/0001" },
  { "absolute", forge_absolute, "zip", "data/orders/0001" },
  { "second-folder", forge_second_folder, "zip", "data/orders/0001" },
  { "folder-entry", forge_folder_entry, "zip", "data/orders/0001" },
  { "backslash", forge_backslash, "zip", "data/orders/0001" },
  { "empty", forge_empty, "zip", "" },
};

static void
test_forged (Fixture *fixture, gconstpointer data)
{
  const ForgeCase *row = data;
  g_autoptr (PackForge) forge = pack_forge_new (fixture->zip);
  row->forge (forge);
  g_autoptr (GByteArray) zip = pack_forge_write (forge);
  g_autoptr (AnfPackReport) report = verify (fixture, zip, NULL);
  print_failures (report);
  g_assert_true (has_failure (report, row->what, row->path));
  g_assert_false (anf_pack_report_is_genuine (report));
}

/* Taken apart and put together without a change, it is genuine: the forgeries fail for their own
   sake. */
static void
test_unforged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PackForge) forge = pack_forge_new (fixture->zip);
  reseal (forge);
  g_autoptr (GByteArray) zip = pack_forge_write (forge);
  g_assert_cmpmem (zip->data, zip->len, fixture->zip->data, fixture->zip->len);
}

/* ---- Whom to trust ---- */

static void
test_trust (Fixture *fixture, gconstpointer data)
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
      g_autoptr (AnfPackReport) report = verify (fixture, fixture->zip, &right[i]);
      print_failures (report);
      g_assert_true (anf_pack_report_is_genuine (report));
    }
  bare[0] = bare[0] == '0' ? '1' : '0';
  g_autofree char *key = NULL;
  g_autofree char *cert = NULL;
  make_foreign (&key, &cert);
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
      g_autoptr (AnfPackReport) report = verify (fixture, fixture->zip, &wrong[i]);
      g_assert_false (anf_pack_report_is_genuine (report));
    }
}

/* Who forges the whole, certificate included, is consistent; only what is known from elsewhere
   tells him from the office. */
static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *cert = NULL;
  make_foreign (&key, &cert);
  g_autoptr (PackForge) forge = pack_forge_new (fixture->zip);
  pack_forge_set (forge, ANF_PACK_SIGNER, cert);
  pack_forge_reseal (forge, key, cert);
  g_autoptr (GByteArray) zip = pack_forge_write (forge);
  g_autoptr (AnfPackReport) blind = verify (fixture, zip, NULL);
  g_assert_true (anf_pack_report_is_genuine (blind));
  const AnfPackTrust trust = { .cert_pem = PACK_SAMPLE_CERT };
  g_autoptr (AnfPackReport) report = verify (fixture, zip, &trust);
  g_assert_true (has_failure (report, "signer", ANF_PACK_SIGNER));
  g_assert_false (anf_pack_report_is_genuine (report));
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
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
test_empty_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->sample->folder, "empty", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_autoptr (AnfPackReport) report = verify_path (folder, NULL);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_false (anf_pack_report_is_genuine (report));
  g_assert_true (has_failure (report, "signature", ""));
  g_assert_true (has_failure (report, "bagit", ANF_BAG_DECLARATION));
}

/* A report that says nothing, or only good things about too little, is not a good report. */
static void
test_silence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnfPackReport) report = verify (fixture, fixture->zip, NULL);
  while (report->checks->len > 0)
    {
      g_assert_true (anf_pack_report_is_genuine (report) || report->checks->len < 41);
      g_ptr_array_remove_index (report->checks, 0);
    }
  g_assert_false (anf_pack_report_is_genuine (report));
}

static void
add (const char *name, gconstpointer data, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/pack/verify/", name, NULL);
  g_test_add (path, Fixture, data, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("genuine", NULL, test_genuine);
  add ("unforged", NULL, test_unforged);
  add ("flips", GUINT_TO_POINTER (g_test_slow () ? 1 : 13), test_flips);
  add ("signature-flips", NULL, test_signature_flips);
  add ("truncated", NULL, test_truncated);
  add ("surrounded", NULL, test_surrounded);
  for (gsize i = 0; i < G_N_ELEMENTS (forge_cases); i++)
    {
      g_autofree char *name = g_strconcat ("forged/", forge_cases[i].name, NULL);
      add (name, &forge_cases[i], test_forged);
    }
  add ("trust", NULL, test_trust);
  add ("foreign", NULL, test_foreign);
  add ("unreadable", NULL, test_unreadable);
  add ("empty-folder", NULL, test_empty_folder);
  add ("silence", NULL, test_silence);
  return g_test_run ();
}
