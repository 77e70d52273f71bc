/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* hash-pixels FILE…: the size of each picture and the SHA-256 of its pixels, as the library of its
   format decodes them. */

#include "picture-writer.h"
#include <stdio.h>

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      char *bytes = NULL;
      gsize size = 0;
      guint width = 0, height = 0;
      if (!g_file_get_contents (argv[i], &bytes, &size, NULL) || size < 16)
        return 1;
      g_autoptr (GByteArray) file = g_byte_array_new_take ((guint8 *)bytes, size);
      g_autoptr (GByteArray) rgb = picture_decode (file, &width, &height);
      g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, rgb->data, rgb->len);
      printf ("%ux%u %s\n", width, height, hash);
    }
  return 0;
}
