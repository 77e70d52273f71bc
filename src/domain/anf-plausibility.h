/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-check.h"
#include "anf-datum.h"

/** No such time. */
#define ANF_NO_TIME G_MININT64

/**
 * AnfFix:
 * @known: whether there is one at all
 * @position: as told; an accuracy below 0 is not told
 * @at: of the fix, in microseconds, or ANF_NO_TIME
 * @reach_m: how far off it may be where its accuracy is not told
 */
typedef struct
{
  gboolean known;
  AnfPosition position;
  AnfDatum datum;
  gint64 at;
  double reach_m;
} AnfFix;

/**
 * AnfWitness:
 * @by: the account that brought it in
 * @device_at: @exif_at: @gps_at: @server_at: when it was captured by each clock, in microseconds,
 * and when it was received; ANF_NO_TIME where the clock does not say
 * @satellites: whether @gps_at is of satellites, and not of a network's last fix
 * @device_skew_s: (nullable): what the device's clock was ahead of the server's at the login before
 * @exif: @device: where it was captured, by the file and by the device that sent it
 * @software: (nullable) (array zero-terminated=1): programs that the file names
 * @thumbnail_bits: how far the embedded thumbnail is from the picture, or -1
 *
 * What an item of evidence and its sender say of time, place and making, each kept apart. Borrowed.
 */
typedef struct
{
  const char *id;
  const char *by;
  gint64 device_at;
  gint64 exif_at;
  gint64 gps_at;
  gint64 server_at;
  gboolean satellites;
  const gint64 *device_skew_s;
  AnfFix exif;
  AnfFix device;
  const char *const *software;
  gint64 thumbnail_bits;
} AnfWitness;

/**
 * AnfScene:
 * @site: where it should have been captured
 * @from: @to: between when, in microseconds; ANF_NO_TIME for an open end
 * @others: (array length=n_others): all that was brought in with it, itself included
 */
typedef struct
{
  AnfFix site;
  gint64 from;
  gint64 to;
  const AnfWitness *others;
  gsize n_others;
} AnfScene;

typedef enum
{
  ANF_LIKENESS_SAME,   /* to the bit, but for what surrounds the picture */
  ANF_LIKENESS_NEAR,   /* by its perceptual hash, in another visit or order */
  ANF_LIKENESS_BEFORE, /* by it, or the same, in the finding that it should show rectified */
} AnfLikeness;

/** AnfMatch: a picture that was brought in earlier. */
typedef struct
{
  AnfLikeness likeness;
  gint64 bits; /* of 64 that differ */
  char *id;
  char *where; /* in words: which visit, order or lead, of which unit and year */
} AnfMatch;

/** AnfFlag: what one check found; @others are the ids of the items concerned besides. */
typedef struct
{
  AnfCheck check;
  gint64 figure;
  gint64 threshold;
  char *detail; /* (nullable) */
  char **others;
} AnfFlag;

void anf_flag_free (AnfFlag *self);
void anf_match_free (AnfMatch *self);

/**
 * anf_plausibility_check:
 *
 * Every check of one item but those of its picture's likeness and of numbers.
 *
 * Returns: (transfer full) (element-type AnfFlag): one at most for each check
 */
GPtrArray *anf_plausibility_check (const AnfWitness *item,
                                   const AnfScene *scene,
                                   const AnfThresholds *thresholds);

/** anf_plausibility_check_matches: @matches: (element-type AnfMatch), the nearest first; adds to
 * @flags. */
void anf_plausibility_check_matches (GPtrArray *matches,
                                     const AnfThresholds *thresholds,
                                     GPtrArray *flags);

/** anf_plausibility_check_numbers: (array length=n_numbers): those that are there, in any order;
 * counting begins at 1. */
void anf_plausibility_check_numbers (const gint64 *numbers, gsize n_numbers, GPtrArray *flags);
