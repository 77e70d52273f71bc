/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the entries of one register, as JSON or as a table for spreadsheets. */

#include "anf-work.h"

/** anf_register_list_reply: as the call's `format`, `filter` and page say; to the unit side only
 * what is its own. */
gboolean anf_register_list_reply (AnfWork *work,
                                  AnfScheme *scheme,
                                  const AnfRegister *reg,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_register_list_reply_one: a page of @item alone, or an empty one. */
void anf_register_list_reply_one (AnfWork *work, const AnfItem *item);
