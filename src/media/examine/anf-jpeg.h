/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-finds.h"

/* Markers of ITU-T T.81, table B.1. */
enum
{
  ANF_JPEG_SOF0 = 0xc0,
  ANF_JPEG_SOF2 = 0xc2,
  ANF_JPEG_DHT = 0xc4,
  ANF_JPEG_RST0 = 0xd0,
  ANF_JPEG_RST7 = 0xd7,
  ANF_JPEG_SOI = 0xd8,
  ANF_JPEG_EOI = 0xd9,
  ANF_JPEG_SOS = 0xda,
  ANF_JPEG_DQT = 0xdb,
  ANF_JPEG_DRI = 0xdd,
  ANF_JPEG_APP0 = 0xe0,
  ANF_JPEG_APP1 = 0xe1,
  ANF_JPEG_APP2 = 0xe2,
  ANF_JPEG_APP13 = 0xed,
  ANF_JPEG_APP14 = 0xee,
  ANF_JPEG_APP15 = 0xef,
  ANF_JPEG_COM = 0xfe,
};

/**
 * AnfJpegSegment:
 * @start: offset of the first byte after the length field
 * @size: how many bytes from there; fewer than the length field says when the file is cut
 * @scan_end: for SOS, where the entropy-coded bytes that begin at @start + @size end
 */
typedef struct
{
  guint8 marker;
  gsize start;
  gsize size;
  gsize scan_end;
} AnfJpegSegment;

/**
 * AnfJpeg:
 * @bytes: (transfer none): the file
 * @segments: (element-type AnfJpegSegment): in file order, up to the first EOI
 * @width: @height: from the frame header, 0 when there is none
 * @end: offset after EOI, @size when there is no EOI
 * @cut: it ends before EOI
 * @malformed: something stands where T.81 allows nothing, such as bytes between segments
 */
typedef struct
{
  const guint8 *bytes;
  gsize size;
  GArray *segments;
  guint width;
  guint height;
  guint components;
  gsize end;
  gboolean cut;
  gboolean malformed;
} AnfJpeg;

/**
 * anf_jpeg_parse:
 * @bytes: any bytes that start with SOI; must outlive the result
 *
 * Lists the segments without looking into them, ANF_MEDIA_SEGMENTS_MAX at most. Reads on over what
 * is malformed as decoders do, so that whatever a viewer would show is seen.
 */
AnfJpeg *anf_jpeg_parse (const guint8 *bytes, gsize size);
void anf_jpeg_free (AnfJpeg *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfJpeg, anf_jpeg_free)

/** anf_jpeg_segment_starts: whether the payload begins with these bytes. */
gboolean anf_jpeg_segment_starts (const AnfJpeg *self,
                                  const AnfJpegSegment *segment,
                                  const char *prefix,
                                  gsize prefix_size);

/**
 * anf_jpeg_find:
 *
 * Locates Exif, joined where it goes on in the next segment, and XMP.
 */
void anf_jpeg_find (const AnfJpeg *self, AnfFinds *finds, AnfFacts *facts);
