-- What a list of cases is searched by: every text of a case with its grams, one character and two neighbours each. A dictionary
-- would cut a sentence otherwise than who searches, and trigrams find no word of two characters, which most words have.
-- The texts are copied from where they stand, by the database and in no other words; nobody else writes here.

-- A text as it is searched: whatever width, case and brackets it was written with, and without its spaces.
CREATE FUNCTION searchable(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN translate(regexp_replace(lower(normalize(t, NFKC)), '\s+', '', 'g'), '〔〕【】[]', '()()()');
END $$;

-- Two neighbours as one number, a character alone with nothing behind it. Each is a number of sixteen bits: of the basic plane its
-- own, beyond it one of those for private use, which others share.
CREATE FUNCTION grams(t text) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    signs text[] := string_to_array(t, NULL);
BEGIN
    RETURN (
        WITH codes AS MATERIALIZED (
            SELECT (CASE WHEN ascii(sign) < 65536 THEN ascii(sign) ELSE 57344 + ascii(sign) % 6400 END - 32768) * 65536 AS alone,
                   CASE WHEN ascii(next) < 65536 THEN ascii(next) ELSE 57344 + ascii(next) % 6400 END AS next
            FROM unnest(signs, signs[2:]) AS two (sign, next))
        SELECT coalesce(array_agg(DISTINCT gram), '{}')
        FROM (SELECT alone AS gram FROM codes UNION ALL SELECT alone + next FROM codes WHERE next IS NOT NULL) all_);
END $$;
-- What a text must have to hold the word: its pairs, and of one character that.
CREATE FUNCTION grams_of_word(word text) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    plain text := searchable(word);
BEGIN
    RETURN CASE WHEN length(plain) = 1 THEN grams(plain)
                ELSE (SELECT coalesce(array_agg(gram), '{}') FROM unnest(grams(plain)) AS gram WHERE gram & 65535 <> 0) END;
END $$;

-- Whether a text with these grams has the word: one or two characters with numbers of their own.
CREATE FUNCTION told_by_its_grams(word text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    plain text := searchable(word);
BEGIN
    RETURN length(plain) BETWEEN 1 AND 2 AND plain !~ '[\uE000-\uF8FF\U00010000-\U0010FFFF]';
END $$;

-- The sentences of a stored text, a line each: what has no letter but those of codes, ids and digests says nothing, and nor does
-- what somebody spoilt.
CREATE FUNCTION sentences(content text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    RETURN (SELECT string_agg(searchable(said), E'\n') FROM (
                SELECT it #>> '{}' AS said FROM jsonb_path_query(content::jsonb, 'strict $.** ? (@.type() == "string")') AS it) texts
            WHERE octet_length(said) > length(said));
EXCEPTION WHEN invalid_text_representation OR untranslatable_character THEN
    RETURN NULL;
END $$;

CREATE TABLE case_texts (
    case_id  uuid NOT NULL REFERENCES cases,
    source   text NOT NULL CHECK (source IN ('case', 'party', 'filing', 'event', 'document')),
    -- Which of them: the party's place, the event's, the document's number.
    about    text NOT NULL,
    said     text NOT NULL,
    -- Whether it is read inside the case alone, and not in a list as well.
    within   boolean NOT NULL GENERATED ALWAYS AS (source NOT IN ('case', 'party')) STORED,
    grams    integer[] NOT NULL GENERATED ALWAYS AS (grams(said)) STORED,
    PRIMARY KEY (case_id, source, about)
) WITH (toast_tuple_target = 128); -- Who looks a word up reads which case has it, of thousands of texts: these lie beside.
-- A search reads what was not sorted in yet as well: that is kept short.
CREATE INDEX case_texts_grams ON case_texts USING gin (grams) WITH (gin_pending_list_limit = 1024);

-- What stands there. An objection is read by whom it is addressed to, so nobody else finds a case by its words.
CREATE FUNCTION text_of(case_ uuid, source text, about text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    CASE source
        WHEN 'case' THEN
            RETURN (SELECT concat_ws(E'\n', searchable(c.number), searchable(c.title)) FROM cases c WHERE c.id = case_ LIMIT 1);
        WHEN 'party' THEN
            RETURN (SELECT searchable(p.name) FROM parties p WHERE p.case_id = case_ AND p.no = about::smallint LIMIT 1);
        WHEN 'filing' THEN
            RETURN (SELECT sentences(f.content) FROM filings f WHERE f.case_id = case_ LIMIT 1);
        WHEN 'event' THEN
            RETURN (SELECT sentences(jsonb_path_query_array(e.body::jsonb, '$.facts[*] ? (@.fact != "objected")')::text)
                    FROM events e WHERE e.case_id = case_ AND e.seq = about::integer LIMIT 1);
        WHEN 'document' THEN
            RETURN (SELECT sentences(d.content) FROM documents d WHERE d.case_id = case_ AND d.number = about LIMIT 1);
    END CASE;
END $$;
-- A row says what its source says, whoever adds it; a source without a sentence has none.
CREATE FUNCTION case_texts_are_copied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.said := text_of(NEW.case_id, NEW.source, NEW.about);
    RETURN CASE WHEN NEW.said <> '' THEN NEW END;
END $$;
CREATE TRIGGER case_texts_are_copied BEFORE INSERT ON case_texts FOR EACH ROW EXECUTE FUNCTION case_texts_are_copied();
CREATE TRIGGER case_texts_append_only BEFORE UPDATE OR DELETE ON case_texts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_texts_no_truncate BEFORE TRUNCATE ON case_texts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION case_texts_copy() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    -- It runs with the owner's rights, so not for a table of the caller's.
    CASE TG_RELID
        WHEN 'cases'::regclass THEN INSERT INTO case_texts (case_id, source, about) VALUES (NEW.id, 'case', '');
        WHEN 'parties'::regclass THEN INSERT INTO case_texts (case_id, source, about) VALUES (NEW.case_id, 'party', NEW.no);
        WHEN 'filings'::regclass THEN INSERT INTO case_texts (case_id, source, about) VALUES (NEW.case_id, 'filing', '');
        WHEN 'events'::regclass THEN INSERT INTO case_texts (case_id, source, about) VALUES (NEW.case_id, 'event', NEW.seq);
        WHEN 'documents'::regclass THEN INSERT INTO case_texts (case_id, source, about) VALUES (NEW.case_id, 'document', NEW.number);
    END CASE;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION case_texts_copy() FROM PUBLIC;
DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['cases', 'parties', 'filings', 'events', 'documents'] LOOP
        EXECUTE format('CREATE TRIGGER %s_are_searched AFTER INSERT ON %I FOR EACH ROW EXECUTE FUNCTION case_texts_copy()', kept, kept);
    END LOOP;
END $$;
