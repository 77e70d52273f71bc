/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Seconds without a byte in either direction before a connection counts as broken. */
#define ANF_CLIENT_TIMEOUT_S 60
/* How often a JSON call is tried; waits double from the first. */
#define ANF_CLIENT_TRIES 4
#define ANF_CLIENT_FIRST_WAIT_MS 200
/* Largest reply that is held in memory. */
#define ANF_CLIENT_REPLY_MAX (16 * 1024 * 1024)
/* Most bytes in one PATCH: what a power cut of the service can cost us at worst. */
#define ANF_UPLOAD_PIECE_MAX (8 * 1024 * 1024)
/* Waits between two tries of an upload, in milliseconds; they double from the first. */
#define ANF_UPLOAD_FIRST_WAIT_MS 250
#define ANF_UPLOAD_LAST_WAIT_MS 10000
/* How often a file is started again from nothing because the service forgot or refused its bytes.
 */
#define ANF_UPLOAD_RESTARTS_MAX 3
