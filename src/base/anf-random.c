/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-random.h"

#include <errno.h>
#include <sys/random.h>

static void
system_fill (gpointer data, void *buffer, gsize size)
{
  guint8 *at = buffer;
  while (size > 0)
    {
      const gssize got = getrandom (at, size, 0);
      if (got < 0 && errno == EINTR)
        continue;
      g_assert (got > 0);
      at += got;
      size -= (gsize)got;
    }
}

AnfRandom
anf_random_system (void)
{
  return (AnfRandom){ .fill = system_fill };
}

void
anf_random_fill (const AnfRandom *random, void *buffer, gsize size)
{
  random->fill (random->data, buffer, size);
}

static void
append_hex (GString *text, const guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
}

char *
anf_random_uuid (const AnfRandom *random)
{
  guint8 bytes[16];
  anf_random_fill (random, bytes, sizeof bytes);
  bytes[6] = (guint8)((bytes[6] & 0x0f) | 0x40);
  bytes[8] = (guint8)((bytes[8] & 0x3f) | 0x80);
  GString *text = g_string_sized_new (36);
  static const gsize groups[] = { 4, 2, 2, 2, 6 };
  const guint8 *at = bytes;
  for (gsize i = 0; i < G_N_ELEMENTS (groups); at += groups[i], i++)
    {
      if (i > 0)
        g_string_append_c (text, '-');
      append_hex (text, at, groups[i]);
    }
  return g_string_free (text, FALSE);
}

char *
anf_random_hex (const AnfRandom *random, gsize bytes)
{
  g_autofree guint8 *buffer = g_malloc (bytes);
  anf_random_fill (random, buffer, bytes);
  GString *text = g_string_sized_new (bytes * 2);
  append_hex (text, buffer, bytes);
  return g_string_free (text, FALSE);
}

gboolean
anf_uuid_is_valid (const char *text)
{
  if (!g_uuid_string_is_valid (text))
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_isupper (*at))
      return FALSE;
  return TRUE;
}
