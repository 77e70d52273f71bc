/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * anf_filetype_guess:
 * @head: the first bytes of the file, 32 are enough
 * @filename: used only where the bytes leave it open
 *
 * Returns: (transfer none): a media type, `application/octet-stream` when nothing fits. What is
 * guessed here is a label for people; the service looks into the bytes itself.
 */
const char *anf_filetype_guess (const guint8 *head, gsize size, const char *filename);

/** anf_filetype_kind: Returns: `photo`, `audio`, `video` or `document` for a media type */
const char *anf_filetype_kind (const char *filetype);
