/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "pack-sample.h"

/* The sample's log as witnesses saw it: at another size than the pack's checkpoint. */

/** pack_witnessed_add: @size: leaves of the cosigned checkpoint, of which the sample's log had 11
 * when the pack was made */
void pack_witnessed_add (PackSample *sample, guint size);

/**
 * pack_witnessed_add_changed:
 * @at: leaves of the log when it changed its key: from that of the sample's checkpoint when @size
 * is not smaller, else to it
 *
 * The same, signed by another key of the log, with the change of key.
 *
 * Returns: (transfer full): that key
 */
char *pack_witnessed_add_changed (PackSample *sample, guint size, guint at);

/** pack_witnessed_add_foreign: a change from one key to another, neither of which is the sample's.
 */
void pack_witnessed_add_foreign (PackSample *sample);

/** pack_witnessed_add_earlier: a change of key @at so many leaves, to that of the sample's
 * checkpoint: which may speak for what was there before it. */
void pack_witnessed_add_earlier (PackSample *sample, guint at);

/**
 * pack_witnessed_add_continued:
 * @at: leaves of the log when it changed its key from that of the sample's checkpoint
 *
 * The state of the log of @size leaves that its newest key signed, and no witness.
 *
 * Returns: (transfer full): that key
 */
char *pack_witnessed_add_continued (PackSample *sample, guint size, guint at);

/**
 * pack_witnessed_add_overtaken:
 * @size: leaves of what the newest key signed when it took over, less than the sample's 11
 *
 * What can be made by who has two old keys of the log, for which they were changed: with the first,
 * a log that goes on from what the newest key signed; with both, a note that the first was the
 * log's for long enough.
 *
 * Returns: (transfer full): the newest key
 */
char *pack_witnessed_add_overtaken (PackSample *sample, guint size);

/** pack_witnessed_fork: Returns: (transfer full): a checkpoint of @size leaves that the log's key
 * and the witness signed, of no log that there is */
char *pack_witnessed_fork (guint size);

/** pack_witnessed_fork_continued: the same by the newest key of pack_witnessed_add_continued(). */
char *pack_witnessed_fork_continued (guint size);

/** pack_witnessed_dup_vkey: Returns: (transfer full): the witness's key */
char *pack_witnessed_dup_vkey (void);
