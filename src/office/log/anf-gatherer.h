/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-office.h"

/**
 * AnfGatherer:
 *
 * Asks the witnesses for their cosignatures on a thread of its own, at once and then at intervals:
 * one POST of C2SP tlog-witness to each that has not cosigned the newest checkpoint yet. A witness
 * that cannot be reached holds up nothing but the other witnesses, and those for
 * ANF_OUTWARD_TIMEOUT_S.
 */
typedef struct _AnfGatherer AnfGatherer;

/**
 * anf_gatherer_start:
 * @office: must outlive the gatherer
 * @witnesses: (nullable): NULL-terminated, each `URL VKEY`
 * @error: INVALID when one is not so
 *
 * Returns: (transfer full): also without witnesses
 */
AnfGatherer *anf_gatherer_start (AnfOffice *office,
                                 const char *const *witnesses,
                                 guint interval_s,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_gatherer_stop: gives up what is under way. Accepts NULL. */
void anf_gatherer_stop (AnfGatherer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfGatherer, anf_gatherer_stop)
