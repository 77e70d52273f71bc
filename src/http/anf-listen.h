/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * anf_listen:
 * @where: `ADDR:PORT`, `[ADDR]:PORT` or `unix:PATH`
 *
 * Returns: a listening, non-blocking socket that no child inherits, or -1
 */
int anf_listen (const char *where, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_listen_adopt: makes an inherited socket ready for us; fails unless it listens. */
gboolean anf_listen_adopt (int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_listen_format: Returns: (transfer full): the URL at which @fd listens */
char *anf_listen_format (int fd);
