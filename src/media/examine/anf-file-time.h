/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <json-glib/json-glib.h>

/**
 * anf_file_time_read_local:
 * @text: `YYYY:MM:DD HH:MM:SS` and no more; `-` and `/` in the date and `T` before the time pass
 *
 * Returns: (transfer full) (nullable): `YYYY-MM-DDTHH:MM:SS`; NULL when that is no time
 */
char *anf_file_time_read_local (const char *text);

/** anf_file_time_is_zone: `Z` or `+HH:MM`. */
gboolean anf_file_time_is_zone (const char *text);

/**
 * anf_file_time_new:
 * @local: as anf_file_time_read_local gives it
 * @subsec: (nullable): digits
 * @zone: (nullable): a zone
 *
 * Returns: (transfer full): a time as schemas/common.json has it, with `utc` when the zone is known
 */
JsonObject *anf_file_time_new (const char *local, const char *subsec, const char *zone);

/**
 * anf_file_time_read_iso:
 * @text: `YYYY-MM-DDTHH:MM:SS[.f][zone]`, as XMP and QuickTime have it; a zone without its colon
 * passes
 *
 * Returns: (transfer full) (nullable): the time; NULL for anything less
 */
JsonObject *anf_file_time_read_iso (const char *text);
