/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfErrorCode:
 *
 * What a caller can act on. HTTP statuses and exit codes are two tables over this enum; errors of
 * GIO and SQL are mapped onto it once, where they enter.
 */
typedef enum
{
  ANF_ERROR_FAILED,       /* none of the others; not the caller's doing */
  ANF_ERROR_NOT_FOUND,    /* no such thing, or none that the caller may know of */
  ANF_ERROR_CONFLICT,     /* it exists with other content, or changed meanwhile */
  ANF_ERROR_STATE,        /* the life cycle does not allow this step now */
  ANF_ERROR_INVALID,      /* the input is wrong; try again with other input */
  ANF_ERROR_DENIED,       /* known, but not allowed */
  ANF_ERROR_UNAUTHORIZED, /* not logged in, or no longer */
  ANF_ERROR_TOO_LARGE,    /* over a named limit */
  ANF_ERROR_BUSY,         /* try again later */
  ANF_ERROR_NO_SPACE,     /* the disk is full */
  ANF_ERROR_CORRUPT,      /* what is stored is not what was stored */
  ANF_ERROR_UNAVAILABLE,  /* something needed is missing: a calendar year, a helper, a font */
} AnfErrorCode;

#define ANF_ERROR (anf_error_quark ())

GQuark anf_error_quark (void);

/**
 * anf_error_set_errno:
 * @error: (nullable): where to put it
 * @errnum: the value of errno, saved at once after the failing call
 * @format: what was being done to what, without full stop
 *
 * Maps a system error onto our codes: ENOSPC and EDQUOT to NO_SPACE, ENOENT to NOT_FOUND, EEXIST to
 * CONFLICT, the rest to FAILED. The text of the system error is appended after ": ".
 *
 * Returns: always FALSE, to be returned.
 */
gboolean anf_error_set_errno (GError **error, int errnum, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/**
 * anf_error_throw:
 *
 * Sets @error in our domain.
 *
 * Returns: always FALSE, to be returned.
 */
gboolean anf_error_throw (GError **error, AnfErrorCode code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

#ifdef __clang_analyzer__
/* It cannot see into anf-error.c and would follow paths on which a failure is TRUE. */
#define anf_error_set_errno(...) (anf_error_set_errno (__VA_ARGS__), FALSE)
#define anf_error_throw(...) (anf_error_throw (__VA_ARGS__), FALSE)
#endif
/** anf_error_set_events: which steps of a life cycle would have been possible; @error may be NULL.
 */
void anf_error_set_events (GError *error, const char *const *events);
/** anf_error_get_events: Returns: (nullable): what was set */
const char *const *anf_error_get_events (const GError *error);

/**
 * anf_error_code:
 *
 * Returns: the code of @error when it is ours, what GIO's codes mean in ours when it is GIO's,
 * ANF_ERROR_FAILED otherwise.
 */
AnfErrorCode anf_error_code (const GError *error);

/** anf_error_blames_nobody: whether the disk or the store refuses just now whatever is asked of it
 * (NO_SPACE, BUSY): nothing that may be counted against what it was asked for. */
gboolean anf_error_blames_nobody (const GError *error);
