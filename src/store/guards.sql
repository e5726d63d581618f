-- Everything that keeps the tables lawful, a row each, with a print of what it says: the same after every fresh migration.
WITH tables AS (
    SELECT c.oid, c.relname, c.relpersistence, c.relrowsecurity FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_sqlx_migrations'),
guards (kind, "table", name, says) AS (
    SELECT 'trigger', t.relname, g.tgname::text, pg_get_triggerdef(g.oid) FROM pg_trigger g JOIN tables t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal
    UNION ALL
    SELECT 'constraint', t.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN tables t ON t.oid = k.conrelid
    WHERE k.contype IN ('c', 'f', 'p', 'u', 'x')
    UNION ALL
    SELECT 'index', t.relname, i.relname, pg_get_indexdef(x.indexrelid) || x.indisvalid FROM pg_index x JOIN tables t ON t.oid = x.indrelid
    JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indisunique AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = x.indexrelid)
    UNION ALL
    SELECT 'rule', t.relname, r.rulename, pg_get_ruledef(r.oid) FROM pg_rewrite r JOIN tables t ON t.oid = r.ev_class
    UNION ALL
    SELECT 'columns', t.relname, '', concat_ws(' ', t.relpersistence, t.relrowsecurity,
        -- The rows of a table that inherits stand in ours too, and no trigger of ours sees them.
        (SELECT 'inherited' FROM pg_inherits h WHERE t.oid IN (h.inhparent, h.inhrelid) LIMIT 1), (
        SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull), ',' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped)) FROM tables t
    UNION ALL
    SELECT 'function', '', f.proname || '(' || pg_get_function_identity_arguments(f.oid) || ')', concat_ws(E'\x1f', f.prorettype::regtype, l.lanname,
        f.provolatile, f.proisstrict, f.prosecdef, f.proconfig::text, f.prosrc) FROM pg_proc f JOIN pg_language l ON l.oid = f.prolang
    WHERE f.pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = f.oid AND deptype = 'e')
    UNION ALL
    SELECT 'list', 'registers', '', string_agg(concat_ws(' ', l.fact, l.register, l.steps, l.approved), E'\n' ORDER BY l.fact COLLATE "C") FROM registers l
    UNION ALL
    SELECT 'list', 'laws', '', string_agg(l::text, E'\n' ORDER BY l::text COLLATE "C") FROM laws l)
SELECT kind AS "kind!", "table"::text AS "table!", name::text AS "name!",
       left(encode(sha256(convert_to(coalesce(says, ''), 'UTF8')), 'hex'), 16) AS "print!"
FROM guards ORDER BY kind, "table"::text COLLATE "C", name::text COLLATE "C"
