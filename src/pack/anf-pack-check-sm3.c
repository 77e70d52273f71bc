/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-pack-checks.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
check_file (AnfPackChecks *self, const AnfPackFile *file)
{
  const char *sm3 = g_hash_table_lookup (self->sm3, file->path);
  if (sm3 == NULL)
    return anf_pack_report_fail (self->report, ANF_CHECK_SM3, file->path, _ ("%s does not list it"),
                                 ANF_PACK_SM3_MANIFEST);
  if (strcmp (sm3, file->digest.sm3) != 0)
    return anf_pack_report_fail (self->report, ANF_CHECK_SM3, file->path,
                                 _ ("it is not as listed: its SM3 hash is %s, but %s says %s"),
                                 file->digest.sm3, ANF_PACK_SM3_MANIFEST, sm3);
  return TRUE;
}

static gboolean
check_listed (AnfPackChecks *self)
{
  gboolean complete = TRUE;
  GHashTableIter at;
  gpointer path = NULL;
  g_hash_table_iter_init (&at, self->sm3);
  while (g_hash_table_iter_next (&at, &path, NULL))
    if (!g_str_has_prefix (path, ANF_BAG_PAYLOAD)
        || !g_hash_table_contains (self->source->by_path, path))
      complete = anf_pack_report_fail (self->report, ANF_CHECK_SM3, path,
                                       _ ("%s lists it, but it is not under data/"),
                                       ANF_PACK_SM3_MANIFEST);
  return complete;
}

void
anf_pack_check_sm3 (AnfPackChecks *self)
{
  if (self->sm3 == NULL)
    return;
  gboolean agrees = check_listed (self);
  for (guint i = 0; i < self->source->files->len; i++)
    {
      const AnfPackFile *file = g_ptr_array_index (self->source->files, i);
      if (g_str_has_prefix (file->path, ANF_BAG_PAYLOAD))
        agrees = check_file (self, file) && agrees;
    }
  if (agrees)
    anf_pack_report_pass (self->report, ANF_CHECK_SM3, ANF_PACK_SM3_MANIFEST,
                          _ ("the SM3 hashes agree too"));
}
