/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-client.h"

/**
 * AnfUploadJob: one file to be handed in.
 * @noun: `visit` or `order`: what the evidence belongs to
 * @target: its id
 * @sequence: 1-based place within the visit, 0 when it has none
 * @filetype: (nullable): its media type
 * @kind: (nullable): photo, audio, video or document
 * @captured_at: @position: @position_source: @position_at: @datum: (nullable): as the service's
 * Upload-Metadata names them; sent as they are
 * @patience_s: give up after so many seconds in which not one byte got through
 */
typedef struct
{
  const char *path;
  const char *noun;
  const char *target;
  gint64 sequence;
  const char *filetype;
  const char *kind;
  const char *captured_at;
  const char *position;
  const char *position_source;
  const char *position_at;
  const char *datum;
  guint patience_s;
} AnfUploadJob;

/**
 * AnfUploadResult:
 * @evidence: its id, chosen once for the same bytes in the same visit
 * @sent: how many bytes this call had to send; 0 when the service had them already
 */
typedef struct
{
  char *evidence;
  char *sha256;
  gint64 size;
  gint64 sent;
} AnfUploadResult;

void anf_upload_result_free (AnfUploadResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfUploadResult, anf_upload_result_free)

/**
 * anf_upload_run:
 * @progress: (nullable): told how many bytes of the file the service has
 * @error: what the service refuses for good, a file that changes while it is sent, or UNAVAILABLE
 * when the patience is over
 *
 * Sends the file by tus 1.0.0 and returns once the service has acknowledged all of it. What is
 * needed to go on after the program itself was killed is kept in `$XDG_STATE_HOME/anfang/uploads`.
 */
AnfUploadResult *anf_upload_run (AnfClient *client,
                                 const AnfUploadJob *job,
                                 AnfProgress progress,
                                 gpointer data,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_upload_next_sequence: one more than the highest number remembered for @target, at least 1.
 */
gint64 anf_upload_next_sequence (const char *server, const char *target);
