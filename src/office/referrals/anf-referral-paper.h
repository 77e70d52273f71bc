/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what a referral and its pack take out of the vault as a whole. */

#include "anf-work.h"

/**
 * anf_referral_read_paper:
 * @what: as whoever reads the refusal knows it
 * @error: TOO_LARGE; STATE, naming @what, when it is gone or its bytes are not those of @sha256 any
 * more
 */
GBytes *anf_referral_read_paper (AnfWork *work,
                                 const char *sha256,
                                 const char *what,
                                 gint64 size_max,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
