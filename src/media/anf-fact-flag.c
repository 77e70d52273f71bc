/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-fact-flag.h"

#include <glib/gi18n.h>

#include <string.h>

static const struct
{
  const char *flag;
  const char *words;
} flags[] = {
  { "CONTAINER_EPOCH", N_ ("the recording counts its time from 1970, not from 1904") },
  { "EXIF_CONTRADICTION", N_ ("its blocks of Exif contradict each other") },
  { "EXIF_TOO_LARGE", N_ ("its Exif is too large, and was not read") },
  { "EXIF_TRUNC", N_ ("its Exif is cut off") },
  { "EXIF_UNREADABLE", N_ ("its Exif cannot be read") },
  { "FILE_MALFORMED", N_ ("the file is not made as its format wants") },
  { "FILE_TOO_LARGE", N_ ("the file is too large to be examined") },
  { "FILE_TRUNC", N_ ("the file is cut off") },
  { "FLAT_PICTURE", N_ ("the picture is nearly of one colour, so none like it is looked for") },
  { "GPS_BAD", N_ ("a position or direction in it is none that there can be") },
  { "GPS_PART_UNDEFINED", N_ ("a part of its position has no value") },
  { "GPS_REF_MISSING", N_ ("its position does not say north or south, east or west") },
  { "GPS_TIME_BAD", N_ ("its satellite time is none that there can be") },
  { "GPS_ZERO", N_ ("its position is 0, 0, as devices write that have none") },
  { "JPEG_MALFORMED", N_ ("the JPEG is not made as its format wants") },
  { "JPEG_TRUNC", N_ ("the JPEG is cut off") },
  { "MULTI_EXIF", N_ ("it has more than one block of Exif") },
  { "MULTI_PICTURE", N_ ("the file holds several pictures or pages, of which the first is shown") },
  { "NO_TRACKS", N_ ("no sound and no video was found in it") },
  { "ORIENTATION_BAD", N_ ("its orientation is none that there can be") },
  { "PIXELS_DAMAGED", N_ ("a part of the picture is damaged") },
  { "PIXELS_SKIPPED", N_ ("the picture itself was not examined") },
  { "PREVIEW_SHOWN",
    N_ ("it is a raw picture, of which the preview that its camera made is shown") },
  { "SUBSEC_BAD", N_ ("the fraction of a second in its time cannot be read") },
  { "TAG_IN_WRONG_IFD", N_ ("a value of Exif stands in the wrong place, as some editors move it") },
  { "TEXT_CUT", N_ ("a text in it is too long, and was cut") },
  { "TEXT_NOT_UTF8", N_ ("a text in it is not in UTF-8, and was guessed") },
  { "TIME_BAD", N_ ("a time in it is none that there can be") },
  { "TIME_UNSET", N_ ("a time in it was never set") },
  { "TRAILING_DATA", N_ ("there is more behind the end of the picture or recording") },
  { "UNDECODABLE", N_ ("the picture cannot be decoded") },
  { "XMP", N_ ("it has XMP, which editors write and phones seldom do") },
  { "XMP_UNREADABLE", N_ ("its XMP cannot be read") },
  { "ZONE_BAD", N_ ("a time zone in it is none that there can be") },
};

const char *
anf_fact_flag_describe (const char *flag)
{
  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    if (strcmp (flags[i].flag, flag) == 0)
      return _ (flags[i].words);
  return flag;
}
