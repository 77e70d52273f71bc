/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-form.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-paper-limits.h"
#include "anf-paper-resources.h"
#include "anf-table.h"
#include "anf-template.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include <string.h>

#define WIDTH 210.0
#define HEIGHT 297.0
#define MARGIN 25.0
#define TITLE_SIZE 22.0
#define TEXT_SIZE 12.0
/* Where somebody signs, in points. */
#define SIGN_HEIGHT 42.0

static const AnfColumn row_columns[] = {
  { NULL, 48, TEXT_SIZE, ANF_FACE_HEI, FALSE },
  { NULL, 112, TEXT_SIZE, ANF_FACE_FANG, FALSE },
};

static const AnfColumn item_columns[] = {
  { "序号", 10, 9, ANF_FACE_FANG, TRUE },
  { "名称", 46, 8, ANF_FACE_FANG, FALSE },
  { "份（页）\n数", 14, 9, ANF_FACE_FANG, TRUE },
  { "原件或者\n复制件", 16, 9, ANF_FACE_FANG, TRUE },
  { "载体", 15, 9, ANF_FACE_FANG, TRUE },
  { "校验值（SHA-256）", 48, 7, ANF_FACE_HEI, FALSE },
  { "备注", 11, 9, ANF_FACE_FANG, FALSE },
};

typedef enum
{
  PART_TITLE,
  PART_LINE,
  PART_TABLE,
} PartKind;

/* A line feed of a value while the template is read, to whose lines it must not add (U+2028). */
#define LINE_SEPARATOR "\xe2\x80\xa8"

/* A form is walked through twice: once to count its pages. */
typedef struct
{
  PartKind kind;
  char *text;
  AnfTable *table;
} Part;

typedef struct
{
  const AnfForm *form;
  AnfSetting *setting;
  GArray *parts; /* Part */
} Draft;

static void
part_clear (gpointer data)
{
  Part *part = data;
  g_free (part->text);
  g_clear_pointer (&part->table, anf_table_free);
}

static void
draft_clear (Draft *self)
{
  g_clear_pointer (&self->parts, g_array_unref);
  g_clear_pointer (&self->setting, anf_setting_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static char *
replace (const char *text, const char *what, const char *by)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);
  return g_strjoinv (by, parts);
}

static gboolean
look_up (const char *name, gssize item, gpointer data, char **value)
{
  const AnfForm *form = data;
  for (gsize i = 0; i < form->n_values; i++)
    if (strcmp (form->values[i].name, name) == 0)
      {
        const char *text = form->values[i].value;
        *value = replace (text != NULL ? text : "", "\n", LINE_SEPARATOR);
        return TRUE;
      }
  return FALSE;
}

static GPtrArray *
expand (const AnfForm *form, GError **error)
{
  static const char *const names[] = {
    [ANF_FORM_RECEIPT] = "/anf-paper/receipt.zh_CN.txt",
    [ANF_FORM_TRANSFER] = "/anf-paper/transfer.zh_CN.txt",
    [ANF_FORM_ASSIGNMENT] = "/anf-paper/assignment.zh_CN.txt",
    [ANF_FORM_PLAN] = "/anf-paper/plan.zh_CN.txt",
    [ANF_FORM_REPORT] = "/anf-paper/report.zh_CN.txt",
    [ANF_FORM_CLOSING] = "/anf-paper/closing.zh_CN.txt",
    [ANF_FORM_REPLY] = "/anf-paper/reply.zh_CN.txt",
    [ANF_FORM_VISIT] = "/anf-paper/visit.zh_CN.txt",
  };
  const AnfTemplate template = { .lookup = look_up, .data = (gpointer)form };
  if (form->template_text != NULL)
    return anf_template_expand (&template, form->template_text, error);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (anf_paper_get_resource (), names[form->kind],
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autofree char *copy = g_strndup (text, size);
  return anf_template_expand (&template, copy, error);
}

static gboolean
check_text (const char *text, GError **error)
{
  if (text == NULL)
    return TRUE;
  const gsize length = strlen (text);
  if (length > ANF_PAPER_TEXT_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("a text of the form is over %d bytes"),
                            ANF_PAPER_TEXT_MAX);
  return g_utf8_validate (text, (gssize)length, NULL)
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("a text of the form is not UTF-8"));
}

static gboolean
check_form (const AnfForm *form, GError **error)
{
  for (gsize i = 0; i < form->n_values; i++)
    if (!check_text (form->values[i].value, error))
      return FALSE;
  if (form->n_items > ANF_PAPER_ITEMS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the form lists more than %d items"),
                            ANF_PAPER_ITEMS_MAX);
  for (gsize i = 0; i < form->n_items; i++)
    {
      const AnfFormItem *item = &form->items[i];
      const char *const texts[]
          = { item->name, item->count, item->original, item->carrier, item->sha256, item->note };
      for (gsize k = 0; k < G_N_ELEMENTS (texts); k++)
        if (!check_text (texts[k], error))
          return FALSE;
    }
  return TRUE;
}

static void
add_part (Draft *self, PartKind kind, const char *text, AnfTable *table)
{
  const Part part = { kind, g_strdup (text), table };
  g_array_append_val (self->parts, part);
}

