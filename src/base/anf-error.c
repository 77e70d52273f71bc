/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"

#undef anf_error_set_errno
#undef anf_error_throw

#include <gio/gio.h>

#include <errno.h>

typedef struct
{
  char **events;
} AnfErrorPrivate;

static void
anf_error_private_init (AnfErrorPrivate *self)
{
}

static void
anf_error_private_copy (const AnfErrorPrivate *from, AnfErrorPrivate *to)
{
  if (from != NULL && to != NULL)
    to->events = g_strdupv (from->events);
}

static void
anf_error_private_clear (AnfErrorPrivate *self)
{
  if (self != NULL)
    g_strfreev (self->events);
}

/* The macro asks for what is behind an error of another domain, too, as far as gcc can see. GLib
   puts what is private before the error, at an offset that it has aligned itself; the cast hides it
   from clang. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-align"
G_DEFINE_EXTENDED_ERROR (AnfError, anf_error)
#pragma GCC diagnostic pop

void
anf_error_set_events (GError *error, const char *const *events)
{
  AnfErrorPrivate *self
      = error != NULL && error->domain == ANF_ERROR ? anf_error_get_private (error) : NULL;
  if (self == NULL)
    return;
  g_strfreev (self->events);
  self->events = g_strdupv ((char **)events);
}

const char *const *
anf_error_get_events (const GError *error)
{
  const AnfErrorPrivate *self
      = error != NULL && error->domain == ANF_ERROR ? anf_error_get_private (error) : NULL;
  return self != NULL ? (const char *const *)self->events : NULL;
}

static AnfErrorCode
code_from_errno (int errnum)
{
  switch (errnum)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return ANF_ERROR_NO_SPACE;
    case ENOENT:
      return ANF_ERROR_NOT_FOUND;
    case EEXIST:
      return ANF_ERROR_CONFLICT;
    default:
      return ANF_ERROR_FAILED;
    }
}

gboolean
anf_error_set_errno (GError **error, int errnum, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, ANF_ERROR, (int)code_from_errno (errnum), "%s: %s", what,
               g_strerror (errnum));
  return FALSE;
}

gboolean
anf_error_throw (GError **error, AnfErrorCode code, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, ANF_ERROR, (int)code, text);
  return FALSE;
}

static AnfErrorCode
code_from_gio (int code)
{
  switch (code)
    {
    case G_IO_ERROR_NOT_FOUND:
      return ANF_ERROR_NOT_FOUND;
    case G_IO_ERROR_EXISTS:
      return ANF_ERROR_CONFLICT;
    case G_IO_ERROR_NO_SPACE:
      return ANF_ERROR_NO_SPACE;
    case G_IO_ERROR_PERMISSION_DENIED:
      return ANF_ERROR_DENIED;
    case G_IO_ERROR_INVALID_DATA:
    case G_IO_ERROR_INVALID_ARGUMENT:
      return ANF_ERROR_INVALID;
    default:
      return ANF_ERROR_FAILED;
    }
}

AnfErrorCode
anf_error_code (const GError *error)
{
  if (error == NULL)
    return ANF_ERROR_FAILED;
  if (error->domain == ANF_ERROR)
    return (AnfErrorCode)error->code;
  if (error->domain == G_IO_ERROR)
    return code_from_gio (error->code);
  return ANF_ERROR_FAILED;
}

gboolean
anf_error_blames_nobody (const GError *error)
{
  const AnfErrorCode code = anf_error_code (error);
  return code == ANF_ERROR_NO_SPACE || code == ANF_ERROR_BUSY;
}
