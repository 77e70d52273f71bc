/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: entries of the registers that schemes want kept (登记). */

#include "anf-work.h"

/** The most corrections of one entry, all of which it keeps. */
#define ANF_REGISTER_HISTORY_MAX 200

gboolean anf_registers_put (AnfWork *work, GError **error);
gboolean anf_registers_list (AnfWork *work, GError **error);
gboolean anf_registers_get (AnfWork *work, GError **error);
gboolean anf_registers_amend (AnfWork *work, GError **error);

/** anf_registers_find: Returns: (transfer none): @scheme's register; INVALID when it has none of
 * that id or name. */
const AnfRegister *anf_registers_find (const AnfScheme *scheme, const char *key, GError **error);

/** anf_registers_dup_key: Returns: (transfer full): by which its entries are listed and searched */
char *anf_registers_dup_key (const char *scheme, const char *reg);

/** anf_registers_check: whether the caller may do this with entries of @reg that are @unit's. */
gboolean anf_registers_check (AnfWork *work,
                              const AnfRegister *reg,
                              const char *unit,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
