/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack.h"

/* A small case with a log of its own. The same each time, to the byte. */

/**
 * PackSampleInspectors: what differs when others were there.
 * @is_case: with findings, letters and copies without metadata; else only files
 */
typedef struct
{
  const char *by;
  gint64 earlier_us;
  gint64 approved_later_us;
  gboolean is_case;
  const char *captured_at;
  const char *filename;
  const char *latitude;
  const char *exif;
  gboolean is_other_order;
  gboolean second_letter;
  const char *second_unit;
  AnfPackItem *(*make_recording) (gpointer data); /* (nullable): one more piece of evidence */
  gpointer data;
} PackSampleInspectors;

/** A case as some inspectors made it. */
extern const PackSampleInspectors pack_sample_inspectors;

/**
 * PackSample:
 * @plan: complete; may be changed by a test
 * @who: borrowed
 * @folder: for the sample's files
 * @lines: (element-type utf8): the leaves of its log
 */
typedef struct
{
  AnfPackPlan *plan;
  char *folder;
  GPtrArray *lines;
  const PackSampleInspectors *who;
} PackSample;

PackSample *pack_sample_new (void);
PackSample *pack_sample_new_by (const PackSampleInspectors *who);
void pack_sample_free (PackSample *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PackSample, pack_sample_free)

/** pack_sample_find: the place of the item whose path begins with @start. */
guint pack_sample_find (PackSample *self, const char *start);
/** pack_sample_get: the item whose path begins with @start. */
AnfPackItem *pack_sample_get (PackSample *self, const char *start);

/** pack_sample_write: the zip in memory. */
GByteArray *pack_sample_write (PackSample *self, GError **error);

/** pack_sample_save: writes the zip to a new file in the sample's folder. Returns: its path */
char *pack_sample_save (PackSample *self, const void *bytes, gsize size);
