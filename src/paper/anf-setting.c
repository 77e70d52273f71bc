/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-setting.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <pango/pango.h>

/* The character's square stands so much above the base line in every CJK face we use. */
#define ASCENT 0.88
/* A line is stretched by at most so much between two characters, and else stays ragged: of more
   white readers of the PDF make blanks, and people single characters. */
#define STRETCH_MAX 0.1
/* How much of a full-width mark is white and may go. */
#define SHRINK_MAX 0.5
#define EPSILON 1e-6

typedef enum
{
  MARK_NONE,
  MARK_OPEN,  /* not at the end of a line; white on the left */
  MARK_CLOSE, /* not at the beginning; white on the right */
  MARK_STICK, /* not at the beginning; not narrowed */
} Mark;

typedef struct
{
  gunichar character;
  AnfGlyph glyph;
  Mark mark;
  gboolean breaks; /* a line may begin here */
} Cell;

typedef struct
{
  gunichar character;
  AnfGlyph glyph;
  double x;
} Placed;

struct _AnfLine
{
  GArray *placed;
  double width;
};

struct _AnfSetting
{
  AnfFonts *fonts;
  GString *missing;
  guint n_missing;
};

AnfSetting *
anf_setting_new (AnfFonts *fonts)
{
  AnfSetting *self = g_new0 (AnfSetting, 1);
  self->fonts = fonts;
  self->missing = g_string_new (NULL);
  anf_fonts_lock (fonts);
  return self;
}

void
anf_setting_free (AnfSetting *self)
{
  anf_fonts_unlock (self->fonts);
  g_string_free (self->missing, TRUE);
  g_free (self);
}

gboolean
anf_setting_check (AnfSetting *self, GError **error)
{
  if (self->n_missing == 0)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                          _ ("no font has the characters %s: install fonts-lxgw-wenkai or a font "
                             "that has them, or write them otherwise"),
                          self->missing->str);
}

/* Named once each, and as a code too, since what nobody can print may not show either. */
static void
note_missing (AnfSetting *self, gunichar character)
{
  char text[8] = { 0 };
  (void)g_unichar_to_utf8 (character, text);
  g_autofree char *entry = g_unichar_isprint (character)
                               ? g_strdup_printf ("%s (U+%04X)", text, character)
                               : g_strdup_printf ("U+%04X", character);
  if (strstr (self->missing->str, entry) != NULL || self->n_missing >= 40)
    return;
  g_string_append_printf (self->missing, "%s%s", self->n_missing == 0 ? "" : ", ", entry);
  self->n_missing++;
}

static gboolean
is_among (gunichar character, const char *marks)
{
  return g_utf8_strchr (marks, -1, character) != NULL;
}

static Mark
classify (gunichar character)
{
  if (is_among (character, "“‘（《〈「『【〔〖［｛([{"))
    return MARK_OPEN;
  if (is_among (character, "，。、；：”’）》〉」』】〕〗］｝"))
    return MARK_CLOSE;
  if (is_among (character, "？！…·～％‰℃々／,.;:?!)]}%-"))
    return MARK_STICK;
  return MARK_NONE;
}

static gboolean
is_wide (const Cell *cell)
{
  return cell->glyph.advance > 0.9;
}

static gboolean
is_curly_quote (gunichar character)
{
  return is_among (character, "“”‘’");
}

static gboolean
may_begin_line (const Cell *before, const Cell *cell, const PangoLogAttr *attr)
{
  if (cell->character == ' ' || before->mark == MARK_OPEN || cell->mark == MARK_CLOSE
      || cell->mark == MARK_STICK)
    return FALSE;
  /* UAX 14 glues quotation marks to both sides, for languages that write blanks around them. */
  if ((is_curly_quote (before->character) && is_wide (cell))
      || (is_curly_quote (cell->character) && is_wide (before)))
    return TRUE;
  return attr->is_line_break != 0;
}

/* Controls of direction and joining, and byte order marks, leave no trace on paper. */
static gboolean
is_invisible (gunichar character)
{
  return g_unichar_type (character) == G_UNICODE_FORMAT
         || (character >= 0xfe00 && character <= 0xfe0f)
         || (character >= 0xe0100 && character <= 0xe01ef);
}

/* A hyphen at the beginning of a word stays with it (UAX 14, LB20a), or nobody could type a command
   as it is printed. */
static gboolean
begins_option (const GArray *cells, gunichar character)
{
  return character == '-'
         && (cells->len == 0 || g_array_index (cells, Cell, cells->len - 1).character == ' ');
}

