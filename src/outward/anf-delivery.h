/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <gio/gio.h>

/**
 * AnfDelivery: a signed message to an address that is told of events (Standard Webhooks 1.0).
 * @hosts: (nullable): names that may be written to
 * @private_hosts: (nullable): those that may be so although they are of this network or machine
 * @secret: `whsec_` and base64
 * @at: when it is sent, seconds since 1970
 */
typedef struct
{
  const char *url;
  const char *const *hosts;
  const char *const *private_hosts;
  const char *secret;
  const char *id;
  gint64 at;
  const char *body;
} AnfDelivery;

/** anf_delivery_check_url: INVALID when @self's address is none, or of a host that is not allowed.
 */
gboolean anf_delivery_check_url (const AnfDelivery *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_delivery_sign: Returns: (transfer full) (nullable): `v1,…`; NULL when the secret is none */
char *anf_delivery_sign (const AnfDelivery *self);

/** anf_delivery_is_public: whether an address is of the Internet, and not of this machine, of this
 * network or of nobody. */
gboolean anf_delivery_is_public (GInetAddress *address);

/**
 * anf_delivery_send:
 * @error: DENIED where the name leads to an address that is not allowed; UNAVAILABLE with what it
 * answered; else what the network says
 *
 * Sends it once. It follows nobody elsewhere, and connects to the very address that it has judged.
 * Blocks. Returns: TRUE when it was taken (2xx)
 */
gboolean anf_delivery_send (const AnfDelivery *self,
                            GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
