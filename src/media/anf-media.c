/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-media.h"

#include <string.h>

typedef struct
{
  const char *type;
  const char *format;
} TypeName;

static const TypeName type_names[] = {
  { "image/jpeg", "jpeg" },       { "image/png", "png" },
  { "image/webp", "webp" },       { "image/gif", "gif" },
  { "image/tiff", "tiff" },       { "image/x-adobe-dng", "dng" },
  { "image/heic", "heic" },       { "image/heic-sequence", "heic" },
  { "image/heif", "heif" },       { "image/heif-sequence", "heif" },
  { "image/avif", "avif" },       { "video/mp4", "mp4" },
  { "video/x-m4v", "m4v" },       { "video/quicktime", "mov" },
  { "video/3gpp", "3gp" },        { "video/3gpp2", "3g2" },
  { "audio/mp4", "m4a" },         { "audio/AMR", "amr" },
  { "audio/x-wav", "wav" },       { "video/x-msvideo", "avi" },
  { "audio/ogg", "ogg" },         { "video/ogg", "ogv" },
  { "audio/mpeg", "mp3" },        { "audio/aac", "aac" },
  { "audio/flac", "flac" },       { "video/x-matroska", "mkv" },
  { "image/x-canon-cr3", "cr3" }, { "application/pdf", "pdf" },
  { "application/zip", "zip" },
};

/* Bytes at an offset; `sub` (when set) at offset 8 tells the kind of a RIFF file apart. */
typedef struct
{
  guint8 offset;
  guint8 size;
  const char *bytes;
  const char *sub;
  const char *type;
} Magic;

static const Magic magics[] = {
  { 0, 3, "\xff\xd8\xff", NULL, "image/jpeg" },
  { 0, 8, "\x89PNG\r\n\x1a\n", NULL, "image/png" },
  { 0, 4, "RIFF", "WEBP", "image/webp" },
  { 0, 4, "RIFF", "WAVE", "audio/x-wav" },
  { 0, 4, "RF64", "WAVE", "audio/x-wav" },
  { 0, 4, "RIFF", "AVI ", "video/x-msvideo" },
  { 0, 6, "GIF87a", NULL, "image/gif" },
  { 0, 6, "GIF89a", NULL, "image/gif" },
  { 0, 4, "II*\0", NULL, "image/tiff" },
  { 0, 4, "MM\0*", NULL, "image/tiff" },
  { 0, 6, "#!AMR\n", NULL, "audio/AMR" },
  { 0, 9, "#!AMR-WB\n", NULL, "audio/AMR" },
  { 0, 4, "OggS", NULL, "audio/ogg" },
  { 0, 4, "fLaC", NULL, "audio/flac" },
  { 0, 4, "\x1a\x45\xdf\xa3", NULL, "video/x-matroska" },
  { 0, 3, "ID3", NULL, "audio/mpeg" },
  { 0, 5, "%PDF-", NULL, "application/pdf" },
  { 0, 4, "PK\3\4", NULL, "application/zip" },
  /* QuickTime files older than the `ftyp` box. */
  { 4, 4, "moov", NULL, "video/quicktime" },
  { 4, 4, "mdat", NULL, "video/quicktime" },
  { 4, 4, "wide", NULL, "video/quicktime" },
  { 4, 4, "free", NULL, "video/quicktime" },
};

/* Major brands of ISO base media files; a shorter text matches as a prefix. */
static const struct
{
  const char *brand;
  const char *type;
} brands[] = {
  { "heic", "image/heic" },          { "heim", "image/heic" },
  { "heis", "image/heic" },          { "heix", "image/heif" },
  { "hevc", "image/heic-sequence" }, { "hevx", "image/heic-sequence" },
  { "mif1", "image/heif" },          { "msf1", "image/heif-sequence" },
  { "avif", "image/avif" },          { "avis", "image/avif" },
  { "3g2", "video/3gpp2" },          { "3g", "video/3gpp" },
  { "M4A ", "audio/mp4" },           { "M4B ", "audio/mp4" },
  { "M4V ", "video/x-m4v" },         { "qt  ", "video/quicktime" },
  { "crx ", "image/x-canon-cr3" },
};

static gboolean
has_brand (const guint8 *bytes, gsize size, const char *brand)
{
  for (gsize at = 16; at + 4 <= MIN (size, ANF_MEDIA_MAGIC_BYTES); at += 4)
    if (memcmp (bytes + at, brand, 4) == 0)
      return TRUE;
  return FALSE;
}

static const char *
guess_brand (const guint8 *bytes, gsize size)
{
  const guint8 *major = bytes + 8;
  for (gsize i = 0; i < G_N_ELEMENTS (brands); i++)
    {
      if (memcmp (major, brands[i].brand, strlen (brands[i].brand)) != 0)
        continue;
      /* Of the general picture brand, AV1 inside is told by a compatible brand. */
      const gboolean general = memcmp (major, "mif1", 4) == 0 || memcmp (major, "msf1", 4) == 0;
      return general && has_brand (bytes, size, "avif") ? "image/avif" : brands[i].type;
    }
  return has_brand (bytes, size, "mif1") ? "image/heif" : "video/mp4";
}

/* MPEG audio without a container: a frame header with a layer and rates that exist. */
static const char *
guess_frames (const guint8 *bytes, gsize size)
{
  if (size < 4 || bytes[0] != 0xff || (bytes[1] & 0xe0) != 0xe0)
    return NULL;
  if ((bytes[1] & 0xf6) == 0xf0)
    return "audio/aac";
  const gboolean layer3 = (bytes[1] & 0x06) == 0x02;
  const gboolean rates = (bytes[2] & 0xf0) != 0xf0 && (bytes[2] & 0x0c) != 0x0c;
  return layer3 && rates && (bytes[1] & 0x18) != 0x08 ? "audio/mpeg" : NULL;
}

const char *
anf_media_guess_type (gconstpointer bytes, gsize size)
{
  const guint8 *start = bytes;
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      const Magic *magic = &magics[i];
      if (size < (gsize)magic->offset + magic->size
          || memcmp (start + magic->offset, magic->bytes, magic->size) != 0)
        continue;
      if (magic->sub == NULL || (size >= 12 && memcmp (start + 8, magic->sub, 4) == 0))
        return magic->type;
    }
  if (size >= 12 && memcmp (start + 4, "ftyp", 4) == 0)
    return guess_brand (start, size);
  const char *frames = guess_frames (start, size);
  return frames != NULL ? frames : "application/octet-stream";
}

const char *
anf_media_format_name (const char *type)
{
  for (gsize i = 0; type != NULL && i < G_N_ELEMENTS (type_names); i++)
    if (g_str_equal (type, type_names[i].type))
      return type_names[i].format;
  return "unknown";
}

const char *
anf_media_suffix (const char *type)
{
  const char *format = anf_media_format_name (type);
  if (g_str_equal (format, "unknown"))
    return "bin";
  return g_str_equal (format, "jpeg") ? "jpg" : format;
}
