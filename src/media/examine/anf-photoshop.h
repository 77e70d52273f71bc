/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-finds.h"

/**
 * anf_photoshop_find:
 * @bytes: what a segment of Photoshop has: image resources, behind their header
 *
 * Finds the Exif that Photoshop keeps among them.
 */
void anf_photoshop_find (const guint8 *bytes, gsize size, AnfFinds *finds);
