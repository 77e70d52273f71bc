/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack.h"

/* What of a case the inspected unit may be given, as a pack of its own: its findings, the letters
   that were issued to it and the copies of pictures without metadata; nothing else. The office
   signs it when it signs the sealed pack, which holds all of it but those files under proofs/unit/,
   so that whoever has the sealed pack can hand it on without the office's key.

   Nothing in it depends on who the inspectors were: two cases that differ in inspectors, devices,
   hours, positions and the order of their uploads give the same bytes under the same key, if the
   pictures, the letters and the words of the findings are the same and they were approved on the
   same day. That is why it has no proofs from the log: a leaf names who and when, its hash can be
   guessed (a millisecond of one day is soon found), and an index and a checkpoint tell how much was
   done besides. For the same reason there are no hashes of originals: a copy without metadata is
   the original but for device, time and place, which the hash would let anybody try out. The proofs
   are in the sealed pack, of the same files by the same hashes: anf_pack_verify_against(). */

#define ANF_PACK_UNIT_FORMAT "anfang-case-unit/1"

/**
 * anf_pack_unit_plan:
 *
 * Returns: (transfer full) (nullable): the unit's part of @plan, whose files have no contents but
 * case.json and index.csv; NULL without @error when the case is none of one unit, or nothing in it
 * may be shown
 */
AnfPackPlan *anf_pack_unit_plan (const AnfPackPlan *plan, GError **error);

/** anf_pack_unit_dup_name: Returns: (transfer full): the pack's name, which follows from its
 * case.json */
char *anf_pack_unit_dup_name (GBytes *case_json);

/**
 * anf_pack_redact:
 * @path: a sealed pack, as a zip or unpacked; it must be genuine
 * @sink: takes the unit's pack
 * @error: ANF_ERROR_CORRUPT when it is not genuine, ANF_ERROR_STATE when it has nothing for a unit
 */
gboolean anf_pack_redact (const char *path, AnfPackSink sink, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
