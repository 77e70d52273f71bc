/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-tiff.h"

/**
 * AnfExif:
 *
 * One Exif block, read by libexif 0.6.24 under five rules that keep it from inventing, losing or
 * choking: its options are unset (by default it adds fields that a file does not have and drops
 * others), the MakerNote is hidden from it, the block is of limited size, values are taken raw
 * (never as its localised text), and what lies past its 64 KiB comes from anf-tiff.h.
 */
typedef struct _AnfExif AnfExif;

/** AnfExifValue: a raw value; @data is borrowed from the AnfExif. */
typedef struct
{
  guint16 format;
  guint32 components;
  const guint8 *data;
  gsize size;
  gboolean big_endian;
} AnfExifValue;

/**
 * anf_exif_parse:
 * @block: a TIFF block of at most ANF_MEDIA_EXIF_BYTES_MAX
 *
 * Returns: (transfer full) (nullable): NULL when it is not TIFF at all
 */
AnfExif *anf_exif_parse (GBytes *block);
void anf_exif_free (AnfExif *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfExif, anf_exif_free)

/** anf_exif_is_cut: whether something in it runs out of the block. */
gboolean anf_exif_is_cut (const AnfExif *self);

/** anf_exif_hid_maker_note: whether libexif met none; what the test of that rule asks. */
gboolean anf_exif_hid_maker_note (const AnfExif *self);

gboolean anf_exif_find (const AnfExif *self, AnfIfd ifd, guint16 tag, AnfExifValue *value);

/** anf_exif_get_uint: element @index of a BYTE, SHORT or LONG value. */
gboolean anf_exif_get_uint (const AnfExifValue *value, guint index, guint32 *number);

/**
 * anf_exif_get_rational:
 * @numerator: signed only for SRATIONAL; @denominator may be 0
 */
gboolean anf_exif_get_rational (const AnfExifValue *value,
                                guint index,
                                gint64 *numerator,
                                gint64 *denominator);

/** anf_exif_get_double: a rational with a meaning: FALSE when the denominator is 0. */
gboolean anf_exif_get_double (const AnfExifValue *value, guint index, double *number);
