/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack-unit.h"

#include "anf-bag.h"
#include "anf-clock.h"
#include "anf-csv.h"
#include "anf-json.h"
#include "anf-leaf.h"
#include "anf-pack-digest.h"

#include <string.h>

#define NAME_DIGITS 16

typedef struct
{
  const AnfPackPlan *sealed;
  JsonObject *file;    /* the sealed case.json */
  GHashTable *by_path; /* data/… → AnfPackItem of @sealed */
  GPtrArray *pictures; /* Kept */
  GPtrArray *letters;  /* Kept */
} Draft;

/* A file that the unit gets, under a name that tells nothing of the others. */
typedef struct
{
  const AnfPackItem *item;
  JsonObject *entry; /* of the sealed case.json */
  char *path;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;
  g_free (kept->path);
  g_free (kept);
}

static void
draft_clear (Draft *self)
{
  g_clear_pointer (&self->file, json_object_unref);
  g_clear_pointer (&self->by_path, g_hash_table_unref);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_clear_pointer (&self->letters, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static guint
get_length (JsonArray *array)
{
  return array == NULL ? 0 : json_array_get_length (array);
}

/* Elements that are no objects are for anf_pack_case_parse() to complain of. */
static JsonObject *
get_object (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
read_case (Draft *self, GError **error)
{
  self->by_path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GBytes *document = NULL;
  for (guint i = 0; i < self->sealed->items->len; i++)
    {
      AnfPackItem *item = g_ptr_array_index (self->sealed->items, i);
      char *path = g_strconcat (ANF_BAG_PAYLOAD, item->path, NULL);
      if (strcmp (path, ANF_PACK_CASE) == 0)
        document = item->bytes;
      g_hash_table_insert (self->by_path, path, item);
    }
  gsize size = 0;
  const char *text = document == NULL ? "" : g_bytes_get_data (document, &size);
  self->file = anf_json_parse_object (text, size, error);
  return self->file != NULL;
}

/* Returns: (nullable): the one unit that all findings are of */
static const char *
find_unit (JsonArray *findings)
{
  const char *unit = NULL;
  for (guint i = 0; i < get_length (findings); i++)
    {
      JsonObject *finding = get_object (findings, i);
      const char *other = finding == NULL ? NULL : anf_json_peek_string (finding, "unit");
      if (other == NULL || (unit != NULL && strcmp (unit, other) != 0))
        return NULL;
      unit = other;
    }
  return unit;
}

static gboolean
is_order_of_findings (Draft *self, const char *id)
{
  JsonArray *findings = anf_json_peek_array (self->file, "findings");
  for (guint i = 0; id != NULL && i < get_length (findings); i++)
    if (g_strcmp0 (anf_json_peek_string (get_object (findings, i), "order"), id) == 0)
      return TRUE;
  return FALSE;
}

/* What was written to the discipline body is no letter to the unit, wherever it is listed. */
static gboolean
is_letter_to_unit (Draft *self, JsonObject *entry, const AnfPackItem *item)
{
  const char *id = anf_json_peek_string (entry, "id");
  g_autoptr (AnfLeaf) leaf
      = item->leaf == NULL ? NULL : anf_leaf_parse (item->leaf, strlen (item->leaf), NULL);
  g_autofree char *record = g_strconcat ("order/", id, NULL);
  return leaf != NULL && is_order_of_findings (self, id) && strcmp (leaf->record, record) == 0;
}

/* What a complainant photographed tells the unit who complained, whatever was cut from the file. */
static gboolean
is_picture_without_metadata (Draft *self, JsonObject *entry, const AnfPackItem *item)
{
  return g_strcmp0 (anf_json_peek_string (entry, "kind"), "redacted") == 0
         && !json_object_has_member (entry, "lead");
}

static int
compare_kept (gconstpointer a, gconstpointer b)
{
  const Kept *left = *(const Kept *const *)a;
  const Kept *right = *(const Kept *const *)b;
  return strcmp (left->item->sha256, right->item->sha256);
}

/* By their hashes, so that no order of uploads shows; the same bytes once. */
static GPtrArray *
keep (Draft *self,
      const char *member,
      const char *folder,
      gboolean (*may_show) (Draft *self, JsonObject *entry, const AnfPackItem *item))
{
  GPtrArray *kept = g_ptr_array_new_with_free_func (kept_free);
  JsonArray *entries = anf_json_peek_array (self->file, member);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < get_length (entries); i++)
    {
      JsonObject *entry = get_object (entries, i);
      const char *path = entry == NULL ? NULL : anf_json_peek_string (entry, "path");
      AnfPackItem *item = path == NULL ? NULL : g_hash_table_lookup (self->by_path, path);
      if (item == NULL || !may_show (self, entry, item) || !g_hash_table_add (seen, item->sha256))
        continue;
      Kept *one = g_new0 (Kept, 1);
      one->item = item;
      one->entry = entry;
      g_ptr_array_add (kept, one);
    }
  g_ptr_array_sort (kept, compare_kept);
  for (guint i = 0; i < kept->len; i++)
    {
      Kept *one = g_ptr_array_index (kept, i);
      one->path = anf_pack_item_path (folder, i + 1, one->item->sha256, one->item->path);
    }
  return kept;
}

static JsonArray *
describe_findings (Draft *self)
{
  static const char *const shown[]
      = { "number", "area", "category", "unit", "fact", "clause", "requirement", NULL };
  JsonArray *array = json_array_new ();
  JsonArray *findings = anf_json_peek_array (self->file, "findings");
  for (guint i = 0; i < get_length (findings); i++)
    {
      JsonObject *finding = get_object (findings, i);
      JsonObject *entry = json_object_new ();
      for (gsize at = 0; shown[at] != NULL; at++)
        anf_json_set_string (entry, shown[at], anf_json_peek_string (finding, shown[at]));
      json_array_add_object_element (array, entry);
    }
  return array;
}

static JsonArray *
describe_files (GPtrArray *files, const char *member)
{
  JsonArray *array = json_array_new ();
  for (guint i = 0; i < files->len; i++)
    {
      const Kept *kept = g_ptr_array_index (files, i);
      g_autofree char *path = g_strconcat (ANF_BAG_PAYLOAD, kept->path, NULL);
      JsonObject *entry = json_object_new ();
      json_object_set_string_member (entry, "path", path);
      json_object_set_string_member (entry, "sha256", kept->item->sha256);
      anf_json_set_string (entry, "sm3", kept->item->sm3);
      json_object_set_int_member (entry, "size", (gint64)kept->item->size);
      anf_json_set_string (entry, member, anf_json_peek_string (kept->entry, member));
      json_array_add_object_element (array, entry);
    }
  return array;
}

static GBytes *
make_case (Draft *self)
{
  g_autoptr (JsonObject) file = json_object_new ();
  json_object_set_string_member (file, "format", ANF_PACK_UNIT_FORMAT);
  json_object_set_array_member (file, "findings", describe_findings (self));
  json_object_set_array_member (file, "evidence", describe_files (self->pictures, "filetype"));
  json_object_set_array_member (file, "orders", describe_files (self->letters, "number"));
  char *text = anf_json_format_object (file);
  return g_bytes_new_take (text, strlen (text));
}

static gboolean
take_bytes (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  g_byte_array_append (data, bytes, (guint)size);
  return TRUE;
}

static gboolean
add_rows (AnfCsv *csv, GPtrArray *files, const char *kind, const char *note, GError **error)
{
  for (guint i = 0; i < files->len; i++)
    {
      const Kept *kept = g_ptr_array_index (files, i);
      g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, kept->item->size);
      const char *const cells[]
          = { kept->path, kind, size, kept->item->sha256, kept->item->sm3, note };
      if (!anf_csv_add_row (csv, cells, G_N_ELEMENTS (cells), error))
        return FALSE;
    }
  return TRUE;
}

static GBytes *
make_index (Draft *self, GError **error)
{
  static const char *const headings[]
      = { "名称", "类别", "大小（字节）", "SHA-256", "SM3", "备注" };
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (AnfCsv) csv = anf_csv_new (take_bytes, bytes);
  if (anf_csv_add_row (csv, headings, G_N_ELEMENTS (headings), error)
      && add_rows (csv, self->letters, "文书", "与印发件逐位一致", error)
      && add_rows (csv, self->pictures, "照片", "隐去元数据的副本，原件由制作单位保管", error))
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  return NULL;
}

/* The day, by its midnight in China: the hour would tell who was on duty. */
static gint64
cut_to_day (gint64 time_us)
{
  GDate day;
  anf_time_local_date (time_us, &day);
  return anf_time_of_date (&day, 0);
}

/* Not the referral's number: that there is one is not told. */
static char *
make_identifier (Draft *self)
{
  g_autoptr (GStrvBuilder) numbers = g_strv_builder_new ();
  JsonArray *findings = anf_json_peek_array (self->file, "findings");
  for (guint i = 0; i < get_length (findings) && i < 10; i++)
    {
      const char *number = anf_json_peek_string (get_object (findings, i), "number");
      if (number != NULL)
        g_strv_builder_add (numbers, number);
    }
  g_auto (GStrv) all = g_strv_builder_end (numbers);
  return all[0] == NULL ? g_strdup (find_unit (findings)) : g_strjoinv ("; ", all);
}

static void
add_files (AnfPackPlan *plan, GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    {
      const Kept *kept = g_ptr_array_index (files, i);
      AnfPackItem *item = anf_pack_item_new (kept->path);
      item->size = kept->item->size;
      item->sha256 = g_strdup (kept->item->sha256);
      item->sm3 = g_strdup (kept->item->sm3);
      g_ptr_array_add (plan->items, item);
    }
}

char *
anf_pack_unit_dup_name (GBytes *case_json)
{
  g_autofree char *hash = anf_pack_digest_bytes (case_json);
  return g_strdup_printf ("unit-%.*s", NAME_DIGITS, hash);
}

static AnfPackPlan *
make_plan (Draft *self, GError **error)
{
  g_autoptr (GBytes) document = make_case (self);
  g_autoptr (GBytes) index = make_index (self, error);
  if (index == NULL)
    return NULL;
  g_autofree char *name = anf_pack_unit_dup_name (document);
  AnfPackPlan *plan = anf_pack_plan_new (name);
  plan->organization = g_strdup (self->sealed->organization);
  plan->identifier = make_identifier (self);
  plan->time_us = cut_to_day (self->sealed->time_us);
  plan->key_pem = g_strdup (self->sealed->key_pem);
  plan->cert_pem = g_strdup (self->sealed->cert_pem);
  add_files (plan, self->letters);
  add_files (plan, self->pictures);
  g_ptr_array_add (plan->items, anf_pack_item_new_bytes ("case.json", document));
  g_ptr_array_add (plan->items, anf_pack_item_new_bytes ("index.csv", index));
  return plan;
}

AnfPackPlan *
anf_pack_unit_plan (const AnfPackPlan *plan, GError **error)
{
  g_auto (Draft) self = { .sealed = plan };
  if (!read_case (&self, error))
    return NULL;
  if (find_unit (anf_json_peek_array (self.file, "findings")) == NULL)
    return NULL;
  self.pictures = keep (&self, "evidence", "evidence", is_picture_without_metadata);
  self.letters = keep (&self, "orders", "orders", is_letter_to_unit);
  return self.pictures->len + self.letters->len == 0 ? NULL : make_plan (&self, error);
}
