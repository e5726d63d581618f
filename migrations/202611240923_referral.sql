-- 移送 (A9.2, A3): the organ that holds the authority over the parties, or has opened a case, decides first; and what comes back from it
-- (退回). Until then nothing is concluded (R3): the table of steps has no such step while a case is referred, and no determination of
-- another round is served meanwhile (`services_of_the_case`).

CREATE TABLE referrals (
    case_id    uuid NOT NULL,
    seq        integer NOT NULL,
    fact_no    smallint NOT NULL,
    organ      written NOT NULL,
    reason     written NOT NULL,
    -- 容错建议; empty: none goes along.
    proposal   text NOT NULL,
    -- When the body asks the organ (practice).
    follow_up  date NOT NULL
);
SELECT register('referred', 'referrals', ARRAY['refer'], 'says_the_same');

CREATE TABLE organ_returns (
    case_id  uuid NOT NULL,
    seq      integer NOT NULL,
    fact_no  smallint NOT NULL,
    -- Whether the organ leaves the matter to the body, or asks for more first.
    ground   text NOT NULL CHECK (ground IN ('left_to_us', 'incomplete')),
    number   written NOT NULL,
    dated    date NOT NULL,
    letter   uuid NOT NULL REFERENCES evidence (id),
    said     written NOT NULL
);
SELECT register('organ_returned', 'organ_returns', ARRAY['record_return'], 'says_the_same');

CREATE FUNCTION last_referral(case_ uuid, before_ integer) RETURNS referrals LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT r FROM referrals r WHERE r.case_id = case_ AND r.seq < before_ ORDER BY r.seq DESC LIMIT 1);
END $$;
-- What an organ last answered to a referral.
CREATE FUNCTION left_to_the_body(case_ uuid, organ_ text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce((SELECT r.ground = 'left_to_us' FROM organ_returns r
                     WHERE r.case_id = case_ AND (last_referral(r.case_id, r.seq)).organ = organ_ ORDER BY r.seq DESC LIMIT 1), false);
END $$;

-- The whole matter goes to who has opened a case; else to the one organ that holds the authority over all who take part.
CREATE FUNCTION referrals_belong_there() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    e events := event_at(NEW.case_id, NEW.seq);
    -- What an organ sent back it left to the body.
    held jsonb[] := ARRAY(SELECT DISTINCT CASE WHEN left_to_the_body(NEW.case_id, f ->> 'organ') THEN '"body"' ELSE f END
                          FROM taking_part(NEW.case_id) AS party, authority_found(party, e.round) AS f);
    seizes text := (SELECT content::jsonb #>> '{accountability,pursuer}' FROM filings WHERE case_id = NEW.case_id AND organ_is_seized(NEW.case_id));
BEGIN
    IF is_of_the_body(NEW.organ, (SELECT body_id FROM cases WHERE id = NEW.case_id)) THEN
        PERFORM refuse('a9_2_to_another_organ', 'a case is referred to another organ, not to the body itself');
    END IF;
    IF seizes IS NULL AND (cardinality(held) <> 1 OR coalesce(held[1], '"body"') = '"body"') THEN
        PERFORM refuse('a9_2_all_belong_there', 'whoever takes part belongs where the case is referred to');
    END IF;
    IF NEW.organ <> coalesce(seizes, held[1] ->> 'organ') THEN
        PERFORM refuse('a9_2_to_who_decides', 'a case is referred to the organ that decides');
    END IF;
    IF NEW.follow_up <= day_of(e.at) THEN
        PERFORM refuse('follow_up_is_to_come', 'the organ is asked after the day of the referral');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER referrals_belong_there BEFORE INSERT ON referrals FOR EACH ROW EXECUTE FUNCTION referrals_belong_there();

-- The organ's letter lies in the file since the referral: whoever approves has read it.
CREATE FUNCTION returns_are_written() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    referral referrals := last_referral(NEW.case_id, NEW.seq);
BEGIN
    IF NOT EXISTS (SELECT FROM evidence v WHERE v.id = NEW.letter AND v.case_id = NEW.case_id AND v.seq > referral.seq AND v.by_party IS NULL) THEN
        PERFORM refuse('returned_in_writing', 'the letter of the organ was put into the file after the referral');
    END IF;
    IF NEW.dated NOT BETWEEN day_of((event_at(referral.case_id, referral.seq)).at) AND day_of((event_at(NEW.case_id, NEW.seq)).at) THEN
        PERFORM refuse('returned_after_the_referral', 'the organ writes after the referral, and not in the future');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER returns_are_written BEFORE INSERT ON organ_returns FOR EACH ROW EXECUTE FUNCTION returns_are_written();

-- R3: what the body owes waits as well.
CREATE FUNCTION clocks_of_the_body_stand_still(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM deadlines WHERE case_id = c.id AND body_id = c.body_id AND state = 'running');
END $$;
SELECT law('r3_clocks_stand_still', 'no clock of the body runs while an organ decides', ARRAY['referred'], 'clocks_of_the_body_stand_still');
