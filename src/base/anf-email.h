/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* RFC 5321 4.5.3.1: a path, its brackets taken off; what stands before the @. */
#define ANF_EMAIL_MAX 254
#define ANF_EMAIL_LOCAL_MAX 64

/**
 * anf_email_check:
 *
 * INVALID unless @address is a dot-atom, an @ and a host name (RFC 5322 3.4.1, RFC 1123 2.1), all
 * in ASCII: neither quotes nor comments nor address literals, so that nothing in it means anything
 * to a header, a shell or a server. One that begins with “-” would be an option, and is refused
 * too.
 */
gboolean anf_email_check (const char *address, GError **error) G_GNUC_WARN_UNUSED_RESULT;
