/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* What RFC 8493 says a bag's own files contain. */

#define ANF_BAG_DECLARATION "bagit.txt"
#define ANF_BAG_INFO "bag-info.txt"
#define ANF_BAG_MANIFEST "manifest-sha256.txt"
#define ANF_BAG_TAGMANIFEST "tagmanifest-sha256.txt"
#define ANF_BAG_FETCH "fetch.txt"
#define ANF_BAG_PAYLOAD "data/"
#define ANF_BAG_DECLARATION_TEXT "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

/* And ours, beside it. */
#define ANF_PACK_SIGNATURE "signature.p7s"
#define ANF_PACK_SIGNER "proofs/sign.pem"
#define ANF_PACK_CHECKPOINT "proofs/checkpoint"
/* What witnesses signed where the checkpoint is time-stamped, and that both are of one log. */
#define ANF_PACK_COSIGNED "proofs/cosigned"
#define ANF_PACK_CONSISTENCY "proofs/consistency"
/* The key that signed the former, where it is not that of the checkpoint. */
#define ANF_PACK_COSIGNED_KEY "proofs/cosigned.vkey"
/* The same for what the log's newest key signed, where all else is by older ones. */
#define ANF_PACK_CONTINUED "proofs/continued"
#define ANF_PACK_CONTINUED_CONSISTENCY "proofs/continued-consistency"
#define ANF_PACK_CONTINUED_KEY "proofs/continued.vkey"
#define ANF_PACK_LOG_KEY "proofs/log.vkey"
/* The log's changes of key that led to each of these keys, numbered from 1. */
#define ANF_PACK_ROTATION "proofs/rotation-%03u.note"
#define ANF_PACK_SCRIPT "proofs/check.sh"
/* Not `manifest-sm3.txt` beside the other: tools that know no SM3 would refuse the whole bag. */
#define ANF_PACK_SM3_MANIFEST "proofs/manifest-sm3.txt"
#define ANF_PACK_TIMESTAMPS "proofs/timestamp/"
/* The unit's pack within the sealed one, but for what stands under data/ of both. */
#define ANF_PACK_UNIT "proofs/unit/"
#define ANF_PACK_UNIT_INDEX "data/index.csv"
#define ANF_PACK_CASE "data/case.json"
#define ANF_PACK_INDEX "data/index.pdf"
#define ANF_PACK_CUSTODY "data/custody.csv"
#define ANF_PACK_EVIDENCE "data/evidence/"
#define ANF_PACK_ORDERS "data/orders/"
#define ANF_PACK_TALKS "data/talks/"
#define ANF_PACK_VERIFY "VERIFY.txt"
#define ANF_PACK_VERIFY_CHINESE "VERIFY.zh_CN.txt"

/**
 * anf_bag_path_is_plain:
 *
 * Returns: whether @path is relative and made of segments of letters, digits, `-`, `_` and `.`
 * that begin with a letter or digit: nothing that climbs, hides, is escaped in manifests or taken
 * for an option
 */
gboolean anf_bag_path_is_plain (const char *path);

/** anf_bag_name_is_plain: the same for a name of one segment, of up to ANF_PACK_NAME_MAX bytes. */
gboolean anf_bag_name_is_plain (const char *name);

/** anf_bag_is_sha256: whether @text is 64 lower-case hex digits. */
gboolean anf_bag_is_sha256 (const char *text);

/** anf_bag_is_payload: whether @path is one that a sealed pack has under data/: what needs a proof,
 * and the three papers beside. */
gboolean anf_bag_is_payload (const char *path);

/** anf_bag_needs_proof: whether the file @path is of the kind whose receipt the log recorded. */
gboolean anf_bag_needs_proof (const char *path);

/** anf_bag_dup_proof_path: (transfer full): where the proof of @path (under data/) lies, with
 * @suffix `.leaf` or `.tlog-proof`. */
char *anf_bag_dup_proof_path (const char *path, const char *suffix);

/** anf_bag_append_line: one line of a manifest, as sha256sum writes and reads it. */
void anf_bag_append_line (GString *out, const char *sha256, const char *path);

/**
 * anf_bag_parse_manifest:
 * @error: ANF_ERROR_CORRUPT naming the line that anf_bag_append_line() would not have written, or
 * that is not after the one before it
 *
 * Returns: (transfer full): path → SHA-256
 */
GHashTable *
anf_bag_parse_manifest (const char *text, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_bag_parse_info:
 * @label: e.g. `Payload-Oxum`
 *
 * Returns: (transfer full) (nullable): the value of the only line of bag-info.txt with @label
 */
char *anf_bag_parse_info (const char *text, const char *label);
