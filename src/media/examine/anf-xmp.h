/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-facts.h"

/**
 * anf_xmp_read_facts:
 * @packet: an XMP packet in UTF-8, of at most ANF_MEDIA_XMP_BYTES_MAX
 *
 * Adds `xmp`: times, position and device as the packet has them. A witness of its own: editors
 * write it, phones seldom do, and nothing of it stands in for what Exif does not say. Only the
 * properties of the picture itself are read, not those of places or pictures that it mentions.
 */
void anf_xmp_read_facts (GBytes *packet, AnfFacts *facts);
