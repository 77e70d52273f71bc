/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * anf_extract_read:
 * @fd: a regular file of @size bytes, too large to be mapped
 *
 * What tells about the whole: of an ISO base media file its boxes without what the media data boxes
 * hold, of any other ANF_MEDIA_EXTRACT_END_BYTES of the start and of the end.
 *
 * Returns: (transfer full) (nullable): NULL when it cannot be read
 */
GByteArray *anf_extract_read (int fd, guint64 size);
