/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfUploadState: what must outlive the program so that the same file is never two pieces of
 * evidence and an interrupted upload goes on where it stopped. One small file for each (service,
 * visit, order or lead, SHA-256) under `$XDG_STATE_HOME/anfang/uploads`.
 * @evidence: the id chosen for it
 * @url: (nullable): where the unfinished upload stands at the service
 * @sequence: 0 when it has none
 * @done: whether the service has acknowledged all of it
 */
typedef struct
{
  char *path;
  char *evidence;
  char *url;
  gint64 sequence;
  gboolean done;
} AnfUploadState;

void anf_upload_state_free (AnfUploadState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfUploadState, anf_upload_state_free)

/** anf_upload_state_open: what is remembered, or a new choice that is not yet saved. */
AnfUploadState *anf_upload_state_open (const char *server,
                                       const char *target,
                                       const char *sha256,
                                       gint64 sequence,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_upload_state_save: replaces the file as a whole and makes it durable. */
gboolean anf_upload_state_save (const AnfUploadState *self,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
