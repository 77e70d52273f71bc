/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * anf_pixel_facts_merge:
 * @facts: JSON of schemas/facts.json, of a helper that left the pixels to another
 * @pixels: the same of the other, of which only what comes from pixels is taken
 *
 * Returns: (transfer full) (nullable): canonical JSON; NULL when either is no JSON object
 */
char *anf_pixel_facts_merge (const char *facts, const char *pixels) G_GNUC_WARN_UNUSED_RESULT;
