/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfFonts:
 *
 * The faces that official letters are set in (GB/T 9704), each with the faces that step in for
 * single characters it lacks. Nothing is ever substituted silently: a missing face or a character
 * that no face has is an error. May be shared between threads; one document is set at a time.
 */
typedef struct _AnfFonts AnfFonts;

/**
 * anf_fonts_new:
 * @font_dir: (nullable): a folder searched beside the system's font folders
 * @error: ANF_ERROR_UNAVAILABLE naming the face that is missing and what to install
 *
 * Looks the faces up by exact name in a font configuration of its own.
 */
AnfFonts *anf_fonts_new (const char *font_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_fonts_free: Accepts NULL. */
void anf_fonts_free (AnfFonts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfFonts, anf_fonts_free)
