/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-bmff.h"
#include "anf-finds.h"

/**
 * AnfHeifItem:
 * @type: of the item, such as `Exif`; 0 when it has none
 * @entry: its `infe` box
 * @type_at: offset of @type in the file, 0 when it has none
 * @first_extent: @n_extents: in AnfHeif.extents
 * @usable: its bytes are in this file
 */
typedef struct
{
  guint32 id;
  guint32 type;
  AnfBox entry;
  gsize type_at;
  guint first_extent;
  guint n_extents;
  gboolean is_xmp;
  gboolean usable;
} AnfHeifItem;

/** AnfHeifExtent: offset and length in the file. */
typedef struct
{
  gsize start;
  gsize size;
} AnfHeifExtent;

/** AnfHeifLink: a property of an item; @property counts from 1. */
typedef struct
{
  guint32 item;
  guint property;
  gboolean essential;
} AnfHeifLink;

/** AnfHeifReference: of one item to another, such as a `grid` to its tiles by `dimg`. */
typedef struct
{
  guint32 type;
  guint32 from;
  guint32 to;
} AnfHeifReference;

/**
 * AnfHeif:
 * @boxes: (element-type AnfBox): at the top
 * @items: (element-type AnfHeifItem):
 * @extents: (element-type AnfHeifExtent):
 * @properties: (element-type AnfBox):
 * @links: (element-type AnfHeifLink):
 * @references: (element-type AnfHeifReference):
 * @has_tracks: there is a `moov`
 * @cut: a box or an item runs out of the file
 * @malformed: something could not be read, or there was more than is kept
 *
 * The items of a HEIF or AVIF file (ISO/IEC 23008-12), located and not read.
 */
typedef struct
{
  const guint8 *bytes;
  gsize size;
  GArray *boxes;
  GArray *items;
  GArray *extents;
  GArray *properties;
  GArray *links;
  GArray *references;
  AnfBox idat;
  guint32 primary;
  gboolean has_tracks;
  gboolean cut;
  gboolean malformed;
} AnfHeif;

AnfHeif *anf_heif_parse (const guint8 *bytes, gsize size);
void anf_heif_free (AnfHeif *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfHeif, anf_heif_free)

/** anf_heif_is_alpha: whether item @id says where another is transparent. */
gboolean anf_heif_is_alpha (const AnfHeif *self, guint32 id);

/** anf_heif_find: locates Exif and XMP, and the size of the primary picture. */
void anf_heif_find (const AnfHeif *self, AnfFinds *finds, AnfFacts *facts);
