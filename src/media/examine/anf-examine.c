/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-examine.h"

#include "anf-embedded.h"
#include "anf-hash.h"
#include "anf-heif.h"
#include "anf-json.h"
#include "anf-media-limits.h"
#include "anf-media.h"
#include "anf-movie.h"
#include "anf-pixels.h"
#include "anf-png.h"
#include "anf-redact-box.h"
#include "anf-riff.h"
#include "anf-sound.h"
#include "anf-tiff-file.h"
#include "anf-tiff-picture.h"

#include <string.h>

struct _AnfExamine
{
  AnfFacts *facts;
  AnfDecoders more;
  gboolean left_pixels;
};

AnfExamine *
anf_examine_new (const AnfDecoders *more)
{
  AnfExamine *self = g_new0 (AnfExamine, 1);
  if (more != NULL)
    self->more = *more;
  self->facts = anf_facts_new ();
  return self;
}

void
anf_examine_free (AnfExamine *self)
{
  anf_facts_free (self->facts);
  g_free (self);
}

/* One file on its way. */
typedef struct
{
  AnfFacts *facts;
  const char *type;
  const AnfInput *input;
  const guint8 *bytes; /* of @input, or of the picture in it that is shown */
  gsize size;
  const AnfExamineSink *sink;
  const AnfDecoders *more;
  AnfRedaction redaction;
  gboolean left_pixels;
} Job;

static guint
get_orientation (const Job *job)
{
  return (guint)anf_json_peek_int (anf_facts_object (job->facts), "orientation", 1);
}

/* Thumbnail and hashes. Returns: whether the picture can be decoded, within what is wanted and what
   this program has a decoder for. */
static gboolean
examine_pixels (Job *job, AnfDecodeFunc decode, const AnfFinds *finds, guint orientation)
{
  gboolean damaged = FALSE;
  if (job->sink->thumbnail == NULL || decode == NULL)
    {
      job->left_pixels = job->sink->thumbnail != NULL;
      anf_facts_flag (job->facts, "PIXELS_SKIPPED");
      return FALSE;
    }
  g_autoptr (AnfShrink) shrink = anf_shrink_new ();
  const AnfRows rows = anf_shrink_rows (shrink);
  g_autoptr (GByteArray) thumbnail = NULL;
  if (decode (job->bytes, job->size, TRUE, &rows, &damaged) && anf_shrink_is_whole (shrink))
    thumbnail = anf_pixels_make_thumbnail (shrink, orientation);
  if (thumbnail == NULL)
    {
      anf_facts_flag (job->facts, "UNDECODABLE");
      return FALSE;
    }
  if (damaged)
    anf_facts_flag (job->facts, "PIXELS_DAMAGED");
  anf_hash_add (shrink, orientation, job->facts);
  anf_embedded_compare (finds, shrink, orientation, job->facts);
  return job->sink->thumbnail (job->sink->data, thumbnail->data, thumbnail->len);
}

/* ---- Redacted copies ---- */

/* A lossless copy, the same for every copy of the picture whatever else the files say. */
static void
add_picture_hash (Job *job, GChecksum *checksum)
{
  json_object_set_string_member (anf_facts_object (job->facts), "picture_sha256",
                                 g_checksum_get_string (checksum));
}

static gboolean
add_to_checksum (gpointer data, const guint8 *bytes, gsize size)
{
  g_checksum_update (data, bytes, (gssize)size);
  return TRUE;
}

/* As a JPEG: of a file that is not so well formed that it could be copied. */
static AnfRedaction
reencode (const Job *job, AnfDecodeFunc decode, const GByteArray *extras)
{
  g_autoptr (GBytes) file = g_bytes_new_static (job->bytes, job->size);
  return anf_pixels_reencode (decode, file, extras, job->sink->redacted, job->sink->data)
             ? ANF_REDACTION_REENCODED
             : ANF_REDACTION_NONE;
}

static AnfRedaction
reencode_turned (const Job *job, AnfDecodeFunc decode, guint orientation)
{
  g_autoptr (AnfJpeg) none = anf_jpeg_parse (NULL, 0);
  g_autoptr (GByteArray) extras = anf_redact_make_extras (none, orientation);
  return reencode (job, decode, extras);
}

static AnfRedaction
lossless (gboolean written)
{
  return written ? ANF_REDACTION_LOSSLESS : ANF_REDACTION_NONE;
}

