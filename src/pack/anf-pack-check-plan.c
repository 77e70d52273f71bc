/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-checkpoint.h"
#include "anf-error.h"
#include "anf-pack-beside.h"
#include "anf-pack-case.h"
#include "anf-pack-limits.h"
#include "anf-pack-plan.h"
#include "anf-pack-proof.h"
#include "anf-zip.h"

#include <glib/gi18n.h>

#include <string.h>

#define INFO_VALUE_MAX 500

/* One line of bag-info.txt; UTF-8 without what would break the line or hide in it. */
static gboolean
is_info_value (const char *text)
{
  if (text == NULL || *text == '\0' || strlen (text) > INFO_VALUE_MAX
      || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isprint (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

static gboolean
check_head (const AnfPackPlan *self, GError **error)
{
  if (self->name == NULL || !anf_bag_name_is_plain (self->name))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("the pack's name may only have letters, digits, “-”, “_” and “.”"));
  if (!is_info_value (self->organization) || !is_info_value (self->identifier))
    return anf_error_throw (
        error, ANF_ERROR_INVALID,
        _ ("the pack needs an organization and an identifier, of one line each"));
  if (anf_zip_dos_time (self->time_us) == anf_zip_dos_time (0))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the pack needs a date from 1980 on"));
  if (self->checkpoint == NULL || self->log_vkey == NULL || self->key_pem == NULL
      || self->cert_pem == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("the pack needs a checkpoint, the log's key and a signer"));
  return TRUE;
}

/* Two names that differ only in case are one file where the receiver unpacks on Windows. */
static gboolean
claim_path (GHashTable *taken, const char *path, GError **error)
{
  if (!anf_bag_path_is_plain (path))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” is no plain path"), path);
  if (!g_hash_table_add (taken, g_ascii_strdown (path, -1)))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the pack would hold “%s” twice"), path);
  return TRUE;
}

static gboolean
claim_extra (GHashTable *taken, const AnfPackItem *extra, GError **error)
{
  if (!g_str_has_prefix (extra->path, "proofs/") || extra->bytes == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("“%s” has no place beside the data and the proofs"), extra->path);
  return claim_path (taken, extra->path, error);
}

static gboolean
check_paths (const AnfPackPlan *self, GError **error)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *const own[] = { ANF_PACK_SIGNER, ANF_PACK_CHECKPOINT, ANF_PACK_LOG_KEY,
                              ANF_PACK_SCRIPT, ANF_PACK_SM3_MANIFEST };
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    g_hash_table_add (taken, g_strdup (own[i]));
  for (guint i = 0; i < self->items->len; i++)
    {
      const AnfPackItem *item = g_ptr_array_index (self->items, i);
      g_autofree char *path = g_strconcat (ANF_BAG_PAYLOAD, item->path, NULL);
      g_autofree char *leaf = anf_bag_dup_proof_path (path, ".leaf");
      g_autofree char *proof = anf_bag_dup_proof_path (path, ".tlog-proof");
      if (!anf_bag_is_payload (path))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” has no place in a pack"), path);
      if (!claim_path (taken, path, error) || !claim_path (taken, leaf, error)
          || !claim_path (taken, proof, error))
        return FALSE;
    }
  for (guint i = 0; i < self->extras->len; i++)
    if (!claim_extra (taken, g_ptr_array_index (self->extras, i), error))
      return FALSE;
  if (g_hash_table_size (taken) > ANF_PACK_FILES_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the pack would hold over %d files"),
                            ANF_PACK_FILES_MAX);
  return TRUE;
}

static gboolean
check_contents (const AnfPackItem *item, GError **error)
{
  if (item->bytes == NULL && item->open == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” has no contents"), item->path);
  if (!anf_bag_is_sha256 (item->sha256) || (item->sm3 != NULL && !anf_bag_is_sha256 (item->sm3)))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” has no lower-case hash"),
                            item->path);
  if (item->size > ANF_PACK_ITEM_SIZE_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("“%s” is too large for a pack"),
                            item->path);
  if ((item->leaf == NULL) != (item->proof == NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” has half a proof"), item->path);
  return TRUE;
}

static gboolean
check_proof (const AnfPackItem *item, const char *id, const AnfPackLog *log, GError **error)
{
  g_autofree char *path = g_strconcat (ANF_BAG_PAYLOAD, item->path, NULL);
  if (item->leaf == NULL && !anf_bag_needs_proof (path))
    return TRUE;
  if (item->leaf == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” has no proof from the log"),
                            item->path);
  g_autoptr (GBytes) leaf = g_bytes_new_static (item->leaf, strlen (item->leaf));
  g_autoptr (GBytes) proof = g_bytes_new_static (item->proof, strlen (item->proof));
  if (anf_pack_proof_check_leaf (leaf, path, item->sha256, id, error)
      && anf_pack_proof_check (proof, leaf, log, error))
    return TRUE;
  g_prefix_error (error, "%s: ", item->path);
  return FALSE;
}

static gboolean
check_named (const AnfPackItem *item, const AnfPackCaseItem *named, GError **error)
{
  g_autofree char *path = g_strconcat (ANF_BAG_PAYLOAD, item->path, NULL);
  if (!g_str_has_prefix (path, ANF_PACK_EVIDENCE))
    return TRUE;
  if (named == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("case.json does not name “%s”"),
                            item->path);
  if (strcmp (named->sha256, item->sha256) != 0
      || (named->size >= 0 && (guint64)named->size != item->size))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("case.json gives another hash or size for “%s”"), item->path);
  return TRUE;
}

static const AnfPackItem *
find_item (const AnfPackPlan *self, const char *path)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const AnfPackItem *item = g_ptr_array_index (self->items, i);
      if (strcmp (item->path, path + strlen (ANF_BAG_PAYLOAD)) == 0)
        return item;
    }
  return NULL;
}

