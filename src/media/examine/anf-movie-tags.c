/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-media-limits.h"
#include "anf-movie.h"

#include <math.h>
#include <string.h>

#define COPYRIGHT '\xa9'

/* ---- Positions ---- */

/* One number of ISO 6709: the sign, two or three digits of degrees (or with minutes and seconds
   behind them), a fraction. Moves @text behind it. */
static gboolean
read_coordinate (const char **text, guint degree_digits, double *degrees)
{
  const char *start = *text;
  if (*start != '+' && *start != '-')
    return FALSE;
  const gsize whole = strspn (start + 1, "0123456789");
  const char *end = start + 1 + whole;
  gsize fraction = 0;
  if (*end == '.' || *end == ',')
    fraction = 1 + strspn (end + 1, "0123456789");
  if (whole == 0 || whole > degree_digits + 4 || fraction > 20)
    return FALSE;
  g_autofree char *number = g_strndup (start + 1, whole + fraction);
  g_strdelimit (number, ",", '.');
  double value = g_ascii_strtod (number, NULL);
  if (whole > degree_digits + 2)
    value = floor (value / 1e4) + floor (fmod (value, 1e4) / 100.0) / 60.0
            + fmod (value, 100.0) / 3600.0;
  else if (whole > degree_digits)
    value = floor (value / 100.0) + fmod (value, 100.0) / 60.0;
  *degrees = *start == '-' ? -value : value;
  *text = end + fraction;
  return TRUE;
}

static gboolean
set_position (AnfFacts *facts, double lat, double lon)
{
  JsonObject *container = anf_container_object (facts);
  if (json_object_has_member (container, "lat"))
    return FALSE;
  if (!(fabs (lat) <= 90.0 && fabs (lon) <= 180.0))
    {
      anf_facts_flag (facts, "GPS_BAD");
      return FALSE;
    }
  if (!(fabs (lat) > 0.0) && !(fabs (lon) > 0.0))
    anf_facts_flag (facts, "GPS_ZERO");
  json_object_set_double_member (container, "lat", lat + 0.0);
  json_object_set_double_member (container, "lon", lon + 0.0);
  return TRUE;
}

/* `+40.8524+122.6851+012.3/` */
static void
read_iso6709 (AnfFacts *facts, const guint8 *bytes, gsize size)
{
  g_autofree char *copy = g_strndup ((const char *)bytes, MIN (size, 64));
  const char *text = copy;
  double lat = 0.0, lon = 0.0;
  if (!read_coordinate (&text, 2, &lat) || !read_coordinate (&text, 3, &lon))
    {
      anf_facts_flag (facts, "GPS_BAD");
      anf_facts_keep_raw (facts, "container_position", bytes, size);
      return;
    }
  if (!set_position (facts, lat, lon) || (*text != '+' && *text != '-'))
    return;
  char *end = NULL;
  const double altitude = g_ascii_strtod (text, &end);
  if (end != text && fabs (altitude) <= 1e6)
    json_object_set_double_member (anf_container_object (facts), "altitude_m", altitude + 0.0);
}

/* 3GPP TS 26.244, 8.8: loci, with 16.16 numbers behind a name. */
static void
read_loci (AnfFacts *facts, const guint8 *bytes, gsize size)
{
  if (size < 6)
    return;
  const guint8 *at = bytes + 6;
  const guint8 *end = bytes + size;
  const gboolean wide = end - at >= 2 && (anf_be16 (at) == 0xfeff || anf_be16 (at) == 0xfffe);
  for (; end - at >= 2 && (wide ? anf_be16 (at) != 0 : *at != 0);)
    at += wide ? 2 : 1;
  at += wide ? 2 : 1;
  if (end - at < 13)
    return;
  const double lon = (double)(gint32)anf_be32 (at + 1) / 65536.0;
  const double lat = (double)(gint32)anf_be32 (at + 5) / 65536.0;
  const double altitude = (double)(gint32)anf_be32 (at + 9) / 65536.0;
  if (set_position (facts, lat, lon))
    json_object_set_double_member (anf_container_object (facts), "altitude_m", altitude + 0.0);
}

/* ---- Values by name ---- */

typedef enum
{
  TAG_NONE,
  TAG_POSITION,
  TAG_TIME,
  TAG_ACCURACY,
  TAG_MAKE,
  TAG_MODEL,
  TAG_SOFTWARE,
} Tag;

