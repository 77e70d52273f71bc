/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-decode.h"

/** anf_decode_heif_prepare: to be called before the sandbox closes. */
void anf_decode_heif_prepare (void);

/** anf_decode_heif: HEIC and AVIF, turned upright as the container says. */
gboolean anf_decode_heif (
    const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows, gboolean *damaged);
