/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-draw.h"

#include <string.h>

static gint
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

char **
anf_draw (const char *seed, const char *const *candidates, guint count)
{
  g_autoptr (GPtrArray) tickets = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GStrvBuilder) drawn = g_strv_builder_new ();
  for (gsize i = 0; candidates[i] != NULL; i++)
    {
      g_autofree char *text = g_strdup_printf ("%s\n%s", seed, candidates[i]);
      g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
      g_ptr_array_add (tickets, g_strdup_printf ("%s %s", hash, candidates[i]));
    }
  g_ptr_array_sort (tickets, compare);
  for (guint i = 0; i < MIN (count, tickets->len); i++)
    g_strv_builder_add (drawn, strchr (tickets->pdata[i], ' ') + 1);
  return g_strv_builder_end (drawn);
}
