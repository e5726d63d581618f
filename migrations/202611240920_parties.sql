-- Who a case is about, in which round, and who works on it: parties and their accounts, rounds, officers; and how it began or
-- was turned away.

CREATE TABLE parties (
    case_id     uuid NOT NULL REFERENCES cases,
    seq         integer NOT NULL,
    fact_no       smallint NOT NULL,
    id          uuid NOT NULL UNIQUE,
    no          smallint NOT NULL CHECK (no > 0),
    kind        text NOT NULL CHECK (kind IN ('unit', 'individual')),
    name        written NOT NULL,
    position    text NOT NULL,
    -- A9.1 干部管理权限: "body", or the organ that holds it.
    authority   jsonb NOT NULL CHECK (authority = '"body"' OR coalesce(says_something(authority ->> 'organ'), false)),
    unit        uuid REFERENCES units,
    "user"      uuid REFERENCES users,
    electronic  boolean NOT NULL,
    UNIQUE (case_id, id),
    UNIQUE (case_id, no),
    UNIQUE (case_id, unit),
    UNIQUE (case_id, "user"),
    CHECK (unit IS NULL OR "user" IS NULL)
);
CREATE INDEX parties_unit ON parties (unit) WHERE unit IS NOT NULL;
CREATE INDEX parties_user ON parties ("user") WHERE "user" IS NOT NULL;

-- A party is joined to its account, once.
CREATE TABLE links (
    case_id     uuid NOT NULL,
    seq         integer NOT NULL,
    fact_no       smallint NOT NULL,
    party       uuid NOT NULL UNIQUE REFERENCES parties (id),
    "user"      uuid REFERENCES users,
    unit        uuid REFERENCES units,
    electronic  boolean NOT NULL,
    proof       written NOT NULL,
    CHECK (num_nonnulls(unit, "user") = 1)
);
CREATE INDEX links_unit ON links (unit) WHERE unit IS NOT NULL;
CREATE INDEX links_user ON links ("user") WHERE "user" IS NOT NULL;

-- Through which account a party reads, speaks and is served.
CREATE VIEW party_accounts AS
SELECT case_id, id AS party, "user", unit, electronic FROM parties WHERE num_nonnulls(unit, "user") = 1
UNION ALL
SELECT case_id, party, "user", unit, electronic FROM links;

-- A round begins: the filing begins the first.
CREATE TABLE rounds (
    case_id  uuid NOT NULL,
    seq      integer NOT NULL,
    fact_no    smallint NOT NULL,
    round    smallint NOT NULL,
    -- The parties that take part in it (本轮当事人).
    parties  uuid[] NOT NULL CHECK (cardinality(parties) > 0),
    UNIQUE (case_id, round)
);

CREATE TABLE assignments (
    case_id   uuid NOT NULL,
    seq       integer NOT NULL,
    fact_no     smallint NOT NULL,
    officers  uuid[] NOT NULL CHECK (cardinality(officers) > 0)
);
CREATE TABLE replacements (
    case_id  uuid NOT NULL,
    seq      integer NOT NULL,
    fact_no    smallint NOT NULL,
    out      uuid NOT NULL REFERENCES users,
    by       uuid NOT NULL REFERENCES users,
    reason   written NOT NULL
);

CREATE TABLE withdrawals (
    case_id  uuid NOT NULL,
    seq      integer NOT NULL,
    fact_no    smallint NOT NULL,
    reason   written NOT NULL
);
CREATE TABLE initiations (
    case_id  uuid NOT NULL,
    seq      integer NOT NULL,
    fact_no    smallint NOT NULL,
    reason   written NOT NULL
);
CREATE TABLE declinings (
    case_id  uuid NOT NULL,
    seq      integer NOT NULL,
    fact_no    smallint NOT NULL,
    ground   jsonb NOT NULL,
    reason   written NOT NULL
);