static void
add_line (Draft *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, LINE_SEPARATOR, -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    add_part (self, PART_LINE, lines[i], NULL);
}

/* To the table that ends the form so far, or to a new one. */
static void
add_row (Draft *self, const char *text, double least)
{
  const char *bar = strchr (text, '|');
  g_autofree char *label = bar != NULL ? g_strndup (text, (gsize)(bar - text)) : g_strdup (text);
  g_autofree char *content = replace (bar != NULL ? bar + 1 : "", LINE_SEPARATOR, "\n");
  const char *const cells[] = { g_strstrip (label), g_strstrip (content) };
  const Part *last = &g_array_index (self->parts, Part, self->parts->len - 1);
  if (last->kind != PART_TABLE || last->text != NULL)
    add_part (self, PART_TABLE, NULL,
              anf_table_new (self->setting, row_columns, G_N_ELEMENTS (row_columns)));
  last = &g_array_index (self->parts, Part, self->parts->len - 1);
  anf_table_add (last->table, cells, least);
}

static AnfTable *
set_items (const Draft *self)
{
  const AnfForm *form = self->form;
  AnfTable *table = anf_table_new (self->setting, item_columns, G_N_ELEMENTS (item_columns));
  for (gsize i = 0; i < form->n_items; i++)
    {
      const AnfFormItem *item = &form->items[i];
      g_autofree char *number = g_strdup_printf ("%u", (guint)i + 1);
      /* In two halves, to be read back line by line. */
      const gsize half = item->sha256 != NULL ? strlen (item->sha256) / 2 : 0;
      g_autofree char *hash
          = half == 0 ? g_strdup ("")
                      : g_strdup_printf ("%.*s\n%s", (int)half, item->sha256, item->sha256 + half);
      const char *const cells[]
          = { number, item->name, item->count, item->original, item->carrier, hash, item->note };
      anf_table_add (table, cells, 0);
    }
  return table;
}

static void
add_paragraph (Draft *self, const AnfParagraph *paragraph)
{
  switch (paragraph->kind)
    {
    case ANF_PARAGRAPH_ROW:
      add_row (self, paragraph->text, 0);
      break;
    case ANF_PARAGRAPH_SIGN:
      add_row (self, paragraph->text, SIGN_HEIGHT);
      break;
    case ANF_PARAGRAPH_ITEMS:
      add_part (self, PART_TABLE, paragraph->text, set_items (self));
      break;
    case ANF_PARAGRAPH_TITLE:
      add_part (self, PART_TITLE, paragraph->text, NULL);
      break;
    case ANF_PARAGRAPH_TEXT:
    case ANF_PARAGRAPH_FIRST:
    case ANF_PARAGRAPH_SECOND:
      add_line (self, paragraph->text);
      break;
    }
}

static void
walk (const Draft *self, AnfPrinter *printer)
{
  printer->page = 0;
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);
      if (part->kind == PART_TITLE || i == 0)
        anf_printer_begin (printer);
      else
        printer->y += TEXT_SIZE / 2;
      if (part->kind == PART_TITLE)
        anf_printer_line (printer, ANF_FACE_TITLE, TITLE_SIZE, part->text, 0.5);
      else if (part->text != NULL)
        anf_printer_line (printer, ANF_FACE_FANG, TEXT_SIZE, part->text, 0);
      if (part->table != NULL)
        anf_table_draw (part->table, printer);
    }
  printer->pages = printer->page;
}

static GBytes *
draw (const Draft *self, AnfPrinter *printer, GError **error)
{
  const Part *first = &g_array_index (self->parts, Part, 0);
  g_autofree char *time = anf_time_format (self->form->time_us);
  /* Cairo reads whole seconds only. */
  g_autofree char *made_at = g_strdup_printf ("%.19sZ", time);
  g_autoptr (AnfSheets) sheets = anf_sheets_new (first->text, self->form->organ, made_at);
  printer->sheets = sheets;
  walk (self, printer);
  return anf_sheets_finish (sheets, error);
}

GBytes *
anf_form_render (const AnfForm *form, AnfFonts *fonts, guint *pages, GError **error)
{
  g_autoptr (GPtrArray) paragraphs = check_form (form, error) ? expand (form, error) : NULL;
  if (paragraphs == NULL)
    return NULL;
  const AnfParagraph *title = paragraphs->len > 0 ? paragraphs->pdata[0] : NULL;
  if (title == NULL || title->kind != ANF_PARAGRAPH_TITLE)
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID, _ ("the form begins without a title"));
      return NULL;
    }
  g_auto (Draft) self = { .form = form, .setting = anf_setting_new (fonts) };
  self.parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self.parts, part_clear);
  for (guint i = 0; i < paragraphs->len; i++)
    add_paragraph (&self, paragraphs->pdata[i]);
  AnfPrinter printer
      = { .setting = self.setting, .width = WIDTH, .height = HEIGHT, .margin = MARGIN };
  walk (&self, &printer);
  if (!anf_setting_check (self.setting, error))
    return NULL;
  if (printer.pages > ANF_PAPER_PAGES_MAX)
    {
      (void)anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the form has more than %d pages"),
                             ANF_PAPER_PAGES_MAX);
      return NULL;
    }
  if (pages != NULL)
    *pages = printer.pages;
  return draw (&self, &printer, error);
}
