/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: 主要领导负总责、主管领导具体抓: the two who answer for a unit, by name. */

#include "anf-work.h"

/** anf_units_set_leaders: names them, or says that a post is vacant; who led before is kept. */
gboolean anf_units_set_leaders (AnfWork *work, GError **error);

/** anf_unit_leaders_pick: Returns: (transfer full) (nullable): {principal, in_charge}, each {name,
 * post}, of @unit, its document; NULL when it names nobody */
JsonObject *anf_unit_leaders_pick (JsonObject *unit);

/** anf_unit_leaders_describe: @leaders: (nullable): of anf_unit_leaders_pick(). Returns: (transfer
 * full) (nullable): in the words of a letter */
char *anf_unit_leaders_describe (JsonObject *leaders);

/** anf_unit_leader_describe: @leader: {name, post}. Returns: (transfer full): 王某（局长） */
char *anf_unit_leader_describe (JsonObject *leader);

/**
 * anf_unit_leaders_of_order:
 * @leaders: (out) (transfer full) (nullable): as its letter names them, or while there is none
 * those whom its unit has now
 */
gboolean anf_unit_leaders_of_order (AnfWork *work,
                                    const AnfItem *order,
                                    JsonObject **leaders,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
