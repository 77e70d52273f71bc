/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-finds.h"

#include "anf-exif-facts.h"
#include "anf-media-limits.h"
#include "anf-xmp.h"

#include <string.h>

#define EXIF_HEADER_SIZE 6

AnfFinds *
anf_finds_new (void)
{
  AnfFinds *self = g_new0 (AnfFinds, 1);
  self->exif = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  self->xmp = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  return self;
}

void
anf_finds_free (AnfFinds *self)
{
  g_ptr_array_unref (self->exif);
  g_ptr_array_unref (self->xmp);
  g_free (self);
}

gboolean
anf_finds_starts_tiff (const guint8 *bytes, gsize size)
{
  return size >= 4 && (memcmp (bytes, "II*\0", 4) == 0 || memcmp (bytes, "MM\0*", 4) == 0);
}

void
anf_finds_add_exif (AnfFinds *self, const guint8 *bytes, gsize size)
{
  /* The second of the two bytes is not always 0. */
  if (size >= EXIF_HEADER_SIZE && memcmp (bytes, "Exif\0", 5) == 0)
    {
      bytes += EXIF_HEADER_SIZE;
      size -= EXIF_HEADER_SIZE;
    }
  if (self->exif->len >= ANF_MEDIA_EXIF_BLOCKS_MAX)
    self->more_exif = TRUE;
  else
    g_ptr_array_add (self->exif, g_bytes_new (bytes, MIN (size, ANF_MEDIA_EXIF_BYTES_MAX + 1)));
}

void
anf_finds_add_xmp (AnfFinds *self, const guint8 *bytes, gsize size)
{
  if (self->xmp->len < ANF_MEDIA_XMP_PACKETS_MAX && size > 0 && size <= ANF_MEDIA_XMP_BYTES_MAX)
    g_ptr_array_add (self->xmp, g_bytes_new (bytes, size));
}

static void
read_exif (const AnfFinds *self, AnfFacts *facts)
{
  for (guint i = 0; i < self->exif->len; i++)
    {
      g_autoptr (JsonObject) earlier = anf_facts_take_object (facts);
      anf_exif_read_facts (self->exif->pdata[i], facts);
      g_autoptr (JsonObject) later = anf_facts_take_object (facts);
      anf_facts_merge (facts, earlier);
      anf_facts_merge (facts, later);
    }
  if (self->exif->len > 1)
    anf_facts_flag (facts, "MULTI_EXIF");
}

void
anf_finds_read (const AnfFinds *self, AnfFacts *facts)
{
  read_exif (self, facts);
  if (self->xmp->len > 0)
    anf_facts_flag (facts, "XMP");
  for (guint i = 0; i < self->xmp->len; i++)
    anf_xmp_read_facts (self->xmp->pdata[i], facts);
  if (self->width == 0 || self->height == 0)
    return;
  json_object_set_int_member (anf_facts_object (facts), "width", self->width);
  json_object_set_int_member (anf_facts_object (facts), "height", self->height);
}
