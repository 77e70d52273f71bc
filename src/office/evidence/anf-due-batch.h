/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: several things that are due, done together in one commit as long as all goes
 * well. What fails costs only itself. */

#include "anf-checks-due.h"
#include "anf-work.h"

/**
 * AnfDueEntry:
 * @why: (nullable): why it cannot be done now
 * @found: (nullable): what whoever made the batch knows of it so far
 */
typedef struct
{
  AnfDue *due;
  GError *why;
  gpointer found;
} AnfDueEntry;

typedef struct
{
  AnfOffice *office;
  AnfCall call;
  GDestroyNotify free_found;
  GPtrArray *entries; /* AnfDueEntry */
} AnfDueBatch;

/** anf_due_batch_init: @operation: a literal; what the batch writes is written under its name */
void anf_due_batch_init (AnfDueBatch *self,
                         AnfOffice *office,
                         const char *operation,
                         GDestroyNotify free_found);
void anf_due_batch_clear (AnfDueBatch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfDueBatch, anf_due_batch_clear)

/** anf_due_batch_fill: @list: (transfer full) (element-type AnfDue) */
void anf_due_batch_fill (AnfDueBatch *self, GPtrArray *list);

AnfWork anf_due_batch_begin (AnfDueBatch *self, AnfTx *tx);

/** AnfDueStep: runs again for the same @entry when what it wrote was taken back. */
typedef gboolean (*AnfDueStep) (AnfWork *work, AnfDueEntry *entry, GError **error);

/**
 * anf_due_batch_write:
 * @step: run for each entry that has no @why
 *
 * All in one transaction or, when that fails, each in its own, and then an entry whose step fails
 * gets its @why.
 *
 * Returns: FALSE with @error when the store takes nothing from anybody, which is no entry's fault
 */
gboolean
anf_due_batch_write (AnfDueBatch *self, AnfDueStep step, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_due_batch_put_off:
 * @fresh: (out): how many failed for the first time; the journal is told of these alone
 *
 * What has a @why rests, longer each time, unless nobody is to blame for it, as for a store that
 * gives up its reads: that is due still.
 *
 * Returns: FALSE with @error also when there is any such, so that it is left alone for a moment
 */
gboolean
anf_due_batch_put_off (AnfDueBatch *self, guint *fresh, GError **error) G_GNUC_WARN_UNUSED_RESULT;
