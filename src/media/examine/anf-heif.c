/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-heif.h"

#include "anf-media-limits.h"

#include <string.h>

/* ---- Numbers of varying width ---- */

typedef struct
{
  const guint8 *bytes;
  gsize at;
  gsize end;
  gboolean failed;
} Cursor;

static guint64
take (Cursor *self, guint width)
{
  guint64 number = 0;
  if (self->failed || width > self->end - self->at)
    {
      self->failed = TRUE;
      return 0;
    }
  for (guint i = 0; i < width; i++)
    number = number << 8 | self->bytes[self->at++];
  return number;
}

static Cursor
open_box (const AnfHeif *self, const AnfBox *box)
{
  return (Cursor){ self->bytes, box->start, box->end, FALSE };
}

/* ---- Items ---- */

static AnfHeifItem *
get_item (const AnfHeif *self, guint32 id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      AnfHeifItem *item = &g_array_index (self->items, AnfHeifItem, i);
      if (item->id == id)
        return item;
    }
  return NULL;
}

static void
read_entry (AnfHeif *self, const AnfBox *box)
{
  static const char xmp_type[] = "application/rdf+xml";
  Cursor in = open_box (self, box);
  const guint version = (guint)take (&in, 1);
  (void)take (&in, 3);
  AnfHeifItem item = { .entry = *box };
  item.id = (guint32)take (&in, version >= 3 ? 4 : 2);
  (void)take (&in, 2);
  if (version >= 2)
    {
      item.type_at = in.at;
      item.type = (guint32)take (&in, 4);
    }
  if (in.failed)
    {
      self->malformed = TRUE;
      return;
    }
  const guint8 *name = self->bytes + in.at;
  const guint8 *nul = memchr (name, '\0', in.end - in.at);
  if (item.type == ANF_TYPE ('m', 'i', 'm', 'e') && nul != NULL)
    {
      const gsize left = (gsize)(self->bytes + in.end - nul) - 1;
      item.is_xmp
          = left >= sizeof xmp_type - 1 && memcmp (nul + 1, xmp_type, sizeof xmp_type - 1) == 0;
    }
  if (self->items->len < ANF_MEDIA_ITEMS_MAX)
    g_array_append_val (self->items, item);
  else
    self->malformed = TRUE;
}

static void
read_entries (AnfHeif *self, const AnfBox *iinf)
{
  Cursor in = open_box (self, iinf);
  const guint version = (guint)take (&in, 1);
  (void)take (&in, version == 0 ? 5 : 7);
  AnfBox box;
  while (!in.failed && anf_bmff_next (self->bytes, in.end, &in.at, &box))
    if (box.type == ANF_TYPE ('i', 'n', 'f', 'e'))
      read_entry (self, &box);
}

/* ---- Where they are ---- */

typedef struct
{
  guint version, offset_size, length_size, base_size, index_size;
} Widths;

/* The extent as it lies in the file; one that runs out of it is cut. */
static void
add_extent (AnfHeif *self, guint construction, guint64 offset, guint64 length)
{
  const gsize origin = construction == 1 ? self->idat.start : 0;
  const gsize room = (construction == 1 ? self->idat.end : self->size) - origin;
  AnfHeifExtent extent = { origin, 0 };
  if (offset <= room)
    {
      const gsize left = room - (gsize)offset;
      extent.start = origin + (gsize)offset;
      extent.size = length == 0 ? left : (gsize)MIN (length, left);
      self->cut = self->cut || length > left;
    }
  else
    self->cut = TRUE;
  if (self->extents->len < ANF_MEDIA_EXTENTS_MAX)
    g_array_append_val (self->extents, extent);
  else
    self->malformed = TRUE;
}

