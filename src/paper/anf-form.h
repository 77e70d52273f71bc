/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-fonts.h"

/** What the form is; chooses the built-in template. */
typedef enum
{
  ANF_FORM_RECEIPT,    /* 送达回证 */
  ANF_FORM_TRANSFER,   /* 问题线索移送清单, with its 回执 */
  ANF_FORM_ASSIGNMENT, /* 问题交办单 */
  ANF_FORM_PLAN,       /* 整改方案 */
  ANF_FORM_REPORT,     /* 整改报告 */
  ANF_FORM_CLOSING,    /* 销号单 */
  ANF_FORM_REPLY,      /* 办理情况反馈单, which goes along with a letter that presses */
  ANF_FORM_RETURN,     /* 退回通知单 */
  ANF_FORM_VISIT,      /* 现场检查记录 */
  ANF_FORM_INTERVIEW,  /* 约谈记录 */
  ANF_FORM_REGISTER,   /* 问题线索移送登记表 */
  ANF_FORM_APPROVAL,   /* 问题线索移送审批表 */
  ANF_FORM_TALK,       /* 谈话记录 */
} AnfFormKind;

/** What stands for `{name}` in the template. @value: (nullable): to be filled in by hand */
typedef struct
{
  const char *name;
  const char *value;
} AnfFormValue;

/**
 * AnfFormItem:
 *
 * One line of the 材料清单 (domain.md D.8); all nullable but @name.
 * @count: how many pieces or pages; @original: 原件 or 复制件; @sha256, @sm3: hex
 */
typedef struct
{
  const char *name;
  const char *count;
  const char *original;
  const char *carrier;
  const char *sha256;
  const char *sm3;
  const char *note;
} AnfFormItem;

/**
 * AnfForm:
 *
 * A form that goes along with a letter, to be signed on paper. Borrowed for the time of the call.
 * @template_text: (nullable): used instead of the built-in template
 * @organ: whose form it is, for the metadata
 * @each_page: (nullable): a line at the foot of each page, to be signed: 逐页签名; in the PDF only
 * @time_us: when it was made, for the metadata
 */
typedef struct
{
  AnfFormKind kind;
  const char *template_text;
  const char *organ;
  const char *each_page;
  gint64 time_us;
  const AnfFormValue *values;
  gsize n_values;
  const AnfFormItem *items;
  gsize n_items;
} AnfForm;

/**
 * anf_form_render:
 * @pages: (out) (nullable)
 * @error: as anf_letter_render()
 *
 * The same input gives the same bytes.
 *
 * Returns: (transfer full): a PDF with embedded faces
 */
GBytes *anf_form_render (const AnfForm *form, AnfFonts *fonts, guint *pages, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_form_render_docx: the form as a document that can be filled in and edited; otherwise as
 * anf_letter_render_docx(). */
GBytes *anf_form_render_docx (const AnfForm *form, GError **error) G_GNUC_WARN_UNUSED_RESULT;
