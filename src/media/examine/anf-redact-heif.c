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

/* ---- What the picture needs ---- */

/* The items that stay: the primary picture, the pieces that it is put together from, and what says
   where it is transparent. Thumbnails, depth maps, gain maps and other pictures in the file do not:
   nobody sees them, and a mask or a smaller copy from before an edit tells more than the picture.
 */
typedef struct
{
  const AnfHeif *heif;
  GHashTable *ids;
  GArray *todo; /* guint32 */
} Kept;

static void
kept_clear (Kept *self)
{
  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_pointer (&self->todo, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Kept, kept_clear)

static gboolean
is_kept (const Kept *self, guint32 id)
{
  return g_hash_table_contains (self->ids, GUINT_TO_POINTER (id));
}

static void
keep (Kept *self, guint32 id)
{
  if (g_hash_table_add (self->ids, GUINT_TO_POINTER (id)))
    g_array_append_val (self->todo, id);
}

static void
keep_needed (Kept *self, guint32 id)
{
  for (guint i = 0; i < self->heif->references->len; i++)
    {
      const AnfHeifReference *reference
          = &g_array_index (self->heif->references, AnfHeifReference, i);
      if (reference->type == ANF_TYPE ('d', 'i', 'm', 'g') && reference->from == id)
        keep (self, reference->to);
      else if (reference->type == ANF_TYPE ('a', 'u', 'x', 'l') && reference->to == id
               && !is_kept (self, reference->from)
               && anf_heif_is_alpha (self->heif, reference->from))
        keep (self, reference->from);
    }
}

/* FALSE when one of them is not there or is no picture. */
static gboolean
find_kept (Kept *self)
{
  guint pictures = 0;
  keep (self, self->heif->primary);
  for (guint i = 0; i < self->todo->len && self->todo->len <= ANF_MEDIA_ITEMS_MAX; i++)
    keep_needed (self, g_array_index (self->todo, guint32, i));
  for (guint i = 0; i < self->heif->items->len; i++)
    {
      const AnfHeifItem *item = &g_array_index (self->heif->items, AnfHeifItem, i);
      if (is_kept (self, item->id))
        pictures += is_picture (item) ? 1 : 0;
    }
  return pictures == self->todo->len;
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
is_shared (const Kept *kept, const AnfHeifExtent *extent)
{
  const AnfHeif *heif = kept->heif;
  for (guint i = 0; i < heif->items->len; i++)
    {
      const AnfHeifItem *item = &g_array_index (heif->items, AnfHeifItem, i);
      for (guint j = 0; is_kept (kept, item->id) && j < item->n_extents; j++)
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

/* The bytes of one item that stays, back where they were. */
static gboolean
restore (const AnfHeif *heif, const AnfHeifItem *item, GByteArray *copy)
{
  if (!item->usable && item->type != ANF_TYPE ('i', 'd', 'e', 'n'))
    return FALSE;
  for (guint i = 0; i < item->n_extents; i++)
    {
      const AnfHeifExtent *extent = get_extent (heif, item, i);
      if (!is_in_data (heif, extent))
        return FALSE;
      memcpy (copy->data + extent->start, heif->bytes + extent->start, extent->size);
    }
  return TRUE;
}

/* What is no picture must not be part of one. Of another picture it may: a smaller layer. */
static gboolean
hides (const Kept *kept, const AnfHeifItem *item)
{
  for (guint i = 0; !is_picture (item) && i < item->n_extents; i++)
    if (is_shared (kept, get_extent (kept->heif, item, i)))
      return TRUE;
  return FALSE;
}

/* Zeros over all media data, then the picture back: what belongs to no item goes as well. */
static gboolean
blank_data (const Kept *kept, GByteArray *copy)
{
  const AnfHeif *heif = kept->heif;
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
      if (is_kept (kept, item->id) ? !restore (heif, item, copy) : hides (kept, item))
        return FALSE;
    }
  return TRUE;
}

/* ---- What describes them ---- */

/* Names go; an item that goes is no longer known as what it was. */
static void
blank_entries (const Kept *kept, GByteArray *copy)
{
  const AnfHeif *heif = kept->heif;
  for (guint i = 0; i < heif->items->len; i++)
    {
      const AnfHeifItem *item = &g_array_index (heif->items, AnfHeifItem, i);
      if (item->type_at == 0)
        continue;
      if (!is_kept (kept, item->id))
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
is_used (const Kept *kept, guint property, gboolean *essential)
{
  gboolean used = FALSE;
  for (guint i = 0; i < kept->heif->links->len; i++)
    {
      const AnfHeifLink *link = &g_array_index (kept->heif->links, AnfHeifLink, i);
      if (link->property != property || !is_kept (kept, link->item))
        continue;
      used = TRUE;
      *essential = *essential || link->essential;
    }
  return used;
}

/* Behind the name of an auxiliary picture, what its writer wanted to say of it. */
static void
blank_subtype (const AnfHeif *heif, const AnfBox *box, GByteArray *copy)
{
  const gsize name = MIN (box->start + 4, box->end);
  const guint8 *nul = memchr (heif->bytes + name, '\0', box->end - name);
  if (nul != NULL)
    blank (copy, (gsize)(nul - heif->bytes), box->end);
}

static gboolean
blank_properties (const Kept *kept, GByteArray *copy)
{
  const AnfHeif *heif = kept->heif;
  for (guint i = 0; i < heif->properties->len; i++)
    {
      const AnfBox *box = &g_array_index (heif->properties, AnfBox, i);
      gboolean essential = FALSE;
      const gboolean used = is_used (kept, i + 1, &essential);
      if (!used || !is_kept_property (heif, box))
        blank_box (copy, box);
      else if (box->type == ANF_TYPE ('a', 'u', 'x', 'C'))
        blank_subtype (heif, box, copy);
      if (essential && !is_kept_property (heif, box))
        return FALSE;
    }
  return TRUE;
}

/* The kind alone: decoders count on the rest. */
static void
blank_references (const Kept *kept, const AnfBox *iref, GByteArray *copy)
{
  const guint8 *bytes = kept->heif->bytes;
  const gsize width = iref->end > iref->start && bytes[iref->start] == 0 ? 2 : 4;
  AnfBox box;
  gsize at = iref->start + 4;
  while (anf_bmff_next (bytes, iref->end, &at, &box))
    if (box.end - box.start < width
        || !is_kept (kept,
                     width == 2 ? anf_be16 (bytes + box.start) : anf_be32 (bytes + box.start)))
      set_type (copy, box.at + 4, FREE);
}

static void
blank_meta (const Kept *kept, const AnfBox *meta, GByteArray *copy)
{
  const AnfHeif *heif = kept->heif;
  static const guint32 boxes[] = {
    ANF_TYPE ('p', 'i', 't', 'm'), ANF_TYPE ('i', 'i', 'n', 'f'), ANF_TYPE ('i', 'l', 'o', 'c'),
    ANF_TYPE ('i', 'r', 'e', 'f'), ANF_TYPE ('i', 'p', 'r', 'p'), ANF_TYPE ('i', 'd', 'a', 't'),
    ANF_TYPE ('h', 'd', 'l', 'r'),
  };
  AnfBox box;
  gsize at = meta->start + 4;
  while (anf_bmff_next (heif->bytes, meta->end, &at, &box))
    {
      if (!is_one_of (box.type, boxes, G_N_ELEMENTS (boxes)))
        blank_box (copy, &box);
      else if (box.type == ANF_TYPE ('i', 'r', 'e', 'f'))
        blank_references (kept, &box, copy);
      else if (box.type == ANF_TYPE ('h', 'd', 'l', 'r') && box.end - box.start > 24)
        {
          /* Of QuickTime the component, its maker and its name. */
          blank (copy, box.start + 4, box.start + 8);
          blank (copy, box.start + 12, box.end);
        }
    }
  blank (copy, at, meta->end);
}

static gboolean
blank_boxes (const Kept *kept, GByteArray *copy)
{
  const AnfHeif *heif = kept->heif;
  guint metas = 0;
  for (guint i = 0; i < heif->boxes->len; i++)
    {
      const AnfBox *box = &g_array_index (heif->boxes, AnfBox, i);
      if (box->type == ANF_TYPE ('m', 'e', 't', 'a'))
        {
          metas++;
          blank_meta (kept, box, copy);
        }
      else if (box->type != ANF_TYPE ('f', 't', 'y', 'p')
               && box->type != ANF_TYPE ('m', 'd', 'a', 't'))
        blank_box (copy, box);
    }
  return metas == 1;
}

static Kept
kept_init (const AnfHeif *heif)
{
  return (Kept){ heif, g_hash_table_new (NULL, NULL),
                 g_array_new (FALSE, FALSE, sizeof (guint32)) };
}

GByteArray *
anf_redact_blank_heif (const AnfHeif *heif)
{
  const guint count = heif->boxes->len;
  g_auto (Kept) kept = kept_init (heif);
  if (heif->has_tracks || heif->cut || heif->malformed || count == 0
      || count >= ANF_MEDIA_SEGMENTS_MAX || !find_kept (&kept))
    return NULL;
  /* What stands behind the last box is no part of it. */
  const gsize size = g_array_index (heif->boxes, AnfBox, count - 1).end;
  g_autoptr (GByteArray) copy = g_byte_array_new ();
  g_byte_array_append (copy, heif->bytes, (guint)size);
  if (!blank_boxes (&kept, copy) || !blank_data (&kept, copy) || !blank_properties (&kept, copy))
    return NULL;
  blank_entries (&kept, copy);
  return g_steal_pointer (&copy);
}

void
anf_redact_hash_heif (const AnfHeif *heif, GChecksum *checksum)
{
  g_auto (Kept) kept = kept_init (heif);
  if (!find_kept (&kept))
    return;
  for (guint i = 0; i < heif->items->len; i++)
    {
      const AnfHeifItem *item = &g_array_index (heif->items, AnfHeifItem, i);
      for (guint j = 0; is_kept (&kept, item->id) && j < item->n_extents; j++)
        {
          const AnfHeifExtent *extent = get_extent (heif, item, j);
          g_checksum_update (checksum, heif->bytes + extent->start, (gssize)extent->size);
        }
    }
}
