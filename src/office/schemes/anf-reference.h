/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: schemes, units and the calendar's years. */

#include "anf-work.h"

gboolean anf_reference_put_scheme (AnfWork *work, GError **error);
gboolean anf_reference_list_schemes (AnfWork *work, GError **error);
gboolean anf_reference_get_scheme (AnfWork *work, GError **error);
gboolean anf_reference_put_unit (AnfWork *work, GError **error);
gboolean anf_reference_list_units (AnfWork *work, GError **error);
gboolean anf_reference_get_unit (AnfWork *work, GError **error);
gboolean anf_reference_put_calendar (AnfWork *work, GError **error);
gboolean anf_reference_list_calendars (AnfWork *work, GError **error);
gboolean anf_reference_get_calendar (AnfWork *work, GError **error);

/** anf_reference_add_year: a year of a new system, without a request. */
gboolean
anf_reference_add_year (AnfWork *work, JsonObject *year, GError **error) G_GNUC_WARN_UNUSED_RESULT;
