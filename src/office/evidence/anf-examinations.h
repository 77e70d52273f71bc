/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what happens to evidence after it has been acknowledged. */

#include "anf-work.h"

/**
 * anf_examinations_start:
 * @program: (nullable): `anfang-examine`; NULL: evidence stays pending
 *
 * One thread looks at evidence that is `received`, oldest first, and sweeps uploads that nobody
 * went on with. What it had not done when the service ended, it does after the next start.
 */
AnfExaminations *anf_examinations_start (AnfOffice *office, const char *program);
/** anf_examinations_stop: waits for the file at hand. Accepts NULL. */
void anf_examinations_stop (AnfExaminations *self);
/** anf_examinations_are_running: FALSE: what is pending stays so until the next start. Accepts
 * NULL. */
gboolean anf_examinations_are_running (const AnfExaminations *self);
/** anf_examinations_count_failures: how often something could not be examined or checked since the
 * start. Accepts NULL. */
gint anf_examinations_count_failures (AnfExaminations *self);
/** anf_examinations_wake: there is new evidence. Accepts NULL. */
void anf_examinations_wake (AnfExaminations *self);
