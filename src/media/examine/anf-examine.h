/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-decode.h"
#include "anf-examiner.h"
#include "anf-redact.h"
#include "anf-tracks.h"

/**
 * AnfExamineSink:
 * @facts: takes the canonical JSON, once
 * @thumbnail: (nullable): takes the thumbnail, at most once; NULL when no picture is to be decoded
 * @redacted: (nullable): takes the redacted copy in pieces; NULL when none is wanted
 *
 * Where the results go. Each returns FALSE to stop.
 */
typedef struct
{
  AnfPieceFunc facts;
  AnfPieceFunc thumbnail;
  AnfPieceFunc redacted;
  gpointer data;
} AnfExamineSink;

/** AnfExamine: what is kept from one file to the next. */
typedef struct _AnfExamine AnfExamine;

/**
 * anf_examine_new: to be called before the sandbox closes.
 * @more: (nullable): NULL where what needs these decoders is left to another program
 */
AnfExamine *anf_examine_new (const AnfDecoders *more);
void anf_examine_free (AnfExamine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfExamine, anf_examine_free)

/**
 * anf_examine_run:
 * @redaction: (out): how the pieces that @sink got were made; when NONE they are worth nothing
 *
 * Everything that is done to the bytes of one file. Runs in the helper, in tests and in the fuzzer.
 */
AnfExaminationStatus anf_examine_run (AnfExamine *self,
                                      const AnfInput *input,
                                      const AnfExamineSink *sink,
                                      AnfRedaction *redaction);

/** anf_examine_has_left_pixels: whether the last file's were wanted and are the other program's. */
gboolean anf_examine_has_left_pixels (const AnfExamine *self);