static void
append_run (AnfSetting *self, GArray *cells, GString *text, const AnfRun *run)
{
  for (const char *at = run->text; *at != '\0'; at = g_utf8_next_char (at))
    {
      Cell cell = { .character = g_utf8_get_char (at) };
      if (is_among (cell.character, "\t\n\r"))
        cell.character = ' ';
      if (is_invisible (cell.character))
        continue;
      /* Some faces have a picture for controls. */
      if (g_unichar_iscntrl (cell.character)
          || !anf_fonts_find (self->fonts, run->use, cell.character, &cell.glyph))
        {
          note_missing (self, cell.character);
          continue;
        }
      cell.mark = begins_option (cells, cell.character) ? MARK_OPEN : classify (cell.character);
      g_array_append_val (cells, cell);
      g_string_append_unichar (text, cell.character);
    }
}

static GArray *
make_cells (AnfSetting *self, const AnfRun *runs, gsize n_runs)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; i < n_runs; i++)
    append_run (self, cells, text, &runs[i]);
  g_autofree PangoLogAttr *attrs = g_new0 (PangoLogAttr, cells->len + 1);
  pango_get_log_attrs (text->str, (int)text->len, 0, pango_language_from_string ("zh-cn"), attrs,
                       (int)cells->len + 1);
  for (guint i = 1; i < cells->len; i++)
    {
      Cell *cell = &g_array_index (cells, Cell, i);
      cell->breaks = may_begin_line (cell - 1, cell, &attrs[i]);
    }
  return cells;
}

/* How one line takes its cells: [first, last) of them, each full-width mark narrowed by @shrink and
   each gap widened by @stretch. */
typedef struct
{
  guint first;
  guint last;
  double width; /* natural, without blanks at the end */
  double shrink;
  double stretch;
} Fit;

static gboolean
can_shrink (const Cell *cell)
{
  return is_wide (cell) && (cell->mark == MARK_OPEN || cell->mark == MARK_CLOSE);
}

static gboolean
can_stretch (const Cell *cell)
{
  return is_wide (cell) || is_wide (cell + 1);
}

/* Whether the line may take [fit->first, last) although it is too long by marks that must not begin
   the next line. */
static gboolean
try_squeeze (const Cell *cells, Fit *fit, guint last, double available)
{
  double width = 0;
  guint marks = 0;
  for (guint i = fit->first; i < last; i++)
    {
      width += cells[i].glyph.advance;
      if (width > available + EPSILON && cells[i].mark != MARK_CLOSE && cells[i].mark != MARK_STICK)
        return FALSE;
      marks += can_shrink (&cells[i]) ? 1 : 0;
    }
  const double over = width - available;
  if (marks == 0 ? over > SHRINK_MAX : over > (marks + 1) * SHRINK_MAX + EPSILON)
    return FALSE;
  fit->last = last;
  fit->width = width;
  fit->shrink = marks == 0 ? 0 : MIN (over / marks, SHRINK_MAX);
  return TRUE;
}

/* A word longer than a line: as much of it as goes. */
static void
take_by_force (const Cell *cells, guint n_cells, Fit *fit, double available)
{
  fit->last = fit->first;
  fit->width = 0;
  while (fit->last < n_cells
         && (fit->last == fit->first
             || fit->width + cells[fit->last].glyph.advance <= available + EPSILON))
    fit->width += cells[fit->last++].glyph.advance;
}

static Fit
fit_line (const Cell *cells, guint n_cells, guint first, double available)
{
  Fit fit = { .first = first, .last = first };
  double width = 0;
  double trimmed = 0;
  for (guint i = first; i < n_cells; i++)
    {
      width += cells[i].glyph.advance;
      if (cells[i].character != ' ')
        trimmed = width;
      if (i + 1 < n_cells && !cells[i + 1].breaks)
        continue;
      if (trimmed > available + EPSILON)
        {
          if (!try_squeeze (cells, &fit, i + 1, available) && fit.last == first)
            take_by_force (cells, n_cells, &fit, available);
          return fit;
        }
      fit.last = i + 1;
      fit.width = trimmed;
    }
  return fit;
}

static void
justify (const Cell *cells, Fit *fit, double available)
{
  guint gaps = 0;
  for (guint i = fit->first; i + 1 < fit->last; i++)
    gaps += can_stretch (&cells[i]) ? 1 : 0;
  const double over = available - fit->width;
  if (gaps > 0 && over > EPSILON && over / gaps <= STRETCH_MAX)
    fit->stretch = over / gaps;
}

