/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-fonts.h"

#include <cairo.h>

/* What a face is used for; inside this folder only. */
typedef enum
{
  ANF_FACE_FANG,  /* 仿宋: body */
  ANF_FACE_TITLE, /* 小标宋: organ, title */
  ANF_FACE_HEI,   /* 黑体: first level, urgency */
  ANF_FACE_KAI,   /* 楷体: second level */
  ANF_FACE_SONG,  /* 宋体: page numbers, tables */
  ANF_FACE_USES,
} AnfFaceUse;

/**
 * AnfGlyph:
 * @face: (transfer none): the face that has the character
 * @index: the glyph in it
 * @advance: in em
 * @top: of the ink, above the base line, in em; likewise @bottom
 */
typedef struct
{
  cairo_font_face_t *face;
  unsigned long index;
  double advance;
  double top;
  double bottom;
} AnfGlyph;

/* One document is set at a time: every function below is called between these two. */
void anf_fonts_lock (AnfFonts *self);
void anf_fonts_unlock (AnfFonts *self);

/** anf_fonts_find: looks @character up in the faces for @use, in their order. */
gboolean anf_fonts_find (AnfFonts *self, AnfFaceUse use, gunichar character, AnfGlyph *glyph);
