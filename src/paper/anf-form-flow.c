/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-form-flow.h"

#include "anf-form-text.h"

/* Between two pieces, except two rows. */
#define GAP (ANF_FORM_TEXT_SIZE / 2)
/* A list begins where there is room for more than its heading. */
#define LIST_ROOM 100.0
/* How many lines of what is signed go with the rows to be signed; and how many of a piece that is
   parted stay behind at least. */
#define CARRIED 3
#define TOGETHER 2
/* What is higher than this part of a page is rather parted than carried, */
#define CARRIED_MAX (1.0 / 8)
/* and lines that are higher than this part do not close a form. */
#define CLOSING_MAX (1.0 / 4)
/* A longer line before the rows to be signed is no closing sentence, but what is signed. */
#define SENTENCE_LINES 2
#define STEPS 4
#define EPSILON 0.5

/* Pieces [first, end): a title and what is below it, or what stays together. */
typedef struct
{
  guint first;
  guint end;
} Span;

static AnfPiece *
get (const AnfFormFlow *self, guint index)
{
  return &g_array_index (self->pieces, AnfPiece, index);
}

static void
piece_clear (gpointer data)
{
  AnfPiece *piece = data;
  g_clear_pointer (&piece->text.lines, g_ptr_array_unref);
  g_clear_pointer (&piece->table, anf_table_free);
}

void
anf_form_flow_init (AnfFormFlow *self, AnfSetting *setting)
{
  self->pieces = g_array_new (FALSE, TRUE, sizeof (AnfPiece));
  g_array_set_clear_func (self->pieces, piece_clear);
  self->rows = anf_table_new (setting, anf_form_get_row_columns (), ANF_FORM_ROW_COLUMNS);
}

void
anf_form_flow_clear (AnfFormFlow *self)
{
  g_clear_pointer (&self->pieces, g_array_unref);
  g_clear_pointer (&self->rows, anf_table_free);
}

static gboolean
is_to_sign (const AnfFormFlow *self, guint index)
{
  return get (self, index)->hand == ANF_HAND_SIGN;
}

static guint
count_lines (const AnfFormFlow *self, guint index)
{
  const AnfPiece *piece = get (self, index);
  return piece->kind == ANF_PIECE_ROW ? anf_table_count_lines (self->rows, piece->row)
                                      : piece->text.lines->len;
}

/* Without the list of a list. */
static double
measure (const AnfFormFlow *self, const AnfPrinter *printer, guint index)
{
  const AnfPiece *piece = get (self, index);
  if (piece->kind == ANF_PIECE_ROW)
    return anf_table_measure (self->rows, printer, piece->row);
  return GAP + anf_printer_measure_lines (printer, piece->text.lines->len, piece->text.size);
}

static double
measure_all (const AnfFormFlow *self, const AnfPrinter *printer, Span span)
{
  double height = GAP;
  for (guint i = span.first; i < span.end; i++)
    height += measure (self, printer, i);
  return height;
}

static Span
find_section (const AnfFormFlow *self, guint first)
{
  Span section = { first, first + 1 };
  while (section.end < self->pieces->len && get (self, section.end)->kind != ANF_PIECE_TITLE)
    section.end++;
  return section;
}

/* The lines that close a form below its table. */
static gboolean
is_closing (const AnfFormFlow *self, guint index, guint end)
{
  for (guint i = index; i < end; i++)
    if (get (self, i)->kind != ANF_PIECE_LINE)
      return FALSE;
  return index < end;
}

/* What from @first on is nothing by itself: “以上记录我看过”, rows to be signed, closing lines. */
static Span
find_signing (const AnfFormFlow *self, const AnfPrinter *printer, guint first, guint end)
{
  Span signing = { first, first };
  if (get (self, first)->kind == ANF_PIECE_LINE && first + 1 < end && is_to_sign (self, first + 1)
      && count_lines (self, first) <= SENTENCE_LINES)
    signing.end++;
  while (signing.end < end && is_to_sign (self, signing.end))
    signing.end++;
  const AnfPieceKind before = get (self, signing.end - 1)->kind;
  const Span closing = { signing.end, end };
  if (before != ANF_PIECE_LINE && before != ANF_PIECE_TITLE
      && is_closing (self, closing.first, closing.end)
      && measure_all (self, printer, closing) < anf_printer_page (printer) * CLOSING_MAX)
    signing.end = end;
  return signing;
}

