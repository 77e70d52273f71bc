/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* What one client may ask of us. Each has a test at the limit and one past it. */

/* Request line and fields together; Upload-Metadata is the longest field in use. */
#define ANF_HTTP_HEAD_MAX (32 * 1024)
/* The request target, e.g. a list with all its filters. */
#define ANF_HTTP_TARGET_MAX (4 * 1024)
#define ANF_HTTP_FIELDS_MAX 64
/* A JSON body. */
#define ANF_HTTP_BODY_MAX (1024 * 1024)
/* The characters of an Idempotency-Key. */
#define ANF_HTTP_KEY_MAX 128
/* Accept queue of the kernel. */
#define ANF_HTTP_BACKLOG 1024
/* Connections taken from the kernel before the loop turns to others. */
#define ANF_HTTP_ACCEPT_BATCH 64
/* Bytes of an upload that are read at once; each goes to the disk by a request of its own, and most
   photos come in one. */
#define ANF_HTTP_PIECE_SIZE (256 * 1024)
/* A link that is silent for so long is slow: what it brought is written. */
#define ANF_HTTP_PIECE_MS 5
/* Of the memory they are read to: whole pages can go to the disk without a copy. */
#define ANF_HTTP_PIECE_ALIGNMENT 4096
/* What a client may still be sending after it was refused, before we close on it. */
#define ANF_HTTP_LINGER_MS 2000
#define ANF_HTTP_LINGER_MAX (16 * 1024 * 1024)
/* How long a newer request waits for the older request on the same upload to end. */
#define ANF_HTTP_TAKEOVER_MS 10000
/* How long an intake thread waits for its client's next upload before it lets others have it. */
#define ANF_HTTP_NEXT_MS 20
