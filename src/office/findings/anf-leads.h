/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: leads (线索), where a visit or a finding may start. anf-lead-list.c lists
   them, anf-lead-informant.c keeps who gave them apart. */

#include "anf-facts.h"

gboolean anf_leads_put (AnfWork *work, GError **error);
gboolean anf_leads_list (AnfWork *work, GError **error);
gboolean anf_leads_get (AnfWork *work, GError **error);
gboolean anf_leads_verify (AnfWork *work, GError **error);
gboolean anf_leads_turn (AnfWork *work, GError **error);
gboolean anf_leads_answer (AnfWork *work, GError **error);
gboolean anf_leads_read_informant (AnfWork *work, GError **error);

/** anf_lead_lane: in which of the lanes `1` to `4` it waits: those given in a name (实名) before
 * all others, and the urgent ones (直查快办) of each first. */
const char *anf_lead_lane (JsonObject *lead);

/** anf_lead_take_informant: takes `informant` out of @doc and keeps it apart; what stays is whether
 * there is one (`named`), and a salted hash of it. */
gboolean
anf_lead_take_informant (AnfWork *work, JsonObject *doc, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_lead_note_finding: that a finding was registered on the strength of @lead. */
gboolean anf_lead_note_finding (AnfWork *work, AnfItem *lead, const char *finding, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
