/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-bmff.h"
#include "anf-finds.h"
#include "anf-tracks.h"

/**
 * anf_movie_read:
 *
 * What an MP4, M4A, 3GP or QuickTime file says: `duration_s`, `tracks`, `container`; and locates
 * its XMP.
 *
 * Returns: whether it has sound and no picture
 */
gboolean anf_movie_read (const AnfInput *input, AnfFinds *finds, AnfFacts *facts);

/** anf_movie_read_tags: times, position and device from a `moov` box and its user data. */
void
anf_movie_read_tags (const guint8 *bytes, const AnfBox *moov, AnfFinds *finds, AnfFacts *facts);

/**
 * anf_movie_measure_fragments:
 * @size: of the file
 *
 * Returns: seconds, by its fragments, of a file whose `moov` does not know how long it will be
 */
double anf_movie_measure_fragments (const guint8 *bytes, gsize size, const AnfBox *moov);
