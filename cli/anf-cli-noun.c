/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-noun.h"

const char *
anf_cli_noun_get_record (const AnfNoun *self)
{
  return self->record != NULL ? self->record : self->name;
}

guint
anf_cli_command_count_fields (const AnfCommand *self)
{
  guint count = 0;
  while (self->fields != NULL && self->fields[count].name != NULL)
    count++;
  return count;
}
