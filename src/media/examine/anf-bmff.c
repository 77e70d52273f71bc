/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bmff.h"

gboolean
anf_bmff_next (const guint8 *bytes, gsize end, gsize *at, AnfBox *box)
{
  if (*at > end || end - *at < 8)
    return FALSE;
  const gsize left = end - *at;
  guint64 size = anf_be32 (bytes + *at);
  gsize header = 8;
  if (size == 1)
    {
      if (left < 16)
        return FALSE;
      size = anf_be64 (bytes + *at + 8);
      header = 16;
    }
  else if (size == 0) /* to the end */
    size = left;
  if (size < header)
    return FALSE;
  box->type = anf_be32 (bytes + *at + 4);
  box->at = *at;
  box->start = *at + header;
  box->cut = size > left;
  box->end = *at + (gsize)MIN (size, left);
  *at = box->end;
  return TRUE;
}

gboolean
anf_bmff_find (const guint8 *bytes, gsize start, gsize end, guint32 type, AnfBox *box)
{
  while (anf_bmff_next (bytes, end, &start, box))
    if (box->type == type)
      return TRUE;
  return FALSE;
}
