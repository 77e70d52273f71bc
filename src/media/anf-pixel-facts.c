/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pixel-facts.h"

#include "anf-json.h"

#include <string.h>

static const char *const members[] = { "dhash", "phash", "picture_sha256" };
static const char *const flags_added[] = { "FLAT_PICTURE", "PIXELS_DAMAGED", "UNDECODABLE" };
#define FLAG_DROPPED "PIXELS_SKIPPED"

static int
compare_flags (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, as helpers give them. */
static JsonArray *
merge_flags (JsonArray *facts, JsonArray *pixels)
{
  g_autoptr (GPtrArray) flags = g_ptr_array_new ();
  for (guint i = 0; facts != NULL && i < json_array_get_length (facts); i++)
    {
      const char *flag = anf_json_array_get_string (facts, i);
      if (flag != NULL && !g_str_equal (flag, FLAG_DROPPED))
        g_ptr_array_add (flags, (gpointer)flag);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (flags_added); i++)
    if (pixels != NULL && anf_json_array_has_string (pixels, flags_added[i])
        && (facts == NULL || !anf_json_array_has_string (facts, flags_added[i])))
      g_ptr_array_add (flags, (gpointer)flags_added[i]);
  g_ptr_array_sort (flags, compare_flags);
  JsonArray *merged = json_array_new ();
  for (guint i = 0; i < flags->len; i++)
    json_array_add_string_element (merged, g_ptr_array_index (flags, i));
  return merged;
}

char *
anf_pixel_facts_merge (const char *facts, const char *pixels)
{
  g_autoptr (JsonObject) merged = anf_json_parse_object (facts, strlen (facts), NULL);
  g_autoptr (JsonObject) other = anf_json_parse_object (pixels, strlen (pixels), NULL);
  if (merged == NULL || other == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *value = anf_json_peek_string (other, members[i]);
      if (value != NULL)
        json_object_set_string_member (merged, members[i], value);
    }
  JsonArray *turned = anf_json_peek_array (other, "phash_turned");
  if (turned != NULL)
    json_object_set_array_member (merged, "phash_turned", json_array_ref (turned));
  if (json_object_has_member (other, "thumbnail_bits"))
    json_object_set_int_member (merged, "thumbnail_bits",
                                anf_json_peek_int (other, "thumbnail_bits", 0));
  json_object_set_array_member (
      merged, "flags",
      merge_flags (anf_json_peek_array (merged, "flags"), anf_json_peek_array (other, "flags")));
  return anf_json_format_object (merged);
}
