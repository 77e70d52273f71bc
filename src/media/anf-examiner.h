/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfExaminationStatus:
 * @ANF_EXAMINATION_DONE: the facts were read
 * @ANF_EXAMINATION_UNSUPPORTED: of a type that is not examined yet; the facts name it
 * @ANF_EXAMINATION_UNEXAMINABLE: the helper died of it, took too long or answered nonsense
 */
typedef enum
{
  ANF_EXAMINATION_DONE,
  ANF_EXAMINATION_UNSUPPORTED,
  ANF_EXAMINATION_UNEXAMINABLE,
} AnfExaminationStatus;

/** anf_examination_status_name: `done`, `unsupported` or `unexaminable`. */
const char *anf_examination_status_name (AnfExaminationStatus status);

/**
 * AnfRedaction:
 * @ANF_REDACTION_NONE: there is no redacted copy
 * @ANF_REDACTION_LOSSLESS: the same picture bit for bit, without what surrounds it
 * @ANF_REDACTION_REENCODED: decoded and compressed anew as a JPEG, because the file is
 * malformed or a TIFF
 */
typedef enum
{
  ANF_REDACTION_NONE,
  ANF_REDACTION_LOSSLESS,
  ANF_REDACTION_REENCODED,
} AnfRedaction;

/** anf_redaction_name: `none`, `lossless` or `reencoded`. */
const char *anf_redaction_name (AnfRedaction redaction);

/**
 * AnfExamination:
 * @status: how it went
 * @reason: (nullable): why the status is unexaminable, or why a picture was not decoded though the
 * status is done (its flag is PIXELS_SKIPPED); in English, without full stop
 * @facts_json: (nullable): canonical JSON of schemas/facts.json, at most ANF_MEDIA_FACTS_BYTES_MAX;
 * claims of the file, not truths
 * @thumbnail: (nullable): JPEG of at most ANF_MEDIA_THUMBNAIL_EDGE pixels, upright, no metadata
 * @redaction: whether and how a redacted copy was written
 *
 * What the helper found out. All of it comes from a process that foreign bytes may have taken over:
 * sizes and shape are checked, contents are claims.
 */
typedef struct
{
  AnfExaminationStatus status;
  char *reason;
  char *facts_json;
  GBytes *thumbnail;
  AnfRedaction redaction;
} AnfExamination;

void anf_examination_free (AnfExamination *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfExamination, anf_examination_free)

/**
 * AnfExaminer: one helper process and the thread that owns it, and a second one for the pixels of
 * HEIC, AVIF and TIFF while there are any to decode. Safe to use from any thread.
 */
typedef struct _AnfExaminer AnfExaminer;

/**
 * anf_examiner_new:
 * @program: (nullable): path of `anfang-examine`; NULL for the one of this build or installation
 * (`$ANFANG_EXAMINE`, near the running program, or the installed one). The second is of the same
 * path with `-more` behind it; a picture that needs it is not decoded where it is missing
 * @error: ANF_ERROR_UNAVAILABLE when it cannot be started or cannot lock itself down
 */
AnfExaminer *anf_examiner_new (const char *program, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * anf_examiner_set_idle_ms: how long the second helper outlives its last picture, for one that
 * runs already as well; ANF_MEDIA_HELPER_IDLE_MS unless set.
 */
void anf_examiner_set_idle_ms (AnfExaminer *self, guint idle_ms);
/** anf_examiner_free: no anf_examiner_run may be under way. */
void anf_examiner_free (AnfExaminer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfExaminer, anf_examiner_free)

/**
 * anf_examiner_run:
 * @fd: a regular file or memfd that nobody changes meanwhile; any offset; stays the caller's
 * @redacted_fd: an empty file open for writing, or -1 when no redacted copy is wanted; left empty
 * unless the redaction is other than NONE; not synced
 * @timeout_ms: for this file, 0 for what is usual for its size
 * @out: (out) (transfer full): the result; a file that kills the helper is a result, not an error
 * @error: UNAVAILABLE when no helper can be started, INVALID when @fd is no file, NO_SPACE or
 * FAILED when @redacted_fd cannot be written: nothing is known of the file then; try again later
 *
 * Blocks until the helper has answered, died or been killed. Calls from several threads wait for
 * one another; whoever wants more at once makes more examiners.
 */
gboolean anf_examiner_run (AnfExaminer *self,
                           int fd,
                           int redacted_fd,
                           guint timeout_ms,
                           AnfExamination **out,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_examiner_inspect:
 * @path: a file
 *
 * For looking at a file without any service.
 *
 * Returns: (transfer full): canonical JSON `{"facts":{…},"status":…}` (`reason` when
 * unexaminable or not decoded, `disagrees` when the name is one of another type)
 */
char *anf_examiner_inspect (AnfExaminer *self,
                            const char *path,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
