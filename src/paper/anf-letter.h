/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-fonts.h"

/** What the letter does; chooses the built-in template. */
typedef enum
{
  ANF_LETTER_RECTIFICATION,  /* 整改通知 */
  ANF_LETTER_SUPERVISION,    /* 督办函 */
  ANF_LETTER_REMINDER,       /* 催办单 */
  ANF_LETTER_CIRCULAR,       /* 通报 */
  ANF_LETTER_INTERVIEW,      /* 约谈通知书 */
  ANF_LETTER_ACCOUNTABILITY, /* 问责建议 */
  ANF_LETTER_DECISION,       /* 监察决定书 */
  ANF_LETTER_ADVICE,         /* 监察建议书 */
  ANF_LETTER_REFERRAL,       /* 问题线索移送函 */
  ANF_LETTER_WITHDRAWAL,     /* 撤销通知 */
  ANF_LETTER_INQUIRY,        /* 催询函 */
} AnfLetterKind;

/**
 * AnfLetterFinding:
 *
 * One entry of the 问题清单. Text is UTF-8; a line feed begins a new paragraph.
 * @number: 问题编号 of the ledger, e.g. `HC18-06-2018-0012`
 * @category: (nullable): 问题类别
 * @content: (nullable): 监察内容
 * @fact: the fact, in sober words
 * @clause: what it breaks
 * @unit: (nullable): whose it is, where that is not the letter's
 * @units: (nullable): who leads and who helps, e.g. `牵头单位：市营商局；配合单位：市政务服务中心`
 * @requirement: (nullable): what has to be done
 * @source: (nullable): for a 移送函: where it comes from
 * @handling: (nullable): what was done so far: for a 移送函 or 督办函; of an order, when it was
 * closed before (反弹)
 * @photos: how many photos; likewise the other counts. Its evidence is numbered through, @number-Z1
 * and so on, in an order that the caller keeps
 * @references: recordings that are kept on their own carrier
 */
typedef struct
{
  const char *number;
  const char *category;
  const char *content;
  const char *fact;
  const char *clause;
  const char *unit;
  const char *units;
  const char *requirement;
  const char *source;
  const char *handling;
  guint photos;
  guint audios;
  guint videos;
  guint documents;
  guint references;
} AnfLetterFinding;

/**
 * AnfLetter:
 *
 * A letter as it goes out. Every member is borrowed for the time of the call; text members may be
 * NULL where marked, and an empty text counts as NULL.
 * @template_text: (nullable): used instead of the built-in template
 * @organ: the organ's full name, without 文件
 * @seal_name: (nullable): 署名 when it differs from @organ
 * @number: 发文字号, e.g. `海营商整〔2026〕12号`
 * @urgency: (nullable): 特急 or 加急
 * @title: (nullable): the template's own title when NULL
 * @addressee: 主送机关, without the colon
 * @mandate: (nullable): authority, e.g. `经市人民政府同意`
 * @scheme: (nullable): the programme, e.g. `《海城市……实施方案》`
 * @inspected: (nullable): what was found at visits, e.g. `监督检查`; NULL when all was told
 * @found_in: (nullable): how all of it was found, e.g. `监督检查、线索核查`
 * @inspection: (nullable): when, where and how it was inspected
 * @requirements: (nullable): what is asked on the whole
 * @rectify: (nullable): the deadline and how it is counted
 * @plan: (nullable): when and to whom the plan is due
 * @objection: (nullable): how the scheme lets the unit object, e.g. `……15个工作日内组织双方协商`;
 * the review of 政府督查工作条例 17 stands in the template
 * @consequences: (nullable): what follows when the deadline passes; the template's words when NULL
 * @overdue: (nullable): for a 督办函: which orders are late, by how much
 * @basis: (nullable): for a 移送函: the provisions; for a 撤销通知: what is withdrawn; for a
 * 催询函: what was sent and received when
 * @suspicion: (nullable): for a 移送函: 涉嫌性质
 * @materials: (nullable): for a 移送函: what comes along
 * @summary: (nullable): for a 移送函: the case in short, for a 撤销通知 what becomes of it;
 * @persons: (nullable): whom it concerns
 * @unit: (nullable): 责任单位, where the letter speaks of it by name
 * @leaders: (nullable): 责任领导 of the unit
 * @double_check: (nullable): of an 问责建议: 一案双查, what it is called; @accountable: (nullable):
 * who did it; @accountable_leaders: which leaders answer, too, or why none does
 * @grounds: (nullable): 事由, for a letter that presses; for a 移送函 which one it supplements;
 * @instruction: (nullable):
 * 领导批示原文及日期
 * @level: (nullable): 督办层级, 第二次
 * @issue: (nullable): 期数 of a 通报; @status: its figures; @overview, @ranking: (nullable): what
 * the drafter adds
 * @at, @place, @interviewers, @interviewees: of a 约谈; @bring: (nullable): 应带材料
 * @attachments: (nullable) (array zero-terminated=1): 附件, their names
 * @contact_name: (nullable); @contact_phone: (nullable)
 * @copy_to: (nullable) (array zero-terminated=1): 抄送
 * @note: (nullable): 附注, without the parentheses
 * @date: 成文日期
 */
