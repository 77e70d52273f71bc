/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-decode.h"

/**
 * anf_serve:
 * @name: of the program, for its last words
 * @decode_heif: (nullable): anf_decode_heif, prepared; NULL where another program decodes those
 *
 * All that a helper program does: locks itself in, then examines what the socket of anf-helper.h,
 * its standard input, brings, until that closes.
 *
 * Returns: the exit status, when it could not begin
 */
int anf_serve (const char *name, AnfDecodeFunc decode_heif);