CREATE FUNCTION linked_as_approved(step jsonb, fact jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN step -> 'party' = fact -> 'party' AND step -> 'electronic' = fact -> 'electronic' AND step -> 'proof' = fact -> 'proof'
       AND CASE WHEN fact ->> 'unit' IS NULL THEN step #> '{account,user}' = fact -> 'user' ELSE step #> '{account,unit}' = fact -> 'unit' END;
END $$;
-- All of them and nobody else, in whichever order, each once.
CREATE FUNCTION assigned_as_approved(step jsonb, fact jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN step -> 'officers' @> (fact -> 'officers') AND fact -> 'officers' @> (step -> 'officers')
       AND (SELECT count(*) = count(DISTINCT officer) FROM jsonb_array_elements(fact -> 'officers') AS officer);
END $$;
SELECT register('party_named', 'parties', ARRAY['file']);
SELECT register('round_began', 'rounds', ARRAY['file', 'decide_objection', 'withdraw_objection']);
SELECT register('linked', 'links', ARRAY['link'], 'linked_as_approved');
SELECT register('assigned', 'assignments', ARRAY['initiate', 'assign'], 'assigned_as_approved');
SELECT register('replaced', 'replacements', ARRAY['replace']);
SELECT register('withdrawn', 'withdrawals', ARRAY['withdraw']);
SELECT register('initiated', 'initiations', ARRAY['initiate'], 'says_the_same');
SELECT register('declined', 'declinings', ARRAY['decline'], 'says_the_same');

-- What speaks of a party speaks of a party to its own case.
CREATE FUNCTION about_a_party() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM parties WHERE id = NEW.party AND case_id = NEW.case_id) THEN
        PERFORM refuse('about_a_party', format('%s speak of a party to the case', TG_TABLE_NAME));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER links_about BEFORE INSERT ON links FOR EACH ROW EXECUTE FUNCTION about_a_party();

-- R5: who works on the case is no party to it; and a party never reads what another said, so nobody acts for two, the one
-- through the unit and the other in person.
CREATE FUNCTION accounts_fit(case_ uuid, party_ uuid, user_ uuid, unit_ uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases WHERE id = case_ AND user_ = ANY (officers)) THEN
        PERFORM refuse('r5_parties_never_act', 'an officer of the case is no party to it');
    END IF;
    IF EXISTS (SELECT FROM party_accounts o WHERE o.case_id = case_ AND o.party <> party_ AND (
                   o."user" = user_ OR o.unit = unit_
                   OR o.unit = (SELECT unit_id FROM users WHERE id = user_) OR unit_ = (SELECT unit_id FROM users WHERE id = o."user"))) THEN
        PERFORM refuse('parties_have_an_account_each', 'nobody acts for two parties to a case');
    END IF;
END $$;
CREATE FUNCTION parties_are_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_fit(NEW.case_id, NEW.id, NEW."user", NEW.unit);
    RETURN NEW;
END $$;
CREATE TRIGGER parties_are_named BEFORE INSERT ON parties FOR EACH ROW EXECUTE FUNCTION parties_are_named();
CREATE FUNCTION links_are_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM party_accounts WHERE party = NEW.party) THEN
        PERFORM refuse('parties_stay', 'an account is joined to a party once');
    END IF;
    IF EXISTS (SELECT FROM users WHERE id = NEW."user" AND (body_id IS NOT NULL OR disabled_at IS NOT NULL)) THEN
        PERFORM refuse('r5_parties_never_act', 'the account of staff, or one that is closed, is no party''s');
    END IF;
    PERFORM accounts_fit(NEW.case_id, NEW.party, NEW."user", NEW.unit);
    RETURN NEW;
END $$;
CREATE TRIGGER links_are_made BEFORE INSERT ON links FOR EACH ROW EXECUTE FUNCTION links_are_made();

