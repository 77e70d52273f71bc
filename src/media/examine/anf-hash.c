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

/* The brightness of a box of the upright picture, weighted as in ITU-R BT.601. */
static double
measure_box (const AnfShrink *shrink, guint orientation, guint box[4])
{
  double sum = 0.0;
  for (guint y = box[1]; y < box[3]; y++)
    for (guint x = box[0]; x < box[2]; x++)
      {
        const guint8 *rgb = anf_shrink_get_pixel (shrink, orientation, x, y);
        sum += 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
      }
  return sum / ((box[2] - box[0]) * (double)(box[3] - box[1]));
}

static void
resize_luma (const AnfShrink *shrink, guint orientation, double *out, guint columns, guint rows)
{
  const guint width = anf_shrink_get_width (shrink, orientation);
  const guint height = anf_shrink_get_height (shrink, orientation);
  for (guint y = 0; y < rows; y++)
    for (guint x = 0; x < columns; x++)
      {
        guint box[4] = { x * width / columns, y * height / rows, (x + 1) * width / columns,
                         (y + 1) * height / rows };
        /* Of a picture smaller than this, a pixel serves more than once. */
        box[2] = MAX (box[2], box[0] + 1);
        box[3] = MAX (box[3], box[1] + 1);
        out[y * columns + x] = measure_box (shrink, orientation, box);
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

static void
add_frequencies (const double luma[LUMA_EDGE * LUMA_EDGE], AnfFacts *facts)
{
  double low[LOW_EDGE * LOW_EDGE];
  double sorted[LOW_EDGE * LOW_EDGE];
  gboolean bits[LOW_EDGE * LOW_EDGE];
  transform (luma, low);
  memcpy (sorted, low, sizeof sorted);
  qsort (sorted, G_N_ELEMENTS (sorted), sizeof *sorted, compare_doubles);
  const double median
      = (sorted[LOW_EDGE * LOW_EDGE / 2 - 1] + sorted[LOW_EDGE * LOW_EDGE / 2]) / 2.0;
  for (guint i = 0; i < LOW_EDGE * LOW_EDGE; i++)
    bits[i] = low[i] > median;
  add_bits (facts, "phash", bits, G_N_ELEMENTS (bits));
}

static void
flag_flat (const double luma[LUMA_EDGE * LUMA_EDGE], AnfFacts *facts)
{
  const guint count = LUMA_EDGE * LUMA_EDGE;
  double sum = 0.0, squares = 0.0;
  for (guint i = 0; i < count; i++)
    {
      sum += luma[i];
      squares += luma[i] * luma[i];
    }
  const double mean = sum / count;
  if (squares / count - mean * mean < SPREAD_MIN * SPREAD_MIN)
    anf_facts_flag (facts, "FLAT_PICTURE");
}

void
anf_hash_add (const AnfShrink *shrink, guint orientation, AnfFacts *facts)
{
  double luma[LUMA_EDGE * LUMA_EDGE];
  double steps[DIFFERENCE_EDGE * (DIFFERENCE_EDGE + 1)];
  gboolean bits[DIFFERENCE_EDGE * DIFFERENCE_EDGE];
  resize_luma (shrink, orientation, luma, LUMA_EDGE, LUMA_EDGE);
  add_frequencies (luma, facts);
  flag_flat (luma, facts);
  resize_luma (shrink, orientation, steps, DIFFERENCE_EDGE + 1, DIFFERENCE_EDGE);
  for (guint y = 0; y < DIFFERENCE_EDGE; y++)
    for (guint x = 0; x < DIFFERENCE_EDGE; x++)
      {
        const double *at = steps + (gsize)y * (DIFFERENCE_EDGE + 1) + x;
        bits[y * DIFFERENCE_EDGE + x] = at[1] > at[0];
      }
  add_bits (facts, "dhash", bits, G_N_ELEMENTS (bits));
}
