/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-facts.h"
#include "anf-shrink.h"

/**
 * anf_hash_add:
 *
 * Adds `phash`, 64 bits of the lowest frequencies, and `dhash`, 256 bits of what is brighter than
 * its left neighbour, both of the upright picture; and flags one with too little in it for them to
 * mean anything. Measured on 439 photos with 15 changes each, in 96 038 pairs of different ones: at
 * most 10 bits of `phash` or 32 of `dhash` apart finds them again after compression, resizing,
 * brightening, a watermark, a photo of the screen, with 2 false pairs. It does not find a tenth cut
 * off at the edges, nor bars added.
 */
void anf_hash_add (const AnfShrink *shrink, guint orientation, AnfFacts *facts);