typedef struct
{
  AnfLetterKind kind;
  const char *template_text;
  const char *organ;
  const char *seal_name;
  const char *number;
  const char *urgency;
  const char *title;
  const char *addressee;
  const char *mandate;
  const char *scheme;
  const char *inspected;
  const char *found_in;
  const char *inspection;
  const char *requirements;
  const char *rectify;
  const char *plan;
  const char *objection;
  const char *consequences;
  const char *overdue;
  const char *basis;
  const char *suspicion;
  const char *materials;
  const char *summary;
  const char *persons;
  const char *unit;
  const char *leaders;
  const char *double_check;
  const char *accountable;
  const char *accountable_leaders;
  const char *grounds;
  const char *instruction;
  const char *level;
  const char *issue;
  const char *status;
  const char *overview;
  const char *ranking;
  const char *at;
  const char *place;
  const char *interviewers;
  const char *interviewees;
  const char *bring;
  const char *contact_name;
  const char *contact_phone;
  const char *const *copy_to;
  const char *const *attachments;
  const char *note;
  GDate date;
  const AnfLetterFinding *findings;
  gsize n_findings;
} AnfLetter;

/**
 * AnfLetterInfo:
 * @pages: how many pages
 * @seal_page: the page (from 1) that carries 署名, 成文日期 and the place for the seal
 */
typedef struct
{
  guint pages;
  guint seal_page;
} AnfLetterInfo;

/**
 * anf_letter_render:
 * @info: (out) (nullable)
 * @error: ANF_ERROR_INVALID for a template or text that cannot be set, ANF_ERROR_UNAVAILABLE naming
 * characters that no face has, ANF_ERROR_TOO_LARGE
 *
 * Sets the letter in 信函格式 of GB/T 9704—2012. The same input gives the same bytes.
 *
 * Returns: (transfer full): a PDF with embedded faces
 */
GBytes *anf_letter_render (const AnfLetter *letter,
                           AnfFonts *fonts,
                           AnfLetterInfo *info,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_letter_render_docx:
 * @letter: @date may be open (not valid), and is then left to be filled in, as @number may be by
 * its blanks
 * @error: ANF_ERROR_INVALID for a template or text that cannot be set, naming control characters;
 * ANF_ERROR_TOO_LARGE
 *
 * Writes the letter as a document that a clerk can edit further (ECMA-376), with the page, lines
 * and faces of GB/T 9704 under the names that offices have them by. What counts is the PDF of
 * anf_letter_render(). Nobody's name and no time is in its properties. The same input gives the
 * same bytes.
 *
 * Returns: (transfer full): the file
 */
GBytes *anf_letter_render_docx (const AnfLetter *letter, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_letter_read_template:
 * @path: (nullable): a file to read; NULL reads the built-in template of @kind
 *
 * Returns: (transfer full): UTF-8 text
 */
char *anf_letter_read_template (AnfLetterKind kind,
                                const char *path,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_chinese_number: Returns: (transfer full): 1 to 9999 as 一, 十二, 一百零五. */
char *anf_chinese_number (guint number);

/** anf_letter_find_kind: the kind called @name, e.g. `supervision`; FALSE when there is none. */
gboolean anf_letter_find_kind (const char *name, AnfLetterKind *kind);

/** anf_letter_dup_title: Returns: (transfer full): the title that the built-in template of @kind
 * gives a letter without one; @late: about what is past its limit */
char *
anf_letter_dup_title (AnfLetterKind kind, gboolean late, GError **error) G_GNUC_WARN_UNUSED_RESULT;
