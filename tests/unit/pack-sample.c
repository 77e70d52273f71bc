/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "pack-sample.h"

#include "anf-checkpoint.h"
#include "anf-leaf.h"
#include "anf-proof.h"

#include <glib/gstdio.h>

#include "pack-sample-keys.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define ORIGIN "anfang.haicheng.example/log"
#define TIME_US (G_GINT64_CONSTANT (1537264800) * G_USEC_PER_SEC) /* 2018-09-18T18:00:00+08:00 */
#define OTHER_LEAVES 3

typedef struct
{
  GPtrArray *lines;
  GByteArray *hashes;
  AnfTree tree;
} Log;

static gboolean
read_hashes (gpointer data, guint level, guint64 first, guint count, guint8 *hashes, GError **error)
{
  const Log *log = data;
  /* A sample has fewer than 256 leaves, so that only their own hashes are asked for. */
  g_assert_cmpuint (level, ==, 0);
  g_assert_cmpuint ((first + count) * ANF_HASH_SIZE, <=, log->hashes->len);
  memcpy (hashes, log->hashes->data + first * ANF_HASH_SIZE, (gsize)count * ANF_HASH_SIZE);
  return TRUE;
}

static void
append (Log *log, char *line)
{
  guint8 hash[ANF_HASH_SIZE];
  AnfTreeNode nodes[ANF_TREE_NODES_MAX];
  anf_tree_hash_leaf (line, strlen (line), hash);
  g_byte_array_append (log->hashes, hash, sizeof hash);
  (void)anf_tree_append (&log->tree, hash, nodes);
  g_ptr_array_add (log->lines, line);
}

static char *
make_leaf (const PackSampleInspectors *who, const char *event, const char *record, const char *blob)
{
  const AnfLeaf leaf = {
    .at = TIME_US - G_USEC_PER_SEC - who->earlier_us,
    .by = who->by,
    .content = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    .event = event,
    .record = record,
    .blob = blob,
  };
  g_autoptr (GError) error = NULL;
  char *line = anf_leaf_format (&leaf, &error);
  g_assert_no_error (error);
  return line;
}

static AnfPackItem *
add_bytes (AnfPackPlan *plan, const char *path, const char *text, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, size);
  AnfPackItem *item = anf_pack_item_new_bytes (path, bytes);
  g_ptr_array_add (plan->items, item);
  return item;
}

static int
open_path (gpointer data, GError **error)
{
  return g_open (data, O_RDONLY | O_CLOEXEC, 0);
}

/* Evidence whose bytes are in a file, as a vault has them. */
static AnfPackItem *
add_evidence (PackSample *self, guint seq, const char *name, const char *text, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, size);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *path = anf_pack_item_path ("evidence", seq, sha256, name);
  AnfPackItem *item = anf_pack_item_new (path);
  item->size = size;
  item->sha256 = g_strdup (sha256);
  item->open = open_path;
  item->open_free = g_free;
  item->open_data = g_build_filename (self->folder, sha256, NULL);
  g_assert_true (g_file_set_contents (item->open_data, text, (gssize)size, NULL));
  g_ptr_array_add (self->plan->items, item);
  return item;
}

static void
append_entry (GString *text, guint i, const AnfPackItem *item, const char *more)
{
  g_string_append_printf (
      text,
      "{\"id\":\"id-%u\",\"path\":\"data/%s\",\"sha256\":\"%s\",\"size\":%" G_GUINT64_FORMAT
      "%s%s%s%s},",
      i, item->path, item->sha256, item->size, item->sm3 == NULL ? "" : ",\"sm3\":\"",
      item->sm3 == NULL ? "" : item->sm3, item->sm3 == NULL ? "" : "\"", more);
}

/* What of @item only a case has: in the names that the office gives it. */
static char *
describe (const PackSampleInspectors *who, const AnfPackItem *item)
{
  if (!who->is_case)
    return g_strdup ("");
  return g_strdup_printf (",\"by\":\"%s\",\"captured_at\":\"%s\",\"filename\":\"%s\","
                          "\"position\":{\"lat\":%s},\"filetype\":\"image/jpeg\",\"kind\":\"%s\"",
                          who->by, who->captured_at, who->filename, who->latitude,
                          item->open == NULL ? "redacted" : "photo");
}

static void
append_orders (PackSample *self, GString *text)
{
  g_string_append (text, ",\"orders\":[");
  for (guint i = 0; i < self->plan->items->len; i++)
    {
      const AnfPackItem *item = g_ptr_array_index (self->plan->items, i);
      if (g_str_has_prefix (item->path, "orders/"))
        append_entry (text, i, item, ",\"number\":\"海营商整〔2018〕9号\"");
    }
  if (g_str_has_suffix (text->str, ","))
    g_string_truncate (text, text->len - 1);
  g_string_append (text, "]");
}

