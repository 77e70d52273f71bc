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

/** anf_registers_dup_key: Returns: (transfer full): by which its entries are listed and searched */
char *anf_registers_dup_key (const char *scheme, const char *reg);
