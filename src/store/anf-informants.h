/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/** anf_informants_put: who gave a lead, in the place of what was kept of it before. */
gboolean anf_informants_put (AnfTx *tx, const char *lead, const char *doc, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_informants_remove: that there is none is no error. */
gboolean
anf_informants_remove (AnfTx *tx, const char *lead, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_informants_lookup: @doc: (out) (transfer full) (nullable): NULL when none is kept */
gboolean anf_informants_lookup (AnfTx *tx, const char *lead, char **doc, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
