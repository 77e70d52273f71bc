/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfCrew:
 *
 * Threads of one task that are hired as work comes: a district's service never needs most of those
 * that a province's may have. They stay until the end.
 */
typedef struct _AnfCrew AnfCrew;

/** AnfCrewTask: does one @job on a thread of the crew. */
typedef void (*AnfCrewTask) (gpointer job);

/** anf_crew_new: @most: threads at once, at least 1 */
AnfCrew *anf_crew_new (AnfCrewTask task, guint most);

/** anf_crew_free: waits until every job is done. */
void anf_crew_free (AnfCrew *self);

/** anf_crew_push: (thread-safe): @job: (transfer full): for the next thread that is free */
void anf_crew_push (AnfCrew *self, gpointer job);

/** anf_crew_count_waiting: (thread-safe): jobs that no thread has begun. */
guint anf_crew_count_waiting (const AnfCrew *self);
