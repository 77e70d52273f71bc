/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: choices of whom to visit by risk (按风险选取), kept with all that they were
   made of. */

#include "anf-work.h"

gboolean anf_choices_put (AnfWork *work, GError **error);
gboolean anf_choices_list (AnfWork *work, GError **error);
gboolean anf_choices_get (AnfWork *work, GError **error);
