/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-face.h"

#include <glib/gi18n.h>

#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>
#include <freetype/ftbbox.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FcConfig, FcConfigDestroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FcPattern, FcPatternDestroy)

typedef enum
{
  FACE_FANG,
  FACE_SONG,
  FACE_SONG_BOLD,
  FACE_HEI,
  FACE_KAI,
  FACE_KAI_FANDOL,
  FACE_RARE,
  FACE_COUNT,
} FaceId;

typedef struct
{
  const char *family;
  const char *style;
  const char *package;
} FaceName;

static const FaceName face_names[FACE_COUNT] = {
  [FACE_FANG] = { "FandolFang", "Regular", "data/letters/fetch-fonts.sh" },
  [FACE_SONG] = { "Noto Serif CJK SC", "Regular", "fonts-noto-cjk" },
  [FACE_SONG_BOLD] = { "Noto Serif CJK SC", "Bold", "fonts-noto-cjk" },
  [FACE_HEI] = { "Noto Sans CJK SC", "Regular", "fonts-noto-cjk" },
  [FACE_KAI] = { "AR PL UKai CN", "Book", "fonts-arphic-ukai" },
  [FACE_KAI_FANDOL] = { "FandolKai", "Regular", "data/letters/fetch-fonts.sh" },
  [FACE_RARE] = { "LXGW WenKai", "Regular", "fonts-lxgw-wenkai" },
};

#define CHAIN_MAX 4

/* Which faces serve a use, in order; a row ends with FACE_COUNT. The later ones step in for single
   characters only: rare characters of names are in the last. */
static const FaceId chains[ANF_FACE_USES][CHAIN_MAX] = {
  [ANF_FACE_FANG] = { FACE_FANG, FACE_SONG, FACE_RARE, FACE_COUNT },
  [ANF_FACE_TITLE] = { FACE_SONG_BOLD, FACE_SONG, FACE_RARE, FACE_COUNT },
  [ANF_FACE_HEI] = { FACE_HEI, FACE_SONG, FACE_RARE, FACE_COUNT },
  /* UKai has more characters, but sets marks in the middle of their square as in Taiwan. */
  [ANF_FACE_KAI] = { FACE_KAI_FANDOL, FACE_KAI, FACE_RARE, FACE_SONG },
  [ANF_FACE_SONG] = { FACE_SONG, FACE_RARE, FACE_COUNT },
};

typedef struct
{
  char *file; /* (nullable): not there */
  int index;
  /* Opened when the first document is set: they take more memory than the rest of a service that
     only receives. */
  cairo_font_face_t *face;
  cairo_scaled_font_t *scaled;
} Face;

struct _AnfFonts
{
  GMutex mutex;
  Face faces[FACE_COUNT];
  gboolean opened;
  gboolean broken;   /* a face that could be read once cannot be any more */
  GHashTable *known; /* use and character → AnfGlyph */
};

/* @any: any of the pattern's names will do; else only the first, as a light face also says that it
   is the regular one of its own family. */
static gboolean
pattern_has (FcPattern *pattern, const char *object, const char *value, gboolean any)
{
  FcChar8 *text = NULL;
  for (int i = 0; FcPatternGetString (pattern, object, i, &text) == FcResultMatch; i++)
    if ((i == 0 || any) && g_str_equal ((const char *)text, value))
      return TRUE;
  return FALSE;
}

static const char *
pattern_file (FcPattern *pattern)
{
  FcChar8 *file = NULL;
  return FcPatternGetString (pattern, FC_FILE, 0, &file) == FcResultMatch ? (const char *)file
                                                                          : NULL;
}

/* By exact name, because fontconfig's matching always answers something. Of several files the first
   by path, so that the choice does not depend on the order of a directory. */
static FcPattern *
find_pattern (FcConfig *config, FcSetName set_name, const FaceName *name)
{
  FcFontSet *set = FcConfigGetFonts (config, set_name);
  FcPattern *best = NULL;
  for (int i = 0; set != NULL && i < set->nfont; i++)
    {
      FcPattern *pattern = set->fonts[i];
      if (!pattern_has (pattern, FC_FAMILY, name->family, TRUE)
          || !pattern_has (pattern, FC_STYLE, name->style, FALSE) || pattern_file (pattern) == NULL)
        continue;
      if (best == NULL || g_strcmp0 (pattern_file (pattern), pattern_file (best)) < 0)
        best = pattern;
    }
  return best;
}

/* Cairo gets file and index only: no emboldening, slant or hinting of the system's configuration
   may change how a letter looks. */
static gboolean
open_face (Face *face)
{
  g_autoptr (FcPattern) plain = FcPatternCreate ();
  FcPatternAddString (plain, FC_FILE, (const FcChar8 *)face->file);
  FcPatternAddInteger (plain, FC_INDEX, face->index);
  face->face = cairo_ft_font_face_create_for_pattern (plain);

  cairo_matrix_t size;
  cairo_matrix_t device;
  cairo_matrix_init_scale (&size, 16.0, 16.0);
  cairo_matrix_init_identity (&device);
  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  face->scaled = cairo_scaled_font_create (face->face, &size, &device, options);
  cairo_font_options_destroy (options);
  return cairo_scaled_font_status (face->scaled) == CAIRO_STATUS_SUCCESS;
}

