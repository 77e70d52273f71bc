/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* The named checks of plausibility: what each compares, from which figure on it flags, and in which
   words. A flag supports a doubt, never proves one: Exif is writable by anyone. */

typedef enum
{
  ANF_CHECK_DEVICE_CLOCK,
  ANF_CHECK_DEVICE_AFTER_SERVER,
  ANF_CHECK_EXIF_AFTER_SERVER,
  ANF_CHECK_GPS_AFTER_SERVER,
  ANF_CHECK_DEVICE_EXIF_TIMES,
  ANF_CHECK_EXIF_GPS_TIMES,
  ANF_CHECK_CLOCK_CHANGED,
  ANF_CHECK_RECEIVED_LATE,
  ANF_CHECK_OUTSIDE_WINDOW,
  ANF_CHECK_EXIF_SITE_DISTANCE,
  ANF_CHECK_DEVICE_SITE_DISTANCE,
  ANF_CHECK_EXIF_DEVICE_DISTANCE,
  ANF_CHECK_DATUM_OFFSET,
  ANF_CHECK_IMPOSSIBLE_SPEED,
  ANF_CHECK_REPEATED_POSITION,
  ANF_CHECK_ACCURACY_ZERO,
  ANF_CHECK_EDITOR_SOFTWARE,
  ANF_CHECK_THUMBNAIL_DIFFERS,
  ANF_CHECK_SAME_PICTURE,
  ANF_CHECK_SIMILAR_PICTURE,
  ANF_CHECK_BEFORE_AFTER,
  ANF_CHECK_SEQUENCE_GAP,
} AnfCheck;

#define ANF_CHECK_COUNT (ANF_CHECK_SEQUENCE_GAP + 1)

/* How far apart two hashes may be set to count as alike: beyond that most pairs are strangers. */
#define ANF_CHECK_BITS_MAX 10

/** AnfThresholds: a figure for each check, in its unit. */
typedef struct
{
  gint64 figures[ANF_CHECK_COUNT];
} AnfThresholds;

/** anf_thresholds_init: where a scheme says nothing. */
void anf_thresholds_init (AnfThresholds *self);

/** anf_check_name: `outside_window`, …: as in flags and schemes. */
const char *anf_check_name (AnfCheck check);

/** anf_check_find: FALSE when there is no check of that name. */
gboolean anf_check_find (const char *name, AnfCheck *check);

/** anf_check_unit: `s`, `m`, `km/h`, `bits` or `items`. */
const char *anf_check_unit (AnfCheck check);

/**
 * anf_check_get_range:
 *
 * What a scheme may set its figure to. @least equal to @most: it is not for a scheme to set.
 */
void anf_check_get_range (AnfCheck check, gint64 *least, gint64 *most);

/**
 * anf_check_title:
 * @chinese: in Chinese, or else in English
 *
 * Returns: (transfer none): what it is about, in a few words
 */
const char *anf_check_title (AnfCheck check, gboolean chinese);

/**
 * anf_check_format_figure:
 * @figure: in the check's unit
 * @chinese: in Chinese, or else in English
 *
 * Returns: (transfer full): with its unit, as people tell it: 6分12秒, 1.5公里, 10位
 */
char *anf_check_format_figure (AnfCheck check, gint64 figure, gboolean chinese);

/**
 * anf_check_explain:
 * @detail: (nullable): what the words name besides: the software, the datum, the missing numbers
 *
 * Flags are records that go to readers of either language: their words come from here and not from
 * a catalogue.
 *
 * Returns: (transfer full): a sentence with the figure and the threshold, as
 * anf_check_format_figure() has them
 */
char *anf_check_explain (
    AnfCheck check, gint64 figure, gint64 threshold, const char *detail, gboolean chinese);
