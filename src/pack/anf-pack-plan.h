/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack.h"

/* What the writer asks of a plan before it writes the first byte. */

/**
 * anf_pack_plan_check:
 * @error: ANF_ERROR_INVALID saying what would keep the pack from verifying; TOO_LARGE
 */
gboolean anf_pack_plan_check (const AnfPackPlan *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_pack_plan_make_tags:
 *
 * Returns: (transfer full): the bag's files outside data/, path → GBytes, complete and signed
 */
GHashTable *anf_pack_plan_make_tags (const AnfPackPlan *self,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_write_with: the zip of @plan's items and of @tags as they are, which were made and
 * signed elsewhere. Of @plan only name, time and items are used. */
gboolean anf_pack_write_with (const AnfPackPlan *plan,
                              GHashTable *tags,
                              AnfPackSink sink,
                              gpointer data,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_plan_list_items: Returns: (transfer container): the items, sorted by path */
GPtrArray *anf_pack_plan_list_items (const AnfPackPlan *self);
