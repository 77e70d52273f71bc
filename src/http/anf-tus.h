/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-exchange.h"

/* tus 1.0.0: creation, creation-with-upload, checksum, expiration, termination. */

/** anf_tus_is_operation: whether @operation is one of ours rather than the office's. */
gboolean anf_tus_is_operation (const char *operation);

/**
 * anf_tus_begin:
 *
 * From the loop, with the head of a tus request. Answers what can be answered at once and gives the
 * rest to a thread: one with a body to the intake, over the stolen connection.
 */
void anf_tus_begin (AnfExchange *exchange);

/** anf_tus_perform: a tus request without a body, on a worker. */
AnfAnswer *anf_tus_perform (AnfExchange *exchange);

/** anf_tus_receive: one with a body, on an intake thread. */
void anf_tus_receive (gpointer data);

/** anf_tus_decorate: the fields that every answer to a tus client has. */
void anf_tus_decorate (AnfAnswer *answer);
