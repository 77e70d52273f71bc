/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-finds.h"

/**
 * AnfPngChunk:
 * @type: as ANF_TYPE makes it
 * @start: offset of the data
 * @size: of the data; fewer bytes than its length field says when the file is cut
 */
typedef struct
{
  guint32 type;
  gsize start;
  gsize size;
} AnfPngChunk;

/**
 * AnfPng:
 * @bytes: (transfer none): the file
 * @chunks: (element-type AnfPngChunk): in file order, up to IEND
 * @end: offset after IEND, @size when there is none
 * @cut: it ends before IEND
 * @malformed: it has more chunks than are listed
 */
typedef struct
{
  const guint8 *bytes;
  gsize size;
  GArray *chunks;
  guint width;
  guint height;
  gsize end;
  gboolean cut;
  gboolean malformed;
} AnfPng;

/** anf_png_parse: lists the chunks of bytes that begin with the PNG signature. */
AnfPng *anf_png_parse (const guint8 *bytes, gsize size);
void anf_png_free (AnfPng *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfPng, anf_png_free)

/**
 * anf_png_find:
 *
 * Locates Exif (`eXIf`, and the raw profiles that ImageMagick and phones write as text, compressed
 * or not) and XMP.
 */
void anf_png_find (const AnfPng *self, AnfFinds *finds, AnfFacts *facts);
