/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Inside this folder only: how a chart gets on paper. */

#include "anf-chart.h"
#include "anf-setting.h"

/** anf_chart_get_height: with its title, in points, @width points wide. */
double anf_chart_get_height (const AnfChart *self, AnfSetting *setting, double width);

/** anf_chart_draw: @x, @y: of its upper left corner, in points. */
void anf_chart_draw (
    const AnfChart *self, AnfSetting *setting, cairo_t *cr, double x, double y, double width);
