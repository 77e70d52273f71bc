-- Which referrals name a finding, so that none is referred twice at once: the links of those that were
-- written before they were kept.
INSERT INTO link (noun, kind, target, seq, id)
SELECT DISTINCT 'referral', 'finding', finding.value, referral.seq, referral.id
  FROM referral, json_each (referral.doc, '$.findings') AS finding
 WHERE true
    ON CONFLICT DO NOTHING;