-- Rounds follow each other; those who take part are parties to the case.
CREATE FUNCTION rounds_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.round <> 1 + coalesce((SELECT max(round) FROM rounds WHERE case_id = NEW.case_id), 0)
       OR EXISTS (SELECT FROM rounds WHERE case_id = NEW.case_id AND seq = NEW.seq) THEN
        PERFORM refuse('rounds_follow', 'rounds follow each other');
    END IF;
    IF EXISTS (SELECT FROM unnest(NEW.parties) AS party WHERE NOT EXISTS (SELECT FROM parties p WHERE p.id = party AND p.case_id = NEW.case_id)) THEN
        PERFORM refuse('about_a_party', 'those who take part in a round are parties to the case');
    END IF;
    IF NEW.round > 1 AND NOT (
        ARRAY(SELECT p.id FROM parties p WHERE p.case_id = NEW.case_id AND has_fallen(p.id)) <@ NEW.parties
        AND NOT EXISTS (SELECT FROM unnest(NEW.parties) AS party WHERE NOT has_fallen(party))
        AND (SELECT count(*) = count(DISTINCT party) FROM unnest(NEW.parties) AS party)) THEN
        PERFORM refuse('a8_4_whose_round', 'a later round is for the parties whose determination fell, and for each of them');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rounds_follow BEFORE INSERT ON rounds FOR EACH ROW EXECUTE FUNCTION rounds_follow();
-- The parties taking part in the present round.
CREATE FUNCTION taking_part(case_ uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY SELECT unnest(r.parties) FROM (SELECT parties FROM rounds WHERE case_id = case_ ORDER BY round DESC LIMIT 1) r;
END $$;
-- The last round in which a party takes part.
CREATE FUNCTION round_of(case_ uuid, party uuid) RETURNS smallint LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT max(round) FROM rounds WHERE case_id = case_ AND party = ANY (parties));
END $$;

-- The officers of the present round: assigned in it, or come in another's place, and not gone since.
CREATE FUNCTION officers_of(case_ uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        WITH began AS (SELECT max(seq) AS seq FROM rounds WHERE case_id = case_),
        came AS (
            SELECT unnest(a.officers) AS officer, a.seq, 0 AS later FROM assignments a, began WHERE a.case_id = case_ AND a.seq > began.seq
            UNION ALL SELECT r.by, r.seq, 1 FROM replacements r, began WHERE r.case_id = case_ AND r.seq > began.seq)
        SELECT coalesce(array_agg(officer ORDER BY seq, later, officer), '{}') FROM came
        WHERE NOT EXISTS (SELECT FROM replacements r WHERE r.case_id = case_ AND r.out = came.officer AND r.seq > came.seq));
END $$;
-- R5: officers are staff of the body and stand on no other side of the case; who names them names somebody else; and they leave
-- somebody over who may approve the determination, else the case would stand still for good.
CREATE FUNCTION officers_come(case_ uuid, seq_ integer, coming uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM unnest(coming) AS o (person) WHERE NOT EXISTS (
        SELECT FROM cases c JOIN users u ON u.body_id = c.body_id WHERE c.id = case_ AND u.id = o.person AND u.disabled_at IS NULL)) THEN
        PERFORM refuse('r5_officers_are_staff', 'officers are staff of the body');
    END IF;
    IF EXISTS (SELECT FROM unnest(coming) AS o (person) WHERE before_the_body(case_, o.person)) THEN
        PERFORM refuse('r5_parties_never_act', 'who filed the case or is a party is no officer of it');
    END IF;
    IF (event_at(case_, seq_)).actor_id = ANY (coming) THEN
        PERFORM refuse('r5_names_another', 'who approves the initiation or replaces an officer names somebody else');
    END IF;
    IF NOT EXISTS (
        SELECT FROM cases c JOIN users u ON u.body_id = c.body_id
        WHERE c.id = case_ AND u.approver AND u.approves_determinations AND u.disabled_at IS NULL AND NOT before_the_body(c.id, u.id)
        AND NOT investigated(c.id, u.id)) THEN
        PERFORM refuse('r5_determiner_left', 'the officers leave somebody over who may approve the determination');
    END IF;
