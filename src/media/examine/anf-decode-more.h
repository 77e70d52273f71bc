/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-decode.h"

/* In anfang-examine-more, tests and the fuzzer alone. */

/**
 * anf_decode_more_prepare: to be called before the sandbox closes.
 *
 * Returns: (transfer none): the decoders of large libraries
 */
const AnfDecoders *anf_decode_more_prepare (void);
