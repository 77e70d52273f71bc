/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* What memory, offset and size must be multiples of to go past the page cache: the page, which is
   no less than the sector of any disk. */
#define ANF_DIRECT_ALIGNMENT 4096

/**
 * AnfDirect:
 * @fd: (transfer none): the file, open for writing
 *
 * Writes whole blocks past the page cache: evidence is seldom read again soon, and copying it there
 * costs a sixth of the time that receiving it takes. Whatever is not aligned, and everything on a
 * file system that knows no such writes, goes the ordinary way.
 */
typedef struct
{
  int fd;
  gboolean direct;  /* the descriptor writes past the cache just now */
  gboolean refused; /* the file system does not do it */
  gboolean cached;  /* bytes went the ordinary way since anf_direct_forget_cached() */
} AnfDirect;

/**
 * anf_direct_write:
 * @done: (out): how many bytes were written, all of them or not
 *
 * Writes @bytes at @offset. Nothing is durable before the file is synced.
 *
 * Returns: FALSE with errno
 */
gboolean anf_direct_write (AnfDirect *self,
                           gconstpointer bytes,
                           gsize size,
                           gint64 offset,
                           gsize *done) G_GNUC_WARN_UNUSED_RESULT;

/** anf_direct_forget_cached: after a sync: what went through the page cache need not stay there. */
void anf_direct_forget_cached (AnfDirect *self);
