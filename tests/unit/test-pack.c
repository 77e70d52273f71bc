/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-error.h"
#include "anf-zip.h"

#include "pack-forge.h"
#include "pack-sample-keys.h"
#include "pack-sample.h"
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* ---- Writing ---- */

/* A second export is the same to the byte, and as long as was said. */
static void
test_same_twice (void)
{
  g_autoptr (PackSample) one = pack_sample_new ();
  g_autoptr (PackSample) other = pack_sample_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) first = pack_sample_write (one, &error);
  g_assert_no_error (error);
  g_autoptr (GByteArray) again = pack_sample_write (one, &error);
  g_autoptr (GByteArray) second = pack_sample_write (other, &error);
  g_assert_cmpmem (first->data, first->len, again->data, again->len);
  g_assert_cmpmem (first->data, first->len, second->data, second->len);
  g_assert_cmpuint (anf_pack_get_size (one->plan), ==, first->len);
}

typedef struct
{
  const char *name;
  const char *item;
  const char *contents;
  const char *words;
} PromiseCase;

/* The photo was recorded as ten bytes; the vault gives others. */
static const PromiseCase promise_cases[] = {
  { "changed", "evidence/0001", "\xff\xd8\xff\xe0 phot0", "SHA-256" },
  { "shorter", "evidence/0001", "\xff\xd8\xff\xe0 phot", "ends after 9 of the 10" },
  { "longer", "evidence/0001", "\xff\xd8\xff\xe0 photo.", "longer than the 10" },
  { "empty", "evidence/0001", "", "ends after 0 of the 10" },
};

static void
test_promise (gconstpointer data)
{
  const PromiseCase *row = data;
  g_autoptr (PackSample) sample = pack_sample_new ();
  AnfPackItem *item = pack_sample_get (sample, row->item);
  g_assert_true (g_file_set_contents (item->open_data, row->contents, -1, NULL));
  g_autoptr (GError) error = NULL;
  g_assert_null (pack_sample_write (sample, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, item->path));
  g_assert_nonnull (strstr (error->message, row->words));
}

static void
test_promise_sm3 (void)
{
  g_autoptr (PackSample) sample = pack_sample_new ();
  AnfPackItem *item = pack_sample_get (sample, "evidence/0001");
  item->sm3[0] = item->sm3[0] == '0' ? '1' : '0';
  g_autoptr (GError) error = NULL;
  g_assert_null (pack_sample_write (sample, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, "SM3"));
}

