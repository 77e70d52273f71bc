/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: letters that stand beside the order which carries the findings, and that the
   findings keep on record: 监察决定、监察建议, 问责建议. */

#include "anf-work.h"

/** anf_order_note_contents: `contents` of @doc, a draft: those of its findings (效能监察的内容). */
gboolean
anf_order_note_contents (AnfWork *work, JsonObject *doc, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_note_beside: each finding keeps that the letter was made, where it is one of these. */
gboolean anf_order_note_beside (AnfWork *work,
                                const AnfItem *order,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_drop_beside: it was withdrawn: no finding keeps it any more. */
gboolean anf_order_drop_beside (AnfWork *work,
                                const AnfItem *order,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
