/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: numbers that were given elsewhere (编号接续), on paper before this system was
   taken up or after the backup that was restored, so that none is given a second time. */

#include "anf-work.h"

gboolean anf_numberings_put (AnfWork *work, GError **error);
gboolean anf_numberings_list (AnfWork *work, GError **error);
gboolean anf_numberings_get (AnfWork *work, GError **error);
