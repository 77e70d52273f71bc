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

/** anf_disclosure_show_finding_state: @state, as a unit is told of it. That a closed finding was
 * opened again says that somebody has been there again; the unit learns it with the next order. */
const char *anf_disclosure_show_finding_state (const char *state);

/** anf_disclosure_shows_clock: whether a unit is told of the deadline @id of its order. When it is
 * looked at again (复查) is the office's to know: announced, it is none. */
gboolean anf_disclosure_shows_clock (const char *id);

/** anf_disclosure_show_notice: the same of a notice, which is no record. Returns: (transfer full)
 */
JsonObject *anf_disclosure_show_notice (JsonObject *notice);