static void
test_vanished (void)
{
  g_autoptr (PackSample) sample = pack_sample_new ();
  AnfPackItem *item = pack_sample_get (sample, "evidence/0002");
  g_assert_cmpint (unlink (item->open_data), ==, 0);
  g_autoptr (GError) error = NULL;
  item->open = NULL;
  g_assert_null (pack_sample_write (sample, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
}

typedef struct
{
  guint calls;
  guint fail_at;
} Sink;

static gboolean
failing_sink (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  Sink *sink = data;
  if (++sink->calls == sink->fail_at)
    return anf_error_throw (error, ANF_ERROR_NO_SPACE, "the receiver is gone");
  return TRUE;
}

/* A receiver that goes away at whatever moment is told of, and nothing more is given to it. */
static void
test_sink (void)
{
  g_autoptr (PackSample) sample = pack_sample_new ();
  Sink all = { 0 };
  g_assert_true (anf_pack_write (sample->plan, failing_sink, &all, NULL));
  for (guint i = 1; i <= all.calls; i++)
    {
      Sink sink = { .fail_at = i };
      g_autoptr (GError) error = NULL;
      g_assert_false (anf_pack_write (sample->plan, failing_sink, &sink, &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_NO_SPACE);
      g_assert_cmpuint (sink.calls, ==, i);
    }
}

typedef struct
{
  const char *name;
  void (*spoil) (PackSample *sample);
  const char *words;
} PlanCase;

static void
set_text (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static void
spoil_name (PackSample *s)
{
  set_text (&s->plan->name, "../AF");
}
static void
spoil_hidden_name (PackSample *s)
{
  set_text (&s->plan->name, ".AF");
}
static void
spoil_identifier (PackSample *s)
{
  set_text (&s->plan->identifier, "3\nPayload-Oxum: 0.0");
}
static void
spoil_organization (PackSample *s)
{
  set_text (&s->plan->organization, "");
}
static void
spoil_time (PackSample *s)
{
  s->plan->time_us = 0;
}
static void
spoil_path (PackSample *s)
{
  set_text (&pack_sample_get (s, "orders/")->path, "orders/../x.pdf");
}
static void
spoil_place (PackSample *s)
{
  set_text (&pack_sample_get (s, "orders/")->path, "letters/0001-letter.pdf");
}
static void
spoil_escaped_path (PackSample *s)
{
  set_text (&pack_sample_get (s, "orders/")->path, "orders/100%.pdf");
}
static void
spoil_twin (PackSample *s)
{
  set_text (&pack_sample_get (s, "custody.csv")->path, "Index.PDF");
}
static void
spoil_proof (PackSample *s)
{
  AnfPackItem *item = pack_sample_get (s, "orders/");
  g_clear_pointer (&item->proof, g_free);
  g_clear_pointer (&item->leaf, g_free);
}
static void
spoil_half (PackSample *s)
{
  g_clear_pointer (&pack_sample_get (s, "orders/")->proof, g_free);
}
static void
spoil_leaf (PackSample *s)
{
  set_text (&pack_sample_get (s, "orders/")->leaf, pack_sample_get (s, "evidence/0001")->leaf);
}
static void
spoil_other_proof (PackSample *s)
{
  set_text (&pack_sample_get (s, "orders/")->proof, pack_sample_get (s, "evidence/0001")->proof);
}
static void
spoil_checkpoint (PackSample *s)
{
  *strchr (s->plan->checkpoint, '1') = '2';
}
static void
spoil_case (PackSample *s)
{
  g_ptr_array_remove_index (s->plan->items, pack_sample_find (s, "case.json"));
}
static void
spoil_hash (PackSample *s)
{
  AnfPackItem *item = pack_sample_get (s, "index.pdf");
  item->sha256[0] = 'G';
}
static void
spoil_key (PackSample *s)
{
  g_autofree char *cert = NULL;
  const AnfRandom random = anf_random_system ();
  g_autofree char *key = NULL;
  g_assert_true (anf_pack_make_signer ("x", s->plan->time_us, &random, &key, &cert, NULL));
  set_text (&s->plan->key_pem, key);
}
static void
spoil_extra (PackSample *s)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_ptr_array_add (s->plan->extras, anf_pack_item_new_bytes ("fetch.txt", bytes));
}
static void
spoil_own_extra (PackSample *s)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_ptr_array_add (s->plan->extras, anf_pack_item_new_bytes (ANF_PACK_SIGNER, bytes));
}
static void
spoil_all (PackSample *s)
{
  for (guint i = s->plan->items->len; i > 0; i--)
    {
      const AnfPackItem *item = g_ptr_array_index (s->plan->items, i - 1);
      if (g_str_has_prefix (item->path, "evidence/"))
        g_ptr_array_remove_index (s->plan->items, i - 1);
    }
}

static void
spoil_case_and_all (PackSample *s)
{
  spoil_all (s);
  AnfPackItem *item = pack_sample_get (s, "case.json");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("{\"evidence\":[]}", 15);
  g_ptr_array_remove (s->plan->items, item);
  g_ptr_array_add (s->plan->items, anf_pack_item_new_bytes ("case.json", bytes));
}

/* What would not verify is not written. */
static const PlanCase plan_cases[] = {
  { "name-climbs", spoil_name, "name" },
  { "name-hidden", spoil_hidden_name, "name" },
  { "identifier-of-two-lines", spoil_identifier, "identifier" },
  { "no-organization", spoil_organization, "organization" },
  { "no-time", spoil_time, "date" },
  { "path-climbs", spoil_path, "orders/../x.pdf" },
  { "path-escaped", spoil_escaped_path, "100%.pdf" },
  { "place", spoil_place, "letters/0001-letter.pdf" },
  { "path-differs-in-case", spoil_twin, "Index.PDF" },
  { "no-proof", spoil_proof, "orders/" },
  { "half-a-proof", spoil_half, "orders/" },
  { "leaf-of-another", spoil_leaf, "orders/" },
  { "proof-of-another", spoil_other_proof, "orders/" },
  { "checkpoint", spoil_checkpoint, "checkpoint" },
  { "no-case", spoil_case, "case.json" },
  { "hash", spoil_hash, "index.pdf" },
  { "key-of-another", spoil_key, "certificate" },
  { "extra-outside", spoil_extra, "fetch.txt" },
  { "extra-over-own", spoil_own_extra, ANF_PACK_SIGNER },
  { "no-evidence", spoil_all, "case.json" },
  { "nothing-at-all", spoil_case_and_all, "case.json" },
};

static void
test_plan (gconstpointer data)
{
  const PlanCase *row = data;
  g_autoptr (PackSample) sample = pack_sample_new ();
  row->spoil (sample);
  g_autoptr (GError) error = NULL;
  Sink sink = { 0 };
  g_assert_false (anf_pack_write (sample->plan, failing_sink, &sink, &error));
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, row->words));
  g_assert_cmpuint (sink.calls, ==, 0);
  g_assert_cmpuint (anf_pack_get_size (sample->plan), ==, 0);
}

