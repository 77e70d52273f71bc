/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-clock.h"
#include "anf-cms.h"
#include "anf-pack-beside.h"
#include "anf-pack-digest.h"
#include "anf-pack-plan.h"
#include "anf-pack-resources.h"
#include "anf-pack-timestamp.h"
#include "anf-pack-unit.h"

#include <string.h>

static void
put (GHashTable *tags, const char *path, GBytes *bytes)
{
  g_hash_table_insert (tags, g_strdup (path), bytes);
}

static void
put_text (GHashTable *tags, const char *path, const char *text)
{
  put (tags, path, g_bytes_new (text, strlen (text)));
}

static void
put_string (GHashTable *tags, const char *path, GString *text)
{
  put (tags, path, g_string_free_to_bytes (text));
}

static void
put_line (GHashTable *tags, const char *path, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  put_text (tags, path, line);
}

static char *
load_text (const char *resource)
{
  g_autofree char *key = g_strconcat ("/anfang/pack/", resource, NULL);
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (anf_pack_get_resource (), key, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_return_val_if_fail (bytes != NULL, g_strdup (""));
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  return g_strndup (data, size);
}

/* A text of ours, with the pack's name in it. */
static GString *
fill_template (const char *resource, const char *name)
{
  g_autofree char *template = load_text (resource);
  GString *text = g_string_new (template);
  g_string_replace (text, "@NAME@", name, 0);
  return text;
}

/* The instructions in one language, and the steps that not every pack has. */
typedef struct
{
  const char *path;
  const char *rotated;
  const char *stamped;
  const char *witnessed;
  const char *numbers[2]; /* of the step of witnesses, without and with that of time-stamps */
} Instructions;

static const Instructions instructions[] = {
  { ANF_PACK_VERIFY, "rotated.txt", "timestamp.txt", "witness.txt", { "6", "7" } },
  { ANF_PACK_VERIFY_CHINESE,
    "rotated.zh_CN.txt",
    "timestamp.zh_CN.txt",
    "witness.zh_CN.txt",
    { "六", "七" } },
};

static gboolean
put_instructions (GHashTable *tags,
                  const AnfPackPlan *plan,
                  const Instructions *row,
                  GError **error)
{
  g_autofree char *stamped = load_text (row->stamped);
  g_autofree char *stamps = anf_pack_timestamp_describe (plan, stamped, error);
  if (stamps == NULL)
    return FALSE;
  g_autofree char *witnessed = load_text (row->witnessed);
  g_autofree char *witnesses
      = anf_pack_beside_describe_witnesses (plan, witnessed, row->numbers[*stamps != '\0']);
  g_autofree char *rotated = load_text (row->rotated);
  g_autofree char *keys = anf_pack_beside_describe_keys (plan, rotated);
  GString *text = fill_template (row->path, plan->name);
  g_string_replace (text, "@KEYS@", keys, 0);
  g_string_replace (text, "@TIMESTAMPS@", stamps, 0);
  g_string_replace (text, "@WITNESSES@", witnesses, 0);
  put_string (tags, row->path, text);
  return TRUE;
}

static GString *
make_info (const AnfPackPlan *plan)
{
  guint64 bytes = 0;
  for (guint i = 0; i < plan->items->len; i++)
    {
      const AnfPackItem *item = g_ptr_array_index (plan->items, i);
      bytes += item->size;
    }
  GDate date;
  anf_time_local_date (plan->time_us, &date);
  g_autofree char *day = anf_date_format (&date);
  g_autofree char *time = anf_time_format (plan->time_us);
  GString *info = g_string_new (NULL);
  g_string_append_printf (info, "Source-Organization: %s\n", plan->organization);
  g_string_append_printf (info, "External-Identifier: %s\n", plan->identifier);
  g_string_append_printf (info, "Bagging-Date: %s\n", day);
  /* Not of RFC 8493, which allows others: the time of every file in the zip. */
  g_string_append_printf (info, "Bagging-Time: %s\n", time);
  g_string_append_printf (info, "Payload-Oxum: %" G_GUINT64_FORMAT ".%u\n", bytes,
                          plan->items->len);
  g_string_append (info, "Bag-Software-Agent: Anfang " ANF_VERSION "\n");
  return info;
}

static void
put_proofs (GHashTable *tags, const AnfPackPlan *plan)
{
  for (guint i = 0; i < plan->items->len; i++)
    {
      const AnfPackItem *item = g_ptr_array_index (plan->items, i);
      if (item->leaf == NULL)
        continue;
      g_autofree char *path = g_strconcat (ANF_BAG_PAYLOAD, item->path, NULL);
      g_autofree char *leaf = anf_bag_dup_proof_path (path, ".leaf");
      g_autofree char *proof = anf_bag_dup_proof_path (path, ".tlog-proof");
      put_text (tags, leaf, item->leaf);
      put_text (tags, proof, item->proof);
    }
  for (guint i = 0; i < plan->extras->len; i++)
    {
      const AnfPackItem *extra = g_ptr_array_index (plan->extras, i);
      put (tags, extra->path, g_bytes_ref (extra->bytes));
    }
}

static gboolean
has_sm3 (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (((const AnfPackItem *)g_ptr_array_index (items, i))->sm3 == NULL)
      return FALSE;
  return TRUE;
}

/* The items by one of their hashes. */
static void
put_list (GHashTable *tags, const char *list, GPtrArray *items, gboolean sm3)
{
  GString *manifest = g_string_new (NULL);
  for (guint i = 0; i < items->len; i++)
    {
      const AnfPackItem *item = g_ptr_array_index (items, i);
      g_autofree char *path = g_strconcat (ANF_BAG_PAYLOAD, item->path, NULL);
      anf_bag_append_line (manifest, sm3 ? item->sm3 : item->sha256, path);
    }
  put_string (tags, list, manifest);
}

/* A list that leaves out what has no SM3 hash would look like one that covers all. */
static void
put_manifests (GHashTable *tags, const AnfPackPlan *plan)
{
  g_autoptr (GPtrArray) items = anf_pack_plan_list_items (plan);
  put_list (tags, ANF_BAG_MANIFEST, items, FALSE);
  if (has_sm3 (items))
    put_list (tags, ANF_PACK_SM3_MANIFEST, items, TRUE);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static void
put_tagmanifest (GHashTable *tags)
{
  GList *paths = g_list_sort (g_hash_table_get_keys (tags), compare_paths);
  GString *manifest = g_string_new (NULL);
  for (GList *at = paths; at != NULL; at = at->next)
    {
      g_autofree char *sha256 = anf_pack_digest_bytes (g_hash_table_lookup (tags, at->data));
      anf_bag_append_line (manifest, sha256, at->data);
    }
  g_list_free (paths);
  put_string (tags, ANF_BAG_TAGMANIFEST, manifest);
}

/* The lists of what is there so far, and the signature over them. */
static gboolean
seal (GHashTable *tags, const AnfPackPlan *plan, GError **error)
{
  put_manifests (tags, plan);
  put_tagmanifest (tags);
  GBytes *signature = anf_cms_sign (g_hash_table_lookup (tags, ANF_BAG_TAGMANIFEST), plan->key_pem,
                                    plan->cert_pem, plan->time_us, error);
  if (signature == NULL)
    return FALSE;
  put (tags, ANF_PACK_SIGNATURE, signature);
  return TRUE;
}

static GHashTable *
begin_tags (const AnfPackPlan *plan)
{
  GHashTable *tags
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  put_text (tags, ANF_BAG_DECLARATION, ANF_BAG_DECLARATION_TEXT);
  put_string (tags, ANF_BAG_INFO, make_info (plan));
  put_text (tags, ANF_PACK_SIGNER, plan->cert_pem);
  return tags;
}

static GHashTable *
make_unit_tags (const AnfPackPlan *plan, GError **error)
{
  g_autoptr (GHashTable) tags = begin_tags (plan);
  put_string (tags, ANF_PACK_VERIFY, fill_template ("UNIT.txt", plan->name));
  put_string (tags, ANF_PACK_VERIFY_CHINESE, fill_template ("UNIT.zh_CN.txt", plan->name));
  return seal (tags, plan, error) ? g_steal_pointer (&tags) : NULL;
}

/* All of the unit's pack but the files that stand under data/ here too. */
static gboolean
put_unit (GHashTable *tags, const AnfPackPlan *plan, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AnfPackPlan) unit = anf_pack_unit_plan (plan, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (unit == NULL)
    return TRUE;
  g_autoptr (GHashTable) own = make_unit_tags (unit, error);
  if (own == NULL)
    return FALSE;
  GHashTableIter at;
  gpointer path = NULL;
  gpointer bytes = NULL;
  g_hash_table_iter_init (&at, own);
  while (g_hash_table_iter_next (&at, &path, &bytes))
    g_hash_table_insert (tags, g_strconcat (ANF_PACK_UNIT, path, NULL), g_bytes_ref (bytes));
  for (guint i = 0; i < unit->items->len; i++)
    {
      const AnfPackItem *item = g_ptr_array_index (unit->items, i);
      if (item->bytes != NULL)
        g_hash_table_insert (tags, g_strconcat (ANF_PACK_UNIT, ANF_BAG_PAYLOAD, item->path, NULL),
                             g_bytes_ref (item->bytes));
    }
  return TRUE;
}

GHashTable *
anf_pack_plan_make_tags (const AnfPackPlan *self, GError **error)
{
  g_autoptr (GHashTable) tags = begin_tags (self);
  for (gsize i = 0; i < G_N_ELEMENTS (instructions); i++)
    if (!put_instructions (tags, self, &instructions[i], error))
      return NULL;
  put_string (tags, ANF_PACK_SCRIPT, fill_template ("check.sh", self->name));
  put_text (tags, ANF_PACK_CHECKPOINT, self->checkpoint);
  put_line (tags, ANF_PACK_LOG_KEY, self->log_vkey);
  put_proofs (tags, self);
  return put_unit (tags, self, error) && seal (tags, self, error) ? g_steal_pointer (&tags) : NULL;
}
