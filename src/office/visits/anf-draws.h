/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: lots by which is chosen who is inspected (随机抽查). */

#include "anf-work.h"

gboolean anf_draws_put (AnfWork *work, GError **error);
gboolean anf_draws_list (AnfWork *work, GError **error);
gboolean anf_draws_get (AnfWork *work, GError **error);
