/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what statistics are taken of, gathered from the records of one scheme. */

#include "anf-evaluate.h"
#include "anf-work.h"

/* A visit with a checklist's score, on the day on which it ended. */
typedef struct
{
  guint32 day;
  char *unit;
  int percent;
} AnfStatisticsScore;

/* A step of the ladder: when it was proposed, and in which state it is since when. */
typedef struct
{
  int level;
  char *name;
  char *state;
  guint32 proposed, decided;
} AnfStatisticsStep;

/**
 * AnfStatistics:
 * @scores: (element-type AnfStatisticsScore); @steps: (element-type AnfStatisticsStep)
 * @members: unit id → ids of the units below it (GPtrArray)
 * @common: what every office measures
 */
typedef struct
{
  AnfScheme *scheme;
  AnfIndicatorSet *common;
  AnfCaseBook book;
  GPtrArray *figures; /* (element-type AnfFigure) */
  GArray *scores;
  GArray *steps;
  GHashTable *members;
  guint32 today;
} AnfStatistics;

/** anf_statistics_load: reads all that @scheme has, as of now. */
gboolean anf_statistics_load (AnfWork *work,
                              const char *scheme,
                              AnfStatistics *self,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_statistics_clear (AnfStatistics *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfStatistics, anf_statistics_clear)

/** anf_statistics_get_sources: borrowed from @self, for anf_evaluate(). */
AnfSources anf_statistics_get_sources (const AnfStatistics *self);
