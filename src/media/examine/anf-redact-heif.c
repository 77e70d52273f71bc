/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-media-limits.h"
#include "anf-redact-box.h"

#include <string.h>

#define FREE ANF_TYPE ('f', 'r', 'e', 'e')

static gboolean
is_one_of (guint32 type, const guint32 *types, gsize count)
{
  for (gsize i = 0; i < count; i++)
    if (types[i] == type)
      return TRUE;
  return FALSE;
}

/* Pictures, coded or put together from others. */
static gboolean
is_picture (const AnfHeifItem *item)
{
  static const guint32 types[] = { ANF_TYPE ('h', 'v', 'c', '1'), ANF_TYPE ('a', 'v', '0', '1'),
                                   ANF_TYPE ('a', 'v', 'c', '1'), ANF_TYPE ('j', 'p', 'e', 'g'),
                                   ANF_TYPE ('g', 'r', 'i', 'd'), ANF_TYPE ('i', 'o', 'v', 'l'),
                                   ANF_TYPE ('i', 'd', 'e', 'n'), ANF_TYPE ('t', 'm', 'a', 'p') };
  return is_one_of (item->type, types, G_N_ELEMENTS (types));
}

static void
set_type (GByteArray *copy, gsize at, guint32 type)
{
  const guint32 big = GUINT32_TO_BE (type);
  memcpy (copy->data + at, &big, sizeof big);
}

static void
blank (GByteArray *copy, gsize start, gsize end)
{
  memset (copy->data + start, 0, end - start);
}

static void
blank_box (GByteArray *copy, const AnfBox *box)
{
  set_type (copy, box->at + 4, FREE);
  blank (copy, box->start, box->end);
}

/* ---- The data ---- */

static gboolean
overlap (const AnfHeifExtent *a, const AnfHeifExtent *b)
{
  return a->size > 0 && b->size > 0 && a->start < b->start + b->size
         && b->start < a->start + a->size;
}

static const AnfHeifExtent *
get_extent (const AnfHeif *heif, const AnfHeifItem *item, guint index)
{
  return &g_array_index (heif->extents, AnfHeifExtent, item->first_extent + index);
}

/* Whether bytes that go are also bytes that stay. */
static gboolean
is_shared (const AnfHeif *heif, const AnfHeifExtent *extent)
{
  for (guint i = 0; i < heif->items->len; i++)
    {
      const AnfHeifItem *item = &g_array_index (heif->items, AnfHeifItem, i);
      for (guint j = 0; is_picture (item) && j < item->n_extents; j++)
        if (overlap (extent, get_extent (heif, item, j)))
          return TRUE;
    }
  return FALSE;
}

static gboolean
is_inside (const AnfBox *box, const AnfHeifExtent *extent)
{
  return extent->start >= box->start && extent->start + extent->size <= box->end;
}

static gboolean
is_in_data (const AnfHeif *heif, const AnfHeifExtent *extent)
{
  for (guint i = 0; i < heif->boxes->len; i++)
    {
      const AnfBox *box = &g_array_index (heif->boxes, AnfBox, i);
      if (box->type == ANF_TYPE ('m', 'd', 'a', 't') && is_inside (box, extent))
        return TRUE;
    }
  return heif->idat.end > 0 && is_inside (&heif->idat, extent);
}

/* Zeros over all media data, then the pictures back: what belongs to no item goes as well. */
static gboolean
blank_data (const AnfHeif *heif, GByteArray *copy)
{
  for (guint i = 0; i < heif->boxes->len; i++)
    {
      const AnfBox *box = &g_array_index (heif->boxes, AnfBox, i);
      if (box->type == ANF_TYPE ('m', 'd', 'a', 't'))
        blank (copy, box->start, box->end);
    }
  if (heif->idat.end > 0)
    blank (copy, heif->idat.start, heif->idat.end);
  for (guint i = 0; i < heif->items->len; i++)
    {
      const AnfHeifItem *item = &g_array_index (heif->items, AnfHeifItem, i);
      const gboolean stays = is_picture (item);
      if (stays && !item->usable && item->type != ANF_TYPE ('i', 'd', 'e', 'n'))
        return FALSE;
      for (guint j = 0; j < item->n_extents; j++)
        {
          const AnfHeifExtent *extent = get_extent (heif, item, j);
          if (stays ? !is_in_data (heif, extent) : is_shared (heif, extent))
            return FALSE;
          if (stays)
            memcpy (copy->data + extent->start, heif->bytes + extent->start, extent->size);
        }
    }
  return TRUE;
}

/* ---- What describes them ---- */

/* Names go; an item that is no picture is no longer known as what it was. */
static void
blank_entries (const AnfHeif *heif, GByteArray *copy)
{
  for (guint i = 0; i < heif->items->len; i++)
    {
      const AnfHeifItem *item = &g_array_index (heif->items, AnfHeifItem, i);
      if (item->type_at == 0)
        continue;
      if (!is_picture (item))
        set_type (copy, item->type_at, FREE);
      blank (copy, item->type_at + 4, item->entry.end);
    }
}

