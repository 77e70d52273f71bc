/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-endian.h"

/**
 * AnfBox:
 * @type: as ANF_TYPE makes it
 * @at: offset of its header
 * @start: offset of its contents
 * @end: offset behind it, or the end of what it stands in when it is cut
 * @cut: it says that it is longer than what it stands in
 *
 * A box of an ISO base media file (ISO/IEC 14496-12).
 */
typedef struct
{
  guint32 type;
  gsize at;
  gsize start;
  gsize end;
  gboolean cut;
} AnfBox;

/**
 * anf_bmff_next:
 * @end: where the boxes end: the file's size or the end of the box around them
 * @at: (inout): where the next box begins, moved behind it
 *
 * Returns: FALSE when there is no further box
 */
gboolean anf_bmff_next (const guint8 *bytes, gsize end, gsize *at, AnfBox *box);

/** anf_bmff_find: the first box of @type between @start and @end. */
gboolean anf_bmff_find (const guint8 *bytes, gsize start, gsize end, guint32 type, AnfBox *box);
