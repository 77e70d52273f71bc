/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-decode.h"

/**
 * anf_serve:
 * @name: of the program, for its last words
 * @more: (nullable): of anf_decode_more_prepare; NULL where another program has them
 *
 * All that a helper program does: locks itself in, then examines what the socket of anf-helper.h,
 * its standard input, brings, until that closes.
 *
 * Returns: the exit status, when it could not begin
 */
int anf_serve (const char *name, const AnfDecoders *more);