static const struct
{
  const char *key;
  Tag tag;
} keys[] = {
  { "com.apple.quicktime.location.ISO6709", TAG_POSITION },
  { "com.apple.quicktime.location.accuracy.horizontal", TAG_ACCURACY },
  { "com.apple.quicktime.creationdate", TAG_TIME },
  { "com.apple.quicktime.make", TAG_MAKE },
  { "com.apple.quicktime.model", TAG_MODEL },
  { "com.apple.quicktime.software", TAG_SOFTWARE },
  { "com.android.manufacturer", TAG_MAKE },
  { "com.android.model", TAG_MODEL },
  { "com.android.version", TAG_SOFTWARE },
};

static const struct
{
  guint32 type;
  Tag tag;
} types[] = {
  { ANF_TYPE (COPYRIGHT, 'x', 'y', 'z'), TAG_POSITION },
  { ANF_TYPE (COPYRIGHT, 'd', 'a', 'y'), TAG_TIME },
  { ANF_TYPE (COPYRIGHT, 'm', 'a', 'k'), TAG_MAKE },
  { ANF_TYPE (COPYRIGHT, 'm', 'o', 'd'), TAG_MODEL },
  { ANF_TYPE (COPYRIGHT, 's', 'w', 'r'), TAG_SOFTWARE },
};

static Tag
find_type (guint32 type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return types[i].tag;
  return TAG_NONE;
}

static void
set_accuracy (AnfFacts *facts, const guint8 *bytes, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)bytes, MIN (size, 32));
  char *end = NULL;
  const double metres = g_ascii_strtod (text, &end);
  if (end != text && metres >= 0.0 && metres <= 1e6)
    json_object_set_double_member (anf_container_object (facts), "accuracy_m", metres);
}

static void
set_value (AnfFacts *facts, Tag tag, const guint8 *bytes, gsize size)
{
  switch (tag)
    {
    case TAG_NONE:
      break;
    case TAG_POSITION:
      read_iso6709 (facts, bytes, size);
      break;
    case TAG_TIME:
      {
        g_autofree char *text = g_strndup ((const char *)bytes, MIN (size, 40));
        anf_container_set_time (facts, g_strstrip (text));
        break;
      }
    case TAG_ACCURACY:
      set_accuracy (facts, bytes, size);
      break;
    case TAG_MAKE:
      anf_container_set_text (facts, "make", bytes, size);
      break;
    case TAG_MODEL:
      anf_container_set_text (facts, "model", bytes, size);
      break;
    case TAG_SOFTWARE:
      anf_container_set_text (facts, "software", bytes, size);
      break;
    }
}

/* ---- Where they stand ---- */

/* The name of key @index, which counts from 1. */
static Tag
find_key (const guint8 *bytes, const AnfBox *table, guint32 index)
{
  gsize at = table->start + 8;
  AnfBox entry;
  if (table->end - table->start < 8 || index > ANF_MEDIA_TAGS_MAX)
    return TAG_NONE;
  for (guint32 i = 1; anf_bmff_next (bytes, table->end, &at, &entry); i++)
    {
      if (i < index)
        continue;
      const gsize size = entry.end - entry.start;
      for (gsize j = 0; j < G_N_ELEMENTS (keys); j++)
        if (strlen (keys[j].key) == size && memcmp (bytes + entry.start, keys[j].key, size) == 0)
          return keys[j].tag;
      return TAG_NONE;
    }
  return TAG_NONE;
}

/* Whether bytes of @type are text: some writers say 0 of it. */
static gboolean
is_text (guint32 type)
{
  return type == 0 || type == 1;
}

/* A list of values as iTunes and QuickTime write it, named by numbers when there is a table. */
static void
read_list (const guint8 *bytes, const AnfBox *ilst, const AnfBox *table, AnfFacts *facts)
{
  AnfBox item, data;
  gsize at = ilst->start;
  for (guint count = 0; count < ANF_MEDIA_TAGS_MAX && anf_bmff_next (bytes, ilst->end, &at, &item);
       count++)
    {
      const Tag tag = table != NULL ? find_key (bytes, table, item.type) : find_type (item.type);
      if (tag != TAG_NONE
          && anf_bmff_find (bytes, item.start, item.end, ANF_TYPE ('d', 'a', 't', 'a'), &data)
          && data.end - data.start >= 8 && is_text (anf_be32 (bytes + data.start)))
        set_value (facts, tag, bytes + data.start + 8, data.end - data.start - 8);
    }
}

