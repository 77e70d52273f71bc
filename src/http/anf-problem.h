/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-answer.h"

/**
 * AnfProblem:
 *
 * Everything that can go wrong, as clients know it: `urn:anfang:problem:NAME`. The names are part
 * of the contract and never change their meaning.
 */
typedef enum
{
  ANF_PROBLEM_MALFORMED,
  ANF_PROBLEM_UNAUTHORIZED,
  ANF_PROBLEM_DENIED,
  ANF_PROBLEM_NOT_FOUND,
  ANF_PROBLEM_METHOD,
  ANF_PROBLEM_TIMEOUT,
  ANF_PROBLEM_CONFLICT,
  ANF_PROBLEM_STATE,
  ANF_PROBLEM_OFFSET,
  ANF_PROBLEM_LENGTH_REQUIRED,
  ANF_PROBLEM_PRECONDITION,
  ANF_PROBLEM_TUS_VERSION,
  ANF_PROBLEM_TOO_LARGE,
  ANF_PROBLEM_LONG_TARGET,
  ANF_PROBLEM_MEDIA_TYPE,
  ANF_PROBLEM_RANGE,
  ANF_PROBLEM_EXPECTATION,
  ANF_PROBLEM_INVALID,
  ANF_PROBLEM_TOO_MANY,
  ANF_PROBLEM_LARGE_HEAD,
  ANF_PROBLEM_CHECKSUM,
  ANF_PROBLEM_FAILED,
  ANF_PROBLEM_CORRUPT,
  ANF_PROBLEM_BUSY,
  ANF_PROBLEM_NO_SPACE,
  ANF_PROBLEM_UNAVAILABLE,
  ANF_PROBLEM_VERSION,
} AnfProblem;

/**
 * anf_problem_answer:
 * @detail: (nullable): what happened, to what, and what to do, in the caller's language
 * @faults: (nullable) (element-type AnfSchemaFault): becomes `errors`
 *
 * Returns: (transfer full): an `application/problem+json` answer (RFC 9457)
 */
AnfAnswer *anf_problem_answer (AnfProblem problem, const char *detail, GPtrArray *faults);

/**
 * anf_problem_from_error:
 *
 * The office's error as an answer. What is nobody's doing but ours is logged, and told to the
 * client in general words only.
 */
AnfAnswer *anf_problem_from_error (const GError *error, const char *operation);