static void
append_findings (PackSample *self, GString *text)
{
  const guint letter = pack_sample_find (self, "orders/");
  for (guint i = 0; i < 2; i++)
    g_string_append_printf (
        text,
        "%s{\"id\":\"f-%u\",\"number\":\"HC18-03-2018-000%u\",\"unit\":\"%s\",\"area\":\"a3\","
        "\"category\":\"窗口\",\"fact\":\"窗口未一次性告知\",\"clause\":\"三（三）\","
        "\"visit\":\"AF-20180918-01\",\"created_at\":\"%s\",\"order\":\"id-%u\"}",
        i == 0 ? ",\"findings\":[" : ",", i, i + 1,
        i == 1 && self->who->second_unit != NULL ? self->who->second_unit : "210381-scj",
        self->who->captured_at, letter);
  g_string_append_printf (text,
                          "],\"referral\":{\"summary\":\"收受礼品线索\",\"persons\":[{\"name\":"
                          "\"孙某\"}]}");
}

static void
add_case (PackSample *self)
{
  GString *text = g_string_new ("{\"evidence\":[");
  for (guint i = 0; i < self->plan->items->len; i++)
    {
      const AnfPackItem *item = g_ptr_array_index (self->plan->items, i);
      g_autofree char *more = describe (self->who, item);
      if (g_str_has_prefix (item->path, "evidence/"))
        append_entry (text, i, item, more);
    }
  g_string_append (text, "{\"carrier\":\"录音笔 3 号\"}]");
  if (self->who->is_case)
    {
      append_orders (self, text);
      append_findings (self, text);
    }
  g_string_append (text, ",\"number\":\"AF-20180918-01\"}");
  (void)add_bytes (self->plan, "case.json", text->str, text->len);
  g_string_free (text, TRUE);
}

static AnfPackItem *
add_redacted (PackSample *self, guint seq, const char *picture)
{
  g_autoptr (GBytes) bytes = g_bytes_new (picture, strlen (picture));
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *path = anf_pack_item_path ("evidence", seq, sha256, "derivative.jpg");
  return add_bytes (self->plan, path, picture, strlen (picture));
}

/* Two pictures with their copies without metadata, in the order in which they were sent. */
static void
add_case_items (PackSample *self)
{
  static const char *const pictures[] = { "picture of the counter", "picture of the notice" };
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      const guint at = self->who->is_other_order ? 1 - i : i;
      g_autofree char *original = g_strconcat (pictures[at], self->who->exif, NULL);
      (void)add_evidence (self, 2 * i + 1, "IMG.JPG", original, strlen (original));
      (void)add_redacted (self, 2 * i + 2, pictures[at]);
    }
  (void)add_bytes (self->plan, "orders/0001-letter.pdf", "%PDF-1.7 letter", 15);
  if (self->who->second_letter)
    (void)add_bytes (self->plan, "orders/0002-letter.pdf", "%PDF-1.7 to the body", 20);
  (void)add_bytes (self->plan, "index.pdf", "%PDF-1.7 index", 14);
  (void)add_bytes (self->plan, "custody.csv", self->who->by, strlen (self->who->by));
  add_case (self);
}

