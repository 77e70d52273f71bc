/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Looks at a PDF with poppler's tools: what it says, and where ink is on paper. */

#include "anf-fonts.h"

#include <gio/gio.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define PROBE_SKIPPED 77
#define PROBE_DPI 300
#define PROBE_MM (PROBE_DPI / 25.4)

typedef struct
{
  int width;
  int height;
  guint8 *pixels; /* RGB */
} Picture;

static inline void
picture_free (Picture *self)
{
  g_free (self->pixels);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Picture, picture_free)

/* From the folder that `./dev deps` fills; NULL where it was not run, and the test is skipped. */
static inline AnfFonts *
probe_fonts (void)
{
  g_autoptr (GError) error = NULL;
  const char *given = g_getenv ("ANF_FONT_DIR");
  g_autofree char *folder
      = given != NULL ? g_strdup (given)
                      : g_build_filename (g_getenv ("G_TEST_SRCDIR"), ".deps/fonts", NULL);
  const gboolean there = g_file_test (folder, G_FILE_TEST_IS_DIR);
  AnfFonts *fonts = anf_fonts_new (there ? folder : NULL, &error);
  if (fonts == NULL)
    g_test_skip (error->message);
  return fonts;
}

static inline gboolean
probe_can_run (void)
{
  g_autofree char *tool = g_find_program_in_path ("pdftoppm");
  return tool != NULL;
}

/* Begins a test program. Returns: FALSE where poppler's tools are not there: it is to end with
   PROBE_SKIPPED. */
static inline gboolean
probe_begin (int *argc, char ***argv)
{
  (void)setlocale (LC_ALL, "");
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  const gboolean can_run = probe_can_run ();
  if (!can_run)
    g_test_message ("poppler-utils is not installed");
  return can_run;
}

/* Runs a tool over @pdf: `{}` in @argv is its path. */
static inline GBytes *
probe_run (GBytes *pdf, const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("anf-paper-XXXXXX.pdf", &stream, &error);
  g_assert_no_error (error);
  gsize written = 0;
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)),
                             g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), &written, NULL,
                             &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) args = g_ptr_array_new ();
  for (gsize i = 0; argv[i] != NULL; i++)
    g_ptr_array_add (args, g_str_equal (argv[i], "{}") ? (gpointer)g_file_peek_path (file)
                                                       : (gpointer)argv[i]);
  g_ptr_array_add (args, NULL);
  g_autoptr (GSubprocess) process = g_subprocess_newv ((const char *const *)args->pdata,
                                                       G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  GBytes *out = NULL;
  g_subprocess_communicate (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_true (g_file_delete (file, NULL, NULL));
  return out;
}

static inline char *
probe_text_of (GBytes *out)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (out, &size);
  return g_strndup (text, size);
}

/* The lines of one page, without empty ones. */
static inline char **
probe_lines (GBytes *pdf, guint page)
{
  g_autofree char *number = g_strdup_printf ("%u", page);
  const char *const argv[]
      = { "pdftotext", "-layout", "-nopgbrk", "-f", number, "-l", number, "{}", "-", NULL };
  g_autoptr (GBytes) out = probe_run (pdf, argv);
  g_autofree char *text = probe_text_of (out);
  g_auto (GStrv) all = g_strsplit (text, "\n", -1);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  for (gsize i = 0; all[i] != NULL; i++)
    if (*g_strstrip (all[i]) != '\0')
      g_strv_builder_add (lines, all[i]);
  return g_strv_builder_end (lines);
}

/* Everything the document says, without blanks. */
static inline char *
probe_words (GBytes *pdf)
{
  const char *const argv[] = { "pdftotext", "-raw", "-nopgbrk", "{}", "-", NULL };
  g_autoptr (GBytes) out = probe_run (pdf, argv);
  g_autofree char *text = probe_text_of (out);
  g_autoptr (GString) words = g_string_new (NULL);
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      g_string_append_unichar (words, g_utf8_get_char (c));
  return g_strdup (words->str);
}

