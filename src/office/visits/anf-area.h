/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: which matter of a scheme it is (专项、问题类别). */

#include "anf-scheme.h"

#include <json-glib/json-glib.h>

/**
 * anf_area_settle:
 * @doc: with `area`, and `category` where it is known yet
 * @error: ANF_ERROR_INVALID, listing those that there are
 *
 * Puts both into @doc as @scheme writes them, whatever of id or name the caller gave. An area that
 * lists no categories takes any.
 *
 * Returns: (transfer none): the area
 */
const AnfSchemeArea *anf_area_settle (const AnfScheme *scheme,
                                      JsonObject *doc,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