static void
read_location (AnfHeif *self, Cursor *in, const Widths *widths)
{
  const guint32 id = (guint32)take (in, widths->version < 2 ? 2 : 4);
  const guint construction = widths->version > 0 ? (guint)take (in, 2) & 15 : 0;
  const guint reference = (guint)take (in, 2);
  const guint64 base = take (in, widths->base_size);
  const guint count = (guint)take (in, 2);
  AnfHeifItem *item = get_item (self, id);
  const guint first = self->extents->len;
  for (guint i = 0; i < count && !in->failed && !self->malformed; i++)
    {
      (void)take (in, widths->version > 0 ? widths->index_size : 0);
      const guint64 offset = take (in, widths->offset_size);
      const guint64 length = take (in, widths->length_size);
      if (!in->failed)
        add_extent (self, construction, base + offset, length);
    }
  if (item == NULL || item->usable)
    return;
  item->first_extent = first;
  item->n_extents = self->extents->len - first;
  item->usable = construction <= 1 && reference == 0;
}

static void
read_locations (AnfHeif *self, const AnfBox *iloc)
{
  Cursor in = open_box (self, iloc);
  Widths widths = { .version = (guint)take (&in, 1) };
  (void)take (&in, 3);
  const guint first = (guint)take (&in, 1);
  const guint second = (guint)take (&in, 1);
  widths.offset_size = first >> 4;
  widths.length_size = first & 15;
  widths.base_size = second >> 4;
  widths.index_size = second & 15;
  const guint32 count = (guint32)take (&in, widths.version < 2 ? 2 : 4);
  if (widths.offset_size > 8 || widths.length_size > 8 || widths.base_size > 8
      || widths.index_size > 8 || widths.version > 2)
    in.failed = TRUE;
  for (guint32 i = 0; i < count && !in.failed && !self->malformed; i++)
    read_location (self, &in, &widths);
  self->malformed = self->malformed || in.failed;
}

/* ---- What they are like ---- */

static void
read_links (AnfHeif *self, const AnfBox *ipma)
{
  Cursor in = open_box (self, ipma);
  const guint version = (guint)take (&in, 1);
  const guint flags = (guint)take (&in, 3);
  const guint32 count = (guint32)take (&in, 4);
  for (guint32 i = 0; i < count && !in.failed; i++)
    {
      const guint32 item = (guint32)take (&in, version < 1 ? 2 : 4);
      const guint links = (guint)take (&in, 1);
      for (guint j = 0; j < links && !in.failed; j++)
        {
          const guint wide = flags & 1;
          const guint raw = (guint)take (&in, wide ? 2 : 1);
          const guint top = wide ? 0x8000 : 0x80;
          const AnfHeifLink link = { item, raw & (top - 1), (raw & top) != 0 };
          if (self->links->len >= ANF_MEDIA_EXTENTS_MAX)
            in.failed = TRUE;
          else if (!in.failed)
            g_array_append_val (self->links, link);
        }
    }
  self->malformed = self->malformed || in.failed;
}

static void
read_properties (AnfHeif *self, const AnfBox *iprp)
{
  AnfBox box;
  gsize at = iprp->start;
  while (anf_bmff_next (self->bytes, iprp->end, &at, &box))
    {
      if (box.type == ANF_TYPE ('i', 'p', 'm', 'a'))
        read_links (self, &box);
      if (box.type != ANF_TYPE ('i', 'p', 'c', 'o') || self->properties->len > 0)
        continue;
      AnfBox property;
      gsize inside = box.start;
      while (anf_bmff_next (self->bytes, box.end, &inside, &property)
             && self->properties->len < ANF_MEDIA_ITEMS_MAX)
        g_array_append_val (self->properties, property);
    }
}

/* All that one item refers to in one way. */
static void
read_reference (AnfHeif *self, const AnfBox *box, guint width)
{
  Cursor in = open_box (self, box);
  AnfHeifReference reference = { .type = box->type, .from = (guint32)take (&in, width) };
  const guint count = (guint)take (&in, 2);
  for (guint i = 0; i < count && !in.failed; i++)
    {
      reference.to = (guint32)take (&in, width);
      if (self->references->len >= ANF_MEDIA_EXTENTS_MAX)
        in.failed = TRUE;
      else if (!in.failed)
        g_array_append_val (self->references, reference);
    }
  self->malformed = self->malformed || in.failed;
}

