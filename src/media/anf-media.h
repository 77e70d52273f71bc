/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* What a file says about itself. This folder runs no parser of foreign bytes: it asks the helper
   program `anfang-examine` (anf-examiner.h), or `anfang-examine-more` for pixels of HEIC, AVIF and
   TIFF, whose code is in examine/ and in no other program. Only the first bytes are compared with a
   table here. */

/* How many bytes from the start anf_media_guess_type wants to see. */
#define ANF_MEDIA_MAGIC_BYTES 64

/**
 * anf_media_guess_type:
 * @bytes: (nullable): the start of a file
 * @size: how many bytes, ANF_MEDIA_MAGIC_BYTES or the whole file when shorter
 *
 * Returns: (transfer none): a media type by magic numbers alone, such as `image/jpeg`;
 * `application/octet-stream` when there is no known one. Never by file name.
 */
const char *anf_media_guess_type (gconstpointer bytes, gsize size);

/**
 * anf_media_format_name:
 *
 * Returns: (transfer none): the short name of a type of anf_media_guess_type that facts use as
 * `format`, such as `jpeg`; `unknown` for any other type, and of none (NULL).
 */
const char *anf_media_format_name (const char *type);

/** anf_media_suffix: Returns: (transfer none): what a file of @type is called by; `bin` when
 * unknown */
const char *anf_media_suffix (const char *type);

/**
 * anf_media_name_agrees:
 * @type: of the bytes, as anf_media_guess_type or the facts have it
 * @filename: (nullable): the name that came along
 *
 * Returns: FALSE when the name's suffix belongs to files of another kind. A name without a suffix,
 * or with one that is not known, claims nothing. Kinds that phones and their software write under
 * each other's names (MP4, M4A, 3GP) count as one.
 */
gboolean anf_media_name_agrees (const char *type, const char *filename);

/**
 * anf_media_declared_agrees:
 * @declared: (nullable): the media type that the sender declared; parameters are ignored
 *
 * The same for a media type; `application/octet-stream` claims nothing.
 */
gboolean anf_media_declared_agrees (const char *type, const char *declared);
