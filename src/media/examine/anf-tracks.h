/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-facts.h"

/**
 * AnfInput:
 * @bytes: (nullable) (array length=size): the file, or what was taken out of a very large one: of
 * an ISO base media file the boxes that describe it, of any other the start and the end
 * @whole_size: of the file itself
 */
typedef struct
{
  const guint8 *bytes;
  gsize size;
  guint64 whole_size;
} AnfInput;

/**
 * AnfTrack:
 * @kind: `audio` or `video`
 * @codec: a four-character code or a name
 * @duration_s: 0 when it is not known, as any other number here
 * @rotation: degrees clockwise that a player turns the picture
 */
typedef struct
{
  const char *kind;
  char codec[16];
  double duration_s;
  guint width;
  guint height;
  guint rotation;
  guint sample_rate;
  guint channels;
} AnfTrack;

/** anf_track_set_codec: from a four-character code as ANF_TYPE makes it. */
void anf_track_set_codec (AnfTrack *self, guint32 type);

/** anf_track_add: adds it to `tracks`, ANF_MEDIA_TRACKS_MAX at most. */
void anf_track_add (const AnfTrack *self, AnfFacts *facts);

/** anf_duration_set: `duration_s`, when it is a duration. */
void anf_duration_set (AnfFacts *facts, double seconds);

/** anf_container_object: Returns: (transfer none): `container`, made when it is not there yet */
JsonObject *anf_container_object (AnfFacts *facts);

/** anf_container_set_text: @name of `container`, unless it is there or @bytes hold none. */
void anf_container_set_text (AnfFacts *facts, const char *name, const guint8 *bytes, gsize size);

/**
 * anf_container_set_time:
 * @text: as anf_file_time_read_iso wants it
 *
 * `captured` of `container`, unless it is there.
 */
void anf_container_set_time (AnfFacts *facts, const char *text);
