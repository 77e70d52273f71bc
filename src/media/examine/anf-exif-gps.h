/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-exif.h"
#include "anf-facts.h"

/**
 * anf_exif_read_gps:
 *
 * Adds `gps`: position in degrees, altitude, accuracy, direction, time, datum and method, each only
 * when it is there and means something. Nothing is guessed: a position without its hemisphere is
 * no position.
 */
void anf_exif_read_gps (const AnfExif *exif, AnfFacts *facts);
