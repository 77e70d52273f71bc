/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-pack-case.h"
#include "anf-pack-checks.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
check_named (AnfPackChecks *self, const AnfPackCaseItem *named)
{
  const AnfPackFile *file = g_hash_table_lookup (self->source->by_path, named->path);
  const char *sha256
      = self->manifest == NULL ? NULL : g_hash_table_lookup (self->manifest, named->path);
  if (file == NULL)
    return anf_pack_report_fail (self->report, ANF_CHECK_CASE, ANF_PACK_CASE,
                                 _ ("it names %s, which is missing"), named->path);
  if (named->size >= 0 && (guint64)named->size != file->size)
    return anf_pack_report_fail (self->report, ANF_CHECK_CASE, ANF_PACK_CASE,
                                 _ ("it gives another size for %s"), named->path);
  if (sha256 != NULL && strcmp (sha256, named->sha256) != 0)
    return anf_pack_report_fail (self->report, ANF_CHECK_CASE, ANF_PACK_CASE,
                                 _ ("it gives another SHA-256 for %s"), named->path);
  if (named->sm3 != NULL && strcmp (file->digest.sm3, named->sm3) != 0)
    return anf_pack_report_fail (self->report, ANF_CHECK_CASE, ANF_PACK_CASE,
                                 _ ("it gives another SM3 hash for %s"), named->path);
  return TRUE;
}

void
anf_pack_check_case (AnfPackChecks *self)
{
  if (self->named == NULL)
    return;
  gboolean agrees = TRUE;
  GHashTableIter at;
  gpointer named = NULL;
  g_hash_table_iter_init (&at, self->named);
  while (g_hash_table_iter_next (&at, NULL, &named))
    agrees = check_named (self, named) && agrees;
  for (guint i = 0; i < self->source->files->len; i++)
    {
      const AnfPackFile *file = g_ptr_array_index (self->source->files, i);
      if (!g_str_has_prefix (file->path, ANF_PACK_EVIDENCE)
          || g_hash_table_contains (self->named, file->path))
        continue;
      agrees = anf_pack_report_fail (self->report, ANF_CHECK_CASE, file->path,
                                     _ ("it is evidence that case.json does not name"));
    }
  if (agrees)
    anf_pack_report_pass (self->report, ANF_CHECK_CASE, ANF_PACK_CASE,
                          _ ("it names exactly the evidence that is there"));
}
