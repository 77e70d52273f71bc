/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-finds.h"

/**
 * AnfRiffChunk:
 * @type: as ANF_TYPE makes it
 * @start: offset of the data
 * @size: of the data that is there
 * @claimed: of the data as its length field says
 */
typedef struct
{
  guint32 type;
  gsize start;
  gsize size;
  guint64 claimed;
} AnfRiffChunk;

/**
 * anf_riff_next:
 * @bytes: (array length=size): a file or a part of one
 * @at: (inout): where the next chunk is looked for, moved behind it
 *
 * Returns: FALSE when there is no further chunk
 */
gboolean anf_riff_next (const guint8 *bytes, gsize size, gsize *at, AnfRiffChunk *chunk);

/* Where the chunks of a RIFF file begin. */
#define ANF_RIFF_START 12

/** anf_webp_find: locates Exif and XMP of a WebP file, and its size. */
void anf_webp_find (const guint8 *bytes, gsize size, AnfFinds *finds, AnfFacts *facts);
