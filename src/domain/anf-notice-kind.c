/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-notice-kind.h"

#include <string.h>

/* Of whoever the operation that shows it lets look. */
#define TOLD(event, shown_by, units, secret)                                                       \
  {                                                                                                \
    event, shown_by, units, secret                                                                 \
  }
/* What the office does about an order that the unit is not shown stays in the house. */
#define OFFICE(event) TOLD (event, "getOrder", FALSE, FALSE)
#define UNITS(event) TOLD (event, "getOrder", TRUE, FALSE)
/* A unit's own task, and what came of it. */
#define TASKS(event) TOLD (event, "getTask", TRUE, FALSE)
/* What the public reads the unit is told of; what is only meant to go out, nobody but the office.
 */
#define EXPOSED(event) TOLD (event, "getExposure", TRUE, FALSE)
/* What tells of visits, leads and referrals stays in the house, too (domain.md E.5). */
#define SECRET(event, shown_by) TOLD (event, shown_by, FALSE, TRUE)

static const AnfNoticeKind kinds[] = {
  UNITS ("order.submitted"), /* of those asked to countersign; others are not shown it */
  OFFICE ("order.countersigned"),
  OFFICE ("order.reviewed"),
  OFFICE ("order.signed"),
  OFFICE ("order.numbered"),
  UNITS ("order.served"),
  UNITS ("order.received"),
  UNITS ("order.objected"),
  UNITS ("order.settled"),
  UNITS ("order.appealed"),
  UNITS ("order.appeal_decided"),
  UNITS ("order.plan_filed"),
  UNITS ("order.plan_accepted"),
  UNITS ("order.plan_returned"),
  UNITS ("order.extension_asked"),
  UNITS ("order.extension_decided"),
  UNITS ("order.feedback_filed"),
  OFFICE ("order.reinspected"),
  OFFICE ("order.reinspection_confirmed"),
  UNITS ("order.returned"),
  UNITS ("order.closed"),
  UNITS ("order.withdrawn"),
  UNITS ("order.commented"),
  UNITS ("order.due"),
  UNITS ("order.overdue"),
  OFFICE ("order.undated"),
  TASKS ("task.made"),
  TASKS ("task.given"),
  TASKS ("task.assigned"),
  TASKS ("task.moved"),
  TASKS ("task.edited"),
  TASKS ("task.changed"),
  TASKS ("task.dropped"),
  TASKS ("task.returned"),
  TASKS ("task.accepted"),
  TASKS ("task.due"),
  TASKS ("task.overdue"),
  { "task.handed_in", "getTask", FALSE, FALSE, FALSE },
  { "task.undated", "getTask", FALSE, FALSE, FALSE },
  SECRET ("exposure.drafted", "getExposure"),
  SECRET ("exposure.approved", "getExposure"),
  SECRET ("exposure.declined", "getExposure"),
  EXPOSED ("exposure.published"),
  SECRET ("exposure.correction_drafted", "getExposure"),
  SECRET ("exposure.correction_approved", "getExposure"),
  SECRET ("exposure.correction_declined", "getExposure"),
  EXPOSED ("exposure.corrected"),
  EXPOSED ("exposure.revoked"),
  SECRET ("visit.created", "getVisit"),
  SECRET ("visit.approved", "getVisit"),
  SECRET ("visit.submitted", "getVisit"),
  SECRET ("visit.returned", "getVisit"),
  SECRET ("visit.verified", "getVisit"),
  SECRET ("visit.cancelled", "getVisit"),
  SECRET ("finding.established", "getFinding"),
  SECRET ("finding.dismissed", "getFinding"),
  SECRET ("finding.reopened", "getFinding"),
  SECRET ("finding.evaluated", "getFinding"),
  SECRET ("finding.found_wanting", "getFinding"),
  SECRET ("lead.registered", "getLead"),
  SECRET ("lead.verified", "getLead"),
  SECRET ("lead.turned", "getLead"),
  SECRET ("lead.answered", "getLead"),
  SECRET ("lead.evaluated", "getLead"),
  SECRET ("lead.found_wanting", "getLead"),
  SECRET ("referral.drafted", "getReferral"),
  SECRET ("referral.approved", "getReferral"),
  SECRET ("referral.sent", "getReferral"),
  SECRET ("referral.received", "getReferral"),
  SECRET ("referral.result", "getReferral"),
  SECRET ("referral.result_corrected", "getReferral"),
  SECRET ("referral.held", "getReferral"),
  SECRET ("referral.released", "getReferral"),
  SECRET ("referral.due", "getReferral"),
  SECRET ("referral.overdue", "getReferral"),
  SECRET ("referral.undated", "getReferral"),
  { "step.proposed", "getStep", FALSE, FALSE, FALSE },
  { "calendar.ending", "listCalendars", FALSE, FALSE, FALSE },
  { "webhook.disabled", "listWebhooks", FALSE, FALSE, FALSE },
  /* By mail it would be told of itself. */
  { "account.mail_given_up", "listAccounts", FALSE, TRUE, TRUE },
};

const AnfNoticeKind *
anf_notice_kind_find (const char *event)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].event, event) == 0)
      return &kinds[i];
  return NULL;
}

const AnfNoticeKind *
anf_notice_kind_list (gsize *n_kinds)
{
  *n_kinds = G_N_ELEMENTS (kinds);
  return kinds;
}

gboolean
anf_notice_kind_is_of (const AnfNoticeKind *self, const char *noun)
{
  const gsize size = strlen (noun);
  return strncmp (self->event, noun, size) == 0 && self->event[size] == '.';
}

gboolean
anf_notice_kind_is_due (const AnfNoticeKind *self)
{
  return g_str_has_suffix (self->event, ".due");
}

gboolean
anf_notice_kind_is_overdue (const AnfNoticeKind *self)
{
  return g_str_has_suffix (self->event, ".overdue");
}

gboolean
anf_notice_kind_is_ending (const AnfNoticeKind *self)
{
  return g_str_has_suffix (self->event, ".ending");
}

gboolean
anf_notice_kind_is_undated (const AnfNoticeKind *self)
{
  return g_str_has_suffix (self->event, ".undated");
}
