/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: records that are made once and stay as they are: what was wrong is followed
   by another one. */

#include "anf-work.h"

/** Completes @item, whose document is the body of the call and its id. */
typedef gboolean (*AnfPutFill) (AnfWork *work, AnfItem *item, GError **error);

/**
 * anf_put_once:
 * @event: the state of the new record, and what its leaf says
 * @stays: in English, of N_(): what is said to who asks for other content
 *
 * PUT of a record of a scheme: makes it, or finds that it is there with the same content; STATE for
 * other content.
 */
gboolean anf_put_once (AnfWork *work,
                       AnfNoun noun,
                       const char *event,
                       const char *stays,
                       AnfPutFill fill,
                       GError **error);
