/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-tiff-picture.h"

#include "anf-tiff.h"

/* TIFF 6.0, TIFF/EP and the DNG specification. */
enum
{
  TAG_SUBFILE_TYPE = 0x00fe,
  TAG_WIDTH = 0x0100,
  TAG_HEIGHT = 0x0101,
  TAG_COMPRESSION = 0x0103,
  TAG_PHOTOMETRIC = 0x0106,
  TAG_STRIP_OFFSETS = 0x0111,
  TAG_STRIP_SIZES = 0x0117,
  TAG_SUB_IFDS = 0x014a,
  TAG_JPEG = 0x0201,
  TAG_JPEG_SIZE = 0x0202,
};
/* Of TAG_SUBFILE_TYPE. What else DNG has there is no picture: masks, depth, another version. */
#define REDUCED 1 /* a smaller one of another picture */
#define PAGE 2
#define COMPRESSION_JPEG6 6 /* of TIFF 6.0, which everyone writes in a way of their own */
/* Of TAG_PHOTOMETRIC: from here on what is registered, as colour filter arrays, linear raw, depth
   and masks are; below it what can be seen as it is. */
#define REGISTERED 0x8000

#define DIRECTORIES_MAX 17 /* the first and those below it */

typedef struct
{
  gsize offset;
  guint32 width;
  guint32 height;
  guint32 compression;
  guint32 subfile;
  gboolean raw;
  const guint8 *jpeg;
  gsize jpeg_size;
} Directory;

static guint32
get_number (const AnfTiff *tiff, guint16 tag, guint index)
{
  const AnfTiffEntry *entry = anf_tiff_find (tiff, ANF_IFD_OTHER, tag);
  if (entry == NULL)
    return 0;
  const gsize width = entry->format == ANF_TIFF_SHORT ? 2 : 4;
  if (((gsize)index + 1) * width > entry->size)
    return 0;
  const guint8 *at = entry->data + index * width;
  return width == 2 ? anf_tiff_get_short (at, tiff->big_endian)
                    : anf_tiff_get_long (at, tiff->big_endian);
}

/* A whole JPEG file, or what is left of it, whether the directory says so or has it as its one
   strip. */
static void
find_jpeg (Directory *self, const AnfTiff *tiff, const guint8 *bytes, gsize size)
{
  const gboolean said = get_number (tiff, TAG_JPEG_SIZE, 0) != 0;
  const guint32 start = get_number (tiff, said ? TAG_JPEG : TAG_STRIP_OFFSETS, 0);
  const guint32 length = get_number (tiff, said ? TAG_JPEG_SIZE : TAG_STRIP_SIZES, 0);
  if ((!said && get_number (tiff, TAG_STRIP_OFFSETS, 1) != 0) || length < 4 || start > size - 4
      || bytes[start] != 0xff || bytes[start + 1] != 0xd8)
    return;
  self->jpeg = bytes + start;
  self->jpeg_size = MIN (length, size - start);
}

static Directory
describe (const AnfTiff *tiff, gsize offset, const guint8 *bytes, gsize size)
{
  Directory self = { .offset = offset,
                     .width = get_number (tiff, TAG_WIDTH, 0),
                     .height = get_number (tiff, TAG_HEIGHT, 0),
                     .compression = get_number (tiff, TAG_COMPRESSION, 0),
                     .subfile = get_number (tiff, TAG_SUBFILE_TYPE, 0),
                     .raw = get_number (tiff, TAG_PHOTOMETRIC, 0) >= REGISTERED };
  if (!self.raw)
    find_jpeg (&self, tiff, bytes, size);
  return self;
}

/* Whether a page follows the directory at @offset; a thumbnail is none, as in Exif. */
static gboolean
has_next_page (const guint8 *bytes, gsize size, gsize offset, gboolean big_endian)
{
  if (offset > size - 2)
    return FALSE;
  const gsize at = offset + 2 + (gsize)anf_tiff_get_short (bytes + offset, big_endian) * 12;
  const gsize next = at <= size - 4 ? anf_tiff_get_long (bytes + at, big_endian) : 0;
  if (next == 0)
    return FALSE;
  g_autoptr (AnfTiff) tiff = anf_tiff_parse_directory (bytes, size, next);
  const Directory page = describe (tiff, next, bytes, size);
  return page.width != 0 && (page.subfile & REDUCED) == 0 && !page.raw;
}

/* The first directory and those below it. Returns: how many */
static guint
list_directories (const guint8 *bytes, gsize size, Directory *directories, gboolean *pages)
{
  if (size < 8)
    return 0;
  g_autoptr (AnfTiff) head = anf_tiff_parse_directory (bytes, size, size);
  if (!head->valid)
    return 0;
  const gsize offset = anf_tiff_get_long (bytes + 4, head->big_endian);
  g_autoptr (AnfTiff) first = anf_tiff_parse_directory (bytes, size, offset);
  guint count = 0;
  directories[count++] = describe (first, offset, bytes, size);
  *pages = has_next_page (bytes, size, offset, head->big_endian);
  for (guint i = 0; count < DIRECTORIES_MAX; i++)
    {
      const gsize below = get_number (first, TAG_SUB_IFDS, i);
      if (below == 0)
        break;
      g_autoptr (AnfTiff) tiff = anf_tiff_parse_directory (bytes, size, below);
      directories[count++] = describe (tiff, below, bytes, size);
    }
  return count;
}

/* The first directory's, or one below where the first holds a reduced one, as in a DNG. */
static const Directory *
choose_picture (const Directory *directories, guint count)
{
  for (guint i = 1; (directories->subfile & REDUCED) != 0 && i < count; i++)
    if ((directories[i].subfile & ~(guint32)PAGE) == 0 && directories[i].width != 0)
      return &directories[i];
  return directories;
}

/* The largest that can be seen as it is; one that a camera made before one of our decoding. */
static const Directory *
choose_preview (const Directory *directories, guint count)
{
  const Directory *best = NULL;
  for (guint i = 0; i < count; i++)
    {
      const Directory *each = &directories[i];
      if (each->raw)
        continue;
      if (best == NULL || each->jpeg_size > best->jpeg_size
          || (best->jpeg == NULL
              && (guint64)each->width * each->height > (guint64)best->width * best->height))
        best = each;
    }
  return best;
}

AnfTiffPicture
anf_tiff_picture_find (const guint8 *bytes, gsize size)
{
  Directory directories[DIRECTORIES_MAX];
  AnfTiffPicture self = { 0 };
  const guint count = list_directories (bytes, size, directories, &self.pages);
  if (count == 0)
    return self;
  const Directory *picture = choose_picture (directories, count);
  const Directory *shown = picture->raw ? choose_preview (directories, count) : picture;
  self.width = picture->width;
  self.height = picture->height;
  self.raw = picture->raw;
  if (shown == NULL)
    return self;
  if (picture->raw || shown->compression == COMPRESSION_JPEG6)
    {
      self.jpeg = shown->jpeg;
      self.jpeg_size = shown->jpeg_size;
    }
  if (self.jpeg == NULL)
    self.directory = shown->offset;
  return self;
}
