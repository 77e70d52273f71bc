/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-filetype.h"

#include <string.h>

/* A row fits when @magic stands at @offset; the first row that fits wins. */
typedef struct
{
  gsize offset;
  const char *magic;
  gsize size;
  const char *filetype;
} Magic;

#define MAGIC(offset, text, filetype)                                                              \
  {                                                                                                \
    offset, text, sizeof text - 1, filetype                                                        \
  }

static const Magic magics[] = {
  MAGIC (0, "\xff\xd8\xff", "image/jpeg"),  MAGIC (0, "\x89PNG\r\n\x1a\n", "image/png"),
  MAGIC (0, "GIF8", "image/gif"),           MAGIC (8, "WEBP", "image/webp"),
  MAGIC (4, "ftypheic", "image/heic"),      MAGIC (4, "ftypheix", "image/heic"),
  MAGIC (4, "ftypmif1", "image/heif"),      MAGIC (4, "ftypavif", "image/avif"),
  MAGIC (4, "ftypM4A ", "audio/mp4"),       MAGIC (4, "ftyp3gp", "video/3gpp"),
  MAGIC (4, "ftypqt  ", "video/quicktime"), MAGIC (4, "ftyp", "video/mp4"),
  MAGIC (8, "AVI ", "video/x-msvideo"),     MAGIC (0, "\x1a\x45\xdf\xa3", "video/x-matroska"),
  MAGIC (8, "WAVE", "audio/wav"),           MAGIC (0, "ID3", "audio/mpeg"),
  MAGIC (0, "\xff\xfb", "audio/mpeg"),      MAGIC (0, "\xff\xf3", "audio/mpeg"),
  MAGIC (0, "\xff\xf1", "audio/aac"),       MAGIC (0, "#!AMR", "audio/amr"),
  MAGIC (0, "fLaC", "audio/flac"),          MAGIC (0, "OggS", "audio/ogg"),
  MAGIC (0, "%PDF-", "application/pdf"),
};

typedef struct
{
  const char *suffix;
  const char *filetype;
} Suffix;

static const Suffix suffixes[] = {
  { ".txt", "text/plain" },
  { ".csv", "text/csv" },
  { ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
  { ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
  { ".doc", "application/msword" },
  { ".xls", "application/vnd.ms-excel" },
  { ".wps", "application/vnd.ms-works" },
  { ".zip", "application/zip" },
};

const char *
anf_filetype_guess (const guint8 *head, gsize size, const char *filename)
{
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      const Magic *row = &magics[i];
      if (size >= row->offset + row->size
          && memcmp (head + row->offset, row->magic, row->size) == 0)
        return row->filetype;
    }
  g_autofree char *lower = g_ascii_strdown (filename, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i].suffix))
      return suffixes[i].filetype;
  return "application/octet-stream";
}

const char *
anf_filetype_kind (const char *filetype)
{
  if (g_str_has_prefix (filetype, "image/"))
    return "photo";
  if (g_str_has_prefix (filetype, "audio/"))
    return "audio";
  if (g_str_has_prefix (filetype, "video/"))
    return "video";
  return "document";
}
