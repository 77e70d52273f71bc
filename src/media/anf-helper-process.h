/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-helper.h"

/**
 * AnfHelperProcess:
 *
 * One running helper and the socket to it. It dies with the thread that started it
 * (PR_SET_PDEATHSIG), so only one thread that lives long enough may start and use it.
 */
typedef struct _AnfHelperProcess AnfHelperProcess;

/** anf_helper_process_start: waits until it has locked itself down; UNAVAILABLE when not. */
AnfHelperProcess *anf_helper_process_start (const char *program,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_helper_process_stop: kills and reaps it. */
void anf_helper_process_stop (AnfHelperProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfHelperProcess, anf_helper_process_stop)

/** anf_helper_process_is_idle: whether it lives and has nothing to say. */
gboolean anf_helper_process_is_idle (const AnfHelperProcess *self);

/** anf_helper_process_send: passes @fd of @size bytes; FALSE when the helper is gone. */
gboolean
anf_helper_process_send (AnfHelperProcess *self, int fd, guint64 size, AnfHelperWanted wanted);

/**
 * anf_helper_process_receive:
 * @deadline: monotonic time, in microseconds
 * @bytes: (out): the message without its kind, valid until the next call
 *
 * Returns: the kind, or 0 when the helper died, sent what is no message or let @deadline pass
 */
guint8 anf_helper_process_receive (AnfHelperProcess *self,
                                   gint64 deadline,
                                   const guint8 **bytes,
                                   gsize *size);

/** anf_helper_process_is_dead: after a failed receive: it died by itself, not just too late. */
gboolean anf_helper_process_is_dead (AnfHelperProcess *self);
