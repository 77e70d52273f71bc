/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-photoshop.h"

#include "anf-endian.h"

#include <string.h>

#define EXIF_RESOURCE 1058

/* Adobe Photoshop File Formats Specification, Image Resource Blocks: a signature, a number, a name
   with its length, the size and the data, the last two filled up to an even length. */
void
anf_photoshop_find (const guint8 *bytes, gsize size, AnfFinds *finds)
{
  static const char header[] = "Photoshop 3.0";
  gsize at = sizeof header;
  if (size < sizeof header || memcmp (bytes, header, sizeof header) != 0)
    return;
  while (size - at >= 12 && memcmp (bytes + at, "8BIM", 4) == 0)
    {
      const guint number = anf_be16 (bytes + at + 4);
      const gsize name = ((gsize)bytes[at + 6] + 2) & ~(gsize)1;
      at += 6;
      if (size - at < name + 4)
        return;
      at += name;
      const gsize left = size - at - 4;
      const gsize length = anf_be32 (bytes + at);
      at += 4;
      if (length > left)
        return;
      if (number == EXIF_RESOURCE)
        anf_finds_add_exif (finds, bytes + at, length);
      at += MIN (length + (length & 1), left);
    }
}
