/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-png.h"

#include "anf-endian.h"
#include "anf-inflate.h"
#include "anf-media-limits.h"

#include <string.h>

#define SIGNATURE_SIZE 8
#define OVERHEAD 12 /* length, type, CRC */

AnfPng *
anf_png_parse (const guint8 *bytes, gsize size)
{
  AnfPng *self = g_new0 (AnfPng, 1);
  self->bytes = bytes;
  self->size = size;
  self->end = size;
  self->cut = TRUE;
  self->chunks = g_array_new (FALSE, FALSE, sizeof (AnfPngChunk));
  for (gsize at = SIGNATURE_SIZE; at + 8 <= size;)
    {
      if (self->chunks->len >= ANF_MEDIA_SEGMENTS_MAX)
        {
          self->malformed = TRUE;
          break;
        }
      const gsize length = anf_be32 (bytes + at);
      const gsize left = size - at - 8;
      const AnfPngChunk chunk = { anf_be32 (bytes + at + 4), at + 8, MIN (length, left) };
      g_array_append_val (self->chunks, chunk);
      if (chunk.type == ANF_TYPE ('I', 'H', 'D', 'R') && chunk.size >= 8 && self->width == 0)
        {
          self->width = anf_be32 (bytes + chunk.start);
          self->height = anf_be32 (bytes + chunk.start + 4);
        }
      if (length > left || left - length < 4)
        break;
      at += OVERHEAD + length;
      if (chunk.type == ANF_TYPE ('I', 'E', 'N', 'D'))
        {
          self->end = at;
          self->cut = FALSE;
          break;
        }
    }
  return self;
}

void
anf_png_free (AnfPng *self)
{
  g_array_unref (self->chunks);
  g_free (self);
}

/* A text chunk taken apart: keyword and text, the latter still compressed or not. */
typedef struct
{
  const char *keyword;
  const guint8 *text;
  gsize size;
  gboolean compressed;
} Text;

/* Moves past the next NUL; FALSE when there is none. */
static gboolean
skip_string (const guint8 **at, const guint8 *end)
{
  const guint8 *nul = memchr (*at, '\0', (gsize)(end - *at));
  if (nul == NULL)
    return FALSE;
  *at = nul + 1;
  return TRUE;
}

/* PNG 1.2, 4.2.3: tEXt, zTXt and iTXt. */
static gboolean
split_text (const AnfPng *self, const AnfPngChunk *chunk, Text *text)
{
  const guint8 *at = self->bytes + chunk->start;
  const guint8 *end = at + chunk->size;
  text->keyword = (const char *)at;
  text->compressed = chunk->type == ANF_TYPE ('z', 'T', 'X', 't');
  if (!skip_string (&at, end))
    return FALSE;
  if (text->compressed)
    at++; /* the method: there is one */
  if (chunk->type == ANF_TYPE ('i', 'T', 'X', 't'))
    {
      if (end - at < 2)
        return FALSE;
      text->compressed = at[0] != 0;
      at += 2;
      /* The language, and the keyword in it. */
      for (guint i = 0; i < 2; i++)
        if (!skip_string (&at, end))
          return FALSE;
    }
  if (at > end)
    return FALSE;
  text->text = at;
  text->size = (gsize)(end - at);
  return TRUE;
}

/* A raw profile is its name, its length and itself in hexadecimal, each on lines of their own. */
static GByteArray *
decode_profile (const guint8 *text, gsize size)
{
  gsize at = 0;
  while (at < size && text[at] == '\n')
    at++;
  while (at < size && text[at] != '\n') /* the name */
    at++;
  while (at < size && g_ascii_isspace (text[at]))
    at++;
  while (at < size && g_ascii_isdigit (text[at])) /* the length, which is not always right */
    at++;
  GByteArray *bytes = g_byte_array_new ();
  int high = -1;
  for (; at < size; at++)
    {
      const int digit = g_ascii_xdigit_value ((char)text[at]);
      if (digit < 0)
        continue;
      if (high < 0)
        {
          high = digit;
          continue;
        }
      const guint8 byte = (guint8)(high << 4 | digit);
      g_byte_array_append (bytes, &byte, 1);
      high = -1;
    }
  return bytes;
}

static void
add_profile (AnfFinds *finds, const char *keyword, const guint8 *text, gsize size)
{
  static const char xmp_header[] = "http://ns.adobe.com/xap/1.0/";
  g_autoptr (GByteArray) bytes = decode_profile (text, size);
  if (g_str_equal (keyword, "Raw profile type xmp"))
    anf_finds_add_xmp (finds, bytes->data, bytes->len);
  else if (bytes->len > sizeof xmp_header
           && memcmp (bytes->data, xmp_header, sizeof xmp_header) == 0)
    anf_finds_add_xmp (finds, bytes->data + sizeof xmp_header, bytes->len - sizeof xmp_header);
  else if (bytes->len > 0)
    anf_finds_add_exif (finds, bytes->data, bytes->len);
}

static void
find_in_text (const AnfPng *self, const AnfPngChunk *chunk, AnfFinds *finds, AnfFacts *facts)
{
  static const char *const wanted[] = { "Raw profile type exif", "Raw profile type APP1",
                                        "Raw profile type xmp", "XML:com.adobe.xmp", NULL };
  Text text;
  if (!split_text (self, chunk, &text) || !g_strv_contains (wanted, text.keyword))
    return;
  g_autoptr (GByteArray) inflated = NULL;
  if (text.compressed)
    {
      inflated = anf_inflate (text.text, text.size, ANF_MEDIA_INFLATE_BYTES_MAX);
      if (inflated == NULL)
        {
          anf_facts_flag (facts, "EXIF_UNREADABLE");
          return;
        }
      text.text = inflated->data;
      text.size = inflated->len;
    }
  if (g_str_equal (text.keyword, "XML:com.adobe.xmp"))
    anf_finds_add_xmp (finds, text.text, text.size);
  else
    add_profile (finds, text.keyword, text.text, text.size);
}

void
anf_png_find (const AnfPng *self, AnfFinds *finds, AnfFacts *facts)
{
  finds->width = self->width;
  finds->height = self->height;
  guint texts = 0;
  for (guint i = 0; i < self->chunks->len; i++)
    {
      const AnfPngChunk *chunk = &g_array_index (self->chunks, AnfPngChunk, i);
      if (chunk->type == ANF_TYPE ('e', 'X', 'I', 'f'))
        anf_finds_add_exif (finds, self->bytes + chunk->start, chunk->size);
      else if (chunk->type == ANF_TYPE ('t', 'E', 'X', 't')
               || chunk->type == ANF_TYPE ('z', 'T', 'X', 't')
               || chunk->type == ANF_TYPE ('i', 'T', 'X', 't'))
        {
          /* Each may cost as much as the largest does. */
          if (++texts <= ANF_MEDIA_PNG_TEXTS_MAX)
            find_in_text (self, chunk, finds, facts);
        }
    }
  if (self->cut)
    anf_facts_flag (facts, "FILE_TRUNC");
  if (self->malformed)
    anf_facts_flag (facts, "FILE_MALFORMED");
  if (self->end < self->size)
    anf_facts_flag (facts, "TRAILING_DATA");
}