END $$;
-- R5: after a determination was set aside, others verify than those who took part before; nobody comes twice to a round.
CREATE FUNCTION newcomers_verify() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    e events := event_at(NEW.case_id, NEW.seq);
    coming uuid[] := CASE TG_TABLE_NAME WHEN 'assignments' THEN (SELECT array_agg(it) FROM jsonb_array_elements_text(to_jsonb(NEW) -> 'officers') AS t (it)) ELSE ARRAY[to_jsonb(NEW) ->> 'by'] END::uuid[];
BEGIN
    IF e.round > 1 AND EXISTS (SELECT FROM unnest(coming) AS o (person) WHERE NOT took_no_part(NEW.case_id, NULL, o.person)) THEN
        PERFORM refuse('r5_newcomers_verify', 'who took part before does not verify again');
    END IF;
    IF TG_TABLE_NAME = 'assignments' AND ((e.kind = 'assign') <> (e.round > 1) OR EXISTS (SELECT FROM cases WHERE id = NEW.case_id AND officers <> '{}')) THEN
        PERFORM refuse('assignments_stay', 'the initiation assigns the officers of the first round, an approver those of a later one, once');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignments_newcomers BEFORE INSERT ON assignments FOR EACH ROW EXECUTE FUNCTION newcomers_verify();
CREATE TRIGGER replacements_newcomers BEFORE INSERT ON replacements FOR EACH ROW EXECUTE FUNCTION newcomers_verify();
CREATE FUNCTION assignments_are_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM officers_come(NEW.case_id, NEW.seq, NEW.officers);
    RETURN NULL;
END $$;
CREATE TRIGGER assignments_are_made AFTER INSERT ON assignments FOR EACH ROW EXECUTE FUNCTION assignments_are_made();
CREATE FUNCTION replacements_are_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM cases WHERE id = NEW.case_id AND NEW.out = ANY (officers) AND NEW."by" <> ALL (officers))
       OR EXISTS (SELECT FROM replacements WHERE case_id = NEW.case_id AND seq = NEW.seq AND fact_no <> NEW.fact_no) THEN
        PERFORM refuse('assignments_stay', 'one officer leaves, and one comes who was none');
    END IF;
    PERFORM officers_come(NEW.case_id, NEW.seq, ARRAY[NEW."by"]);
    RETURN NULL;
END $$;
CREATE TRIGGER replacements_are_made AFTER INSERT ON replacements FOR EACH ROW EXECUTE FUNCTION replacements_are_made();
-- Whether somebody works on the case as its officer.
CREATE FUNCTION works_on(case_ uuid, person uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM cases WHERE id = case_ AND person = ANY (officers));
END $$;
CREATE FUNCTION is_that_party(party_ uuid, person uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM party_accounts p JOIN users u ON u.id = person WHERE p.party = party_ AND (p."user" = u.id OR p.unit = u.unit_id));
END $$;
CREATE FUNCTION has_account(party_ uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM party_accounts WHERE party = party_);
END $$;
-- A party speaks for itself; what one without an account wrote is entered by an officer of the case, with the scan (practice).
CREATE FUNCTION speaks_for(case_ uuid, party uuid, person uuid, scan uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN is_that_party(party, person) OR (NOT has_account(party) AND scan IS NOT NULL AND works_on(case_, person));
END $$;

CREATE FUNCTION a_party_takes_part(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM taking_part(c.id));
END $$;
SELECT law('a3_a_party', 'a case has at least one party taking part', NULL, 'a_party_takes_part');
-- A later round waits for its officers before anything is done in it.
CREATE FUNCTION two_officers_verify(c cases) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT count(DISTINCT officer) >= 2 FROM unnest(c.officers) AS officer) OR (c.round > 1 AND c.status = 'verifying' AND c.officers = '{}');
END $$;
SELECT law('two_officers', 'at least two officers verify', ARRAY['verifying', 'suspended', 'determining', 'referred'], 'two_officers_verify');
