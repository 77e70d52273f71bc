/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-evidence-parent.h"

#include "anf-json.h"

const AnfEvidenceParent anf_evidence_parents[] = {
  { "visit", ANF_NOUN_VISIT },
  { "order", ANF_NOUN_ORDER },
  { "lead", ANF_NOUN_LEAD },
};

const char *
anf_evidence_peek_parent (JsonObject *evidence, AnfNoun *noun)
{
  for (gsize i = 0; i < ANF_EVIDENCE_PARENTS; i++)
    {
      const char *id = anf_json_peek_string (evidence, anf_evidence_parents[i].member);
      *noun = anf_evidence_parents[i].noun;
      if (id != NULL)
        return id;
    }
  return NULL;
}

void
anf_evidence_copy_parent (JsonObject *to, JsonObject *evidence)
{
  for (gsize i = 0; i < ANF_EVIDENCE_PARENTS; i++)
    anf_json_set_string (to, anf_evidence_parents[i].member,
                         anf_json_peek_string (evidence, anf_evidence_parents[i].member));
}
