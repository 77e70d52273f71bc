/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfPackCheck:
 * @path: the file in the pack, or "" for the pack as a whole
 * @what: what was checked, a stable word: `zip`, `folder`, `bagit`, `bag-info`, `manifest`,
 * `tagmanifest`, `payload`, `tag`, `signature`, `signer`, `checkpoint`, `log-key`, `proof`, `leaf`,
 * `case`, `sm3`, `timestamp`, `witness`, `sealed`
 * @passed: the verdict
 * @detail: in words, in the reader's language
 */
typedef struct
{
  char *path;
  const char *what;
  gboolean passed;
  char *detail;
} AnfPackCheck;

/**
 * AnfPackReport:
 * @checks: (element-type AnfPackCheck): everything that was looked at; failures come first
 * @fingerprint: (nullable): SHA-256 of the signer's certificate, as openssl prints it
 * @log_vkey: (nullable): the key that the checkpoint verifies with
 * @is_for_unit: it says that it is the pack of a unit, which has no proofs; see anf-pack-unit.h
 * @items: how many files under data/ were compared with their hashes
 * @proofs: how many inclusion proofs hold
 * @timestamps: how many time-stamps of the checkpoint hold; a pack may have none
 * @stamped_at: the earliest time that they state, or 0
 */
typedef struct
{
  GPtrArray *checks;
  char *fingerprint;
  char *log_vkey;
  gboolean is_for_unit;
  guint items;
  guint proofs;
  guint timestamps;
  gint64 stamped_at;
} AnfPackReport;

void anf_pack_report_free (AnfPackReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfPackReport, anf_pack_report_free)

/**
 * anf_pack_report_is_genuine:
 *
 * Returns: whether every kind of check was made, none failed, and at least one item, one proof and
 * the signature were verified. Nothing verified is not genuine.
 */
gboolean anf_pack_report_is_genuine (const AnfPackReport *self);

/**
 * AnfPackTrust:
 * @cert_pem: (nullable): the signer's certificate as known from elsewhere
 * @fingerprint: (nullable): or only its SHA-256, colons and case do not matter
 * @log_vkey: (nullable): the log's key as known from elsewhere, or several, one a line, the newest
 * last
 * @witness_vkeys: (nullable): NULL-terminated: each of these witnesses must have cosigned
 * @tsa_pem: (nullable): certificates of a time-stamping authority; the pack must have a time-stamp
 * under them
 *
 * Without any of them a pack is only consistent in itself: whoever can sign a pack of their own can
 * replace the whole of it. The report then gives the fingerprint to compare.
 */
typedef struct
{
  const char *cert_pem;
  const char *fingerprint;
  const char *log_vkey;
  const char *const *witness_vkeys;
  const char *tsa_pem;
} AnfPackTrust;

/** anf_pack_trust_check: INVALID, telling what of @self is no key, certificate or fingerprint at
 * all: a pack that was held against that would look like a forgery. */
gboolean anf_pack_trust_check (const AnfPackTrust *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_pack_verify_against:
 * @path: a unit's pack
 * @sealed: the sealed pack that it is said to be of
 * @trust: (nullable): what is demanded of the log, @sealed has to show; the signer, both
 * @report: (out) (transfer full): of the unit's pack, with one check `sealed` more: both are
 * genuine, the sealed pack holds the same files by the same hashes, and the log's proofs of them
 * hold there
 */
gboolean anf_pack_verify_against (const char *path,
                                  const char *sealed,
                                  const AnfPackTrust *trust,
                                  AnfPackReport **report,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_pack_verify:
 * @path: a zip or the folder that it was unpacked to
 * @trust: (nullable): what is known from elsewhere
 * @report: (out) (transfer full): what was found; ask anf_pack_report_is_genuine()
 * @error: only when @path cannot be read; a damaged or forged pack is a report, not an error
 *
 * Checks a pack with nothing but itself: no network, no service.
 */
gboolean anf_pack_verify (const char *path,
                          const AnfPackTrust *trust,
                          AnfPackReport **report,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
