/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack-verify.h"

/* The words of AnfPackCheck.what, so that each is spelt once. */
#define ANF_CHECK_ZIP "zip"
#define ANF_CHECK_FOLDER "folder"
#define ANF_CHECK_BAGIT "bagit"
#define ANF_CHECK_INFO "bag-info"
#define ANF_CHECK_MANIFEST "manifest"
#define ANF_CHECK_TAGMANIFEST "tagmanifest"
#define ANF_CHECK_PAYLOAD "payload"
#define ANF_CHECK_TAG "tag"
#define ANF_CHECK_SIGNATURE "signature"
#define ANF_CHECK_SIGNER "signer"
#define ANF_CHECK_CHECKPOINT "checkpoint"
#define ANF_CHECK_LOG_KEY "log-key"
#define ANF_CHECK_PROOF "proof"
#define ANF_CHECK_LEAF "leaf"
#define ANF_CHECK_CASE "case"
#define ANF_CHECK_WITNESS "witness"
#define ANF_CHECK_SM3 "sm3"
#define ANF_CHECK_TIMESTAMP "timestamp"
#define ANF_CHECK_SEALED "sealed"

AnfPackReport *anf_pack_report_new (void);

/** anf_pack_report_pass: @path and @detail are copied; @what is one of the words above. */
void
anf_pack_report_pass (AnfPackReport *self, const char *what, const char *path, const char *detail);

/** anf_pack_report_fail: Returns: always FALSE, to be returned. */
gboolean anf_pack_report_fail (AnfPackReport *self,
                               const char *what,
                               const char *path,
                               const char *format,
                               ...) G_GNUC_PRINTF (4, 5);

/** anf_pack_report_has_failed: whether anything has failed so far. */
gboolean anf_pack_report_has_failed (const AnfPackReport *self);

/** anf_pack_report_sort: failures first, otherwise in the order of checking. */
void anf_pack_report_sort (AnfPackReport *self);
