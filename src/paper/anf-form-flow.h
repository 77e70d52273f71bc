/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-table.h"

/* Where the pages of a form end; inside this folder only. */

typedef enum
{
  ANF_PIECE_TITLE, /* begins a page, and with it a section */
  ANF_PIECE_LINE,
  ANF_PIECE_ROW,
  ANF_PIECE_LIST,
} AnfPieceKind;

typedef enum
{
  ANF_HAND_NONE,
  ANF_HAND_SIGN,  /* a name, a date, a seal */
  ANF_HAND_WRITE, /* a statement */
} AnfHand;

/**
 * AnfPiece:
 *
 * One of what a form consists of, from above to below. The members from @closer on are the flow's.
 * @text: of a title, a line or the heading of a list
 * @table: (nullable): of a list
 * @row: its number among AnfFormFlow.rows
 * @hand: what is written into the row by hand
 * @closer: of a title: AnfPrinter.closer of its section
 * @begins: begins a page; @cut: which of its lines does, or 0
 * @first_page, @last_page: where it stands
 */
typedef struct
{
  AnfPieceKind kind;
  AnfText text;
  AnfTable *table;
  guint row;
  AnfHand hand;
  double closer;
  gboolean begins;
  guint cut;
  guint first_page;
  guint last_page;
} AnfPiece;

/**
 * AnfFormFlow:
 * @pieces: (element-type AnfPiece): a title first
 * @rows: of all rows of the form
 */
typedef struct
{
  GArray *pieces;
  AnfTable *rows;
} AnfFormFlow;

/** anf_form_flow_init: clear it with anf_form_flow_clear(). */
void anf_form_flow_init (AnfFormFlow *self, AnfSetting *setting);
void anf_form_flow_clear (AnfFormFlow *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfFormFlow, anf_form_flow_clear)

/**
 * anf_form_flow_arrange:
 *
 * Decides where the pages end. Those who sign see something of what they sign on the same page
 * (GB/T 9704—2012 7.3.5.5; 逐页签名): the rows to be signed that follow each other, with the
 * sentence before them and the lines that close the form, stay together and take the last lines
 * before them along. Where a rest of a few rows would need a page of its own, lines are set closer.
 * @printer: its page and sheets are not touched
 */
void anf_form_flow_arrange (AnfFormFlow *self, const AnfPrinter *printer);

/** anf_form_flow_walk: sets the form, or counts its pages. */
void anf_form_flow_walk (AnfFormFlow *self, AnfPrinter *printer);