/* Height of what goes nowhere without the last item of the list at @index. */
static double
measure_after (const AnfFormFlow *self, const AnfPrinter *printer, guint index)
{
  const Span section = find_section (self, index);
  if (index + 1 == section.end)
    return 0;
  const Span signing = find_signing (self, printer, index + 1, section.end);
  return signing.end == signing.first ? 0 : measure_all (self, printer, signing);
}

static gboolean
begins_page (const AnfPiece *piece, const AnfPrinter *printer)
{
  return piece->kind == ANF_PIECE_TITLE || piece->begins
         || (piece->kind == ANF_PIECE_LIST && anf_printer_room (printer) < LIST_ROOM);
}

static void
set_piece (AnfFormFlow *self, AnfPrinter *printer, guint index)
{
  AnfPiece *piece = get (self, index);
  if (piece->kind == ANF_PIECE_TITLE)
    printer->closer = piece->closer;
  if (begins_page (piece, printer))
    anf_printer_begin (printer);
  else if (piece->kind != ANF_PIECE_ROW || get (self, index - 1)->kind != ANF_PIECE_ROW)
    printer->y += GAP;
  if (piece->kind == ANF_PIECE_ROW)
    piece->first_page = anf_table_draw_row (self->rows, printer, piece->row, piece->cut);
  else
    piece->first_page = anf_printer_lines (printer, &piece->text, piece->cut);
  if (piece->kind == ANF_PIECE_LIST)
    anf_table_draw (piece->table, printer, measure_after (self, printer, index));
  piece->last_page = printer->page;
}

void
anf_form_flow_walk (AnfFormFlow *self, AnfPrinter *printer)
{
  printer->page = 0;
  for (guint i = 0; i < self->pieces->len; i++)
    set_piece (self, printer, i);
  printer->pages = printer->page;
}

/* As a trial, on pages that nobody sees. */
static AnfPrinter
walk_section (AnfFormFlow *self, const AnfPrinter *printer, Span section)
{
  AnfPrinter trial = *printer;
  trial.sheets = NULL;
  trial.cr = NULL;
  trial.page = 0;
  for (guint i = section.first; i < section.end; i++)
    set_piece (self, &trial, i);
  return trial;
}

/* Parts a piece so that its last lines go on. Returns: FALSE where it is too short */
static gboolean
cut_piece (const AnfFormFlow *self, guint index)
{
  AnfPiece *piece = get (self, index);
  const guint lines = count_lines (self, index);
  if (piece->hand != ANF_HAND_NONE || lines < CARRIED + TOGETHER)
    return FALSE;
  piece->cut = lines - CARRIED;
  return TRUE;
}

/* Lets a page end some lines before @signing. */
static void
carry (const AnfFormFlow *self, const AnfPrinter *printer, Span section, Span signing)
{
  const double page = anf_printer_page (printer);
  double height = measure_all (self, printer, signing);
  guint start = signing.first;
  if (height > page)
    return;
  for (guint lines = 0; lines < CARRIED && start > section.first + 1; start--)
    {
      const AnfPiece *piece = get (self, start - 1);
      const double more = measure (self, printer, start - 1);
      if (piece->kind == ANF_PIECE_LIST || is_to_sign (self, start - 1))
        break;
      if (lines == 0 && more > page * CARRIED_MAX && cut_piece (self, start - 1))
        return;
      if (height + more > page || (lines > 0 && more > page * CARRIED_MAX))
        break;
      height += more;
      lines += piece->hand == ANF_HAND_WRITE ? CARRIED : count_lines (self, start - 1);
    }
  if (start < signing.first)
    get (self, start)->begins = TRUE;
}

static gboolean
is_together (const AnfFormFlow *self, Span signing)
{
  const guint page = get (self, signing.first)->first_page;
  return get (self, signing.first - 1)->last_page == page
         && get (self, signing.end - 1)->last_page == page;
}

/* Lets the pages of @section end so that nothing is signed alone, from above to below: what is
   carried moves everything below it. Returns: where its end stands */
