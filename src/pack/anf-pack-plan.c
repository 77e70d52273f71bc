/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack-plan.h"

#include "anf-bag.h"
#include "anf-pack-digest.h"

#include <string.h>

/* Digits of the hash in a name, and the longest extension that is kept. */
#define NAME_HASH_DIGITS 8
#define EXTENSION_MAX 8

AnfPackItem *
anf_pack_item_new (const char *path)
{
  AnfPackItem *self = g_new0 (AnfPackItem, 1);
  self->path = g_strdup (path);
  return self;
}

AnfPackItem *
anf_pack_item_new_bytes (const char *path, GBytes *bytes)
{
  AnfPackItem *self = anf_pack_item_new (path);
  self->bytes = g_bytes_ref (bytes);
  self->size = g_bytes_get_size (bytes);
  self->sha256 = anf_pack_digest_bytes (bytes);
  self->sm3 = anf_pack_digest_bytes_sm3 (bytes);
  return self;
}

void
anf_pack_item_free (AnfPackItem *self)
{
  if (self == NULL)
    return;
  if (self->open_free != NULL)
    self->open_free (self->open_data);
  g_free (self->path);
  g_free (self->sha256);
  g_free (self->sm3);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->leaf);
  g_free (self->proof);
  g_free (self);
}

/* The text after the last dot of @filename, in lower case, when nobody could trip over it. */
static char *
dup_extension (const char *filename)
{
  const char *dot = filename == NULL ? NULL : strrchr (filename, '.');
  if (dot == NULL || dot[1] == '\0' || strlen (dot + 1) > EXTENSION_MAX)
    return g_strdup ("bin");
  for (const char *at = dot + 1; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at))
      return g_strdup ("bin");
  return g_ascii_strdown (dot + 1, -1);
}

char *
anf_pack_item_path (const char *folder, guint seq, const char *sha256, const char *filename)
{
  g_return_val_if_fail (strlen (sha256) >= NAME_HASH_DIGITS, NULL);
  g_autofree char *extension = dup_extension (filename);
  return g_strdup_printf ("%s/%04u-%.*s.%s", folder, seq, NAME_HASH_DIGITS, sha256, extension);
}

static void
item_free (gpointer data)
{
  anf_pack_item_free (data);
}

AnfPackPlan *
anf_pack_plan_new (const char *name)
{
  AnfPackPlan *self = g_new0 (AnfPackPlan, 1);
  self->name = g_strdup (name);
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->extras = g_ptr_array_new_with_free_func (item_free);
  return self;
}

void
anf_pack_plan_free (AnfPackPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->organization);
  g_free (self->identifier);
  g_free (self->checkpoint);
  g_free (self->log_vkey);
  g_free (self->key_pem);
  g_free (self->cert_pem);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->extras);
  g_free (self);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const AnfPackItem *left = *(const AnfPackItem *const *)a;
  const AnfPackItem *right = *(const AnfPackItem *const *)b;
  return strcmp (left->path, right->path);
}

GPtrArray *
anf_pack_plan_list_items (const AnfPackPlan *self)
{
  GPtrArray *items = g_ptr_array_new ();
  for (guint i = 0; i < self->items->len; i++)
    g_ptr_array_add (items, g_ptr_array_index (self->items, i));
  g_ptr_array_sort (items, compare_items);
  return items;
}
