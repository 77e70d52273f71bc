/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ics.h"

#include <libical/ical.h>

struct _AnfIcs
{
  icalcomponent *calendar;
};

AnfIcs *
anf_ics_new (const char *name)
{
  AnfIcs *self = g_new0 (AnfIcs, 1);
  self->calendar = icalcomponent_new_vcalendar ();
  icalcomponent_add_property (self->calendar, icalproperty_new_version ("2.0"));
  icalcomponent_add_property (self->calendar,
                              icalproperty_new_prodid ("-//Anfang//anfangd " ANF_VERSION "//ZH"));
  icalcomponent_add_property (self->calendar, icalproperty_new_method (ICAL_METHOD_PUBLISH));
  icalproperty *title = icalproperty_new_x (name);
  icalproperty_set_x_name (title, "X-WR-CALNAME");
  icalcomponent_add_property (self->calendar, title);
  return self;
}

void
anf_ics_free (AnfIcs *self)
{
  if (self == NULL)
    return;
  icalcomponent_free (self->calendar);
  g_free (self);
}

static icaltimetype
make_day (const GDate *day)
{
  icaltimetype time = icaltime_null_date ();
  time.year = g_date_get_year (day);
  time.month = (int)g_date_get_month (day);
  time.day = g_date_get_day (day);
  return time;
}

void
anf_ics_add_day (AnfIcs *self,
                 const char *uid,
                 gint64 stamp,
                 const GDate *day,
                 const char *summary,
                 const char *description)
{
  icalcomponent *event = icalcomponent_new_vevent ();
  GDate after = *day;
  g_date_add_days (&after, 1);
  icalcomponent_add_property (event, icalproperty_new_uid (uid));
  icalcomponent_add_property (event, icalproperty_new_dtstamp (icaltime_from_timet_with_zone (
                                         (time_t)stamp, 0, icaltimezone_get_utc_timezone ())));
  icalcomponent_add_property (event, icalproperty_new_dtstart (make_day (day)));
  icalcomponent_add_property (event, icalproperty_new_dtend (make_day (&after)));
  icalcomponent_add_property (event, icalproperty_new_summary (summary));
  if (description != NULL)
    icalcomponent_add_property (event, icalproperty_new_description (description));
  icalcomponent_add_property (event, icalproperty_new_transp (ICAL_TRANSP_TRANSPARENT));
  icalcomponent_add_component (self->calendar, event);
}

char *
anf_ics_format (const AnfIcs *self)
{
  /* The library's allocator is not GLib's. */
  char *text = icalcomponent_as_ical_string_r (self->calendar);
  char *own = g_strdup (text);
  icalmemory_free_buffer (text);
  return own;
}
