/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* As the Python library ImageHash has them: phash (hash_size=8, highfreq_factor=4) and
   dhash (hash_size=16), rows from the top, the highest bit first. */
#define LUMA_EDGE 32
#define LOW_EDGE 8
#define DIFFERENCE_EDGE 16
/* Of 0 to 255; a wall, a sheet of paper, a lens cap. */
#define SPREAD_MIN 12.0

AnfFrame
anf_frame_whole (const AnfShrink *shrink, guint orientation)
{
  return (AnfFrame){ shrink,
                     orientation,
                     0,
                     0,
                     anf_shrink_get_width (shrink, orientation),
                     anf_shrink_get_height (shrink, orientation) };
}

/* The brightness of a box of the frame, weighted as in ITU-R BT.601. */
static double
measure_box (const AnfFrame *frame, guint box[4])
{
  double sum = 0.0;
  for (guint y = box[1]; y < box[3]; y++)
    for (guint x = box[0]; x < box[2]; x++)
      {
        const guint8 *rgb = anf_shrink_get_pixel (frame->shrink, frame->orientation,
                                                  frame->left + x, frame->top + y);
        sum += 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
      }
  return sum / ((box[2] - box[0]) * (double)(box[3] - box[1]));
}

static void
resize_luma (const AnfFrame *frame, double *out, guint columns, guint rows)
{
  for (guint y = 0; y < rows; y++)
    for (guint x = 0; x < columns; x++)
      {
        guint box[4] = { x * frame->width / columns, y * frame->height / rows,
                         (x + 1) * frame->width / columns, (y + 1) * frame->height / rows };
        /* Of a picture smaller than this, a pixel serves more than once. */
        box[2] = MAX (box[2], box[0] + 1);
        box[3] = MAX (box[3], box[1] + 1);
        out[y * columns + x] = measure_box (frame, box);
      }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double left = *(const double *)a;
  const double right = *(const double *)b;
  return left < right ? -1 : left > right;
}

/* The lowest frequencies of the type II cosine transform, in both directions. */
static void
transform (const double luma[LUMA_EDGE * LUMA_EDGE], double low[LOW_EDGE * LOW_EDGE])
{
  double cosines[LOW_EDGE][LUMA_EDGE];
  for (guint u = 0; u < LOW_EDGE; u++)
    for (guint x = 0; x < LUMA_EDGE; x++)
      cosines[u][x] = cos (G_PI * u * (2.0 * x + 1.0) / (2.0 * LUMA_EDGE));
  for (guint v = 0; v < LOW_EDGE; v++)
    for (guint u = 0; u < LOW_EDGE; u++)
      {
        double sum = 0.0;
        for (guint y = 0; y < LUMA_EDGE; y++)
          for (guint x = 0; x < LUMA_EDGE; x++)
            sum += luma[y * LUMA_EDGE + x] * cosines[v][y] * cosines[u][x];
        low[v * LOW_EDGE + u] = sum;
      }
}

static void
add_bits (AnfFacts *facts, const char *name, const gboolean *bits, guint count)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < count; i += 4)
    {
      guint digit = 0;
      for (guint j = 0; j < 4; j++)
        digit = digit << 1 | (bits[i + j] ? 1 : 0);
      g_string_append_printf (text, "%x", digit);
    }
  json_object_set_string_member (anf_facts_object (facts), name, text->str);
}

guint64
anf_hash_measure (const AnfFrame *frame)
{
  double luma[LUMA_EDGE * LUMA_EDGE];
  double low[LOW_EDGE * LOW_EDGE];
  double sorted[LOW_EDGE * LOW_EDGE];
  guint64 bits = 0;
  resize_luma (frame, luma, LUMA_EDGE, LUMA_EDGE);
  transform (luma, low);
  memcpy (sorted, low, sizeof sorted);
  qsort (sorted, G_N_ELEMENTS (sorted), sizeof *sorted, compare_doubles);
  const double median
      = (sorted[LOW_EDGE * LOW_EDGE / 2 - 1] + sorted[LOW_EDGE * LOW_EDGE / 2]) / 2.0;
  for (guint i = 0; i < LOW_EDGE * LOW_EDGE; i++)
    bits = bits << 1 | (low[i] > median ? 1 : 0);
  return bits;
}

gboolean
anf_hash_is_flat (const AnfFrame *frame)
{
  double luma[LUMA_EDGE * LUMA_EDGE];
  const guint count = LUMA_EDGE * LUMA_EDGE;
  double sum = 0.0, squares = 0.0;
  resize_luma (frame, luma, LUMA_EDGE, LUMA_EDGE);
  for (guint i = 0; i < count; i++)
    {
      sum += luma[i];
      squares += luma[i] * luma[i];
    }
  const double mean = sum / count;
  return squares / count - mean * mean < SPREAD_MIN * SPREAD_MIN;
}

static char *
format_hash (const AnfShrink *shrink, guint orientation)
{
  const AnfFrame frame = anf_frame_whole (shrink, orientation);
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x", anf_hash_measure (&frame));
}

/* Measured anew rather than made of the bits of the first: what is turned is a coefficient, and a
   bit tells only on which side of the median that is. */
static void
add_turned (const AnfShrink *shrink, guint orientation, AnfFacts *facts)
{
  JsonArray *turned = json_array_new ();
  for (guint other = 1; other <= 8; other++)
    {
      g_autofree char *hash = other != orientation ? format_hash (shrink, other) : NULL;
      if (hash != NULL)
        json_array_add_string_element (turned, hash);
    }
  json_object_set_array_member (anf_facts_object (facts), "phash_turned", turned);
}

void
anf_hash_add (const AnfShrink *shrink, guint orientation, AnfFacts *facts)
{
  const AnfFrame frame = anf_frame_whole (shrink, orientation);
  double steps[DIFFERENCE_EDGE * (DIFFERENCE_EDGE + 1)];
  gboolean bits[DIFFERENCE_EDGE * DIFFERENCE_EDGE];
  g_autofree char *low = format_hash (shrink, orientation);
  json_object_set_string_member (anf_facts_object (facts), "phash", low);
  add_turned (shrink, orientation, facts);
  if (anf_hash_is_flat (&frame))
    anf_facts_flag (facts, "FLAT_PICTURE");
  resize_luma (&frame, steps, DIFFERENCE_EDGE + 1, DIFFERENCE_EDGE);
  for (guint y = 0; y < DIFFERENCE_EDGE; y++)
    for (guint x = 0; x < DIFFERENCE_EDGE; x++)
      {
        const double *at = steps + (gsize)y * (DIFFERENCE_EDGE + 1) + x;
        bits[y * DIFFERENCE_EDGE + x] = at[1] > at[0];
      }
  add_bits (facts, "dhash", bits, G_N_ELEMENTS (bits));
}