typedef struct
{
  const char *filename;
  const char *path;
} PathCase;

static const PathCase path_cases[] = {
  { "IMG_1.JPG", "evidence/0007-ba7816bf.jpg" }, { "录音.m4a", "evidence/0007-ba7816bf.m4a" },
  { "a.tar.gz", "evidence/0007-ba7816bf.gz" },   { "none", "evidence/0007-ba7816bf.bin" },
  { NULL, "evidence/0007-ba7816bf.bin" },        { "dot.", "evidence/0007-ba7816bf.bin" },
  { "x.照片", "evidence/0007-ba7816bf.bin" },    { "x.j/../p", "evidence/0007-ba7816bf.bin" },
  { "x.100%", "evidence/0007-ba7816bf.bin" },    { "x.abcdefghi", "evidence/0007-ba7816bf.bin" },
};

static void
test_item_path (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (path_cases); i++)
    {
      g_autofree char *path = anf_pack_item_path (
          "evidence", 7, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
          path_cases[i].filename);
      g_assert_cmpstr (path, ==, path_cases[i].path);
      g_assert_true (anf_bag_path_is_plain (path));
    }
}

/* DOS times as `zip -X` under TZ=UTC writes them: 2018-09-18 10:00:00 is 4D32h 5000h. */
static void
test_dos_time (void)
{
  g_assert_cmphex (anf_zip_dos_time (G_GINT64_CONSTANT (1537264800) * G_USEC_PER_SEC), ==,
                   0x4D325000);
  g_assert_cmphex (anf_zip_dos_time (0), ==, 0x00210000);
  g_assert_cmphex (anf_zip_dos_time (-1), ==, 0x00210000);
  g_assert_cmphex (anf_zip_dos_time (G_GINT64_CONSTANT (4354819199) * G_USEC_PER_SEC), ==,
                   0xFF9FBF7D);
  g_assert_cmphex (anf_zip_dos_time (G_GINT64_CONSTANT (4354819200) * G_USEC_PER_SEC), ==,
                   0xFF9F0000);
}

/* ---- 4 GiB and more ---- */

#define BIG_SIZE (G_GUINT64_CONSTANT (0x100000001))
/* head -c 4294967297 /dev/zero | sha256sum */
#define BIG_SHA256 "fbb82f7b353676bb562eb82157fcf0ea42c36492ca13ee56dbf82c08b6802c5c"

static int
open_zeros (gpointer data, GError **error)
{
  const int fd = memfd_create ("zeros", MFD_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (ftruncate (fd, (off_t)BIG_SIZE), ==, 0);
  return fd;
}

static gboolean
counting_sink (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  *(guint64 *)data += size;
  return TRUE;
}

static AnfPackItem *
make_big_recording (gpointer data)
{
  g_autofree char *path = anf_pack_item_path ("evidence", 4, BIG_SHA256, "recording.bin");
  AnfPackItem *item = anf_pack_item_new (path);
  item->size = BIG_SIZE;
  item->sha256 = g_strdup (BIG_SHA256);
  item->open = open_zeros;
  return item;
}

static void
test_big (void)
{
  const PackSampleInspectors who = { .by = "inspector-17", .make_recording = make_big_recording };
  g_autoptr (PackSample) sample = pack_sample_new_by (&who);
  guint64 written = 0;
  g_autoptr (GError) error = NULL;
  const gboolean ok = anf_pack_write (sample->plan, counting_sink, &written, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  g_assert_cmpuint (written, ==, anf_pack_get_size (sample->plan));
  g_assert_cmpuint (written, >, BIG_SIZE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/pack/write/same-twice", test_same_twice);
  for (gsize i = 0; i < G_N_ELEMENTS (promise_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/pack/write/promise/", promise_cases[i].name, NULL);
      g_test_add_data_func (path, &promise_cases[i], test_promise);
    }
  g_test_add_func ("/pack/write/promise/sm3", test_promise_sm3);
  g_test_add_func ("/pack/write/vanished", test_vanished);
  g_test_add_func ("/pack/write/sink", test_sink);
  for (gsize i = 0; i < G_N_ELEMENTS (plan_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/pack/write/plan/", plan_cases[i].name, NULL);
      g_test_add_data_func (path, &plan_cases[i], test_plan);
    }
  g_test_add_func ("/pack/write/item-path", test_item_path);
  g_test_add_func ("/pack/write/dos-time", test_dos_time);
  g_test_add_func ("/pack/write/big", test_big);
  return g_test_run ();
}
