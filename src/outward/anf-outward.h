/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <gio/gio.h>

/* How long whoever is asked may be silent, and how much it may say: a time-stamp with its chain of
   certificates is some kilobytes, a cosignature a line. */
#define ANF_OUTWARD_TIMEOUT_S 20
#define ANF_OUTWARD_REPLY_MAX (64 * 1024)

/**
 * AnfOutward:
 *
 * What the service asks of others by HTTP: witnesses and time-stamp authorities. It is the only way
 * in which the service speaks to anybody unasked. Blocks, and belongs to one thread at a time.
 */
typedef struct _AnfOutward AnfOutward;

/** anf_outward_new: @cancellable: (nullable): gives up what is under way, and all that follows */
AnfOutward *anf_outward_new (GCancellable *cancellable);
void anf_outward_free (AnfOutward *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfOutward, anf_outward_free)

/** anf_outward_check_url: INVALID when @url is no address of `http` or `https`. */
gboolean anf_outward_check_url (const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_outward_post:
 * @status: (out): HTTP's
 * @error: INVALID for no address, TOO_LARGE when more than ANF_OUTWARD_REPLY_MAX came back, else
 * what the network says
 *
 * Returns: (transfer full): what came back, whatever the status
 */
GBytes *anf_outward_post (AnfOutward *self,
                          const char *url,
                          const char *content_type,
                          GBytes *body,
                          guint *status,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
