/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-fonts.h"

/**
 * AnfIndexItem:
 *
 * One row of the 电子数据清单. Text is as given, people by name or pseudonym as the pack may show.
 * @name: the file's name in the pack, or the carrier's label
 * @category: 类别, e.g. 照片, 录音
 * @format: 文件格式, e.g. `image/jpeg`
 * @size: bytes, or -1 when it is not known (a carrier kept elsewhere)
 * @sha256: hex; @sm3: (nullable): hex
 * @source: (nullable): 来源设备、载体
 * @taken_at: (nullable); @place: (nullable); @people: (nullable): 提取时间、地点、人员
 * @note: (nullable): 备注, e.g. 原件, or of what and with which tool it was derived
 */
typedef struct
{
  const char *name;
  const char *category;
  const char *format;
  gint64 size;
  const char *sha256;
  const char *sm3;
  const char *source;
  const char *taken_at;
  const char *place;
  const char *people;
  const char *note;
} AnfIndexItem;

/** One line of the 提取记录: what is recorded, and the record; NULL or empty prints as a rule. */
typedef struct
{
  const char *name;
  const char *value;
} AnfIndexField;

/**
 * AnfIndex:
 *
 * The printed list and extraction record of an evidence pack (法发〔2016〕22号 14). All borrowed.
 * @organ: who hands over
 * @number: (nullable): 移送文号 or the number of the case
 * @title: 案由
 * @made_at: (nullable): when the pack was made, as text
 * @time_us: the same for the PDF's metadata, microseconds since the epoch
 * @record: rows of the 提取记录 in the order of printing (anf_index_record_names has the usual
 * ones)
 */
typedef struct
{
  const char *organ;
  const char *number;
  const char *title;
  const char *made_at;
  gint64 time_us;
  const AnfIndexField *record;
  gsize n_record;
  const AnfIndexItem *items;
  gsize n_items;
} AnfIndex;

/** anf_index_record_names: (array zero-terminated=1): the matters that a 提取记录 has to state. */
const char *const *anf_index_record_names (void);

/**
 * anf_index_render:
 *
 * 电子数据清单 (A4 across, the heading repeated on every page) and 提取记录 with places to sign.
 * The same input gives the same bytes.
 *
 * Returns: (transfer full): a PDF with embedded faces
 */
GBytes *
anf_index_render (const AnfIndex *index, AnfFonts *fonts, GError **error) G_GNUC_WARN_UNUSED_RESULT;