static AnfLine *
place (const Cell *cells, const Fit *fit, double indent)
{
  AnfLine *line = g_new0 (AnfLine, 1);
  line->placed = g_array_new (FALSE, FALSE, sizeof (Placed));
  double x = indent;
  for (guint i = fit->first; i < fit->last; i++)
    {
      const Cell *cell = &cells[i];
      const double shrink = can_shrink (cell) ? fit->shrink : 0;
      const double left = cell->mark == MARK_OPEN ? shrink : 0;
      const Placed placed = { cell->character, cell->glyph, x - left };
      g_array_append_val (line->placed, placed);
      x += cell->glyph.advance - shrink;
      if (cell->character != ' ')
        line->width = x;
      if (i + 1 < fit->last && can_stretch (cell))
        x += fit->stretch;
    }
  return line;
}

GPtrArray *
anf_setting_break (AnfSetting *self, const AnfRun *runs, gsize n_runs, const AnfMeasure *measure)
{
  g_autoptr (GArray) all = make_cells (self, runs, n_runs);
  const Cell *cells = (const Cell *)(gpointer)all->data;
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_line_free);
  guint next = 0;
  do
    {
      const double indent = lines->len == 0 ? measure->first : measure->rest;
      const double available = measure->width - indent;
      Fit fit = fit_line (cells, all->len, next, available);
      if (!measure->ragged && fit.last < all->len)
        justify (cells, &fit, available);
      g_ptr_array_add (lines, place (cells, &fit, indent));
      next = fit.last;
      while (next < all->len && cells[next].character == ' ')
        next++;
    }
  while (next < all->len);
  return lines;
}

AnfLine *
anf_setting_line (AnfSetting *self, AnfFaceUse use, const char *text)
{
  const AnfRun run = { use, text };
  g_autoptr (GArray) all = make_cells (self, &run, 1);
  const Fit fit = { .first = 0, .last = all->len };
  return place ((const Cell *)(gpointer)all->data, &fit, 0);
}

void
anf_line_free (AnfLine *self)
{
  g_array_unref (self->placed);
  g_free (self);
}

double
anf_line_get_width (const AnfLine *self)
{
  return self->width;
}

/* One run in one face, written with its text so that a reader of the PDF can copy it. */
static void
draw_run (const Placed *placed, guint n_placed, cairo_t *cr, const cairo_glyph_t *glyphs)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree cairo_text_cluster_t *clusters = g_new (cairo_text_cluster_t, n_placed);
  for (guint i = 0; i < n_placed; i++)
    {
      const gsize before = text->len;
      g_string_append_unichar (text, placed[i].character);
      clusters[i] = (cairo_text_cluster_t){ (int)(text->len - before), 1 };
    }
  cairo_set_font_face (cr, placed->glyph.face);
  cairo_show_text_glyphs (cr, text->str, (int)text->len, glyphs, (int)n_placed, clusters,
                          (int)n_placed, (cairo_text_cluster_flags_t)0);
}

void
anf_line_draw (const AnfLine *self, cairo_t *cr, const AnfScale *scale, double x, double top)
{
  const Placed *placed = (const Placed *)(gpointer)self->placed->data;
  const guint n_placed = self->placed->len;
  const double em = scale->em > 0 ? scale->em : scale->size;
  g_autofree cairo_glyph_t *glyphs = g_new (cairo_glyph_t, n_placed + 1);
  for (guint i = 0; i < n_placed; i++)
    glyphs[i] = (cairo_glyph_t){ placed[i].glyph.index, x + placed[i].x * em,
                                 top + ASCENT * scale->size };
  cairo_set_font_size (cr, scale->size);
  guint from = 0;
  for (guint i = 1; i <= n_placed; i++)
    if (i == n_placed || placed[i].glyph.face != placed[from].glyph.face)
      {
        draw_run (placed + from, i - from, cr, glyphs + from);
        from = i;
      }
}

void
anf_line_get_ink (const AnfLine *self, double size, double *upper, double *lower)
{
  double top = -ASCENT;
  double bottom = ASCENT;
  for (guint i = 0; i < self->placed->len; i++)
    {
      const AnfGlyph *glyph = &g_array_index (self->placed, Placed, i).glyph;
      top = MAX (top, glyph->top);
      bottom = MIN (bottom, glyph->bottom);
    }
  *upper = (ASCENT - top) * size;
  *lower = (ASCENT - bottom) * size;
}
