/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what was closed and has come back (反弹). */

#include "anf-letter-draft.h"

gboolean anf_recurrence_reopen (AnfWork *work, GError **error);

/** anf_recurrence_is_denied: whether who established @finding said that it is
 * none, of the unit that has it now. */
gboolean anf_recurrence_is_denied (JsonObject *finding);

/** anf_recurrence_link: lets later findings of its unit and category find @finding. */
gboolean anf_recurrence_link (AnfWork *work,
                              const AnfItem *finding,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_recurrence_note: notes in @finding, which is being established, which findings of the same
 * unit and category were closed within the scheme's window before it was registered; nothing where
 * that is denied. */
gboolean
anf_recurrence_note (AnfWork *work, AnfItem *finding, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_recurrence_describe: (out) @text: when @finding, or one of the same unit and category, was
 * closed before; left alone where it did not come back. For the unit: not who found that out. */
gboolean anf_recurrence_describe (AnfLetterDraft *draft,
                                  JsonObject *finding,
                                  const char **text,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
