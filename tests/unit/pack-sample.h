/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack.h"

/* A small case with a log of its own. The same each time, to the byte. */

/**
 * PackSample:
 * @plan: complete; may be changed by a test
 * @folder: for the sample's files
 */
typedef struct
{
  AnfPackPlan *plan;
  char *folder;
} PackSample;

PackSample *pack_sample_new (void);
void pack_sample_free (PackSample *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PackSample, pack_sample_free)

/** pack_sample_get: the item whose path begins with @start. */
AnfPackItem *pack_sample_get (PackSample *self, const char *start);

/** pack_sample_write: the zip in memory. */
GByteArray *pack_sample_write (PackSample *self, GError **error);

/** pack_sample_save: writes the zip to a new file in the sample's folder. Returns: its path */
char *pack_sample_save (PackSample *self, const void *bytes, gsize size);
