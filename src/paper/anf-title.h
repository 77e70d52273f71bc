/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * anf_title_break:
 * @title: line feeds in it are kept as the writer's own breaks
 * @width: of a line, in em
 *
 * Breaks a title so that its lines form a trapezium or a rhombus (GB/T 9704 7.3.1: 梯形或菱形), by
 * meaning as far as marks and particles show it. A title that needs more than three lines is
 * returned whole.
 *
 * Returns: (transfer full): its lines
 */
char **anf_title_break (const char *title, double width);
