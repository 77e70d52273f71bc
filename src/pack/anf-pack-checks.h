/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack-proof.h"
#include "anf-pack-source.h"

/**
 * AnfPackChecks:
 * @manifest, @tagmanifest: (nullable): path → SHA-256, when they could be read
 * @sm3: (nullable): path → SM3, when the pack has such a list and it could be read
 * @named: (nullable): path → AnfPackCaseItem, when case.json could be read
 *
 * What the checks of one pack share. Each check writes what it finds to @report.
 */
typedef struct
{
  AnfPackSource *source;
  const AnfPackTrust *trust;
  AnfPackReport *report;
  GHashTable *manifest;
  GHashTable *tagmanifest;
  GHashTable *sm3;
  GHashTable *named;
} AnfPackChecks;

/** anf_pack_check_bag: declaration, information, both manifests, every file's hash. */
void anf_pack_check_bag (AnfPackChecks *self);

/** anf_pack_check_sm3: the second list of the payload; to be made after anf_pack_check_bag(). */
void anf_pack_check_sm3 (AnfPackChecks *self);

/** anf_pack_check_signature: the signature and whose it is. */
void anf_pack_check_signature (AnfPackChecks *self);

/** anf_pack_check_log: the checkpoint, every record and every proof. */
void anf_pack_check_log (AnfPackChecks *self);

/** anf_pack_check_beside: the states of the log beside the checkpoint: that they are of one log
 * with it, and the signatures of those witnesses whom the reader trusts. @log: without a verifier
 * nothing holds */
void anf_pack_check_beside (AnfPackChecks *self, const AnfPackLog *log);

/** anf_pack_checks_read_key: Returns: (transfer full) (nullable): the key that stands in the file
 * @path; "" when it is none; NULL when there is no such file */
char *anf_pack_checks_read_key (AnfPackChecks *self, const char *path);

/** anf_pack_check_timestamps: what authorities outside say of the checkpoint. */
void anf_pack_check_timestamps (AnfPackChecks *self);

/** anf_pack_check_case: that case.json names exactly the evidence that is there. */
void anf_pack_check_case (AnfPackChecks *self);
