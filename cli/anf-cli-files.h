/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/**
 * AnfFilesPlan: files to be handed in as evidence.
 * @noun, @target: `visit` or `order` and its id
 * @paths: NULL-terminated
 * @first_sequence: number of the first file, 0 for none
 * @receipts: (nullable): folder for the receipts instead of beside each file
 * @jobs: how many at once, 0 for the usual number
 * @patience_s: 0 for the usual time
 * @silent: print nothing about each file
 */
typedef struct
{
  const char *noun;
  const char *target;
  char **paths;
  gint64 first_sequence;
  const char *kind;
  const char *captured_at;
  const char *position;
  const char *position_source;
  const char *position_at;
  const char *datum;
  const char *receipts;
  gboolean no_receipts;
  guint jobs;
  guint patience_s;
  gboolean silent;
} AnfFilesPlan;

/**
 * anf_cli_files_send:
 * @error: the first failure; the files that did get through are told before
 *
 * Sends all files, several at once, and keeps the receipt of each.
 *
 * Returns: (transfer full): the ids of the evidence, in the order of the files
 */
char **anf_cli_files_send (AnfRun *run,
                           const AnfFilesPlan *plan,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
