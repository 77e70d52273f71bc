/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * anf_inflate:
 * @bytes: a zlib stream (RFC 1950); what stands behind it is ignored
 * @limit: how many bytes may come of it
 *
 * Returns: (transfer full) (nullable): NULL when it is broken, cut or would be larger
 */
GByteArray *anf_inflate (const guint8 *bytes, gsize size, gsize limit);
