/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-media.h"

#include <string.h>

/* What goes by the same names. The first media type of a row is no more right than the others. */
static const struct
{
  const char *formats;  /* of anf_media_format_name */
  const char *suffixes; /* lower case */
  const char *types;    /* lower case */
} kinds[] = {
  { "jpeg", "jpg jpeg jpe jfif", "image/jpeg image/jpg image/pjpeg" },
  { "png", "png apng", "image/png image/apng image/x-png" },
  { "webp", "webp", "image/webp" },
  { "gif", "gif", "image/gif" },
  { "tiff dng", "tif tiff dng", "image/tiff image/dng image/x-adobe-dng" },
  { "heic heif", "heic heics heif heifs hif",
    "image/heic image/heif image/heic-sequence image/heif-sequence" },
  { "avif", "avif avifs", "image/avif image/avif-sequence" },
  { "mp4 m4v m4a 3gp 3g2", "mp4 m4v m4a m4b 3gp 3gpp 3g2 3ga",
    "video/mp4 audio/mp4 audio/m4a audio/x-m4a video/x-m4v video/3gpp audio/3gpp video/3gpp2 "
    "audio/3gpp2" },
  { "mov", "mov qt", "video/quicktime" },
  { "amr", "amr awb", "audio/amr audio/amr-wb" },
  { "wav", "wav wave", "audio/wav audio/x-wav audio/wave audio/vnd.wave" },
  { "avi", "avi", "video/x-msvideo video/avi video/msvideo" },
  { "ogg ogv", "ogg oga ogv opus spx",
    "audio/ogg video/ogg application/ogg audio/opus audio/vorbis audio/x-vorbis+ogg" },
  { "mp3", "mp3", "audio/mpeg audio/mp3 audio/x-mp3 audio/mpeg3 audio/x-mpeg" },
  { "aac", "aac adts", "audio/aac audio/aacp audio/x-aac audio/vnd.dlna.adts" },
  { "flac", "flac", "audio/flac audio/x-flac" },
  { "mkv", "mkv mka webm", "video/x-matroska audio/x-matroska video/webm audio/webm" },
  { "pdf", "pdf", "application/pdf" },
};

static gboolean
has_word (const char *list, const char *word)
{
  const gsize length = strlen (word);
  if (length == 0)
    return FALSE;
  for (const char *at = strstr (list, word); at != NULL; at = strstr (at + 1, word))
    if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
      return TRUE;
  return FALSE;
}

gboolean
anf_media_name_agrees (const char *type, const char *filename)
{
  const char *point = filename != NULL ? strrchr (filename, '.') : NULL;
  if (point == NULL)
    return TRUE;
  g_autofree char *suffix = g_ascii_strdown (point + 1, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (has_word (kinds[i].suffixes, suffix))
      return has_word (kinds[i].formats, anf_media_format_name (type));
  return TRUE;
}

gboolean
anf_media_declared_agrees (const char *type, const char *declared)
{
  if (declared == NULL)
    return TRUE;
  g_autofree char *lower = g_ascii_strdown (declared, -1);
  lower[strcspn (lower, "; ")] = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (has_word (kinds[i].types, lower))
      return has_word (kinds[i].formats, anf_media_format_name (type));
  return TRUE;
}
