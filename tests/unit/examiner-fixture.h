/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-examiner.h"

/* An examiner and files for it, where nothing goes wrong on our side. */

#define EXAMINER_HELPER (g_getenv ("ANFANG_EXAMINE"))
#define EXAMINER_BAD_HELPER (g_getenv ("ANF_BAD_HELPER"))

/** examiner_start: @program: the helper's path */
AnfExaminer *examiner_start (const char *program);

/** examiner_make_file: Returns: the descriptor of a file with these bytes */
int examiner_make_file (gconstpointer bytes, gsize size);

/** examiner_run: @timeout_ms: 0 for the usual one */
AnfExamination *examiner_run (AnfExaminer *examiner, int fd, int redacted_fd, guint timeout_ms);

/** examiner_write_bad: makes the program @path, which is the bad helper in one of its modes; gone
 * with the test's folder. */
void examiner_write_bad (const char *path, const char *mode);