static void
redact_jpeg (Job *job, const AnfJpeg *jpeg, guint orientation)
{
  const AnfExamineSink *sink = job->sink;
  g_autoptr (GByteArray) extras = anf_redact_make_extras (jpeg, orientation);
  const gboolean can_copy = anf_redact_can_copy (jpeg);
  if (can_copy)
    {
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      g_autoptr (GByteArray) nothing = g_byte_array_new ();
      (void)anf_redact_copy (jpeg, nothing, add_to_checksum, checksum);
      add_picture_hash (job, checksum);
    }
  if (sink->redacted == NULL)
    return;
  job->redaction = can_copy ? lossless (anf_redact_copy (jpeg, extras, sink->redacted, sink->data))
                            : reencode (job, anf_decode_jpeg, extras);
}

static void
redact_png (Job *job, const AnfPng *png, guint orientation)
{
  const AnfExamineSink *sink = job->sink;
  const gboolean can_copy = anf_redact_can_copy_png (png);
  if (can_copy)
    {
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      (void)anf_redact_copy_png (png, 1, add_to_checksum, checksum);
      add_picture_hash (job, checksum);
    }
  if (sink->redacted == NULL)
    return;
  job->redaction
      = can_copy ? lossless (anf_redact_copy_png (png, orientation, sink->redacted, sink->data))
                 : reencode_turned (job, anf_decode_png, orientation);
}

static void
redact_webp (Job *job, guint orientation)
{
  const AnfExamineSink *sink = job->sink;
  const gboolean can_copy = anf_redact_can_copy_webp (job->bytes, job->size);
  if (can_copy)
    {
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      (void)anf_redact_copy_webp (job->bytes, job->size, 1, add_to_checksum, checksum);
      add_picture_hash (job, checksum);
    }
  if (sink->redacted == NULL)
    return;
  job->redaction = can_copy ? lossless (anf_redact_copy_webp (job->bytes, job->size, orientation,
                                                              sink->redacted, sink->data))
                            : reencode_turned (job, anf_decode_webp, orientation);
}

static void
redact_heif (Job *job, const AnfHeif *heif)
{
  const AnfExamineSink *sink = job->sink;
  g_autoptr (GByteArray) copy = anf_redact_blank_heif (heif);
  if (copy != NULL)
    {
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      anf_redact_hash_heif (heif, checksum);
      add_picture_hash (job, checksum);
    }
  if (sink->redacted == NULL)
    return;
  job->redaction = copy != NULL ? lossless (sink->redacted (sink->data, copy->data, copy->len))
                                : reencode_turned (job, job->more->heif, 1);
}

/* ---- Files ---- */

/* What cannot be decoded is not worth showing to anyone, redacted or not. */
static void
examine_jpeg (Job *job)
{
  g_autoptr (AnfJpeg) jpeg = anf_jpeg_parse (job->bytes, job->size);
  g_autoptr (AnfFinds) finds = anf_finds_new ();
  anf_jpeg_find (jpeg, finds, job->facts);
  anf_finds_read (finds, job->facts);
  const guint orientation = get_orientation (job);
  if (examine_pixels (job, anf_decode_jpeg, finds, orientation))
    redact_jpeg (job, jpeg, orientation);
}

static void
examine_png (Job *job)
{
  g_autoptr (AnfPng) png = anf_png_parse (job->bytes, job->size);
  g_autoptr (AnfFinds) finds = anf_finds_new ();
  anf_png_find (png, finds, job->facts);
  anf_finds_read (finds, job->facts);
  const guint orientation = get_orientation (job);
  if (examine_pixels (job, anf_decode_png, finds, orientation))
    redact_png (job, png, orientation);
}

static void
examine_webp (Job *job)
{
  g_autoptr (AnfFinds) finds = anf_finds_new ();
  anf_webp_find (job->bytes, job->size, finds, job->facts);
  anf_finds_read (finds, job->facts);
  const guint orientation = get_orientation (job);
  if (examine_pixels (job, anf_decode_webp, finds, orientation))
    redact_webp (job, orientation);
}

/* Decoders turn these upright by the container's own properties; Exif's orientation is for
   information (ISO/IEC 23008-12, A.2.1). */
static void
examine_heif (Job *job)
{
  g_autoptr (AnfHeif) heif = anf_heif_parse (job->bytes, job->size);
  g_autoptr (AnfFinds) finds = anf_finds_new ();
  anf_heif_find (heif, finds, job->facts);
  anf_finds_read (finds, job->facts);
  if (examine_pixels (job, job->more->heif, finds, 1))
    redact_heif (job, heif);
}

/* What a camera shows of its raw picture is a JPEG as any other, which needs no more decoders. */
static void
show_tiff (Job *job, const AnfTiffPicture *picture, const AnfFinds *finds)
{
  const guint orientation = get_orientation (job);
  const AnfDecodeFunc decode = picture->jpeg != NULL ? anf_decode_jpeg : job->more->tiff;
  if (picture->jpeg == NULL && picture->directory == 0)
    {
      anf_facts_flag (job->facts, "PIXELS_SKIPPED");
      return;
    }
  if (picture->raw)
    anf_facts_flag (job->facts, "PREVIEW_SHOWN");
  if (picture->jpeg != NULL)
    {
      job->bytes = picture->jpeg;
      job->size = picture->jpeg_size;
    }
  if (examine_pixels (job, decode, finds, orientation) && job->sink->redacted != NULL)
    job->redaction = reencode_turned (job, decode, orientation);
}

