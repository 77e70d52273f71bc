/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-plausibility.h"

/* For the files of anf-plausibility.h alone. */

typedef struct
{
  const AnfWitness *item;
  const AnfScene *scene;
  const AnfThresholds *thresholds;
  GPtrArray *flags;
} AnfChecking;

/** anf_checking_add: (transfer full) @detail */
AnfFlag *
anf_checking_add (GPtrArray *flags, AnfCheck check, gint64 figure, gint64 threshold, char *detail);

/** anf_checking_exceed: flags when @figure is above the threshold; a part of a unit counts as a
 * whole one. */
AnfFlag *anf_checking_exceed (const AnfChecking *self, AnfCheck check, double figure);

/** anf_checking_get_captured: by Exif, else by the device; ANF_NO_TIME by neither. */
gint64 anf_checking_get_captured (const AnfWitness *item);

void anf_checking_look_at_times (const AnfChecking *self);
void anf_checking_look_at_places (const AnfChecking *self);
