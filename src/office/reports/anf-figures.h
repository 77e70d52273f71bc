/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: figures that are entered by hand, each with its source and its day. */

#include "anf-work.h"

gboolean anf_figures_put (AnfWork *work, GError **error);
gboolean anf_figures_get (AnfWork *work, GError **error);
gboolean anf_figures_list (AnfWork *work, GError **error);
