/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-witness-state.h"

#include <libsoup/soup.h>

/** Told of each answer once it was sent, or could not be. */
typedef void (*AnfWitnessTold) (const AnfWitnessAnswer *answer, gpointer data);

typedef struct _AnfWitnessServer AnfWitnessServer;

/**
 * anf_witness_server_new:
 * @listen: `ADDR:PORT`; an address, not a name
 * @state: must outlive the server
 *
 * Answers `POST …/add-checkpoint` and `…/add-rotation` on the main loop. Nothing but the log's own
 * signature is trusted, but libsoup's server is not made for strangers: nginx or the like stands
 * before it where there are any. Every connection ends with its answer, since this libsoup loses a
 * descriptor otherwise.
 */
AnfWitnessServer *anf_witness_server_new (AnfWitnessState *state,
                                          const char *listen,
                                          AnfWitnessTold told,
                                          gpointer data,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_witness_server_free (AnfWitnessServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfWitnessServer, anf_witness_server_free)

/** anf_witness_server_dup_url: Returns: (transfer full): where it listens */
char *anf_witness_server_dup_url (const AnfWitnessServer *self);
