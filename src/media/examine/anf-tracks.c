/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-tracks.h"

#include "anf-file-time.h"
#include "anf-json.h"
#include "anf-media-limits.h"

#include <math.h>

/* Longer than any recording, shorter than what a broken file makes up. */
#define DURATION_MAX_S (1000.0 * 86400.0)

void
anf_track_set_codec (AnfTrack *self, guint32 type)
{
  gboolean plain = TRUE;
  for (guint i = 0; i < 4; i++)
    {
      self->codec[i] = (char)(type >> (24 - 8 * i));
      plain = plain && self->codec[i] >= ' ' && self->codec[i] <= '~';
    }
  self->codec[4] = '\0';
  g_strchomp (self->codec);
  if (!plain || *self->codec == '\0')
    (void)g_snprintf (self->codec, sizeof self->codec, "0x%08x", type);
}

static gboolean
is_duration (double seconds)
{
  return seconds > 0.0 && seconds <= DURATION_MAX_S;
}

void
anf_track_add (const AnfTrack *self, AnfFacts *facts)
{
  JsonObject *object = anf_facts_object (facts);
  JsonArray *tracks = anf_json_peek_array (object, "tracks");
  if (tracks == NULL)
    {
      tracks = json_array_new ();
      json_object_set_array_member (object, "tracks", tracks);
    }
  if (json_array_get_length (tracks) >= ANF_MEDIA_TRACKS_MAX)
    {
      anf_facts_flag (facts, "FILE_MALFORMED");
      return;
    }
  JsonObject *track = json_object_new ();
  json_object_set_string_member (track, "kind", self->kind);
  if (*self->codec != '\0')
    json_object_set_string_member (track, "codec", self->codec);
  if (is_duration (self->duration_s))
    json_object_set_double_member (track, "duration_s", self->duration_s);
  const struct
  {
    const char *name;
    guint number;
  } numbers[] = { { "width", self->width },
                  { "height", self->height },
                  { "rotation", self->rotation },
                  { "sample_rate", self->sample_rate },
                  { "channels", self->channels } };
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (numbers[i].number > 0)
      json_object_set_int_member (track, numbers[i].name, numbers[i].number);
  json_array_add_object_element (tracks, track);
}

void
anf_duration_set (AnfFacts *facts, double seconds)
{
  if (is_duration (seconds))
    json_object_set_double_member (anf_facts_object (facts), "duration_s", seconds);
}

JsonObject *
anf_container_object (AnfFacts *facts)
{
  JsonObject *object = anf_facts_object (facts);
  if (!json_object_has_member (object, "container"))
    json_object_set_object_member (object, "container", json_object_new ());
  return anf_json_peek_object (object, "container");
}

void
anf_container_set_text (AnfFacts *facts, const char *name, const guint8 *bytes, gsize size)
{
  g_autofree char *text = anf_facts_decode_text (facts, name, bytes, size);
  if (text != NULL && !json_object_has_member (anf_container_object (facts), name))
    json_object_set_string_member (anf_container_object (facts), name, text);
}

void
anf_container_set_time (AnfFacts *facts, const char *text)
{
  JsonObject *time = anf_file_time_read_iso (text);
  if (time == NULL)
    return;
  if (json_object_has_member (anf_container_object (facts), "captured"))
    json_object_unref (time);
  else
    json_object_set_object_member (anf_container_object (facts), "captured", time);
}
