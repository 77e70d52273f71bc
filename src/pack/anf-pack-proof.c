/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack-proof.h"

#include "anf-bag.h"
#include "anf-error.h"
#include "anf-leaf.h"
#include "anf-proof.h"

#include <glib/gi18n.h>

#include <string.h>

/* Whether a file of this folder is what such a record is about: what somebody brought in as
   evidence is no letter of the office, and no testimony. */
static gboolean
is_of_folder (const char *path, const char *record)
{
  static const struct
  {
    const char *folder;
    const char *nouns[2];
  } rows[] = { { ANF_PACK_EVIDENCE, { "evidence/" } },
               { ANF_PACK_TALKS, { "talk/" } },
               { ANF_PACK_ORDERS, { "order/", "referral/" } } };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_has_prefix (path, rows[i].folder))
      return g_str_has_prefix (record, rows[i].nouns[0])
             || (rows[i].nouns[1] != NULL && g_str_has_prefix (record, rows[i].nouns[1]));
  return TRUE;
}

gboolean
anf_pack_proof_check_leaf (
    GBytes *leaf, const char *path, const char *sha256, const char *id, GError **error)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (leaf, &size);
  g_autoptr (AnfLeaf) line = anf_leaf_parse (size == 0 ? "" : text, size, error);
  if (line == NULL)
    return FALSE;
  if (g_strcmp0 (line->blob, sha256) != 0)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("the log recorded other bytes (SHA-256 %s)"),
                            line->blob == NULL ? "—" : line->blob);
  if (!is_of_folder (path, line->record))
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("the log recorded these bytes as %s, which is nothing of this kind"),
                            line->record);
  g_autofree char *record = g_strconcat ("evidence/", id, NULL);
  if (id != NULL && strcmp (line->record, record) != 0)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("the log recorded these bytes as %s, not as %s"), line->record,
                            record);
  return TRUE;
}

gboolean
anf_pack_proof_check (GBytes *proof, GBytes *leaf, const AnfPackLog *log, GError **error)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (proof, &size);
  g_autoptr (AnfProof) parsed = anf_proof_parse (size == 0 ? "" : text, size, error);
  if (parsed == NULL)
    return FALSE;
  g_autoptr (GBytes) checkpoint
      = g_bytes_new_static (parsed->checkpoint, strlen (parsed->checkpoint));
  if (!g_bytes_equal (checkpoint, log->checkpoint))
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("the proof stands under another checkpoint than the pack's"));
  return anf_proof_verify (parsed, leaf, log->verifier, NULL, error);
}
