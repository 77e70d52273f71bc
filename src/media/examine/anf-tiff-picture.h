/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfTiffPicture:
 * @width: @height: of the picture that the file is about, 0 when it does not say
 * @raw: it is what a sensor gave, which nobody sees; what is shown of it is a preview in the file
 * @pages: more pictures of its kind follow the first, which is the one
 * @jpeg: (nullable): a JPEG inside that is what to show; @jpeg_size bytes
 * @directory: offset of the directory with what to show when there is no @jpeg, 0 when there is
 * nothing
 *
 * Which of the pictures in a TIFF or DNG is the one (TIFF 6.0, NewSubfileType; DNG 1.7, chapter 2).
 */
typedef struct
{
  guint32 width;
  guint32 height;
  gboolean raw;
  gboolean pages;
  const guint8 *jpeg;
  gsize jpeg_size;
  gsize directory;
} AnfTiffPicture;

/** anf_tiff_picture_find: of a whole file, which must outlive the result. */
AnfTiffPicture anf_tiff_picture_find (const guint8 *bytes, gsize size);
