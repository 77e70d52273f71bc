/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-count-letters.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *kind; /* of AnfOrderKind */
} counts[] = { { "interviews", "interview" }, { "circulars", "circular" } };

static const char *
find_kind (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    if (strcmp (counts[i].name, name) == 0)
      return counts[i].kind;
  return NULL;
}

gboolean
anf_count_is_of_letters (const char *name)
{
  return find_kind (name) != NULL;
}

static gboolean
counts_as (const AnfCaseLetter *letter, const char *kind, const AnfSpan *span)
{
  return strcmp (letter->kind, kind) == 0 && anf_span_has (span, letter->numbered)
         && (letter->withdrawn == 0 || letter->withdrawn > span->last);
}

static gboolean
is_about (const AnfCaseLetter *letter, const char *unit)
{
  return unit == NULL || g_strcmp0 (letter->unit, unit) == 0
         || (letter->others != NULL && g_strv_contains ((const char *const *)letter->others, unit));
}

gint64
anf_count_letters (const char *name,
                   const AnfCaseBook *book,
                   const AnfSpan *span,
                   const AnfCountFilter *filter)
{
  const char *kind = find_kind (name);
  const char *unit = filter != NULL ? filter->unit : NULL;
  gint64 count = 0;
  g_return_val_if_fail (kind != NULL, 0);
  for (guint i = 0; i < book->letters->len; i++)
    {
      const AnfCaseLetter *letter = &g_array_index (book->letters, AnfCaseLetter, i);
      if (counts_as (letter, kind, span) && is_about (letter, unit))
        count++;
    }
  return count;
}
