/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-form-text.h"

#include "anf-error.h"
#include "anf-paper-limits.h"
#include "anf-paper-resources.h"
#include "anf-template.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include <string.h>

static const AnfColumn row_columns[ANF_FORM_ROW_COLUMNS] = {
  { NULL, 48, ANF_FORM_TEXT_SIZE, ANF_FACE_HEI, FALSE },
  { NULL, 112, ANF_FORM_TEXT_SIZE, ANF_FACE_FANG, FALSE },
};

static const AnfColumn item_columns[ANF_FORM_ITEM_COLUMNS] = {
  { "序号", 10, 9, ANF_FACE_FANG, TRUE },
  { "名称", 46, 8, ANF_FACE_FANG, FALSE },
  { "份（页）\n数", 14, 9, ANF_FACE_FANG, TRUE },
  { "原件或者\n复制件", 16, 9, ANF_FACE_FANG, TRUE },
  { "载体", 15, 9, ANF_FACE_FANG, TRUE },
  { "完整性校验值", 48, 7, ANF_FACE_HEI, FALSE },
  { "备注", 11, 9, ANF_FACE_FANG, FALSE },
};

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
        *value = replace (text != NULL ? text : "", "\n", ANF_FORM_LINE_SEPARATOR);
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
    [ANF_FORM_RETURN] = "/anf-paper/return.zh_CN.txt",
    [ANF_FORM_VISIT] = "/anf-paper/visit.zh_CN.txt",
    [ANF_FORM_INTERVIEW] = "/anf-paper/interview-record.zh_CN.txt",
    [ANF_FORM_TALK] = "/anf-paper/talk.zh_CN.txt",
    [ANF_FORM_APPROVAL] = "/anf-paper/referral-approval.zh_CN.txt",
    [ANF_FORM_REGISTER] = "/anf-paper/referral-register.zh_CN.txt",
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
  if (!check_text (form->each_page, error))
    return FALSE;
  for (gsize i = 0; i < form->n_values; i++)
    if (!check_text (form->values[i].value, error))
      return FALSE;
  if (form->n_items > ANF_PAPER_ITEMS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the form lists more than %d items"),
                            ANF_PAPER_ITEMS_MAX);
  for (gsize i = 0; i < form->n_items; i++)
    {
      const AnfFormItem *item = &form->items[i];
      const char *const texts[] = { item->name,   item->count, item->original, item->carrier,
                                    item->sha256, item->sm3,   item->note };
      for (gsize k = 0; k < G_N_ELEMENTS (texts); k++)
        if (!check_text (texts[k], error))
          return FALSE;
    }
  return TRUE;
}

const AnfColumn *
anf_form_get_row_columns (void)
{
  return row_columns;
}

const AnfColumn *
anf_form_get_item_columns (void)
{
  return item_columns;
}

GPtrArray *
anf_form_write (const AnfForm *form, GError **error)
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
  return g_steal_pointer (&paragraphs);
}

char **
anf_form_split_row (const char *text)
{
  const char *bar = strchr (text, '|');
  g_autofree char *label = bar != NULL ? g_strndup (text, (gsize)(bar - text)) : g_strdup (text);
  g_autofree char *content = replace (bar != NULL ? bar + 1 : "", ANF_FORM_LINE_SEPARATOR, "\n");
  const char *const cells[] = { g_strstrip (label), g_strstrip (content), NULL };
  return g_strdupv ((char **)cells);
}

char **
anf_form_dup_item (const AnfForm *form, gsize index)
{
  const AnfFormItem *item = &form->items[index];
  g_autofree char *number = g_strdup_printf ("%u", (guint)index + 1);
  g_autofree char *hashes = anf_table_dup_hashes (item->sha256, item->sm3);
  const char *const texts[]
      = { number, item->name, item->count, item->original, item->carrier, hashes, item->note };
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_strv_builder_add (cells, texts[i] != NULL ? texts[i] : "");
  return g_strv_builder_end (cells);
}
