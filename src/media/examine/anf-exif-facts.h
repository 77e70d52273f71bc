/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-facts.h"

/**
 * anf_exif_read_facts:
 * @block: a TIFF block
 *
 * Adds what one Exif block says: times, position, device, orientation, size. A block that is not
 * TIFF is flagged EXIF_UNREADABLE, one that is too large EXIF_TOO_LARGE.
 */
void anf_exif_read_facts (GBytes *block, AnfFacts *facts);
