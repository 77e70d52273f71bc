/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the ledger (台账). */

#include "anf-work.h"

gboolean anf_ledger_get (AnfWork *work, GError **error);
