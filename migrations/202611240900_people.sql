-- Who there is: bodies (管理机构), units (单位), the people of both, and their sessions.
-- The superior body (上级管理机构) is configured, not derived; documents name it only where it is confirmed.

CREATE TABLE bodies (
    id                  uuid PRIMARY KEY,
    code                text NOT NULL UNIQUE,
    name                text NOT NULL,
    short_name          text NOT NULL,
    kind                text NOT NULL CHECK (kind IN ('leading_group', 'office', 'management', 'zone', 'pilot')),
    superior_id         uuid REFERENCES bodies,
    superior_confirmed  boolean NOT NULL DEFAULT false,
    -- The body's word (机关代字) in document numbers: 成高管 in 成高管容错认〔2026〕1号.
    number_word         text NOT NULL UNIQUE,
    -- Whether cases are filed here. The leading group and mere areas take none.
    takes_cases         boolean NOT NULL,
    -- Whether that is its official name: papers of a body that does not exist under its name bind nobody.
    name_confirmed      boolean NOT NULL DEFAULT true,
    -- Which calendar counts here: the national one, or a local overlay.
    calendar            text NOT NULL DEFAULT 'national' CHECK (calendar IN ('national', 'liangshan')),
    CHECK (superior_id <> id),
    CONSTRAINT unconfirmed_take_no_cases CHECK (name_confirmed OR NOT takes_cases)
);
-- A8.4: there is one Office.
CREATE UNIQUE INDEX bodies_one_office ON bodies (kind) WHERE kind = 'office';
-- The bodies that one watches over (practice): the Office all that take cases, another those that it is the confirmed superior of.
CREATE FUNCTION bodies_below(b bodies) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(
        SELECT o.id FROM bodies o
        WHERE o.takes_cases AND o.id <> b.id AND (b.kind = 'office' OR (o.superior_id = b.id AND o.superior_confirmed))
        ORDER BY o.code);
END $$;

CREATE TABLE units (
    id       uuid PRIMARY KEY,
    name     text NOT NULL UNIQUE,
    body_id  uuid NOT NULL REFERENCES bodies
);

CREATE TABLE users (
    id                    uuid PRIMARY KEY,
    username              text NOT NULL UNIQUE CHECK (username ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
    name                  text NOT NULL CHECK (name <> ''),
    -- Position (职务), as shown beside the name.
    position              text NOT NULL DEFAULT '',
    -- argon2id in PHC format.
    password_digest       text NOT NULL,
    must_change_password  boolean NOT NULL DEFAULT true,
    -- By the database's clock: one that somebody else chose is good for some days only.
    password_set_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Staff belong to a body; applicants to a unit, or to nobody (individuals).
    body_id               uuid REFERENCES bodies,
    unit_id               uuid REFERENCES units,
    officer               boolean NOT NULL DEFAULT false,
    approver              boolean NOT NULL DEFAULT false,
    -- Approving a determination is a permission of its own.
    approves_determinations boolean NOT NULL DEFAULT false,
    demo                  boolean NOT NULL DEFAULT false,
    disabled_at           timestamptz,
    created_at            timestamptz NOT NULL,
    CHECK (body_id IS NULL OR unit_id IS NULL),
    CHECK ((body_id IS NOT NULL) = (officer OR approver)),
    CHECK (NOT approves_determinations OR approver)
);
CREATE INDEX users_body ON users (body_id) WHERE body_id IS NOT NULL;
CREATE INDEX users_unit ON users (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX users_demo ON users (demo) WHERE demo;

CREATE TABLE sessions (
    -- HMAC of the cookie's token with a secret that the server keeps outside the database: who reads this table cannot sign in with
    -- it, and who writes here makes no session that a cookie stands for.
    token_digest  bytea PRIMARY KEY CHECK (octet_length(token_digest) = 32),
    user_id       uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    started_at    timestamptz NOT NULL,
    seen_at       timestamptz NOT NULL,
    ends_at       timestamptz NOT NULL,
    -- When it was ended before that: signed out, or by a new password.
    ended_at      timestamptz,
    CHECK (ends_at > started_at),
    CONSTRAINT sessions_last_half_a_day CHECK (ends_at <= started_at + interval '12 hours')
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_end ON sessions (ends_at);

-- What happened outside a case's own events: sign-ins, views from outside the body, downloads. Nothing is ever changed in it;
-- its lines are numbered by the database and sealed (202611240929).
CREATE TABLE audit (
    no        bigint PRIMARY KEY,
    at        timestamptz NOT NULL,
    user_id   uuid REFERENCES users,
    what      text NOT NULL,
    case_id   uuid,
    detail    jsonb NOT NULL DEFAULT '{}'
);
CREATE SEQUENCE audit_no OWNED BY audit.no;
CREATE INDEX audit_case ON audit (case_id, at) WHERE case_id IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keeps what was written: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '42501';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
