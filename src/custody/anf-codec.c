/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-codec.h"

#include <string.h>

gboolean
anf_codec_read_decimal (const char *text, guint64 *value)
{
  if (text[0] == '0' && text[1] != '\0')
    return FALSE;
  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, value, NULL);
}

GBytes *
anf_codec_read_base64 (const char *text)
{
  if (text[0] == '\0')
    return NULL;
  gsize size = 0;
  g_autofree guint8 *bytes = g_base64_decode (text, &size);
  /* GLib skips what is not base64 and does not mind spare bits: only what comes back the same is
     the one spelling. */
  g_autofree char *again = g_base64_encode (bytes, size);
  if (strcmp (again, text) != 0)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), size);
}

gboolean
anf_codec_read_hash (const char *text, guint8 hash[32])
{
  if (strlen (text) != 44)
    return FALSE;
  g_autoptr (GBytes) bytes = anf_codec_read_base64 (text);
  if (bytes == NULL || g_bytes_get_size (bytes) != 32)
    return FALSE;
  memcpy (hash, g_bytes_get_data (bytes, NULL), 32);
  return TRUE;
}

gboolean
anf_codec_is_text (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if ((guchar)text[i] < 0x20 && text[i] != '\n')
      return FALSE;
  return g_utf8_validate_len (text, size, NULL);
}
