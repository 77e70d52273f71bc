/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>

/* A descriptor that closes itself at the end of its scope: g_auto (AnfFd) fd = -1;
   hand it on with g_steal_fd (&fd). GLib has this only from 2.76. */
typedef int AnfFd;

static inline void
anf_fd_clear (AnfFd *fd)
{
  if (*fd >= 0)
    (void)g_close (*fd, NULL);
  *fd = -1;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfFd, anf_fd_clear)

/** anf_fd_write: all of @bytes, from where the file stands. Returns: FALSE with errno */
gboolean anf_fd_write (int fd, gconstpointer bytes, gsize size) G_GNUC_WARN_UNUSED_RESULT;

/** anf_fd_read_at: as much as there is from @offset on, up to @size. Returns: -1 with errno */
gssize anf_fd_read_at (int fd, gpointer bytes, gsize size, guint64 offset);
