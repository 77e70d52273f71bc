/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-facts.h"

/**
 * AnfFinds:
 * @exif: (element-type GBytes): TIFF blocks, ANF_MEDIA_EXIF_BLOCKS_MAX at most
 * @xmp: (element-type GBytes): packets, ANF_MEDIA_XMP_PACKETS_MAX at most
 * @width: @height: of the picture as stored, 0 when the container does not say
 * @more_exif: there were more blocks than are kept
 *
 * What a walk through a container has located, and nobody has read yet.
 */
typedef struct
{
  GPtrArray *exif;
  GPtrArray *xmp;
  guint width;
  guint height;
  gboolean more_exif;
} AnfFinds;

AnfFinds *anf_finds_new (void);
void anf_finds_free (AnfFinds *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfFinds, anf_finds_free)

/**
 * anf_finds_add_exif:
 * @bytes: (nullable): a TIFF block, or one behind `Exif` and two bytes
 *
 * One byte over ANF_MEDIA_EXIF_BYTES_MAX is kept of a larger one: enough to be refused.
 */
void anf_finds_add_exif (AnfFinds *self, const guint8 *bytes, gsize size);

/** anf_finds_add_xmp: one of over ANF_MEDIA_XMP_BYTES_MAX is not kept. */
void anf_finds_add_xmp (AnfFinds *self, const guint8 *bytes, gsize size);

/** anf_finds_starts_tiff: whether these bytes begin as a TIFF block must. */
gboolean anf_finds_starts_tiff (const guint8 *bytes, gsize size);

/**
 * anf_finds_read:
 *
 * Reads it all into @facts: the size, Exif (what one block says stays, whatever the next says), and
 * XMP as a witness of its own.
 */
void anf_finds_read (const AnfFinds *self, AnfFacts *facts);
