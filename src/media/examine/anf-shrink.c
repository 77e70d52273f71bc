/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-shrink.h"

#include "anf-media-limits.h"

#include <string.h>

#define CHANNELS 3

struct _AnfShrink
{
  guint from_width;
  guint from_height;
  guint width;
  guint height;
  guint8 *pixels; /* the small picture, RGB */
  guint32 *sums;  /* one row of boxes */
  guint rows;     /* of the large one that have come */
  guint y;        /* of the small one that is being filled */
  guint in_box;   /* rows in it */
};

AnfShrink *
anf_shrink_new (void)
{
  return g_new0 (AnfShrink, 1);
}

void
anf_shrink_free (AnfShrink *self)
{
  g_free (self->pixels);
  g_free (self->sums);
  g_free (self);
}

static gboolean
start (gpointer data, guint width, guint height, guint channels)
{
  AnfShrink *self = data;
  const guint edge = MAX (width, height);
  const guint target = MIN (edge, ANF_MEDIA_THUMBNAIL_EDGE);
  if (channels != CHANNELS || self->pixels != NULL || width == 0 || height == 0)
    return FALSE;
  self->from_width = width;
  self->from_height = height;
  self->width = MAX (1, (guint)((guint64)width * target / edge));
  self->height = MAX (1, (guint)((guint64)height * target / edge));
  self->sums = g_new0 (guint32, (gsize)self->width * CHANNELS);
  self->pixels = g_malloc0 ((gsize)self->width * self->height * CHANNELS);
  return TRUE;
}

static guint
get_edge (guint index, guint from, guint to)
{
  return (guint)((guint64)index * from / to);
}

static void
finish_box (AnfShrink *self)
{
  for (guint x = 0; x < self->width; x++)
    {
      const guint left = get_edge (x, self->from_width, self->width);
      const guint right = get_edge (x + 1, self->from_width, self->width);
      const guint area = MAX ((right - left) * self->in_box, 1);
      guint8 *to = self->pixels + ((gsize)self->y * self->width + x) * CHANNELS;
      for (guint c = 0; c < CHANNELS; c++)
        to[c] = (guint8)((self->sums[x * CHANNELS + c] + area / 2) / area);
    }
  memset (self->sums, 0, (gsize)self->width * CHANNELS * sizeof *self->sums);
  self->in_box = 0;
  self->y++;
}

static gboolean
add_row (gpointer data, const guint8 *row)
{
  AnfShrink *self = data;
  if (self->pixels == NULL || self->y >= self->height)
    return FALSE;
  for (guint x = 0; x < self->width; x++)
    {
      const guint left = get_edge (x, self->from_width, self->width);
      const guint right = get_edge (x + 1, self->from_width, self->width);
      for (guint i = left; i < right; i++)
        for (guint c = 0; c < CHANNELS; c++)
          self->sums[x * CHANNELS + c] += row[i * CHANNELS + c];
    }
  self->rows++;
  self->in_box++;
  if (self->rows >= get_edge (self->y + 1, self->from_height, self->height))
    finish_box (self);
  return TRUE;
}

AnfRows
anf_shrink_rows (AnfShrink *self)
{
  return (AnfRows){ start, add_row, self };
}

gboolean
anf_shrink_is_whole (const AnfShrink *self)
{
  return self->pixels != NULL && self->y == self->height;
}

guint
anf_shrink_get_width (const AnfShrink *self, guint orientation)
{
  return orientation >= 5 ? self->height : self->width;
}

guint
anf_shrink_get_height (const AnfShrink *self, guint orientation)
{
  return orientation >= 5 ? self->width : self->height;
}

/* Exif 3.0, tag 0x0112. */
const guint8 *
anf_shrink_get_pixel (const AnfShrink *self, guint orientation, guint x, guint y)
{
  const guint o = orientation;
  guint from_x = o >= 5 ? y : x;
  guint from_y = o >= 5 ? x : y;
  if (o == 2 || o == 3 || o == 7 || o == 8)
    from_x = self->width - 1 - from_x;
  if (o == 3 || o == 4 || o == 6 || o == 7)
    from_y = self->height - 1 - from_y;
  return self->pixels + ((gsize)from_y * self->width + from_x) * CHANNELS;
}
