/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-scheme.h"

/*
 * What a sub-scheme (区、县方案) takes from the scheme above it, for anf-scheme.c alone. A child
 * adds and tightens; what would loosen the parent is refused with ANF_ERROR_INVALID: an area
 * renamed, a category taken away, a longer clock, a method that the parent does not allow (条例 15:
 * 不得随意扩大 范围), a shorter look back for what comes back.
 */

/* @own becomes the parent's areas, in its order, and then those that only the child has. An area of
   the same id keeps name and number; its lead and responsible units are the child's where it names
   any, and it may have more categories. */
GPtrArray *anf_scheme_inherit_areas (GPtrArray *own,
                                     const AnfScheme *parent,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The parent's and then the child's own. */
void anf_scheme_inherit_categories (GPtrArray *own, GPtrArray *inherited, const char *prefix);
/* The parent's where the child has none of that id; one that it has may be shorter, not longer. */
gboolean anf_scheme_inherit_clocks (GPtrArray *own,
                                    GPtrArray *inherited,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All of them, or fewer. */
gboolean anf_scheme_inherit_methods (char ***methods,
                                     const AnfScheme *parent,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