static gboolean
is_readable (FT_Library library, const char *file, int index)
{
  FT_Face face = NULL;
  if (FT_New_Face (library, file, index, &face) != 0)
    return FALSE;
  (void)FT_Done_Face (face);
  return TRUE;
}

static void
locate_faces (AnfFonts *self, FcConfig *config)
{
  FT_Library library = NULL;
  if (FT_Init_FreeType (&library) != 0)
    return;
  for (guint id = 0; id < FACE_COUNT; id++)
    {
      FcPattern *found = find_pattern (config, FcSetApplication, &face_names[id]);
      if (found == NULL)
        found = find_pattern (config, FcSetSystem, &face_names[id]);
      if (found == NULL)
        continue;
      (void)FcPatternGetInteger (found, FC_INDEX, 0, &self->faces[id].index);
      if (is_readable (library, pattern_file (found), self->faces[id].index))
        self->faces[id].file = g_strdup (pattern_file (found));
    }
  (void)FT_Done_FreeType (library);
}

static gboolean
check_face (AnfFonts *self, FaceId id, GError **error)
{
  if (self->faces[id].file != NULL)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                          _ ("no font “%s” (%s) for official letters: install it with %s"),
                          face_names[id].family, face_names[id].style, face_names[id].package);
}

/* One of the two 楷体 is enough; the face of rare characters is missed only when one comes up. */
static gboolean
check_faces (AnfFonts *self, GError **error)
{
  static const FaceId needed[] = { FACE_FANG, FACE_SONG, FACE_SONG_BOLD, FACE_HEI };
  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    if (!check_face (self, needed[i], error))
      return FALSE;
  return self->faces[FACE_KAI_FANDOL].file != NULL || check_face (self, FACE_KAI, error);
}

AnfFonts *
anf_fonts_new (const char *font_dir, GError **error)
{
  g_autoptr (AnfFonts) self = g_new0 (AnfFonts, 1);
  g_mutex_init (&self->mutex);
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (FcConfig) config = FcInitLoadConfigAndFonts ();
  if (config == NULL)
    {
      (void)anf_error_throw (error, ANF_ERROR_UNAVAILABLE, _ ("fontconfig cannot be started"));
      return NULL;
    }
  if (font_dir != NULL && !FcConfigAppFontAddDir (config, (const FcChar8 *)font_dir))
    {
      (void)anf_error_throw (error, ANF_ERROR_UNAVAILABLE, _ ("cannot read fonts in %s"), font_dir);
      return NULL;
    }
  locate_faces (self, config);
  return check_faces (self, error) ? g_steal_pointer (&self) : NULL;
}

void
anf_fonts_free (AnfFonts *self)
{
  if (self == NULL)
    return;
  for (guint id = 0; id < FACE_COUNT; id++)
    {
      g_clear_pointer (&self->faces[id].scaled, cairo_scaled_font_destroy);
      g_clear_pointer (&self->faces[id].face, cairo_font_face_destroy);
      g_free (self->faces[id].file);
    }
  g_hash_table_unref (self->known);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
anf_fonts_lock (AnfFonts *self)
{
  g_mutex_lock (&self->mutex);
  for (guint id = 0; !self->opened && id < FACE_COUNT; id++)
    if (self->faces[id].file != NULL && !open_face (&self->faces[id]))
      self->broken = TRUE;
  self->opened = TRUE;
}

void
anf_fonts_unlock (AnfFonts *self)
{
  g_mutex_unlock (&self->mutex);
}

/* In the face's own units, so that nothing is rounded to pixels; the box of the curves, which the
   glyph's metrics overstate. */
static gboolean
look_up (const Face *face, gunichar character, AnfGlyph *glyph)
{
  FT_Face ft = cairo_ft_scaled_font_lock_face (face->scaled);
  if (ft == NULL)
    return FALSE;
  const FT_UInt index = FT_Get_Char_Index (ft, character);
  FT_BBox box = { 0, 0, 0, 0 };
  const gboolean found = index != 0 && FT_Load_Glyph (ft, index, FT_LOAD_NO_SCALE) == 0
                         && FT_Outline_Get_BBox (&ft->glyph->outline, &box) == 0;
  const double em = ft->units_per_EM;
  if (found)
    *glyph = (AnfGlyph){
      .face = face->face,
      .index = index,
      .advance = (double)ft->glyph->metrics.horiAdvance / em,
      .top = (double)box.yMax / em,
      .bottom = (double)box.yMin / em,
    };
  cairo_ft_scaled_font_unlock_face (face->scaled);
  return found;
}

gboolean
anf_fonts_find (AnfFonts *self, AnfFaceUse use, gunichar character, AnfGlyph *glyph)
{
  const gint64 key = ((gint64)use << 32) | character;
  const AnfGlyph *known = g_hash_table_lookup (self->known, &key);
  if (known != NULL)
    {
      *glyph = *known;
      return TRUE;
    }
  /* Another face must not step in for one that has gone. */
  if (self->broken)
    return FALSE;
  for (gsize i = 0; i < CHAIN_MAX && chains[use][i] != FACE_COUNT; i++)
    {
      const Face *face = &self->faces[chains[use][i]];
      if (face->scaled == NULL || !look_up (face, character, glyph))
        continue;
      g_hash_table_insert (self->known, g_memdup2 (&key, sizeof key),
                           g_memdup2 (glyph, sizeof *glyph));
      return TRUE;
    }
  return FALSE;
}
