/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/** anf_content_hash: Returns: (transfer full): SHA-256 of @text's bytes, 64 lower-case hex digits
 */
char *anf_content_hash (const char *text);
