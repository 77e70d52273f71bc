/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-exchange.h"

/** anf_operation_run: performs the operation of @data, an AnfExchange, on a worker. */
void anf_operation_run (gpointer data);

/** anf_operation_explain: the office's error on this operation, as an answer. */
AnfAnswer *anf_operation_explain (const AnfExchange *exchange, const GError *error);