static AnfPrinter
settle (AnfFormFlow *self, const AnfPrinter *printer, Span section)
{
  AnfPrinter at = walk_section (self, printer, section);
  for (guint i = section.first + 1; i < section.end;)
    {
      const Span signing = find_signing (self, &at, i, section.end);
      const gboolean leads = signing.end > signing.first && i > section.first + 1;
      if (leads && !is_together (self, signing))
        {
          carry (self, &at, section, signing);
          at = walk_section (self, printer, section);
        }
      i = MAX (signing.end, i + 1);
    }
  return at;
}

/* Begins anew, with lines closer and statements so high. */
static AnfPrinter
try_out (
    AnfFormFlow *self, const AnfPrinter *printer, Span section, double closer, double statement)
{
  get (self, section.first)->closer = closer;
  for (guint i = section.first; i < section.end; i++)
    {
      AnfPiece *piece = get (self, i);
      piece->begins = FALSE;
      piece->cut = 0;
      if (piece->hand != ANF_HAND_NONE)
        anf_table_set_least (self->rows, piece->row,
                             piece->hand == ANF_HAND_SIGN ? ANF_FORM_SIGN_HEIGHT : statement);
    }
  return settle (self, printer, section);
}

/* Closer where that saves a page; and where statements would take one more than the rest of the
   form, with as much room for them as there is without it, but not less than a few lines. */
static AnfPrinter
fit (AnfFormFlow *self, const AnfPrinter *printer, Span section)
{
  const double high = ANF_FORM_WRITE_HEIGHT;
  const double low = ANF_FORM_WRITE_HEIGHT_MIN;
  const guint least = try_out (self, printer, section, 0, ANF_FORM_SIGN_HEIGHT).page;
  const guint roomy = try_out (self, printer, section, 0, high).page;
  for (guint step = 1; roomy > 1 && step <= STEPS; step++)
    {
      const AnfPrinter at = try_out (self, printer, section, (double)step / STEPS, high);
      if (at.page < roomy)
        return at;
    }
  for (guint step = 1; roomy > least && step <= STEPS; step++)
    {
      const double statement = high - (high - low) * step / STEPS;
      const AnfPrinter at = try_out (self, printer, section, 1, statement);
      if (at.page <= least)
        return at;
    }
  return try_out (self, printer, section, 0, high);
}

/* Whether a row is filled in by hand and stands on the last page. */
static gboolean
can_grow (const AnfFormFlow *self, const AnfPrinter *at, guint index)
{
  return get (self, index)->hand != ANF_HAND_NONE && get (self, index)->first_page == at->page;
}

/* To which height a row goes that may be @more higher than it has to be. */
static double
grow (const AnfFormFlow *self, const AnfPrinter *at, guint index, double more)
{
  const gboolean is_statement = get (self, index)->hand == ANF_HAND_WRITE;
  const double least = is_statement ? ANF_FORM_WRITE_HEIGHT : ANF_FORM_SIGN_HEIGHT;
  return MAX (measure (self, at, index), least + more);
}

/* What it takes to make them all so much higher. */
static double
count_cost (const AnfFormFlow *self, const AnfPrinter *at, Span section, double more)
{
  double cost = 0;
  for (guint i = section.first; i < section.end; i++)
    if (can_grow (self, at, i))
      cost += grow (self, at, i, more) - measure (self, at, i);
  return cost;
}

/* What is left of the last page goes to those who write on it, to all alike. */
static void
share_out (AnfFormFlow *self, const AnfPrinter *at, Span section)
{
  const double room = anf_printer_room (at) - EPSILON;
  double more = -ANF_FORM_WRITE_HEIGHT;
  double high = ANF_FORM_SPARE_HEIGHT;
  if (room < 0)
    return;
  if (count_cost (self, at, section, high) <= room)
    more = high;
  while (high - more > EPSILON)
    {
      const double middle = (more + high) / 2;
      if (count_cost (self, at, section, middle) <= room)
        more = middle;
      else
        high = middle;
    }
  for (guint i = section.first; i < section.end; i++)
    if (can_grow (self, at, i))
      anf_table_set_least (self->rows, get (self, i)->row, grow (self, at, i, more));
}

void
anf_form_flow_arrange (AnfFormFlow *self, const AnfPrinter *printer)
{
  for (guint i = 0; i < self->pieces->len;)
    {
      const Span section = find_section (self, i);
      const AnfPrinter at = fit (self, printer, section);
      share_out (self, &at, section);
      i = section.end;
    }
}
