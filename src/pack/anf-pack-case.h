/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfPackCaseItem:
 * @path: of the file in the bag
 * @sha256: hex
 * @sm3, @id: (nullable)
 * @size: bytes, or -1 when case.json does not say
 *
 * One file that case.json names under `evidence`.
 */
typedef struct
{
  char *path;
  char *sha256;
  char *sm3;
  char *id;
  gint64 size;
} AnfPackCaseItem;

/** anf_pack_case_is_for_unit: whether the text says that it is a unit's. */
gboolean anf_pack_case_is_for_unit (const char *text, gsize size);

/**
 * anf_pack_case_parse:
 * @error: ANF_ERROR_INVALID when it is no strict JSON object, has no `evidence`, or names a file
 * twice, badly, or outside data/evidence/
 *
 * Returns: (transfer full): path → AnfPackCaseItem
 */
GHashTable *
anf_pack_case_parse (const char *text, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_case_has_evidence: whether it names any, be it a carrier that is kept elsewhere. */
gboolean anf_pack_case_has_evidence (const char *text, gsize size);
