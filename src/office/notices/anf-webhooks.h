/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: addresses that are told of events as they happen. */

#include "anf-work.h"

gboolean anf_webhooks_create (AnfWork *work, GError **error);
gboolean anf_webhooks_list (AnfWork *work, GError **error);
gboolean anf_webhooks_disable (AnfWork *work, GError **error);
gboolean anf_webhooks_test (AnfWork *work, GError **error);

/** anf_webhooks_end: disables it for @reason; its secret goes. */
gboolean anf_webhooks_end (AnfWork *work, AnfItem *item, const char *reason, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_webhook_sender_start:
 *
 * Begins to deliver, on a thread of its own: each address gets its events in order and at least
 * once; one that does not take them is asked again after a while, and disabled after some days.
 *
 * Returns: (nullable): NULL where no host is allowed
 */
AnfWebhookSender *anf_webhook_sender_start (AnfOffice *office);
/** anf_webhook_sender_wake: something has happened. Accepts NULL. */
void anf_webhook_sender_wake (AnfWebhookSender *self);
void anf_webhook_sender_stop (AnfWebhookSender *self);
