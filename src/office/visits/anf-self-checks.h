/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what units declare of themselves (自查). */

#include "anf-work.h"

gboolean anf_self_checks_put (AnfWork *work, GError **error);
gboolean anf_self_checks_list (AnfWork *work, GError **error);

/** anf_self_checks_compare: notes in @finding, which is being established, when the last thing that
 * its unit had declared of this category before the finding was registered was that it found
 * nothing (自查没有查出问题，但被上级检查出). */
gboolean
anf_self_checks_compare (AnfWork *work, AnfItem *finding, GError **error) G_GNUC_WARN_UNUSED_RESULT;
