/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what the checks of plausibility ask of the records. */

#include "anf-pictures.h"
#include "anf-plausibility.h"
#include "anf-work.h"

/**
 * AnfTestimony: all that is compared with an item of one visit or order.
 * @doc: of the visit, or of the order
 * @thresholds: of its scheme
 * @before: (nullable): of an order, the ids of what its findings are shown by
 * @witnesses: of what was brought in; what they borrow is kept in @strings, @software and @skews,
 * since a visit's records themselves may take megabytes
 * @numbers: those that the device gave to them
 */
typedef struct
{
  AnfNoun noun;
  JsonObject *doc;
  AnfThresholds thresholds;
  AnfScene scene;
  GArray *witnesses;
  GArray *numbers; /* gint64 */
  GStringChunk *strings;
  GPtrArray *software;
  GPtrArray *skews;
  char **before;
} AnfTestimony;

/** anf_testimony_gather: Returns: (transfer full): NULL with @error */
AnfTestimony *anf_testimony_gather (AnfWork *work, AnfNoun noun, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void anf_testimony_free (AnfTestimony *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfTestimony, anf_testimony_free)

/** anf_testimony_find: Returns: (nullable): what the evidence @id says */
const AnfWitness *anf_testimony_find (const AnfTestimony *self, const char *id);

/** anf_testimony_find_matches: Returns: (transfer full) (element-type AnfMatch): pictures like that
 * of
 * @item which were brought in elsewhere before */
GPtrArray *anf_testimony_find_matches (AnfWork *work,
                                       const AnfTestimony *self,
                                       const AnfItem *item,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_testimony_picture: borrows from @item; what is to be found of it later. */
AnfPicture anf_testimony_picture (const AnfItem *item);
