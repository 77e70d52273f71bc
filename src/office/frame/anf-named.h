/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: whether what somebody wrote names one who works here under cover. */

#include "anf-work.h"

/**
 * anf_named_find:
 * @roles: of AnfRole: accounts of the office that have any of them
 * @texts: (array zero-terminated=1)
 * @found: (out) (nullable): the first of @texts that has such an account's name, pseudonym, or what
 * the person is called, as a word of its own; NULL for none
 */
gboolean anf_named_find (AnfWork *work,
                         guint roles,
                         const char *const *texts,
                         const char **found,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
