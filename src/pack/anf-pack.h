/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-random.h"

#include <gio/gio.h>

/* An evidence pack: a BagIt 1.0 bag (RFC 8493) in one zip, which proves itself with sha256sum,
   openssl and a shell. Written here from a plan, checked by anf-pack-verify.h. */

/** Takes the next @size bytes of the zip. Need not be able to seek. */
typedef gboolean (*AnfPackSink) (gconstpointer bytes, gsize size, gpointer data, GError **error);

/** Returns: a descriptor at offset 0, which the writer closes; or -1 */
typedef int (*AnfPackOpen) (gpointer data, GError **error);

/**
 * AnfPackItem:
 * @path: under data/, e.g. `evidence/0001-ba7816bf.jpg`; see anf_pack_item_path()
 * @size: bytes
 * @sha256: what the log and the case file promise, lower-case hex
 * @sm3: (nullable): the same in SM3; checked too when given. When all items have it, the pack lists
 * them in SM3 too
 * @bytes: (nullable): the contents, or else
 * @open: called once for each pack that is written, with @open_data
 * @leaf: the log's line that recorded these bytes (its `blob` is @sha256), without line end; and
 * @proof: its tlog-proof under the plan's checkpoint. Both are demanded of all under evidence/,
 * talks/ and orders/, and nullable elsewhere
 */
typedef struct
{
  char *path;
  guint64 size;
  char *sha256;
  char *sm3;
  GBytes *bytes;
  AnfPackOpen open;
  gpointer open_data;
  GDestroyNotify open_free;
  char *leaf;
  char *proof;
} AnfPackItem;

/** anf_pack_item_new: with everything but @path unset; fill in the rest. */
AnfPackItem *anf_pack_item_new (const char *path);

/** anf_pack_item_new_bytes: Returns: (transfer full): with @size, @sha256 and @sm3 taken from
 * @bytes */
AnfPackItem *anf_pack_item_new_bytes (const char *path, GBytes *bytes);
void anf_pack_item_free (AnfPackItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfPackItem, anf_pack_item_free)

/**
 * anf_pack_item_path:
 * @folder: `evidence`, `talks` or `orders`
 * @filename: (nullable): the name on the inspector's device; only a plain extension is taken of it
 *
 * Returns: (transfer full): a name that no tool trips over, e.g. `evidence/0001-ba7816bf.jpg`
 */
char *anf_pack_item_path (const char *folder, guint seq, const char *sha256, const char *filename);

/**
 * AnfPackPlan:
 * @name: of the archive without `.zip`, and of its one folder: letters, digits, `-`, `_`, `.`
 * @organization: who hands it over
 * @identifier: the referral's number or id
 * @time_us: the bag's date: bagging date, file times and signing time. Take it from the record
 * (the approval), not from the clock, so that a second export is the same to the byte
 * @checkpoint: the log's signed checkpoint, under which all proofs stand; and @log_vkey its key
 * @key_pem, @cert_pem: the signer, from anf_pack_make_signer()
 * @items: (element-type AnfPackItem): among them `index.pdf`, `case.json` and `custody.csv`.
 * `case.json` is an object whose array `evidence` names each file under evidence/ as
 * `{"path": "data/evidence/…", "sha256": …, "sm3"?: …, "size"?: …, "id"?: …}`; an element without
 * `path` is a carrier kept elsewhere
 * @extras: (element-type AnfPackItem): more under proofs/ (path `proofs/…`, with bytes), such as a
 * time-stamp
 */
typedef struct
{
  char *name;
  char *organization;
  char *identifier;
  gint64 time_us;
  char *checkpoint;
  char *log_vkey;
  char *key_pem;
  char *cert_pem;
  GPtrArray *items;
  GPtrArray *extras;
} AnfPackPlan;

AnfPackPlan *anf_pack_plan_new (const char *name);
void anf_pack_plan_free (AnfPackPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfPackPlan, anf_pack_plan_free)

/**
 * anf_pack_write:
 * @error: ANF_ERROR_INVALID for a plan that would make a pack that does not verify,
 * ANF_ERROR_CORRUPT naming the item whose bytes are not what was promised, or the sink's error
 *
 * Writes the zip in memory that does not grow with the items' sizes. What the sink took before a
 * failure is no pack: there is no directory at its end, so every tool refuses it.
 */
gboolean anf_pack_write (const AnfPackPlan *plan, AnfPackSink sink, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_get_size: how many bytes anf_pack_write() will give to the sink; 0 for a bad plan. */
guint64 anf_pack_get_size (const AnfPackPlan *plan);

/**
 * anf_pack_make_signer:
 * @organization: who signs; becomes the certificate's O and CN
 * @time_us: from when the certificate is valid; it does not end (RFC 5280, 4.1.2.5)
 * @random: for the serial number; the RSA key itself comes from OpenSSL's own generator
 *
 * Makes a key (RSA-3072, PKCS #8) and its self-signed certificate, once per data folder. RSA,
 * because OpenSSL 3.0 cannot make CMS signatures with Ed25519, and because PKCS #1 v1.5 gives the
 * same signature each time.
 */
gboolean anf_pack_make_signer (const char *organization,
                               gint64 time_us,
                               const AnfRandom *random,
                               char **key_pem,
                               char **cert_pem,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
