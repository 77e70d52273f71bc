/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-noun.h"

/**
 * anf_cli_refusal_tell:
 * @run: the command that was refused
 * @message: as the service and anf_client_call() have it: with JSON Pointers (RFC 6901) and names
 * of members
 *
 * Returns: (transfer full): the same with each place told as whoever typed @run knows it: by the
 * option that fills it, else by the word that records are shown with. What is neither stays.
 */
char *anf_cli_refusal_tell (const AnfRun *run, const char *message);
