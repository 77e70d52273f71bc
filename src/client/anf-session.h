/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-client.h"

/**
 * AnfSession: a login as it is kept between two commands, in
 * `$XDG_CONFIG_HOME/anfang/session.json`, readable by its owner only.
 * @account: (nullable): unknown when the token came from the environment
 */
typedef struct
{
  char *server;
  char *token;
  char *account;
} AnfSession;

void anf_session_free (AnfSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfSession, anf_session_free)

/**
 * anf_session_load:
 * @server: (nullable): the address asked for on the command line
 * @error: UNAUTHORIZED when nobody is logged in there
 *
 * `ANFANG_SERVER` and `ANFANG_TOKEN` stand for a login. A stored token is only ever used with the
 * server that gave it.
 */
AnfSession *anf_session_load (const char *server, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_session_save (const AnfSession *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_session_forget: removes the stored login; none stored is success. */
gboolean anf_session_forget (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_session_device: the name under which this installation logs in, made up at random once so
 * that it says nothing about its owner.
 */
char *anf_session_device (GError **error) G_GNUC_WARN_UNUSED_RESULT;
