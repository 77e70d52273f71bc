/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/. */

#include "anf-policy.h"
#include "anf-records.h"

/**
 * anf_disclosure_show:
 * @doc: the record's document
 * @reader: someone of the unit side
 *
 * The one way by which a record reaches an inspected unit: an allow-list of members for each noun.
 * What is not on the list does not exist for them, so a member that is added to a record later
 * stays hidden until someone decides otherwise. Nothing on the list depends on who the inspectors
 * were, with what device they came or at what hour.
 *
 * Returns: (transfer full)
 */
JsonObject *anf_disclosure_show (AnfNoun noun, JsonObject *doc, const AnfActor *reader);

/** anf_disclosure_show_state: @state of a finding or an order, as a unit is told of it. That
 * somebody looks again (回头看, 复查) is not announced, and what is told of it is what came of it:
 * an order that is sent back or closed. That a closed finding was opened again says that somebody
 * has been there; the unit learns it with the next order. Other nouns' states are told as they are.
 */
const char *anf_disclosure_show_state (AnfNoun noun, const char *state);

/** anf_disclosure_list_hidden_states: Returns: (transfer container) (array zero-terminated=1): the
 * states that units are told as @shown, besides itself */
const char **anf_disclosure_list_hidden_states (AnfNoun noun, const char *shown);

/** anf_disclosure_show_version: @version of @doc, as a unit is told of it: what it is not told of
 * (anf_disclosure_hide_change) does not count. */
gint64 anf_disclosure_show_version (JsonObject *doc, gint64 version);

/** anf_disclosure_hide_change: the change of @doc that is about to be saved changes nothing that a
 * unit is shown: by its version it would be told that something happened, and when. */
void anf_disclosure_hide_change (JsonObject *doc);

/** anf_disclosure_shows_clock: whether a unit is told of the deadline @id of its order. When it is
 * looked at again (复查) is the office's to know: announced, it is none. */
gboolean anf_disclosure_shows_clock (const char *id);

/** anf_disclosure_show_notice: the same of a notice, which is no record. Returns: (transfer full)
 */
JsonObject *anf_disclosure_show_notice (JsonObject *notice);
