/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-sheet.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <cairo-pdf.h>

struct _AnfSheets
{
  GByteArray *bytes;
  cairo_surface_t *surface;
  cairo_t *cr;
  guint pages;
};

static cairo_status_t
append (void *data, const unsigned char *bytes, unsigned int size)
{
  g_byte_array_append (data, bytes, size);
  return CAIRO_STATUS_SUCCESS;
}

AnfSheets *
anf_sheets_new (const char *title, const char *author, const char *made_at)
{
  AnfSheets *self = g_new0 (AnfSheets, 1);
  self->bytes = g_byte_array_new ();
  self->surface = cairo_pdf_surface_create_for_stream (append, self->bytes, 1, 1);
  cairo_pdf_surface_restrict_to_version (self->surface, CAIRO_PDF_VERSION_1_5);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_AUTHOR, author);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATOR, "Anfang");
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATE_DATE, made_at);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_MOD_DATE, made_at);
  self->cr = cairo_create (self->surface);
  return self;
}

void
anf_sheets_free (AnfSheets *self)
{
  cairo_destroy (self->cr);
  cairo_surface_destroy (self->surface);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

cairo_t *
anf_sheets_begin (AnfSheets *self, double width_mm, double height_mm)
{
  if (self->pages++ > 0)
    cairo_show_page (self->cr);
  cairo_pdf_surface_set_size (self->surface, width_mm * ANF_MM, height_mm * ANF_MM);
  cairo_set_source_rgb (self->cr, 0, 0, 0);
  return self->cr;
}

GBytes *
anf_sheets_finish (AnfSheets *self, GError **error)
{
  cairo_show_page (self->cr);
  const cairo_status_t drawn = cairo_status (self->cr);
  cairo_surface_finish (self->surface);
  const cairo_status_t written = cairo_surface_status (self->surface);
  if (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS)
    {
      (void)anf_error_throw (
          error, ANF_ERROR_FAILED, _ ("cannot write the PDF: %s"),
          cairo_status_to_string (drawn != CAIRO_STATUS_SUCCESS ? drawn : written));
      return NULL;
    }
  return g_bytes_new (self->bytes->data, self->bytes->len);
}