/* Returns: (transfer none): the contents of an item that no pack is without */
static GBytes *
get_document (const AnfPackPlan *self, const char *path, GError **error)
{
  const AnfPackItem *item = find_item (self, path);
  if (item != NULL && item->bytes != NULL)
    return item->bytes;
  anf_error_throw (error, ANF_ERROR_INVALID, _ ("the pack needs %s"), path);
  return NULL;
}

static GHashTable *
read_case (const AnfPackPlan *self, GError **error)
{
  if (get_document (self, ANF_PACK_INDEX, error) == NULL
      || get_document (self, ANF_PACK_CUSTODY, error) == NULL)
    return NULL;
  GBytes *document = get_document (self, ANF_PACK_CASE, error);
  if (document == NULL)
    return NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (document, &size);
  GHashTable *named = anf_pack_case_parse (size == 0 ? "" : text, size, error);
  if (named == NULL)
    g_prefix_error (error, "%s: ", ANF_PACK_CASE);
  return named;
}

/* A case may rest on carriers that are handed over by hand, but not on nothing. */
static gboolean
has_evidence (const AnfPackPlan *self, guint files)
{
  GBytes *document = files == 0 ? get_document (self, ANF_PACK_CASE, NULL) : NULL;
  gsize size = 0;
  const char *text = document != NULL ? g_bytes_get_data (document, &size) : NULL;
  return files > 0 || (text != NULL && anf_pack_case_has_evidence (text, size));
}

static gboolean
check_items (const AnfPackPlan *self, const AnfPackLog *log, GError **error)
{
  g_autoptr (GHashTable) named = read_case (self, error);
  if (named == NULL)
    return FALSE;
  guint evidence = 0;
  for (guint i = 0; i < self->items->len; i++)
    {
      const AnfPackItem *item = g_ptr_array_index (self->items, i);
      g_autofree char *path = g_strconcat (ANF_BAG_PAYLOAD, item->path, NULL);
      const AnfPackCaseItem *name = g_hash_table_lookup (named, path);
      if (!check_contents (item, error) || !check_named (item, name, error)
          || !check_proof (item, name == NULL ? NULL : name->id, log, error))
        return FALSE;
      evidence += name == NULL ? 0 : 1;
    }
  if (!has_evidence (self, evidence) || evidence != g_hash_table_size (named))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("case.json names %u files of evidence, the pack has %u"),
                            g_hash_table_size (named), evidence);
  return TRUE;
}

gboolean
anf_pack_plan_check (const AnfPackPlan *self, GError **error)
{
  if (!check_head (self, error) || !check_paths (self, error))
    return FALSE;
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (self->log_vkey, error);
  AnfTreeHead head;
  if (verifier == NULL
      || !anf_checkpoint_open (self->checkpoint, strlen (self->checkpoint), verifier, &head, error))
    {
      g_prefix_error (error, "%s: ", ANF_PACK_CHECKPOINT);
      return FALSE;
    }
  g_autoptr (GBytes) checkpoint = g_bytes_new_static (self->checkpoint, strlen (self->checkpoint));
  const AnfPackLog log = { .verifier = verifier, .vkey = self->log_vkey, .checkpoint = checkpoint };
  return anf_pack_beside_check_plan (self, &log, error) && check_items (self, &log, error);
}
