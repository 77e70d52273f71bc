/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfNoticeKind: something that people can be told of (提示).
 * @event: as the log's leaf names it, or NOUN.due, NOUN.overdue, NOUN.undated and calendar.ending,
 * which no leaf tells
 * @shown_by: the operation by which one may read what it is about: who may not is not told either
 * @to_units: a unit may learn that it happened; all else is the office's own
 * @discreet: a message outside the house says no more than that there is something to read
 * @silent: no message outside the house tells of it
 */
typedef struct
{
  const char *event;
  const char *shown_by;
  gboolean to_units;
  gboolean discreet;
  gboolean silent;
} AnfNoticeKind;

/** anf_notice_kind_find: Returns: (transfer none) (nullable): NULL for what nobody is told of */
const AnfNoticeKind *anf_notice_kind_find (const char *event);

/** anf_notice_kind_list: Returns: (transfer none) (array length=n_kinds) */
const AnfNoticeKind *anf_notice_kind_list (gsize *n_kinds);

/** anf_notice_kind_is_of: whether it is about a record of @noun. */
gboolean anf_notice_kind_is_of (const AnfNoticeKind *self, const char *noun);

/** anf_notice_kind_is_due: whether it comes before a deadline; anf_notice_kind_is_overdue: after.
 */
gboolean anf_notice_kind_is_due (const AnfNoticeKind *self);
gboolean anf_notice_kind_is_overdue (const AnfNoticeKind *self);
/** anf_notice_kind_is_ending: whether it is of the last year that the calendar knows. */
gboolean anf_notice_kind_is_ending (const AnfNoticeKind *self);
/** anf_notice_kind_is_undated: whether it is of a deadline that the calendar does not reach. */
gboolean anf_notice_kind_is_undated (const AnfNoticeKind *self);
