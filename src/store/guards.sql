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
        SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, nullif(a.attidentity, ''), nullif(a.attgenerated, ''),
            (SELECT 'COLLATE ' || l.collname FROM pg_collation l WHERE l.oid = a.attcollation AND l.collname <> 'default'),
            (SELECT 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = t.oid AND d.adnum = a.attnum)), ',' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped)) FROM tables t
    UNION ALL
    SELECT 'function', '', f.proname || '(' || pg_get_function_identity_arguments(f.oid) || ')', concat_ws(E'\x1f', f.prorettype::regtype, l.lanname,
        f.provolatile, f.proisstrict, f.prosecdef, f.proconfig::text, f.prosrc) FROM pg_proc f JOIN pg_language l ON l.oid = f.prolang
    WHERE f.pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = f.oid AND deptype = 'e')
    UNION ALL
    SELECT 'view', '', v.viewname::text, v.definition FROM pg_views v WHERE v.schemaname = 'public'
    UNION ALL
    -- What stands before PostgreSQL's own in every guard, an extension's too: a function or operator of the same name, and any cast.
    SELECT 'overload', '', f.oid::regprocedure::text, '' FROM pg_proc f
    WHERE f.pronamespace = 'public'::regnamespace AND EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname = f.proname)
    UNION ALL
    SELECT 'overload', '', f.oid::regprocedure::text, '' FROM pg_proc f JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = f.oid AND d.deptype = 'e'
    WHERE f.pronamespace = 'public'::regnamespace AND EXISTS (
        SELECT FROM pg_proc p WHERE p.pronamespace = f.pronamespace AND p.proname = f.proname AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e'))
    UNION ALL
    SELECT 'operator', '', o.oid::regoperator::text, '' FROM pg_operator o
    WHERE o.oprnamespace = 'public'::regnamespace AND EXISTS (SELECT FROM pg_operator p WHERE p.oprnamespace = 'pg_catalog'::regnamespace AND p.oprname = o.oprname)
    UNION ALL
    -- Those below are made with the database.
    SELECT 'cast', '', format('%s AS %s', format_type(k.castsource, NULL), format_type(k.casttarget, NULL)), '' FROM pg_cast k WHERE k.oid >= 16384
    UNION ALL
    SELECT 'namesake', '', c.oid::regclass::text, '' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN tables t ON t.relname = c.relname
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('public', 'pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_temp%'
    UNION ALL
    SELECT 'list', 'registers', '', string_agg(concat_ws(' ', l.fact, l.register, l.steps, l.approved), E'\n' ORDER BY l.fact COLLATE "C") FROM registers l
    UNION ALL
    SELECT 'list', 'laws', '', string_agg(l::text, E'\n' ORDER BY l::text COLLATE "C") FROM laws l)
SELECT kind AS "kind!", "table"::text AS "table!", name::text AS "name!",
       left(encode(sha256(convert_to(coalesce(says, ''), 'UTF8')), 'hex'), 16) AS "print!"
FROM guards ORDER BY kind, "table"::text COLLATE "C", name::text COLLATE "C"