static inline Picture *
probe_picture (GBytes *pdf, guint page)
{
  g_autofree char *number = g_strdup_printf ("%u", page);
  g_autofree char *dpi = g_strdup_printf ("%d", PROBE_DPI);
  const char *const argv[] = { "pdftoppm", "-r", dpi, "-f", number, "-l", number, "{}", NULL };
  g_autoptr (GBytes) out = probe_run (pdf, argv);
  gsize size = 0;
  const char *bytes = g_bytes_get_data (out, &size);
  g_auto (GStrv) head = g_strsplit (bytes, "\n", 4);
  g_assert_cmpstr (head[0], ==, "P6");
  g_autoptr (Picture) picture = g_new0 (Picture, 1);
  char *rest = NULL;
  picture->width = (int)strtol (head[1], &rest, 10);
  picture->height = (int)strtol (rest, NULL, 10);
  const gsize pixels = (gsize)picture->width * (gsize)picture->height * 3;
  g_assert_cmpuint (size, >, pixels);
  picture->pixels = g_memdup2 (bytes + (size - pixels), pixels);
  return g_steal_pointer (&picture);
}

/* The box of the ink in an area, in millimetres from the page's upper left corner. */
typedef struct
{
  double left;
  double top;
  double right;
  double bottom;
} Box;

typedef enum
{
  INK_ANY,
  INK_RED,
} Ink;

static inline gboolean
is_ink (const Picture *picture, int x, int y, Ink ink)
{
  const guint8 *pixel = picture->pixels + ((gsize)y * (gsize)picture->width + (gsize)x) * 3;
  if (ink == INK_RED)
    return pixel[0] > 160 && pixel[1] < 140 && pixel[2] < 140;
  return pixel[0] + pixel[1] + pixel[2] < 3 * 160;
}

/* FALSE when the area is white. */
static inline gboolean
probe_ink (const Picture *picture, const Box *area, Ink ink, Box *found)
{
  const int x_end = MIN (picture->width, (int)(area->right * PROBE_MM));
  const int y_end = MIN (picture->height, (int)(area->bottom * PROBE_MM));
  int left = x_end;
  int right = -1;
  int top = y_end;
  int bottom = -1;
  for (int y = (int)(area->top * PROBE_MM); y < y_end; y++)
    for (int x = (int)(area->left * PROBE_MM); x < x_end; x++)
      if (is_ink (picture, x, y, ink))
        {
          left = MIN (left, x);
          right = MAX (right, x + 1);
          top = MIN (top, y);
          bottom = MAX (bottom, y + 1);
        }
  *found = (Box){ left / PROBE_MM, top / PROBE_MM, right / PROBE_MM, bottom / PROBE_MM };
  return right >= 0;
}

/* The bands of ink from above to below in an area, as boxes; what is white between two bands is at
   least 0.4 mm high. */
static inline GArray *
probe_bands (const Picture *picture, const Box *area, Ink ink)
{
  GArray *bands = g_array_new (FALSE, FALSE, sizeof (Box));
  const int y_end = MIN (picture->height, (int)(area->bottom * PROBE_MM));
  for (int y = (int)(area->top * PROBE_MM); y < y_end; y++)
    {
      Box found;
      const Box row = { area->left, (y + 0.5) / PROBE_MM, area->right, (y + 1.5) / PROBE_MM };
      if (!probe_ink (picture, &row, ink, &found))
        continue;
      Box *last = bands->len == 0 ? NULL : &g_array_index (bands, Box, bands->len - 1);
      if (last == NULL || found.top - last->bottom > 0.4)
        {
          g_array_append_val (bands, found);
          continue;
        }
      last->left = MIN (last->left, found.left);
      last->right = MAX (last->right, found.right);
      last->bottom = found.bottom;
    }
  return bands;
}
