/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-calendar.h"

#define ANF_LADDER_LEVEL_MAX 6

/* When a rung is reached; the number is of working days for the first two, else of times. */
typedef enum
{
  ANF_WHEN_BEFORE,     /* so many working days before the last day, 0 on it */
  ANF_WHEN_OVERDUE,    /* so many after it */
  ANF_WHEN_RETURNED,   /* the rectification was returned so often */
  ANF_WHEN_SUPERVISED, /* so many supervisions (督办) were served */
  ANF_WHEN_LATE,       /* so many deadlines were missed */
} AnfWhenKind;

typedef struct
{
  AnfWhenKind kind;
  guint number;
} AnfWhen;

/** A rung of the ladder (提醒 … 移送). */
typedef struct
{
  int level;
  char *name;
  char *document; /* (nullable): what is written then */
  guint roles;    /* of AnfRole: who decides; 0 at a reminder, which goes out by itself */
  GArray *when;   /* (element-type AnfWhen): any of them */
} AnfRung;

/**
 * AnfLadder:
 *
 * The ladder of escalation (domain.md E.4) as an office has set it; no rung is known to the code.
 */
typedef struct _AnfLadder AnfLadder;

/** anf_ladder_new: @rungs: the member `ladder` of data/ladder.json or of a scheme's settings;
 * INVALID names what is wrong. */
AnfLadder *anf_ladder_new (JsonArray *rungs, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_ladder_free (AnfLadder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfLadder, anf_ladder_free)

/** anf_ladder_find: Returns: (transfer none) (nullable) */
const AnfRung *anf_ladder_find (const AnfLadder *self, int level);

/**
 * AnfLadderFacts:
 * @clocks: the order's (anf-clocks.h); only those that the unit has to keep count
 * @returned: how often its rectification was returned
 * @supervised: how many supervisions of its findings were served
 */
typedef struct
{
  JsonArray *clocks;
  guint returned;
  guint supervised;
} AnfLadderFacts;

/**
 * AnfLadderStep:
 * @key: names this step for ever: a deadline that moves is another step, the same one is not taken
 * twice
 * @why: {when, number, clock?, due?}
 */
typedef struct
{
  const AnfRung *rung;
  char *key;
  JsonObject *why;
} AnfLadderStep;

void anf_ladder_step_free (AnfLadderStep *self);

/**
 * anf_ladder_judge:
 *
 * Which steps an order has reached on @today, lowest first. What hangs on a day that @calendar does
 * not know is not reached.
 *
 * Returns: (transfer full) (element-type AnfLadderStep)
 */
GPtrArray *anf_ladder_judge (const AnfLadder *self,
                             const AnfLadderFacts *facts,
                             const AnfCalendar *calendar,
                             const GDate *today);
