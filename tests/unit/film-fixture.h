/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Makes films with one track of pictures, one of sound, or both. */

/* 2018-03-05T02:11:12Z in seconds since 1904: the days to 1970, those to that day, the hours. */
#define FILM_CREATED ((guint64)(66 * 365 + 17 + 17595) * 86400 + 2 * 3600 + 11 * 60 + 12)

typedef struct
{
  gboolean wide;    /* 64-bit times and durations */
  guint32 duration; /* of 1/600 s */
  guint64 created;
  gboolean has_video, has_audio;
  guint rotation;
  gboolean wide_sound; /* described as version 2 of QuickTime does */
} Film;

/** film_usual: of 2.5 seconds, created at FILM_CREATED and modified one second later. */
extern const Film film_usual;

/** film_make: @more: (nullable): boxes at the end of moov */
GByteArray *film_make (const Film *film, const char *brand, const GByteArray *more);

/** film_put_track: appends a track as @film describes it. */
void film_put_track (GByteArray *out, const Film *film, gboolean is_video, guint id);