static void
examine_tiff (Job *job)
{
  g_autoptr (AnfFinds) finds = anf_finds_new ();
  if (anf_tiff_file_is_dng (job->bytes, job->size))
    job->type = "image/x-adobe-dng";
  anf_tiff_file_find (job->bytes, job->size, finds, job->facts);
  const AnfTiffPicture picture = anf_tiff_picture_find (job->bytes, job->size);
  if (picture.pages)
    anf_facts_flag (job->facts, "MULTI_PICTURE");
  finds->width = picture.width;
  finds->height = picture.height;
  anf_finds_read (finds, job->facts);
  show_tiff (job, &picture, finds);
}

static void
examine_movie (Job *job)
{
  g_autoptr (AnfFinds) finds = anf_finds_new ();
  const gboolean sound_alone = anf_movie_read (job->input, finds, job->facts);
  if (sound_alone && g_str_equal (job->type, "video/mp4"))
    job->type = "audio/mp4";
  anf_finds_read (finds, job->facts);
}

static void
examine_wav (Job *job)
{
  anf_wav_read (job->input, job->facts);
}

static void
examine_amr (Job *job)
{
  anf_amr_read (job->input, job->facts);
}

static void
examine_flac (Job *job)
{
  anf_flac_read (job->input, job->facts);
}

static void
examine_adts (Job *job)
{
  anf_adts_read (job->input, job->facts);
}

static void
examine_mp3 (Job *job)
{
  job->type = anf_mp3_read (job->input, job->facts);
}

static void
examine_ogg (Job *job)
{
  job->type = anf_ogg_read (job->input, job->facts);
}

static const struct
{
  const char *format;
  void (*examine) (Job *job);
  gboolean whole; /* it wants the whole file, which must not be larger than is mapped */
} examiners[] = {
  { "jpeg", examine_jpeg, TRUE },  { "png", examine_png, TRUE },    { "webp", examine_webp, TRUE },
  { "heic", examine_heif, TRUE },  { "heif", examine_heif, TRUE },  { "avif", examine_heif, TRUE },
  { "tiff", examine_tiff, TRUE },  { "mp4", examine_movie, FALSE }, { "m4v", examine_movie, FALSE },
  { "m4a", examine_movie, FALSE }, { "mov", examine_movie, FALSE }, { "3gp", examine_movie, FALSE },
  { "3g2", examine_movie, FALSE }, { "wav", examine_wav, FALSE },   { "amr", examine_amr, FALSE },
  { "flac", examine_flac, FALSE }, { "aac", examine_adts, FALSE },  { "mp3", examine_mp3, FALSE },
  { "ogg", examine_ogg, FALSE },
};

static AnfExaminationStatus
examine (Job *job)
{
  const char *format = anf_media_format_name (job->type);
  for (gsize i = 0; i < G_N_ELEMENTS (examiners); i++)
    {
      if (!g_str_equal (examiners[i].format, format))
        continue;
      if (examiners[i].whole && job->size < job->input->whole_size)
        {
          anf_facts_flag (job->facts, "FILE_TOO_LARGE");
          return ANF_EXAMINATION_UNEXAMINABLE;
        }
      examiners[i].examine (job);
      return ANF_EXAMINATION_DONE;
    }
  return ANF_EXAMINATION_UNSUPPORTED;
}

AnfExaminationStatus
anf_examine_run (AnfExamine *self,
                 const AnfInput *input,
                 const AnfExamineSink *sink,
                 AnfRedaction *redaction)
{
  anf_facts_reset (self->facts);
  Job job = { .facts = self->facts,
              .input = input,
              .bytes = input->bytes,
              .size = input->size,
              .sink = sink,
              .more = &self->more };
  job.type = anf_media_guess_type (input->bytes, MIN (input->size, ANF_MEDIA_MAGIC_BYTES));
  const AnfExaminationStatus status = examine (&job);
  json_object_set_string_member (anf_facts_object (self->facts), "type", job.type);
  json_object_set_string_member (anf_facts_object (self->facts), "format",
                                 anf_media_format_name (job.type));
  g_autofree char *facts = anf_facts_format (self->facts);
  (void)sink->facts (sink->data, (const guint8 *)facts, strlen (facts));
  *redaction = job.redaction;
  self->left_pixels = job.left_pixels;
  return status;
}

gboolean
anf_examine_has_left_pixels (const AnfExamine *self)
{
  return self->left_pixels;
}
