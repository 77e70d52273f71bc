/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-evaluate.h"

/* Scores by which units are ranked (domain.md F.4). No scheme gives weights, so they are the
   office's own setting: data, under the scheme file's `anfang.scoring`. */

/* Most items, and groups, of one rule. */
#define ANF_SCORING_ITEMS_MAX 20
#define ANF_SCORING_GROUPS_MAX 20

/**
 * AnfScoreItem:
 * @count: (nullable): of anf-count.h, or
 * @figure: (nullable): a figure of the unit; one that was not entered is none
 * @points: for each, thousandths; less than 0 takes off
 * @cap: most that the item gives or takes, thousandths
 */
typedef struct
{
  char *name;
  char *count;
  char *figure;
  gint64 points;
  gint64 cap;
} AnfScoreItem;

/* Units that are ranked together: only like is compared with like. */
typedef struct
{
  char *name;
  char **units; /* ids of units, or of those above them */
} AnfScoreGroup;

typedef struct
{
  gint64 base;       /* thousandths */
  char *activity;    /* (nullable): the count without which a unit is not ranked (不排名) */
  GPtrArray *items;  /* (element-type AnfScoreItem) */
  GPtrArray *groups; /* (element-type AnfScoreGroup) */
} AnfScoring;

/** anf_scoring_new: @settings: with `scoring`. Returns: (nullable): NULL without @error where there
 * is no rule. */
AnfScoring *anf_scoring_new (JsonObject *settings, const char *prefix, GError **error);
void anf_scoring_free (AnfScoring *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfScoring, anf_scoring_free)

/**
 * AnfScore:
 * @unit: borrowed
 * @group: index into the rule's groups, or G_MAXUINT for a unit of none
 * @counts: how many of each item, thousandths
 * @rank: from 1 in its group; 0 for a unit that is not ranked
 */
typedef struct
{
  const char *unit;
  guint group;
  gint64 counts[ANF_SCORING_ITEMS_MAX];
  gint64 score;
  gboolean is_active;
  guint rank;
} AnfScore;

/** anf_scoring_is_counted: whether @figure is one that used to be entered and is counted now. */
gboolean anf_scoring_is_counted (const char *figure);

/** anf_scoring_find_group: the group of @unit, whose parent is @parent (nullable); G_MAXUINT for
 * none. */
guint anf_scoring_find_group (const AnfScoring *self, const char *unit, const char *parent);

/** anf_scoring_score: fills @score, whose unit and group are set. */
gboolean anf_scoring_score (const AnfScoring *self,
                            const AnfSources *sources,
                            const AnfSpan *span,
                            AnfScore *score,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_scoring_new_items: a rule of nothing but @items: no base, no groups, and nobody left out. */
AnfScoring *anf_scoring_new_items (JsonArray *items, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_scoring_points: what @count (thousandths) of @item gives or takes, thousandths. */
gint64 anf_scoring_points (const AnfScoreItem *item, gint64 count);

/** anf_scoring_rank: @scores: (element-type AnfScore): sorts them by group, rank and unit. The same
 * score shares a rank and the next one is left out: 1, 1, 3. */
void anf_scoring_rank (GArray *scores);
