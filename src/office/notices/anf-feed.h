/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: an account's deadlines as a calendar that its programs fetch. */

#include "anf-work.h"

gboolean anf_feed_make (AnfWork *work, GError **error);
gboolean anf_feed_delete (AnfWork *work, GError **error);
gboolean anf_feed_get (AnfWork *work, GError **error);
