/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * anf_fact_flag_describe:
 * @flag: one of `flags` in schemas/facts.json
 *
 * What an examination noted about a file, for people: a verifier reads it, not only a program.
 *
 * Returns: (transfer none): in the reader's language; @flag itself when it is not known, as of a
 * service that is newer
 */
const char *anf_fact_flag_describe (const char *flag);
