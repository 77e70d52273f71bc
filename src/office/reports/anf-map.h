/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: where visits were made and findings found, as GeoJSON (RFC 7946). */

#include "anf-work.h"

gboolean anf_map_get (AnfWork *work, GError **error);
