-- Closes what a statement that slipped in could use to leave its workspace. Our own PostgreSQL runs this at its first start; on yours, run it
-- once as superuser in Guanxi's database:  psql -d guanxi -f src/platform/postgres/doors.sql
-- set_config changes the role where SET cannot be written, query_to_xml and its kin run any text, DO and new functions run as who calls them,
-- the others reach files or hold a connection. Whose tables there are and what their columns are called is read by roles that sign in, not by a
-- workspace's, whether it signs in or not. The owner of the database keeps what dumps and tables need.
do $$
declare
  owner text := (select pg_get_userbyid(datdba) from pg_database where datname = current_database());
  door record;
  login text;
begin
  for door in
    select f.oid::regprocedure as signature from pg_proc f
    where f.proname like any (array['set\_config', 'query\_to\_xml%', 'cursor\_to\_xml%', 'table\_to\_xml%', 'schema\_to\_xml%', 'database\_to\_xml%',
      'lo\_%', 'loread', 'lowrite', 'pg\_sleep%', 'dblink%', 'pg\_read\_%file%', 'pg\_ls\_%', 'pg\_stat\_file', 'pg\_logical\_emit\_message'])
      and has_function_privilege('public', f.oid, 'execute')
  loop
    execute format('revoke execute on function %s from public', door.signature);
  end loop;
  execute format('grant execute on function set_config(text, text, boolean) to %I', owner);
  revoke usage on language plpgsql, sql from public;
  execute format('grant usage on language plpgsql, sql to %I', owner);
  revoke create on schema public from public;
  for door in
    select c.oid::regclass as signature from pg_class c
    where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind in ('r', 'v') and has_table_privilege('public', c.oid, 'select')
  loop
    execute format('revoke select on %s from public', door.signature);
    for login in select rolname from pg_roles where rolcanlogin and not rolsuper and rolname not like 'ws\_%' loop
      execute format('grant select on %s to %I', door.signature, login);
    end loop;
  end loop;
  execute format('revoke temporary on database %I from public', current_database());
end
$$;