static gboolean
is_kept_property (const AnfHeif *heif, const AnfBox *box)
{
  static const guint32 types[] = {
    ANF_TYPE ('i', 's', 'p', 'e'), ANF_TYPE ('p', 'i', 'x', 'i'), ANF_TYPE ('h', 'v', 'c', 'C'),
    ANF_TYPE ('a', 'v', '1', 'C'), ANF_TYPE ('a', 'v', 'c', 'C'), ANF_TYPE ('i', 'r', 'o', 't'),
    ANF_TYPE ('i', 'm', 'i', 'r'), ANF_TYPE ('c', 'l', 'a', 'p'), ANF_TYPE ('p', 'a', 's', 'p'),
    ANF_TYPE ('a', 'u', 'x', 'C'), ANF_TYPE ('a', '1', 'o', 'p'), ANF_TYPE ('a', '1', 'l', 'x'),
    ANF_TYPE ('l', 's', 'e', 'l'), ANF_TYPE ('c', 'l', 'l', 'i'), ANF_TYPE ('m', 'd', 'c', 'v'),
    ANF_TYPE ('a', 'm', 'v', 'e'), ANF_TYPE ('r', 'l', 'o', 'c'), ANF_TYPE ('l', 'h', 'v', 'C'),
  };
  if (box->type != ANF_TYPE ('c', 'o', 'l', 'r'))
    return is_one_of (box->type, types, G_N_ELEMENTS (types));
  const gsize size = box->end - box->start;
  const guint32 kind = size >= 4 ? anf_be32 (heif->bytes + box->start) : 0;
  return (kind == ANF_TYPE ('n', 'c', 'l', 'x') && size <= 11)
         || (kind == ANF_TYPE ('p', 'r', 'o', 'f')
             && anf_redact_is_plain_profile (heif->bytes + box->start + 4, size - 4));
}

static gboolean
is_essential (const AnfHeif *heif, guint property)
{
  for (guint i = 0; i < heif->links->len; i++)
    {
      const AnfHeifLink *link = &g_array_index (heif->links, AnfHeifLink, i);
      if (link->property == property && link->essential)
        return TRUE;
    }
  return FALSE;
}

static gboolean
blank_properties (const AnfHeif *heif, GByteArray *copy)
{
  for (guint i = 0; i < heif->properties->len; i++)
    {
      const AnfBox *box = &g_array_index (heif->properties, AnfBox, i);
      if (is_kept_property (heif, box))
        continue;
      if (is_essential (heif, i + 1))
        return FALSE;
      blank_box (copy, box);
    }
  return TRUE;
}

static void
blank_meta (const AnfHeif *heif, const AnfBox *meta, GByteArray *copy)
{
  static const guint32 kept[] = {
    ANF_TYPE ('p', 'i', 't', 'm'), ANF_TYPE ('i', 'i', 'n', 'f'), ANF_TYPE ('i', 'l', 'o', 'c'),
    ANF_TYPE ('i', 'r', 'e', 'f'), ANF_TYPE ('i', 'p', 'r', 'p'), ANF_TYPE ('i', 'd', 'a', 't'),
    ANF_TYPE ('h', 'd', 'l', 'r'),
  };
  AnfBox box;
  gsize at = meta->start + 4;
  while (anf_bmff_next (heif->bytes, meta->end, &at, &box))
    {
      if (!is_one_of (box.type, kept, G_N_ELEMENTS (kept)))
        blank_box (copy, &box);
      else if (box.type == ANF_TYPE ('h', 'd', 'l', 'r') && box.end - box.start > 24)
        blank (copy, box.start + 24, box.end); /* its name */
    }
  blank (copy, at, meta->end);
}

static gboolean
blank_boxes (const AnfHeif *heif, GByteArray *copy)
{
  guint metas = 0;
  for (guint i = 0; i < heif->boxes->len; i++)
    {
      const AnfBox *box = &g_array_index (heif->boxes, AnfBox, i);
      if (box->type == ANF_TYPE ('m', 'e', 't', 'a'))
        {
          metas++;
          blank_meta (heif, box, copy);
        }
      else if (box->type != ANF_TYPE ('f', 't', 'y', 'p')
               && box->type != ANF_TYPE ('m', 'd', 'a', 't'))
        blank_box (copy, box);
    }
  return metas == 1;
}

GByteArray *
anf_redact_blank_heif (const AnfHeif *heif)
{
  const guint count = heif->boxes->len;
  if (heif->has_tracks || heif->cut || heif->malformed || count == 0
      || count >= ANF_MEDIA_SEGMENTS_MAX)
    return NULL;
  /* What stands behind the last box is no part of it. */
  const gsize size = g_array_index (heif->boxes, AnfBox, count - 1).end;
  g_autoptr (GByteArray) copy = g_byte_array_new ();
  g_byte_array_append (copy, heif->bytes, (guint)size);
  if (!blank_boxes (heif, copy) || !blank_data (heif, copy) || !blank_properties (heif, copy))
    return NULL;
  blank_entries (heif, copy);
  return g_steal_pointer (&copy);
}

void
anf_redact_hash_heif (const AnfHeif *heif, GChecksum *checksum)
{
  for (guint i = 0; i < heif->items->len; i++)
    {
      const AnfHeifItem *item = &g_array_index (heif->items, AnfHeifItem, i);
      for (guint j = 0; is_picture (item) && j < item->n_extents; j++)
        {
          const AnfHeifExtent *extent = get_extent (heif, item, j);
          g_checksum_update (checksum, heif->bytes + extent->start, (gssize)extent->size);
        }
    }
}
