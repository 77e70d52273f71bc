/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/**
 * AnfProgressBar: one line on a terminal's standard error that is drawn over; nothing at all where
 * standard error is no terminal, or with --json or --quiet. May be told from several threads.
 */
typedef struct _AnfProgressBar AnfProgressBar;

/** anf_cli_progress_new: @files: how many files there are to transfer */
AnfProgressBar *anf_cli_progress_new (const AnfRun *run, guint files);
/** anf_cli_progress_free: ends the line. */
void anf_cli_progress_free (AnfProgressBar *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfProgressBar, anf_cli_progress_free)

/** anf_cli_progress_report: an AnfProgress for one transfer; @data is the bar. */
void anf_cli_progress_report (gint64 done, gint64 total, gpointer data);

/** anf_cli_progress_set: @done of @total bytes over all files, @finished of which are complete. */
void anf_cli_progress_set (AnfProgressBar *self, gint64 done, gint64 total, guint finished);
