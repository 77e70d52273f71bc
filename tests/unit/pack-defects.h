/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "pack-forge.h"
#include "pack-sample.h"

/**
 * PackDefect: one way for a pack to be wrong.
 * @name: says what is wrong. `resealed`: with the office's own key, so that only what the log knows
 * stands against it
 * @forge: makes the sample so; it still has to be written
 * @what, @path: the check of anf-pack-verify.h that must fail, and of which file
 * @tools: what standard tools must say, `g` for good and `b` for bad: `unzip -t`, `bsdtar -t`,
 * `sha256sum --check --strict` of both lists, `openssl cms -verify` of the signature, and
 * proofs/check.sh
 */
typedef struct
{
  const char *name;
  void (*forge) (PackForge *forge);
  const char *what;
  const char *path;
  const char *tools;
} PackDefect;

/** pack_defects_get: (nullable): the @i-th of all, from 0. */
const PackDefect *pack_defects_get (guint i);

/** pack_defects_get_beside: those of them that lie in what stands beside the checkpoint. */
const PackDefect *pack_defects_get_beside (guint i);

/** pack_defects_prepare: makes @sample what the defects are defects of: witnesses saw its log,
 * which then changed its key. */
void pack_defects_prepare (PackSample *sample);

/** pack_defects_reseal: seals it again with the sample's own key. */
void pack_defects_reseal (PackForge *forge);
