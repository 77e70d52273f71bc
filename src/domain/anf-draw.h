/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * anf_draw:
 * @seed: text, as published
 * @candidates: NULL-terminated, none twice
 * @count: how many are drawn
 *
 * 随机抽查 that anybody can repeat: the candidates in ascending order of SHA-256 over seed, a line
 * feed and the candidate, as hexadecimal digits, and of these the first @count:
 *
 *     for c in $candidates; do printf '%s  %s\n' \
 *       "$(printf '%s\n%s' "$seed" "$c" | sha256sum | cut -c-64)" "$c"; done | sort | head -n
 * $count
 *
 * Returns: (transfer full): NULL-terminated
 */
char **anf_draw (const char *seed, const char *const *candidates, guint count);
