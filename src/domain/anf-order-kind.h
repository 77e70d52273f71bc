/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-machine.h"

/**
 * AnfOrderKind:
 *
 * What sets the letters apart that an office sends about findings (domain.md D.1, D.3, D.6, D.7,
 * E.4).
 * @name: as records and templates have it, and the key of its 机关代字 in a scheme's `words`
 * @machine: its life: an order is answered with a plan and a report; a notice is received, and
 * closed with what came of it; a decision (监察决定、监察建议) is answered before
 * @signers: of AnfRole: who signs it
 * @carries: its findings go along with it; else it stands beside the order that carries them
 * @counts: it counts as a supervision for the ladder (anf-ladder.h)
 * @to_unit: it goes to the unit that the findings are about, and is shown to it
 * @names_addressee: it may, or when it does not go to the unit must, name who else gets it
 * @of_many: it may tell of several units, to each of which it is shown
 * @needs_mandate: it may not go out without somebody's approval cited
 */
typedef struct
{
  const char *name;
  AnfMachine machine;
  guint signers;
  gboolean carries;
  gboolean counts;
  gboolean to_unit;
  gboolean names_addressee;
  gboolean of_many;
  gboolean needs_mandate;
} AnfOrderKind;

/** anf_order_kind_find: Returns: (transfer none) (nullable) */
const AnfOrderKind *anf_order_kind_find (const char *name);

/** anf_order_kind_list: Returns: (transfer none) (array length=n_kinds) */
const AnfOrderKind *anf_order_kind_list (gsize *n_kinds);
