/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfIcs:
 *
 * Writes deadlines as iCalendar (RFC 5545).
 */
typedef struct _AnfIcs AnfIcs;

AnfIcs *anf_ics_new (const char *name);
void anf_ics_free (AnfIcs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfIcs, anf_ics_free)

/**
 * anf_ics_add_day:
 * @uid: the same for the same thing each time
 * @stamp: when it was last changed, seconds since the epoch
 * @description: (nullable)
 *
 * An event of the whole of @day, which takes nobody's time.
 */
void anf_ics_add_day (AnfIcs *self,
                      const char *uid,
                      gint64 stamp,
                      const GDate *day,
                      const char *summary,
                      const char *description);

/** anf_ics_format: Returns: (transfer full): the calendar, CRLF between lines */
char *anf_ics_format (const AnfIcs *self);
