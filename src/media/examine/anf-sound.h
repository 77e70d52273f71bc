/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-tracks.h"

/* What recordings without an ISO container say: `duration_s`, `tracks`, and where there is a time,
   `container`. */

/** anf_wav_read: RIFF and RF64, with the time of a `bext` chunk. */
void anf_wav_read (const AnfInput *input, AnfFacts *facts);

/** anf_amr_read: AMR and AMR-WB, one channel (RFC 4867, 5). */
void anf_amr_read (const AnfInput *input, AnfFacts *facts);

/** anf_flac_read: STREAMINFO alone. */
void anf_flac_read (const AnfInput *input, AnfFacts *facts);

/** anf_adts_read: AAC in ADTS frames (ISO/IEC 14496-3, 1.A.2.2), between which tags may stand. */
void anf_adts_read (const AnfInput *input, AnfFacts *facts);

/** anf_sound_skip_tags: where the ID3v2 tags from @at on end, of which some files have two. */
gsize anf_sound_skip_tags (const AnfInput *input, gsize at);

/**
 * anf_mp3_read:
 *
 * MPEG audio, behind an ID3v2 tag or not. By its Xing, Info or VBRI header when it has one and all
 * that this tells of is there, else by counting frames, or of a very large file by the rate of the
 * first.
 *
 * Returns: the type of what was found behind the tag: `audio/mpeg`, `audio/aac`, `audio/flac`,
 *   `audio/ogg` or `video/ogg`
 */
const char *anf_mp3_read (const AnfInput *input, AnfFacts *facts);

/**
 * anf_ogg_read: Vorbis, Opus, Speex, FLAC and Theora by their first and last pages.
 *
 * Returns: `video/ogg` or `audio/ogg`
 */
const char *anf_ogg_read (const AnfInput *input, AnfFacts *facts);
