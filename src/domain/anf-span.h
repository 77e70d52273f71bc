/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

typedef enum
{
  ANF_SPAN_DAYS,    /* from any day to any other */
  ANF_SPAN_WEEK,    /* `2018-W23`: Monday to Sunday (ISO 8601) */
  ANF_SPAN_MONTH,   /* `2018-06` */
  ANF_SPAN_QUARTER, /* `2018-Q2` */
  ANF_SPAN_YEAR,    /* `2018` */
} AnfSpanKind;

/* Days that are reported on together, @first and @last among them; Julian days as GDate has them.
 */
typedef struct
{
  AnfSpanKind kind;
  guint32 first;
  guint32 last;
} AnfSpan;

/** anf_span_parse: a year, quarter, month or week as above, 1900 to 2199. */
gboolean anf_span_parse (const char *text, AnfSpan *span, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_span_format: Returns: (transfer full): what anf_span_parse() reads; of other days
 * `2018-05-24/2018-06-23` */
char *anf_span_format (const AnfSpan *span);

/** anf_span_describe: Returns: (transfer full): the same in the words of a Chinese document:
 * `2018年第二季度`, `2018-05-24至2018-06-23` */
char *anf_span_describe (const AnfSpan *span);

/** anf_span_around: the @kind that @day lies in. */
AnfSpan anf_span_around (AnfSpanKind kind, guint32 day);

/** anf_span_before: the one of the same kind that ends the day before @span begins. */
AnfSpan anf_span_before (const AnfSpan *span);

/** anf_span_last_year: the same days a year earlier; what ends with a month ends with it there too.
 */
AnfSpan anf_span_last_year (const AnfSpan *span);

/** anf_span_cut: @span as far as @day; its kind stays only when nothing is cut off. */
AnfSpan anf_span_cut (const AnfSpan *span, guint32 day);

/** anf_span_has: whether @day is one of it; 0, which is no day, never is. */
gboolean anf_span_has (const AnfSpan *span, guint32 day);
