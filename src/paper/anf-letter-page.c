/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-letter-page.h"

#include "anf-error.h"
#include "anf-paper-limits.h"

#include <glib/gi18n.h>

#define EPSILON 0.01
/* Closest: 24 lines on a page. */
#define GAP_MIN ((ANF_AREA_HEIGHT - 24 * ANF_SIZE_3) / 23.0)
/* Widest: 20 lines on a page. */
#define GAP_MAX ((ANF_AREA_HEIGHT - 20 * ANF_SIZE_3) / 19.0)

static double
sum_sizes (const AnfFlow *self, guint first, guint last)
{
  double sum = 0;
  for (guint i = first; i < last; i++)
    sum += self->rows[i].scale.size;
  return sum;
}

static double
page_height (const AnfPage *page)
{
  return ANF_AREA_BOTTOM - page->top;
}

/* The gap with which the page's rows just fill @height. */
static double
filling_gap (const AnfFlow *self, const AnfPage *page, double height)
{
  const guint gaps = page->last - page->first - 1;
  return gaps == 0 ? ANF_GAP : (height - sum_sizes (self, page->first, page->last)) / gaps;
}

static AnfPage
begin_page (const AnfFlow *self, const GArray *pages, guint first)
{
  return (AnfPage){ first, first, pages->len == 0 ? self->first_top : ANF_AREA_TOP, ANF_GAP };
}

/* The page is spread to its foot again after rows were taken from it. */
static void
spread (const AnfFlow *self, AnfPage *page)
{
  const double gap = filling_gap (self, page, page_height (page));
  page->gap = gap <= GAP_MAX + EPSILON ? gap : ANF_GAP;
}

/* Before which row up to @last a page may end, that it does not end with a heading; no less than
   @least. */
static guint
end_before_heading (const AnfFlow *self, guint last, guint least)
{
  guint end = last;
  while (end > least && self->rows[end - 1].heads)
    end--;
  return end;
}

/* As many rows as fit, up to @end, and at least up to @least. */
static void
fill_page (const AnfFlow *self, AnfPage *page, guint least, guint end)
{
  page->last = page->first + 1;
  while (page->last < end)
    {
      AnfPage longer = *page;
      longer.last++;
      if (filling_gap (self, &longer, page_height (page)) < ANF_GAP - EPSILON)
        break;
      page->last++;
    }
  const guint last = end_before_heading (self, page->last, least);
  if (last == page->last || page->last == end)
    return;
  page->last = last;
  spread (self, page);
}

/* Takes the tail onto @page, closer if need be. */
static gboolean
take_tail (const AnfFlow *self, AnfPage *page)
{
  AnfPage whole = *page;
  whole.last = self->n_rows;
  const double gap = filling_gap (self, &whole, page_height (page) - self->foot);
  if (gap < GAP_MIN - EPSILON)
    return FALSE;
  whole.gap = MIN (gap, ANF_GAP);
  *page = whole;
  return TRUE;
}

static gboolean
carry_on (const AnfFlow *self, GArray *pages, GError **error)
{
  AnfPage *before = &g_array_index (pages, AnfPage, pages->len - 1);
  const guint least = pages->len == 1 ? self->n_head + 1 : before->first + 1;
  const guint plain
      = before->last < least + ANF_CARRIED_LINES ? least : before->last - ANF_CARRIED_LINES;
  const guint split = end_before_heading (self, plain, least);
  if (plain >= before->last)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("the letter's title, addressee or copies are too long for a page"));
  AnfPage page = begin_page (self, pages, split);
  gboolean done = take_tail (self, &page);
  if (!done)
    {
      /* What should stand together is rather parted than not written. */
      page = begin_page (self, pages, plain);
      done = take_tail (self, &page);
    }
  if (!done)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("the letter's list of copies is too long for a page"));
  before->last = page.first;
  spread (self, before);
  g_array_append_val (pages, page);
  return TRUE;
}

GArray *
anf_flow_paginate (const AnfFlow *self, GError **error)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (AnfPage));
  const guint end = self->n_rows - self->n_tail;
  for (guint next = 0; next < end;)
    {
      AnfPage page = begin_page (self, pages, next);
      fill_page (self, &page, MAX (next, pages->len == 0 ? self->n_head : 0) + 1, end);
      next = page.last;
      g_array_append_val (pages, page);
    }
  if (g_array_index (pages, AnfPage, 0).last <= self->n_head)
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("the letter's title or addressee leaves no room for the body on "
                                "the first page: shorten it"));
      return NULL;
    }
  AnfPage *last = &g_array_index (pages, AnfPage, pages->len - 1);
  if (!take_tail (self, last) && !carry_on (self, pages, error))
    return NULL;
  if (pages->len > ANF_PAPER_PAGES_MAX)
    {
      (void)anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the letter has more than %d pages"),
                             ANF_PAPER_PAGES_MAX);
      return NULL;
    }
  return g_steal_pointer (&pages);
}

/* 7.5: odd pages to the right, even ones to the left, one character in; the dash's upper edge 7 mm
   below the type area. */
void
anf_page_number_draw (AnfSetting *setting, cairo_t *cr, guint number)
{
  const AnfScale scale = { .size = ANF_SIZE_4 };
  g_autofree char *text = g_strdup_printf ("— %u —", number);
  g_autoptr (AnfLine) line = anf_setting_line (setting, ANF_FACE_SONG, text);
  g_autoptr (AnfLine) dash = anf_setting_line (setting, ANF_FACE_SONG, "—");
  double upper = 0;
  double lower = 0;
  anf_line_get_ink (dash, ANF_SIZE_4, &upper, &lower);
  const double width = anf_line_get_width (line) * ANF_SIZE_4;
  const double x = number % 2 == 0 ? ANF_SIZE_4 : ANF_AREA_WIDTH - width - ANF_SIZE_4;
  anf_line_draw (line, cr, &scale, ANF_AREA_LEFT + x,
                 ANF_AREA_BOTTOM + ANF_PAGE_NUMBER_BELOW_AREA * ANF_MM - upper);
}
