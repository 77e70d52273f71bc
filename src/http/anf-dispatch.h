/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-exchange.h"

/**
 * anf_dispatch_head:
 * @exchange: new; only its head has arrived
 *
 * Finds the operation and checks what the head says. Answers at once what is wrong.
 */
void anf_dispatch_head (AnfExchange *exchange);

/** anf_dispatch_body: the body has arrived; gives the request to a worker. */
void anf_dispatch_body (AnfExchange *exchange);

/** anf_dispatch_parse_token: Returns: (transfer full) (nullable): the token of an Authorization
 * field */
char *anf_dispatch_parse_token (const char *field);

/** anf_dispatch_explain: what is wrong with a head that never became a request. */
AnfAnswer *anf_dispatch_explain (AnfHeadFault fault);
