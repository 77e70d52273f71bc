/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: looks at many records, a few at a time, and changes those that want it. */

#include "anf-work.h"

typedef struct _AnfSweep AnfSweep;

/** AnfSweepList: adds what is to be looked at, with the functions below. */
typedef gboolean (*AnfSweepList) (AnfSweep *self, AnfWork *work, GError **error);

/** AnfSweepLook: what there is to change of @item is counted into @changes (out), and done when it
 * @writes. */
typedef gboolean (*AnfSweepLook) (
    AnfWork *work, AnfItem *item, gboolean writes, guint *changes, GError **error);

/**
 * AnfSweepPlan: what is swept.
 * @failure: what the log is to say of a record that cannot be read
 */
typedef struct
{
  AnfSweepList list;
  AnfSweepLook look;
  const char *failure;
} AnfSweepPlan;

/** anf_sweep_add: to be looked at, once. */
void anf_sweep_add (AnfSweep *self, AnfNoun noun, const char *id);

/** anf_sweep_add_in_state: all that are in @state. */
gboolean anf_sweep_add_in_state (AnfSweep *self,
                                 AnfWork *work,
                                 AnfNoun noun,
                                 const char *state,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_sweep_run:
 * @stopping: (nullable): ends it early, and well: the next sweep finds the rest
 * @changes: (out): how many there were
 *
 * Makes its own transactions, none of which looks at more than a few records: neither does a
 * snapshot stay open so long that the store grows, nor does the service wait long for the end. One
 * record that cannot be read does not keep the others; a store that fails does.
 */
gboolean anf_sweep_run (AnfOffice *office,
                        const AnfSweepPlan *plan,
                        GCancellable *stopping,
                        guint *changes,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
