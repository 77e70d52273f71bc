/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/** AnfMailbox: how threads ask the loop to do something; many requests cost one wake-up. */
typedef struct _AnfMailbox AnfMailbox;

/** anf_mailbox_new: runs what is posted in the thread-default context of the caller. */
AnfMailbox *anf_mailbox_new (void);
/** anf_mailbox_free: runs what is left. */
void anf_mailbox_free (AnfMailbox *self);

/** anf_mailbox_flush: runs what was posted, now; from the loop's thread. */
void anf_mailbox_flush (AnfMailbox *self);

/** anf_mailbox_post: from any thread. */
void anf_mailbox_post (AnfMailbox *self, void (*run) (gpointer data), gpointer data);
