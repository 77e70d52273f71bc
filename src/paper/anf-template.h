/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfTemplateLookup:
 * @name: the placeholder
 * @item: index of the repeated block's item, or -1 outside of it
 * @value: (out) (transfer full): the text, empty when there is none
 *
 * Returns: FALSE when there is no such placeholder (here)
 */
typedef gboolean (*AnfTemplateLookup) (const char *name, gssize item, gpointer data, char **value);

/**
 * AnfTemplate:
 * @repeated: name of the block that is repeated, `findings` for `{#findings}…{/findings}`
 * @n_items: how often
 */
typedef struct
{
  AnfTemplateLookup lookup;
  gpointer data;
  const char *repeated;
  gsize n_items;
} AnfTemplate;

typedef enum
{
  ANF_PARAGRAPH_TEXT,
  ANF_PARAGRAPH_FIRST,    /* `# `: 黑体 */
  ANF_PARAGRAPH_SECOND,   /* `## `: 楷体 up to the first full stop */
  ANF_PARAGRAPH_TITLE,    /* `@title ` */
  ANF_PARAGRAPH_SUBTITLE, /* `@subtitle `: below it, such as 第N期 of a 通报 */
  ANF_PARAGRAPH_ROW,      /* `| `: name and content of a form's row, with `|` between them */
  ANF_PARAGRAPH_SIGN,     /* `|+ `: the same with room to sign */
  ANF_PARAGRAPH_WRITE,    /* `|++ `: with room for a statement in handwriting */
  ANF_PARAGRAPH_ITEMS,    /* `@items `: where a form's list stands, under this heading */
} AnfParagraphKind;

typedef struct
{
  AnfParagraphKind kind;
  char *text;
} AnfParagraph;

/**
 * anf_template_expand:
 * @error: ANF_ERROR_INVALID naming the line and what is wrong with it
 *
 * Fills in a template. `{name}` is a value, `{#items}…{/items}` is repeated, `{?name}…{/name}` is
 * left out when the value is empty and `{^name}…{/name}` when it is not, `{{` is a brace, a line
 * that begins with `//` is a remark. What a line is, its beginning in the template says; a value
 * never does, so no fact can pass for a heading. A line feed in a value begins a new paragraph.
 * Unknown names are errors.
 *
 * Returns: (transfer full) (element-type AnfParagraph): the paragraphs, none of them empty
 */
GPtrArray *anf_template_expand (const AnfTemplate *self,
                                const char *text,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
