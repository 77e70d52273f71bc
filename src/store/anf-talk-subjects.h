/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/** anf_talk_subjects_put: who was talked to, in the place of what was kept of it before. */
gboolean anf_talk_subjects_put (AnfTx *tx, const char *talk, const char *doc, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_talk_subjects_lookup: @doc: (out) (transfer full) (nullable): NULL when none is kept */
gboolean anf_talk_subjects_lookup (AnfTx *tx, const char *talk, char **doc, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