static void
add_items (PackSample *self)
{
  AnfPackItem *photo = add_evidence (self, 1, "窗口 照片.JPG", "\xff\xd8\xff\xe0 photo", 10);
  /* openssl dgst -sm3 */
  photo->sm3 = g_strdup ("e40e02b9643804973244a11dbe7b25523037d4b92920b914215e0cd24410d810");
  g_autofree char *sound = g_strnfill (7000, 'a');
  AnfPackItem *recording = add_evidence (self, 2, "sound.m4a", sound, 7000);
  recording->sm3 = g_strdup ("0aefe1adfb8514a33c4722e7c1d6908b05b21697600b144b1bb0100b9263d49b");
  AnfPackItem *empty = add_evidence (self, 3, "empty.100%", "", 0);
  empty->sm3 = g_strdup ("1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
  if (self->who->make_recording != NULL)
    g_ptr_array_add (self->plan->items, self->who->make_recording (self->who->data));
  (void)add_bytes (self->plan, "orders/0001-letter.pdf", "%PDF-1.7 letter", 15);
  (void)add_bytes (self->plan, "index.pdf", "%PDF-1.7 index", 14);
  (void)add_bytes (self->plan, "custody.csv", "at,from,to\r\n", 12);
  add_case (self);
}

static AnfSigner *
load_log_signer (PackSample *self)
{
  g_autofree char *path = g_build_filename (self->folder, "log.key", NULL);
  g_assert_true (g_file_set_contents_full (path, PACK_SAMPLE_LOG_KEY, -1, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));
  g_autoptr (GError) error = NULL;
  AnfSigner *signer = anf_signer_load (ORIGIN, path, NULL, &error);
  g_assert_no_error (error);
  return signer;
}

static void
record_items (PackSample *self, Log *log)
{
  for (guint i = 0; i < self->plan->items->len; i++)
    {
      AnfPackItem *item = g_ptr_array_index (self->plan->items, i);
      if (strchr (item->path, '/') == NULL)
        continue;
      const char *noun = "evidence";
      if (g_str_has_prefix (item->path, "orders/"))
        noun = g_str_has_prefix (item->path, "orders/0001") ? "order" : "referral";
      g_autofree char *record = g_strdup_printf ("%s/id-%u", noun, i);
      item->leaf = make_leaf (self->who, "evidence.received", record, item->sha256);
      append (log, g_strdup (item->leaf));
      append (log, make_leaf (self->who, "visit.submitted", "visit/1", NULL));
    }
}

static void
prove_items (PackSample *self, Log *log)
{
  const AnfTreeReader reader = { .read = read_hashes, .data = log };
  for (guint i = 0; i < self->plan->items->len; i++)
    {
      AnfPackItem *item = g_ptr_array_index (self->plan->items, i);
      for (guint leaf = 0; item->leaf != NULL && leaf < log->lines->len; leaf++)
        {
          if (strcmp (g_ptr_array_index (log->lines, leaf), item->leaf) != 0)
            continue;
          g_autoptr (AnfProof) proof
              = anf_proof_new (leaf, anf_tree_prove_inclusion (&reader, leaf, log->tree.size, NULL),
                               self->plan->checkpoint);
          item->proof = anf_proof_format (proof);
        }
    }
}

static void
add_log (PackSample *self)
{
  Log log = { .lines = g_ptr_array_new_with_free_func (g_free), .hashes = g_byte_array_new () };
  anf_tree_init (&log.tree);
  for (guint i = 0; i < OTHER_LEAVES; i++)
    append (&log, make_leaf (self->who, "visit.created", "visit/1", NULL));
  record_items (self, &log);
  g_autoptr (AnfSigner) signer = load_log_signer (self);
  AnfTreeHead head;
  anf_tree_get_head (&log.tree, &head);
  self->plan->checkpoint = anf_checkpoint_sign (&head, signer, NULL);
  self->plan->log_vkey = anf_signer_dup_vkey (signer);
  prove_items (self, &log);
  self->lines = log.lines;
  g_byte_array_unref (log.hashes);
}

const PackSampleInspectors pack_sample_inspectors = { .by = "inspector-17",
                                                      .is_case = TRUE,
                                                      .captured_at = "2018-09-18T01:07:09.000Z",
                                                      .filename = "IMG_20180918_090709.JPG",
                                                      .latitude = "40.8524",
                                                      .exif = " by HUAWEI P20 at 09:07:09" };

static const PackSampleInspectors usual = { .by = "inspector-17" };

PackSample *
pack_sample_new (void)
{
  return pack_sample_new_by (&usual);
}

PackSample *
pack_sample_new_by (const PackSampleInspectors *who)
{
  PackSample *self = g_new0 (PackSample, 1);
  self->who = who;
  self->folder = g_dir_make_tmp ("anfang-pack-XXXXXX", NULL);
  self->plan = anf_pack_plan_new ("AF-20180918-01");
  self->plan->organization = g_strdup ("海城市营商环境建设局");
  self->plan->identifier = g_strdup ("海营商移〔2018〕3号");
  self->plan->time_us = TIME_US + who->approved_later_us;
  self->plan->key_pem = g_strdup (PACK_SAMPLE_KEY);
  self->plan->cert_pem = g_strdup (PACK_SAMPLE_CERT);
  if (who->is_case)
    add_case_items (self);
  else
    add_items (self);
  add_log (self);
  return self;
}

void
pack_sample_free (PackSample *self)
{
  if (self == NULL)
    return;
  anf_pack_plan_free (self->plan);
  g_ptr_array_unref (self->lines);
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder))
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      (void)g_unlink (path);
    }
  (void)g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self);
}

guint
pack_sample_find (PackSample *self, const char *start)
{
  for (guint i = 0; i < self->plan->items->len; i++)
    {
      const AnfPackItem *item = g_ptr_array_index (self->plan->items, i);
      if (g_str_has_prefix (item->path, start))
        return i;
    }
  g_assert_not_reached ();
}

AnfPackItem *
pack_sample_get (PackSample *self, const char *start)
{
  return g_ptr_array_index (self->plan->items, pack_sample_find (self, start));
}

static gboolean
append_bytes (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  g_byte_array_append (data, bytes, (guint)size);
  return TRUE;
}

GByteArray *
pack_sample_write (PackSample *self, GError **error)
{
  g_autoptr (GByteArray) zip = g_byte_array_new ();
  return anf_pack_write (self->plan, append_bytes, zip, error) ? g_steal_pointer (&zip) : NULL;
}

char *
pack_sample_save (PackSample *self, const void *bytes, gsize size)
{
  g_autofree char *path = g_build_filename (self->folder, "pack-XXXXXX.zip", NULL);
  const int fd = g_mkstemp (path);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, bytes, size), ==, (gssize)size);
  g_assert_true (g_close (fd, NULL));
  return g_steal_pointer (&path);
}
