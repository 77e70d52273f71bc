/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-indicator.h"

/* A figure that an office enters because no record of ours tells it. */
typedef struct
{
  char *key;
  char *name;
  gboolean is_stock; /* how many there are, rather than how many there were in a period */
} AnfFigureKind;

/**
 * AnfIndicatorSet: what a scheme, or every office, measures.
 */
typedef struct
{
  GPtrArray *kinds;      /* (element-type AnfFigureKind) */
  GPtrArray *indicators; /* (element-type AnfIndicator) */
} AnfIndicatorSet;

/**
 * anf_indicator_set_new:
 * @file: with `indicators`
 * @settings: with the names of the `figures` that they use; may be @file itself
 * @prefix: of the units' ids in the whole system
 */
AnfIndicatorSet *anf_indicator_set_new (JsonObject *file,
                                        JsonObject *settings,
                                        const char *prefix,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_indicator_set_free (AnfIndicatorSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfIndicatorSet, anf_indicator_set_free)

/** anf_indicator_set_new_from_resource: what every office measures (domain.md F.3):
 * `/anfang/indicators.json` of @resource. */
AnfIndicatorSet *anf_indicator_set_new_from_resource (GResource *resource,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_indicator_set_find_kind: Returns: (nullable) */
const AnfFigureKind *anf_indicator_set_find_kind (const AnfIndicatorSet *self, const char *key);
