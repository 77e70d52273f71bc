/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what happened, one after the other, for programs that follow it. */

#include "anf-work.h"

/** anf_events_list: each event is a leaf of the log, and its index the event's id: whoever goes on
 * after the last one that it has dealt with misses none, and knows those that come twice. */
gboolean anf_events_list (AnfWork *work, GError **error);
