/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-client.h"

#include <libsoup/soup.h>

/** anf_client_message: a request to @path_or_url with the session's token; redirects are not
 * followed, since they would carry the token elsewhere. NULL for another server's address. */
SoupMessage *anf_client_message (AnfClient *self,
                                 const char *method,
                                 const char *path_or_url,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_client_exchange: sends @message and reads the whole reply, whatever its status. */
GBytes *anf_client_exchange (AnfClient *self,
                             SoupMessage *message,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_client_fail: sets @error to what a reply other than 2xx means. Returns: FALSE */
gboolean anf_client_fail (SoupMessage *message, GBytes *body, GError **error);