static void
read_meta (const guint8 *bytes, const AnfBox *meta, AnfFacts *facts)
{
  AnfBox table, ilst;
  /* A full box in MP4, not in QuickTime. */
  const gboolean full = meta->end - meta->start >= 8
                        && anf_be32 (bytes + meta->start + 4) != ANF_TYPE ('h', 'd', 'l', 'r');
  const gsize start = meta->start + (full ? 4 : 0);
  if (!anf_bmff_find (bytes, start, meta->end, ANF_TYPE ('i', 'l', 's', 't'), &ilst))
    return;
  const gboolean named
      = anf_bmff_find (bytes, start, meta->end, ANF_TYPE ('k', 'e', 'y', 's'), &table);
  read_list (bytes, &ilst, named ? &table : NULL, facts);
}

/* A text of QuickTime: its length, its language, itself. */
static void
read_user_text (const guint8 *bytes, const AnfBox *box, AnfFacts *facts)
{
  const Tag tag = find_type (box->type);
  const gsize size = box->end - box->start;
  if (tag == TAG_NONE || size < 4)
    return;
  const guint8 *at = bytes + box->start;
  set_value (facts, tag, at + 4, MIN (anf_be16 (at), size - 4));
}

/* A text without its length, to a NUL or the end; of Canon behind a head of six bytes. */
static void
read_bare_text (const guint8 *bytes, const AnfBox *box, Tag tag, AnfFacts *facts)
{
  const guint8 *at = bytes + box->start;
  gsize size = box->end - box->start;
  if (size >= 6 && anf_be32 (at) == 0)
    {
      at += 6;
      size -= 6;
    }
  set_value (facts, tag, at, strnlen ((const char *)at, size));
}

static void
read_user_box (const guint8 *bytes, const AnfBox *box, AnfFinds *finds, AnfFacts *facts)
{
  switch (box->type)
    {
    case ANF_TYPE ('X', 'M', 'P', '_'):
      anf_finds_add_xmp (finds, bytes + box->start, box->end - box->start);
      break;
    case ANF_TYPE ('d', 'a', 't', 'e'):
      set_value (facts, TAG_TIME, bytes + box->start, box->end - box->start);
      break;
    case ANF_TYPE ('m', 'a', 'n', 'u'):
      read_bare_text (bytes, box, TAG_MAKE, facts);
      break;
    case ANF_TYPE ('m', 'o', 'd', 'l'):
    case ANF_TYPE ('C', 'N', 'M', 'N'):
      read_bare_text (bytes, box, TAG_MODEL, facts);
      break;
    default:
      read_user_text (bytes, box, facts);
    }
}

/* Editors add lists to what the device wrote, and a position in a loci box is coarse, so that what
   the device says for itself goes first wherever it stands. */
static void
read_user_data (const guint8 *bytes, const AnfBox *udta, AnfFinds *finds, AnfFacts *facts)
{
  static const guint32 order[]
      = { 0, ANF_TYPE ('m', 'e', 't', 'a'), ANF_TYPE ('l', 'o', 'c', 'i') };
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      AnfBox box;
      gsize at = udta->start;
      for (guint count = 0;
           count < ANF_MEDIA_TAGS_MAX && anf_bmff_next (bytes, udta->end, &at, &box); count++)
        if (box.type == order[1] && i == 1)
          read_meta (bytes, &box, facts);
        else if (box.type == order[2] && i == 2)
          read_loci (facts, bytes + box.start, box.end - box.start);
        else if (box.type != order[1] && box.type != order[2] && i == 0)
          read_user_box (bytes, &box, finds, facts);
    }
}

void
anf_movie_read_tags (const guint8 *bytes, const AnfBox *moov, AnfFinds *finds, AnfFacts *facts)
{
  AnfBox box;
  /* What the device's own keys say before what is there for old players. */
  if (anf_bmff_find (bytes, moov->start, moov->end, ANF_TYPE ('m', 'e', 't', 'a'), &box))
    read_meta (bytes, &box, facts);
  if (anf_bmff_find (bytes, moov->start, moov->end, ANF_TYPE ('u', 'd', 't', 'a'), &box))
    read_user_data (bytes, &box, finds, facts);
}
