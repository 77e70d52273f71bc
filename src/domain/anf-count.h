/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-case.h"
#include "anf-span.h"

/**
 * AnfCountFilter: of whose cases; NULL members do not filter.
 * @unit: the responsible unit
 * @lead: one of the lead units
 */
typedef struct
{
  const char *unit;
  const char *lead;
  const char *area;
  const char *category;
  const char *content; /* 效能监察的内容 */
  const char *mode;    /* of visits */
} AnfCountFilter;

/**
 * anf_count:
 * @name: one that anf_count_is_known(), e.g. `due_closed`
 * @span: what happens counts when it happens in these days, what is, as it is on the last of them
 * @filter: (nullable)
 * @count: (out)
 * @error: ANF_ERROR_INVALID for another name; UNAVAILABLE where working days cannot be counted
 *
 * domain.md F.3: what each indicator is made of.
 */
gboolean anf_count (const char *name,
                    const AnfCaseBook *book,
                    const AnfSpan *span,
                    const AnfCountFilter *filter,
                    gint64 *count,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_count_collect: Returns: (transfer container) (element-type AnfCase): the cases that
 * anf_count() counts as @name, in the book's order; none for a name that is not of cases. */
GPtrArray *anf_count_collect (const char *name, const AnfCaseBook *book, const AnfSpan *span);

gboolean anf_count_is_known (const char *name);

/** anf_count_has_area: whether what is counted as @name may be of an area of its scheme. Sheets of
 * a survey, letters, reports and referrals are not: an area has no number of them. */
gboolean anf_count_has_area (const char *name);

/** anf_count_is_secret: whether it is of referrals, of which small numbers point at people. */
gboolean anf_count_is_secret (const char *name);
