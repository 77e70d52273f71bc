/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-decode.h"

/**
 * anf_decode_tiff: the picture that anf_tiff_picture_find names a directory for, as it is stored:
 * its orientation is not applied.
 */
gboolean anf_decode_tiff (
    const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows, gboolean *damaged);
