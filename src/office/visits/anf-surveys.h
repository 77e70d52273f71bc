/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: surveys of the public (满意度调查、问卷、座谈会), entered by whoever asked.
 */

#include "anf-survey.h"
#include "anf-work.h"

gboolean anf_surveys_put (AnfWork *work, GError **error);
gboolean anf_surveys_list (AnfWork *work, GError **error);
gboolean anf_surveys_get (AnfWork *work, GError **error);
gboolean anf_surveys_open (AnfWork *work, GError **error);
gboolean anf_surveys_close (AnfWork *work, GError **error);
gboolean anf_surveys_release (AnfWork *work, GError **error);
/** anf_surveys_enter: one batch of sheets, all of them or none. */
gboolean anf_surveys_enter (AnfWork *work, GError **error);
gboolean anf_surveys_list_opinions (AnfWork *work, GError **error);
gboolean anf_surveys_get_results (AnfWork *work, GError **error);

/** anf_surveys_find: the one that the call names, after the policy has agreed. */
AnfItem *anf_surveys_find (AnfWork *work, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** @number: of the sheet in its survey, from 1 */
typedef gboolean (*AnfSheetVisit) (JsonObject *sheet, gint64 number, gpointer data, GError **error);

/** anf_surveys_each_sheet: in the order in which they were entered. */
gboolean anf_surveys_each_sheet (AnfWork *work,
                                 const char *survey,
                                 AnfSheetVisit visit,
                                 gpointer data,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_surveys_check_opinion: whether what a lead says that it comes from is there, in its scheme.
 */
gboolean anf_surveys_check_opinion (AnfWork *work,
                                    JsonObject *lead,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
