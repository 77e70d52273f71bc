/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-problem.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-schema.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *name;
  guint status;
  const char *title;
  gboolean retriable;
  guint retry_after_s;
} Kind;

static const Kind kinds[] = {
  [ANF_PROBLEM_MALFORMED] = { "malformed", 400, N_ ("The request cannot be read") },
  [ANF_PROBLEM_UNAUTHORIZED] = { "unauthorized", 401, N_ ("Not logged in") },
  [ANF_PROBLEM_DENIED] = { "denied", 403, N_ ("Not allowed") },
  [ANF_PROBLEM_NOT_FOUND] = { "not-found", 404, N_ ("Not found") },
  [ANF_PROBLEM_METHOD] = { "method-not-allowed", 405, N_ ("Method not allowed") },
  [ANF_PROBLEM_TIMEOUT] = { "timeout", 408, N_ ("The request took too long"), TRUE },
  [ANF_PROBLEM_CONFLICT] = { "conflict", 409, N_ ("It exists with other content") },
  [ANF_PROBLEM_STATE] = { "state", 409, N_ ("Not possible in this state") },
  [ANF_PROBLEM_OFFSET] = { "offset-mismatch", 409, N_ ("The upload is at another offset"), TRUE },
  [ANF_PROBLEM_LENGTH_REQUIRED]
  = { "length-required", 411, N_ ("The length of the body is required") },
  [ANF_PROBLEM_PRECONDITION] = { "precondition-failed", 412, N_ ("It has changed meanwhile") },
  [ANF_PROBLEM_TUS_VERSION] = { "tus-version", 412, N_ ("This tus version is not supported") },
  [ANF_PROBLEM_TOO_LARGE] = { "too-large", 413, N_ ("Too large") },
  [ANF_PROBLEM_LONG_TARGET] = { "target-too-long", 414, N_ ("The address is too long") },
  [ANF_PROBLEM_MEDIA_TYPE] = { "media-type", 415, N_ ("This content type is not taken here") },
  [ANF_PROBLEM_RANGE] = { "range", 416, N_ ("The range lies outside the content") },
  [ANF_PROBLEM_EXPECTATION] = { "expectation", 417, N_ ("The expectation cannot be met") },
  [ANF_PROBLEM_INVALID] = { "invalid", 422, N_ ("The content is not valid") },
  [ANF_PROBLEM_TOO_MANY] = { "too-many-requests", 429, N_ ("Too many requests"), TRUE, 5 },
  [ANF_PROBLEM_LARGE_HEAD]
  = { "head-too-large", 431, N_ ("The request's header fields are too large") },
  [ANF_PROBLEM_CHECKSUM] = { "checksum-mismatch", 460, N_ ("The checksum does not match") },
  [ANF_PROBLEM_FAILED] = { "failed", 500, N_ ("Something failed on our side"), TRUE },
  [ANF_PROBLEM_CORRUPT] = { "corrupt", 500, N_ ("What is stored is damaged") },
  [ANF_PROBLEM_BUSY] = { "busy", 503, N_ ("Busy, try again later"), TRUE, 2 },
  [ANF_PROBLEM_NO_SPACE] = { "no-space", 507, N_ ("No space is left"), TRUE, 60 },
  [ANF_PROBLEM_UNAVAILABLE]
  = { "unavailable", 503, N_ ("Something that this needs is missing"), TRUE, 60 },
  [ANF_PROBLEM_VERSION] = { "http-version", 505, N_ ("Only HTTP/1.1 is spoken here") },
};

static void
append_text (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, ",\"%s\":", name);
  anf_json_append_string (out, value);
}

static void
append_faults (GString *out, GPtrArray *faults)
{
  g_string_append (out, ",\"errors\":[");
  for (guint i = 0; i < faults->len; i++)
    {
      const AnfSchemaFault *fault = g_ptr_array_index (faults, i);
      g_string_append (out, i == 0 ? "{\"pointer\":" : ",{\"pointer\":");
      anf_json_append_string (out, fault->pointer);
      append_text (out, "detail", fault->detail);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

static void
append_events (GString *out, const char *const *events)
{
  g_string_append (out, ",\"allowed_events\":[");
  for (guint i = 0; events[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      anf_json_append_string (out, events[i]);
    }
  g_string_append_c (out, ']');
}

static AnfAnswer *
make_answer (AnfProblem problem, const char *detail, GPtrArray *faults, const char *const *events)
{
  const Kind *kind = &kinds[problem];
  GString *text = g_string_sized_new (256);
  g_string_append_printf (text, "{\"type\":\"urn:anfang:problem:%s\",\"status\":%u", kind->name,
                          kind->status);
  append_text (text, "title", _ (kind->title));
  if (detail != NULL)
    append_text (text, "detail", detail);
  if (faults != NULL && faults->len > 0)
    append_faults (text, faults);
  if (events != NULL)
    append_events (text, events);
  g_string_append_printf (text, ",\"retriable\":%s}", kind->retriable ? "true" : "false");

  AnfAnswer *answer = anf_answer_new (kind->status);
  g_autoptr (GBytes) body = g_string_free_to_bytes (text);
  anf_answer_set_body (answer, "application/problem+json", body);
  if (kind->retry_after_s > 0)
    anf_answer_set_int (answer, "Retry-After", kind->retry_after_s);
  if (problem == ANF_PROBLEM_UNAUTHORIZED)
    anf_answer_set (answer, "WWW-Authenticate", "Bearer");
  return answer;
}

AnfAnswer *
anf_problem_answer (AnfProblem problem, const char *detail, GPtrArray *faults)
{
  return make_answer (problem, detail, faults, NULL);
}

static AnfProblem
find_problem (AnfErrorCode code)
{
  switch (code)
    {
    case ANF_ERROR_NOT_FOUND:
      return ANF_PROBLEM_NOT_FOUND;
    case ANF_ERROR_CONFLICT:
      return ANF_PROBLEM_CONFLICT;
    case ANF_ERROR_STATE:
      return ANF_PROBLEM_STATE;
    case ANF_ERROR_INVALID:
      return ANF_PROBLEM_INVALID;
    case ANF_ERROR_DENIED:
      return ANF_PROBLEM_DENIED;
    case ANF_ERROR_UNAUTHORIZED:
      return ANF_PROBLEM_UNAUTHORIZED;
    case ANF_ERROR_TOO_LARGE:
      return ANF_PROBLEM_TOO_LARGE;
    case ANF_ERROR_BUSY:
      return ANF_PROBLEM_BUSY;
    case ANF_ERROR_NO_SPACE:
      return ANF_PROBLEM_NO_SPACE;
    case ANF_ERROR_CORRUPT:
      return ANF_PROBLEM_CORRUPT;
    case ANF_ERROR_UNAVAILABLE:
      return ANF_PROBLEM_UNAVAILABLE;
    case ANF_ERROR_FAILED:
      return ANF_PROBLEM_FAILED;
    }
  return ANF_PROBLEM_FAILED;
}

AnfAnswer *
anf_problem_from_error (const GError *error, const char *operation)
{
  const AnfProblem problem = find_problem (anf_error_code (error));
  if (problem == ANF_PROBLEM_FAILED || problem == ANF_PROBLEM_CORRUPT
      || problem == ANF_PROBLEM_NO_SPACE)
    {
      g_warning ("%s: %s", operation, error->message);
      return anf_problem_answer (
          problem, _ ("nothing was changed; the service's log tells its operator why"), NULL);
    }
  return make_answer (problem, error->message, NULL, anf_error_get_events (error));
}
