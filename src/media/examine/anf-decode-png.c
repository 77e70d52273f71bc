/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-decode.h"
#include "anf-media-limits.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

/* One decoding. libpng reports errors by a callback that must not return, hence a setjmp; what must
   be freed is here, and not in the function that is jumped out of. */
typedef struct
{
  const guint8 *bytes;
  gsize size;
  gsize at;
  const AnfRows *rows;
  png_structp png;
  png_infop info;
  guint8 *row;   /* of RGBA */
  guint8 *whole; /* when it comes in passes */
  png_bytep *lines;
} Decoding;

static G_NORETURN void
on_error (png_structp png, png_const_charp text)
{
  png_longjmp (png, 1);
}

static void
on_warning (png_structp png, png_const_charp text)
{
}

static void
on_read (png_structp png, png_bytep out, size_t size)
{
  Decoding *self = png_get_io_ptr (png);
  if (size > self->size - self->at)
    png_error (png, "cut");
  memcpy (out, self->bytes + self->at, size);
  self->at += size;
}

/* Whatever it is, as 8-bit RGBA. */
static void
choose_output (const Decoding *self)
{
  png_set_expand (self->png);
  png_set_scale_16 (self->png);
  png_set_gray_to_rgb (self->png);
  png_set_add_alpha (self->png, 0xff, PNG_FILLER_AFTER);
  (void)png_set_interlace_handling (self->png);
  png_read_update_info (self->png, self->info);
}

static gboolean
hand_on (const Decoding *self, guint8 *row, guint width)
{
  anf_decode_flatten (row, self->row, width);
  return self->rows->row (self->rows->data, self->row);
}

/* A picture in passes is there only as a whole. */
static gboolean
read_passes (Decoding *self, guint width, guint height)
{
  const gsize stride = (gsize)width * 4;
  if (stride * height > ANF_MEDIA_WHOLE_BYTES_MAX)
    return FALSE;
  self->whole = g_try_malloc0 (stride * height);
  self->lines = g_new0 (png_bytep, height);
  if (self->whole == NULL)
    return FALSE;
  for (guint y = 0; y < height; y++)
    self->lines[y] = self->whole + stride * y;
  png_read_image (self->png, self->lines);
  for (guint y = 0; y < height; y++)
    if (!hand_on (self, self->lines[y], width))
      return FALSE;
  return TRUE;
}

static gboolean
run (Decoding *self)
{
  if (setjmp (png_jmpbuf (self->png)) != 0)
    return FALSE;
  png_set_read_fn (self->png, self, on_read);
  png_set_user_limits (self->png, 1000000, 1000000);
  png_set_chunk_malloc_max (self->png, ANF_MEDIA_INFLATE_BYTES_MAX);
  png_set_chunk_cache_max (self->png, ANF_MEDIA_PNG_TEXTS_MAX);
  png_read_info (self->png, self->info);
  const guint width = png_get_image_width (self->png, self->info);
  const guint height = png_get_image_height (self->png, self->info);
  if ((guint64)width * height > ANF_MEDIA_PIXELS_MAX)
    return FALSE;
  choose_output (self);
  self->row = g_malloc0 ((gsize)width * 4);
  if (!self->rows->start (self->rows->data, width, height, 3))
    return FALSE;
  if (png_get_interlace_type (self->png, self->info) != PNG_INTERLACE_NONE)
    return read_passes (self, width, height);
  for (guint y = 0; y < height; y++)
    {
      png_read_row (self->png, self->row, NULL);
      if (!hand_on (self, self->row, width))
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_decode_png (
    const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows, gboolean *damaged)
{
  Decoding self = { .bytes = bytes, .size = size, .rows = rows };
  *damaged = FALSE;
  self.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
  self.info = self.png != NULL ? png_create_info_struct (self.png) : NULL;
  const gboolean done = self.info != NULL && run (&self);
  png_destroy_read_struct (&self.png, &self.info, NULL);
  g_free (self.row);
  g_free (self.whole);
  g_free (self.lines);
  return done;
}
