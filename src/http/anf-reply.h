/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-exchange.h"

/**
 * anf_reply_give:
 * @reply: (transfer full): what the office answered
 *
 * Sends it: a small one through libsoup, a descriptor or a stream over the stolen connection, from
 * a thread of its own. From the worker that @exchange was given to.
 */
void anf_reply_give (AnfExchange *exchange, AnfReply *reply);

/** anf_reply_run_stream: the work of a stream thread. */
void anf_reply_run_stream (gpointer data);
