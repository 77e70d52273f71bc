/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <gio/gio.h>

/**
 * AnfMailProgram: a program that runs once, without a shell and without our environment.
 * @input: what it reads
 * @config_fd: becomes its descriptor 3 and is closed here, or -1
 * @output: (out) (transfer full): the beginning of what it wrote, in printable UTF-8
 * @status: (out): as it ended; 128 and the signal that ended it
 */
typedef struct
{
  const char *const *argv;
  const char *input;
  int config_fd;
  char *output;
  int status;
} AnfMailProgram;

/** anf_mail_program_keep: Returns: a descriptor of memory that holds @text; -1 with @error */
int anf_mail_program_keep (const char *text, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_mail_program_run: FALSE when it could not be started, took longer than ANF_MAIL_TIMEOUT_S or
 * was cancelled; it is killed then. */
gboolean anf_mail_program_run (AnfMailProgram *self,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