static void
read_references (AnfHeif *self, const AnfBox *iref)
{
  Cursor in = open_box (self, iref);
  const guint version = (guint)take (&in, 1);
  (void)take (&in, 3);
  AnfBox box;
  while (!in.failed && anf_bmff_next (self->bytes, in.end, &in.at, &box))
    read_reference (self, &box, version == 0 ? 2 : 4);
}

static void
read_meta (AnfHeif *self, const AnfBox *meta)
{
  AnfBox box;
  if (meta->end - meta->start < 4)
    return;
  const gsize start = meta->start + 4;
  (void)anf_bmff_find (self->bytes, start, meta->end, ANF_TYPE ('i', 'd', 'a', 't'), &self->idat);
  if (self->idat.type != ANF_TYPE ('i', 'd', 'a', 't'))
    self->idat = (AnfBox){ 0 };
  /* The entries before their locations, whichever stands first. */
  if (anf_bmff_find (self->bytes, start, meta->end, ANF_TYPE ('i', 'i', 'n', 'f'), &box))
    read_entries (self, &box);
  if (anf_bmff_find (self->bytes, start, meta->end, ANF_TYPE ('i', 'l', 'o', 'c'), &box))
    read_locations (self, &box);
  if (anf_bmff_find (self->bytes, start, meta->end, ANF_TYPE ('i', 'p', 'r', 'p'), &box))
    read_properties (self, &box);
  if (anf_bmff_find (self->bytes, start, meta->end, ANF_TYPE ('i', 'r', 'e', 'f'), &box))
    read_references (self, &box);
  if (anf_bmff_find (self->bytes, start, meta->end, ANF_TYPE ('p', 'i', 't', 'm'), &box))
    {
      Cursor in = open_box (self, &box);
      const guint version = (guint)take (&in, 1);
      (void)take (&in, 3);
      self->primary = (guint32)take (&in, version == 0 ? 2 : 4);
    }
}

AnfHeif *
anf_heif_parse (const guint8 *bytes, gsize size)
{
  AnfHeif *self = g_new0 (AnfHeif, 1);
  self->bytes = bytes;
  self->size = size;
  self->boxes = g_array_new (FALSE, FALSE, sizeof (AnfBox));
  self->items = g_array_new (FALSE, FALSE, sizeof (AnfHeifItem));
  self->extents = g_array_new (FALSE, FALSE, sizeof (AnfHeifExtent));
  self->properties = g_array_new (FALSE, FALSE, sizeof (AnfBox));
  self->links = g_array_new (FALSE, FALSE, sizeof (AnfHeifLink));
  self->references = g_array_new (FALSE, FALSE, sizeof (AnfHeifReference));
  AnfBox box;
  gboolean has_meta = FALSE;
  gsize at = 0;
  while (anf_bmff_next (bytes, size, &at, &box) && self->boxes->len < ANF_MEDIA_SEGMENTS_MAX)
    {
      g_array_append_val (self->boxes, box);
      self->cut = self->cut || box.cut;
      self->has_tracks = self->has_tracks || box.type == ANF_TYPE ('m', 'o', 'o', 'v');
      if (box.type == ANF_TYPE ('m', 'e', 't', 'a') && !has_meta)
        {
          has_meta = TRUE;
          read_meta (self, &box);
        }
    }
  self->malformed = self->malformed || !has_meta;
  return self;
}

void
anf_heif_free (AnfHeif *self)
{
  g_array_unref (self->boxes);
  g_array_unref (self->items);
  g_array_unref (self->extents);
  g_array_unref (self->properties);
  g_array_unref (self->links);
  g_array_unref (self->references);
  g_free (self);
}

/* ---- Masks ---- */

static const AnfBox *
get_property (const AnfHeif *self, const AnfHeifLink *link)
{
  return link->property > 0 && link->property <= self->properties->len
             ? &g_array_index (self->properties, AnfBox, link->property - 1)
             : NULL;
}

