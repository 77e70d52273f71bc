/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-jpeg.h"

/**
 * AnfPieceFunc:
 *
 * Takes the next bytes of an output.
 *
 * Returns: FALSE to stop
 */
typedef gboolean (*AnfPieceFunc) (gpointer data, const guint8 *bytes, gsize size);

/**
 * anf_redact_make_extras:
 * @orientation: 1 to 8
 *
 * What a redacted copy may carry besides the picture: the orientation, as an Exif block with this
 * one field, when it is not 1; and a colour profile, when it is byte for byte one of those that
 * millions of devices write. Any other profile has texts, dates and makers in it and is dropped.
 *
 * Returns: (transfer full): whole segments with their markers, perhaps none
 */
GByteArray *anf_redact_make_extras (const AnfJpeg *jpeg, guint orientation);

/* A TIFF block that holds an orientation and nothing else. */
#define ANF_REDACT_ORIENTATION_SIZE 26

/**
 * anf_redact_make_orientation:
 * @block: (out caller-allocates): ANF_REDACT_ORIENTATION_SIZE bytes
 *
 * Returns: FALSE for 1 and for what is no orientation, which need no block
 */
gboolean anf_redact_make_orientation (guint orientation, guint8 *block);

/** anf_redact_is_plain_profile: whether these bytes are a profile that tells nothing. */
gboolean anf_redact_is_plain_profile (const guint8 *bytes, gsize size);

/**
 * anf_redact_can_copy:
 *
 * Whether the file is so well formed that the picture can be copied without decoding it.
 */
gboolean anf_redact_can_copy (const AnfJpeg *jpeg);

/**
 * anf_redact_copy:
 * @jpeg: one that anf_redact_can_copy
 * @extras: segments to put after SOI
 *
 * Writes only what a decoder needs: tables, frame and scans, bit for bit. An allow-list, since
 * every tool that lists what to remove leaks: FlashPix and multi-picture APP2, trailing videos.
 */
gboolean
anf_redact_copy (const AnfJpeg *jpeg, const GByteArray *extras, AnfPieceFunc write, gpointer data);
