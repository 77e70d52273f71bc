/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-exif.h"
#include "anf-facts.h"

/**
 * anf_exif_read_times:
 *
 * Adds `captured` (DateTimeOriginal), `digitized` (DateTimeDigitized) and `modified` (DateTime):
 * the local time as written, its fraction and zone when given, and `utc` when the zone is.
 */
void anf_exif_read_times (const AnfExif *exif, AnfFacts *facts);