/* ISO/IEC 23008-12, 6.5.8 and 7.5.3; ISO/IEC 23000-22, 7.3.5.2 */
static gboolean
tells_alpha (const AnfHeif *self, const AnfBox *box)
{
  static const char *const names[] = { "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha",
                                       "urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:avc:2015:auxid:1" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const gsize size = strlen (names[i]) + 1;
      if (box->end - box->start >= 4 + size
          && memcmp (self->bytes + box->start + 4, names[i], size) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
anf_heif_is_alpha (const AnfHeif *self, guint32 id)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      const AnfHeifLink *link = &g_array_index (self->links, AnfHeifLink, i);
      const AnfBox *box = link->item == id ? get_property (self, link) : NULL;
      if (box != NULL && box->type == ANF_TYPE ('a', 'u', 'x', 'C') && tells_alpha (self, box))
        return TRUE;
    }
  return FALSE;
}

/* ---- Finds ---- */

/* The item's bytes put together, up to @limit. */
static GByteArray *
join_item (const AnfHeif *self, const AnfHeifItem *item, gsize limit)
{
  GByteArray *bytes = g_byte_array_new ();
  for (guint i = 0; i < item->n_extents && bytes->len < limit; i++)
    {
      const AnfHeifExtent *extent
          = &g_array_index (self->extents, AnfHeifExtent, item->first_extent + i);
      g_byte_array_append (bytes, self->bytes + extent->start,
                           (guint)MIN (extent->size, limit - bytes->len));
    }
  return bytes;
}

/* The block is said to begin so many bytes behind a number of four bytes; some writers leave the
   number out, or count what stands between in another way. */
static void
add_exif (AnfFinds *finds, const guint8 *bytes, gsize size)
{
  gsize from = 0;
  if (size > 4 && !anf_finds_starts_tiff (bytes, size) && memcmp (bytes, "Exif", 4) != 0)
    {
      const gsize stated = 4 + (gsize)anf_be32 (bytes);
      from = stated < size && anf_finds_starts_tiff (bytes + stated, size - stated) ? stated : 4;
    }
  for (gsize at = from; at < MIN (size, from + 16); at++)
    if (anf_finds_starts_tiff (bytes + at, size - at))
      {
        from = at;
        break;
      }
  anf_finds_add_exif (finds, bytes + from, size - from);
}

static void
find_size (const AnfHeif *self, AnfFinds *finds)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      const AnfHeifLink *link = &g_array_index (self->links, AnfHeifLink, i);
      if (link->item != self->primary || link->property == 0
          || link->property > self->properties->len)
        continue;
      const AnfBox *box = &g_array_index (self->properties, AnfBox, link->property - 1);
      if (box->type != ANF_TYPE ('i', 's', 'p', 'e') || box->end - box->start < 12)
        continue;
      finds->width = anf_be32 (self->bytes + box->start + 4);
      finds->height = anf_be32 (self->bytes + box->start + 8);
      return;
    }
}

void
anf_heif_find (const AnfHeif *self, AnfFinds *finds, AnfFacts *facts)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const AnfHeifItem *item = &g_array_index (self->items, AnfHeifItem, i);
      const gboolean is_exif = item->type == ANF_TYPE ('E', 'x', 'i', 'f');
      if (!item->usable || (!is_exif && !item->is_xmp) || item->n_extents == 0)
        continue;
      g_autoptr (GByteArray) bytes = join_item (
          self, item, is_exif ? ANF_MEDIA_EXIF_BYTES_MAX + 64 : ANF_MEDIA_XMP_BYTES_MAX + 1);
      if (is_exif && bytes->len > 0)
        add_exif (finds, bytes->data, bytes->len);
      else if (item->is_xmp)
        anf_finds_add_xmp (finds, bytes->data, bytes->len);
    }
  find_size (self, finds);
  if (self->cut)
    anf_facts_flag (facts, "FILE_TRUNC");
  if (self->malformed)
    anf_facts_flag (facts, "FILE_MALFORMED");
}
