/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-finds.h"
#include "anf-shrink.h"

/**
 * anf_embedded_compare:
 * @shrink: the picture, and @orientation as it is to be turned
 *
 * Adds `thumbnail_bits`: how many of the 64 bits of `phash` differ between the picture and the
 * thumbnail inside its Exif, which software that changes a picture often leaves as it was. Some
 * cameras turn the one and not the other, some fit it into bars, some cut its sides off: the
 * nearest of eight orientations and these counts. Nothing is added where there is no thumbnail that
 * can be decoded, or too little in the picture for a hash to mean anything.
 */
void anf_embedded_compare (const AnfFinds *finds,
                           const AnfShrink *shrink,
                           guint orientation,
                           AnfFacts *facts);
