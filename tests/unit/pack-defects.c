/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "pack-defects.h"

#include "anf-bag.h"

#include "pack-sample-keys.h"
#include <string.h>

static void
forge_unsigned (PackForge *f)
{
  pack_forge_remove (f, ANF_PACK_SIGNATURE);
}
static void
forge_foreign_signature (PackForge *f)
{
  g_autofree char *key = NULL;
  g_autofree char *cert = NULL;
  pack_forge_make_foreign (&key, &cert);
  pack_forge_reseal (f, key, cert);
}
static void
forge_evidence (PackForge *f)
{
  pack_forge_set (f, "data/evidence/0001", "other bytes");
}
static void
forge_evidence_and_lists (PackForge *f)
{
  const int at = pack_forge_find (f, ANF_PACK_SIGNATURE);
  GBytes *kept = g_bytes_ref (g_ptr_array_index (f->contents, (guint)at));
  forge_evidence (f);
  pack_defects_reseal (f);
  pack_forge_set_bytes (f, ANF_PACK_SIGNATURE, kept);
}
static void
forge_evidence_resealed (PackForge *f)
{
  forge_evidence (f);
  pack_defects_reseal (f);
}
static void
forge_removed (PackForge *f)
{
  pack_forge_remove (f, "data/evidence/0002");
}
static void
forge_removed_resealed (PackForge *f)
{
  forge_removed (f);
  pack_defects_reseal (f);
}
static void
forge_added (PackForge *f)
{
  pack_forge_set (f, "data/evidence/0009-00000000.jpg", "planted");
  pack_defects_reseal (f);
}
/* Where no proof is asked for. */
static void
forge_elsewhere (PackForge *f)
{
  pack_forge_set (f, "data/evidence-2/0009-00000000.jpg", "planted");
  pack_defects_reseal (f);
}
/* As if it had been written down at the time. */
static void
forge_talk (PackForge *f)
{
  pack_forge_set (f, "data/talks/0001-00000000.pdf", "planted");
  pack_defects_reseal (f);
}
/* What was brought in as evidence is no testimony. */
static void
forge_talk_of_evidence (PackForge *f)
{
  pack_forge_copy (f, "data/evidence/0001-de268760.jpg", "data/talks/0001-de268760.pdf");
  pack_forge_copy (f, "proofs/evidence/0001-de268760.jpg.leaf",
                   "proofs/talks/0001-de268760.pdf.leaf");
  pack_forge_copy (f, "proofs/evidence/0001-de268760.jpg.tlog-proof",
                   "proofs/talks/0001-de268760.pdf.tlog-proof");
  pack_defects_reseal (f);
}
static void
forge_unlisted (PackForge *f)
{
  pack_forge_set (f, "data/zzz.txt", "planted");
}
static void
forge_unlisted_tag (PackForge *f)
{
  pack_forge_set (f, "proofs/a.txt", "planted");
}
static void
forge_no_proofs (PackForge *f)
{
  pack_forge_remove (f, "proofs/evidence/");
  pack_forge_remove (f, "proofs/orders/");
  pack_defects_reseal (f);
}
static void
forge_nothing_proved (PackForge *f)
{
  forge_no_proofs (f);
  pack_forge_remove (f, "data/evidence/");
  pack_forge_remove (f, "data/orders/");
  pack_forge_set (f, ANF_PACK_CASE, "{\"evidence\":[]}");
  pack_defects_reseal (f);
}
static void
forge_swapped_proof (PackForge *f)
{
  g_autofree char *proof = pack_forge_get (f, "proofs/evidence/0001-de268760.jpg.tlog-proof");
  pack_forge_set (f, "proofs/evidence/0002-e528b009.m4a.tlog-proof", proof);
  pack_defects_reseal (f);
}
static void
forge_swapped_leaf (PackForge *f)
{
  g_autofree char *leaf = pack_forge_get (f, "proofs/evidence/0001-de268760.jpg.leaf");
  pack_forge_set (f, "proofs/evidence/0002-e528b009.m4a.leaf", leaf);
  pack_defects_reseal (f);
}
/* As if it had come in a year earlier. */
static void
forge_backdated (PackForge *f)
{
  g_autofree char *leaf = pack_forge_get (f, "proofs/evidence/0001-de268760.jpg.leaf");
  memcpy (strstr (leaf, "2018-"), "2017-", 5);
  pack_forge_set (f, "proofs/evidence/0001-de268760.jpg.leaf", leaf);
  pack_defects_reseal (f);
}
static void
forge_checkpoint (PackForge *f)
{
  g_autofree char *note = pack_forge_get (f, ANF_PACK_CHECKPOINT);
  memcpy (strstr (note, "\n11\n"), "\n12\n", 4);
  pack_forge_set (f, ANF_PACK_CHECKPOINT, note);
  pack_defects_reseal (f);
}
static void
forge_log_key (PackForge *f)
{
  pack_forge_set (f, ANF_PACK_LOG_KEY,
                  "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n");
  pack_defects_reseal (f);
}
static void
forge_fetch (PackForge *f)
{
  pack_forge_set (f, ANF_BAG_FETCH, "https://x.example/1 - data/evidence/0009-00000000.jpg\n");
  pack_defects_reseal (f);
}
static void
forge_version (PackForge *f)
{
  pack_forge_set (f, ANF_BAG_DECLARATION,
                  "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n");
  pack_defects_reseal (f);
}
static void
forge_manifest (PackForge *f, const char *(*change) (char *manifest))
{
  g_autofree char *manifest = pack_forge_get (f, ANF_BAG_MANIFEST);
  g_autofree char *changed = g_strdup (change (manifest));
  pack_forge_set (f, ANF_BAG_MANIFEST, changed);
  pack_forge_retag (f, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}
static const char *
drop_first_line (char *manifest)
{
  return strchr (manifest, '\n') + 1;
}
static void
forge_short_manifest (PackForge *f)
{
  forge_manifest (f, drop_first_line);
}
static const char *
upper_case (char *manifest)
{
  *strchr (manifest, 'a') = 'A';
  return manifest;
}
static void
forge_upper_case_hash (PackForge *f)
{
  forge_manifest (f, upper_case);
}
static const char *
binary_mark (char *manifest)
{
  manifest[65] = '*';
  return manifest;
}
static void
forge_binary_mark (PackForge *f)
{
  forge_manifest (f, binary_mark);
}
static void
forge_double_line (PackForge *f)
{
  g_autofree char *manifest = pack_forge_get (f, ANF_BAG_MANIFEST);
  g_autofree char *line = g_strndup (manifest, strcspn (manifest, "\n") + 1);
  g_autofree char *doubled = g_strconcat (line, manifest, NULL);
  pack_forge_set (f, ANF_BAG_MANIFEST, doubled);
  pack_forge_retag (f, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}
static void
forge_climbing_line (PackForge *f)
{
  g_autofree char *manifest = pack_forge_get (f, ANF_BAG_MANIFEST);
  g_autofree char *longer = g_strconcat (
      manifest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  data/../../x\n",
      NULL);
  pack_forge_set (f, ANF_BAG_MANIFEST, longer);
  pack_forge_retag (f, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}
static void
forge_case_syntax (PackForge *f)
{
  pack_forge_set (f, ANF_PACK_CASE, "{\"evidence\":[],\"evidence\":[]}");
  pack_defects_reseal (f);
}
static void
forge_case_silent (PackForge *f)
{
  pack_forge_set (f, ANF_PACK_CASE, "{\"evidence\":[]}");
  pack_defects_reseal (f);
}
static void
forge_case_sm3 (PackForge *f)
{
  g_autofree char *text = pack_forge_get (f, ANF_PACK_CASE);
  char *digit = strstr (text, "\"sm3\":\"") + strlen ("\"sm3\":\"");
  *digit = *digit == '0' ? '1' : '0';
  pack_forge_set (f, ANF_PACK_CASE, text);
  pack_defects_reseal (f);
}
static void
change_sm3 (PackForge *f, char digit)
{
  g_autofree char *list = pack_forge_get (f, ANF_PACK_SM3_MANIFEST);
  *list = *list == digit ? (char)(digit + 1) : digit;
  pack_forge_set (f, ANF_PACK_SM3_MANIFEST, list);
  pack_forge_retag (f, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}
static void
forge_sm3 (PackForge *f)
{
  change_sm3 (f, '0');
}
static void
forge_sm3_syntax (PackForge *f)
{
  change_sm3 (f, 'A');
}
static void
forge_sm3_short (PackForge *f)
{
  g_autofree char *list = pack_forge_get (f, ANF_PACK_SM3_MANIFEST);
  g_autofree char *shorter = g_strdup (strchr (list, '\n') + 1);
  pack_forge_set (f, ANF_PACK_SM3_MANIFEST, shorter);
  pack_forge_retag (f, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}
static void
forge_sm3_outside (PackForge *f)
{
  g_autofree char *list = pack_forge_get (f, ANF_PACK_SM3_MANIFEST);
  g_autofree char *longer = g_strconcat (list, list, NULL);
  memcpy (longer + strlen (list),
          "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b  zz\n", 69);
  longer[strlen (list) + 69] = '\0';
  pack_forge_set (f, ANF_PACK_SM3_MANIFEST, longer);
  pack_forge_retag (f, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}
static void
forge_case_id (PackForge *f)
{
  g_autofree char *text = pack_forge_get (f, ANF_PACK_CASE);
  memcpy (strstr (text, "\"id-0\""), "\"id-9\"", 6);
  pack_forge_set (f, ANF_PACK_CASE, text);
  pack_defects_reseal (f);
}
static void
forge_oxum (PackForge *f)
{
  pack_forge_set (f, ANF_BAG_INFO, "Payload-Oxum: 1.1\nBagging-Time: 2018-09-18T10:00:00.000Z\n");
  pack_forge_retag (f, PACK_SAMPLE_KEY, PACK_SAMPLE_CERT);
}
static void
forge_time (PackForge *f)
{
  g_autofree char *info = pack_forge_get (f, ANF_BAG_INFO);
  memcpy (strstr (info, "T10:00"), "T11:00", 6);
  pack_forge_set (f, ANF_BAG_INFO, info);
  pack_defects_reseal (f);
}
static void
forge_order (PackForge *f)
{
  const guint last = f->names->len - 1;
  g_ptr_array_insert (f->names, 6, g_ptr_array_steal_index (f->names, last));
  g_ptr_array_insert (f->contents, 6, g_ptr_array_steal_index (f->contents, last));
}
static void
forge_twice (PackForge *f)
{
  g_ptr_array_add (f->names, g_strdup (g_ptr_array_index (f->names, f->names->len - 1)));
  g_ptr_array_add (f->contents, g_bytes_new_static ("other", 5));
}
static void
add_raw (PackForge *f, const char *name)
{
  g_ptr_array_add (f->names, g_strdup (name));
  g_ptr_array_add (f->contents, g_bytes_new_static ("x", 1));
}
static void
forge_climbing (PackForge *f)
{
  add_raw (f, "AF-20180918-01/../x");
}
static void
forge_absolute (PackForge *f)
{
  add_raw (f, "/etc/x");
}
static void
forge_second_folder (PackForge *f)
{
  add_raw (f, "AF-20180918-02/x");
}
static void
forge_folder_entry (PackForge *f)
{
  add_raw (f, "AF-20180918-01/data/z/");
}
static void
forge_backslash (PackForge *f)
{
  add_raw (f, "AF-20180918-01/data\\x");
}
static void
forge_empty (PackForge *f)
{
  pack_forge_remove (f, "");
}

/* "resealed": with the office's own key, so that only what the log knows stands against it. */
static const PackDefect defects[] = {
  { "unsigned", forge_unsigned, "signature", "signature.p7s", "gggbb" },
  { "foreign-signature", forge_foreign_signature, "signature", "signature.p7s", "gggbg" },
  { "evidence", forge_evidence, "payload", "data/evidence/0001", "ggbgb" },
  { "evidence-and-lists", forge_evidence_and_lists, "signature", "tagmanifest-sha256.txt",
    "gggbb" },
  { "evidence-resealed", forge_evidence_resealed, "leaf", "proofs/evidence/0001", "ggggb" },
  { "removed", forge_removed, "manifest", "data/evidence/0002", "ggbgb" },
  { "removed-resealed", forge_removed_resealed, "case", "data/case.json", "ggggb" },
  { "removed-resealed-proof", forge_removed_resealed, "proof", "proofs/evidence/0002", "ggggb" },
  { "added-resealed", forge_added, "proof", "data/evidence/0009", "ggggb" },
  { "added-resealed-case", forge_added, "case", "data/evidence/0009", "ggggb" },
  { "elsewhere-resealed", forge_elsewhere, "bagit", "data/evidence-2/0009", "ggggb" },
  { "talk-resealed", forge_talk, "proof", "data/talks/0001", "ggggb" },
  { "talk-of-evidence", forge_talk_of_evidence, "leaf", "proofs/talks/0001", "ggggb" },
  { "unlisted", forge_unlisted, "payload", "data/zzz.txt", "ggggb" },
  { "unlisted-tag", forge_unlisted_tag, "tag", "proofs/a.txt", "ggggb" },
  { "no-proofs", forge_no_proofs, "proof", "data/orders/0001", "ggggb" },
  { "nothing-proved", forge_nothing_proved, "proof", "", "ggggb" },
  { "swapped-proof", forge_swapped_proof, "proof", "proofs/evidence/0002", "ggggb" },
  { "swapped-leaf", forge_swapped_leaf, "leaf", "proofs/evidence/0002", "ggggb" },
  { "backdated", forge_backdated, "proof", "proofs/evidence/0001", "ggggb" },
  { "checkpoint", forge_checkpoint, "checkpoint", "proofs/checkpoint", "ggggb" },
  { "log-key", forge_log_key, "checkpoint", "proofs/checkpoint", "ggggb" },
  { "fetch", forge_fetch, "bagit", "fetch.txt", "ggggg" },
  { "version", forge_version, "bagit", "bagit.txt", "ggggg" },
  { "sm3", forge_sm3, "sm3", "data/case.json", "ggggb" },
  { "sm3-syntax", forge_sm3_syntax, "sm3", "proofs/manifest-sm3.txt", "ggggb" },
  { "sm3-short", forge_sm3_short, "sm3", "data/case.json", "ggggb" },
  { "sm3-outside", forge_sm3_outside, "sm3", "zz", "ggggb" },
  { "short-manifest", forge_short_manifest, "payload", "data/case.json", "ggggb" },
  { "upper-case-hash", forge_upper_case_hash, "manifest", "manifest-sha256.txt", "ggggb" },
  { "binary-mark", forge_binary_mark, "manifest", "manifest-sha256.txt", "ggggb" },
  { "double-line", forge_double_line, "manifest", "manifest-sha256.txt", "ggggb" },
  { "climbing-line", forge_climbing_line, "manifest", "manifest-sha256.txt", "ggbgb" },
  { "case-syntax", forge_case_syntax, "case", "data/case.json", "ggggg" },
  { "case-silent", forge_case_silent, "case", "data/evidence/0001", "ggggg" },
  { "case-sm3", forge_case_sm3, "case", "data/case.json", "ggggg" },
  { "case-id", forge_case_id, "leaf", "proofs/evidence/0001", "ggggg" },
  { "oxum", forge_oxum, "bag-info", "bag-info.txt", "ggggg" },
  { "time", forge_time, "zip", "bagit.txt", "ggggg" },
  { "order", forge_order, "zip", "VERIFY.zh_CN.txt", "ggggg" },
  { "twice", forge_twice, "zip", "data/orders/0001", "ggbgb" },
  { "climbing", forge_climbing, "zip", "data/orders/0001", "ggggb" },
  { "absolute", forge_absolute, "zip", "data/orders/0001", "ggggg" },
  { "second-folder", forge_second_folder, "zip", "data/orders/0001", "ggggg" },
  { "folder-entry", forge_folder_entry, "zip", "data/orders/0001", "ggggg" },
  { "backslash", forge_backslash, "zip", "data/orders/0001", "ggggb" },
  { "empty", forge_empty, "zip", "", "bgbbb" },
};

const PackDefect *
pack_defects_get (guint i)
{
  if (i < G_N_ELEMENTS (defects))
    return &defects[i];
  return pack_defects_get_beside (i - (guint)G_N_ELEMENTS (defects));
}
