/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-face.h"

/**
 * AnfSetting:
 *
 * Sets one document; inside this folder only. Holds @fonts locked from new to free, and collects
 * the characters that no face has, so that one error can name them all.
 */
typedef struct _AnfSetting AnfSetting;

AnfSetting *anf_setting_new (AnfFonts *fonts);
void anf_setting_free (AnfSetting *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfSetting, anf_setting_free)

/** anf_setting_check: ANF_ERROR_UNAVAILABLE when characters were set that no face has. */
gboolean anf_setting_check (AnfSetting *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** A piece of text in one face. */
typedef struct
{
  AnfFaceUse use;
  const char *text;
} AnfRun;

/**
 * AnfMeasure, in em:
 * @width: of the lines
 * @first: indent of the first line; @rest: of the others
 * @ragged: do not stretch lines to @width
 */
typedef struct
{
  double width;
  double first;
  double rest;
  gboolean ragged;
} AnfMeasure;

/** A line that is set: glyphs and where they stand. */
typedef struct _AnfLine AnfLine;

void anf_line_free (AnfLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfLine, anf_line_free)

/** anf_line_get_width: in em, with its indent. */
double anf_line_get_width (const AnfLine *self);

/**
 * anf_setting_break:
 * @runs: (array length=n_runs): one paragraph; a line feed in it is a blank
 *
 * Breaks a paragraph as GB/T 15834—2011 5.1 has it: no closing mark at the beginning of a line, no
 * opening mark at its end, —— and …… in one piece; Latin words and numbers whole (UAX 14). A mark
 * that would begin a line is drawn into the line before by narrowing marks there; where none is,
 * half of it hangs over the edge.
 *
 * Returns: (transfer full) (element-type AnfLine): at least one line
 */
GPtrArray *
anf_setting_break (AnfSetting *self, const AnfRun *runs, gsize n_runs, const AnfMeasure *measure);

/** anf_setting_line: sets @text in one line however long it is. */
AnfLine *anf_setting_line (AnfSetting *self, AnfFaceUse use, const char *text);

/**
 * AnfScale, in points:
 * @size: of the glyphs
 * @em: from one to the next; 0 for @size
 */
typedef struct
{
  double size;
  double em;
} AnfScale;

/** anf_line_draw: @x, @top: of the upper left corner of the line's first character, in points. */
void anf_line_draw (const AnfLine *self, cairo_t *cr, const AnfScale *scale, double x, double top);

/** anf_line_get_ink: upper and lower edge of what is black, below the line's top, in points. */
void anf_line_get_ink (const AnfLine *self, double size, double *upper, double *lower);
