-- Everything is in the schema `plans`. A tenant (a council) has partitions of its own, so that what is searched, and what
-- is deleted, is its own alone. Documents, parts, passages and encoded texts are never changed once they are written: a
-- generation names the documents and parts that it consists of, and `published` the generations that may be used.

create extension if not exists vector;

create table plans.tenants (
    tenant text primary key,
    number integer generated always as identity unique  -- names its partitions
);

-- Which login role may read which tenant's rows. The owner of the schema, who builds, may read and write everything.
create table plans.readers (
    reader text not null,
    tenant text not null references plans.tenants,
    primary key (reader, tenant)
);

-- A document as it was read, by the digest of its record.
create table plans.documents (
    tenant text not null,
    id bigint generated always as identity,
    digest text not null,
    record bytea not null,
    written timestamptz not null default now(),
    primary key (tenant, id),
    unique (tenant, digest)
) partition by list (tenant);

-- The passages of one document, by the digest of their records and of the model. In their order: how many stems each has
-- (`stems`) and how many of the model's tokens (`tokens`), int32; `frequencies`: pairs of a token's number and how many
-- of the passages have it, int32.
create table plans.parts (
    tenant text not null,
    id bigint generated always as identity,
    digest text not null,
    file text not null,
    stems bytea not null,
    tokens bytea not null,
    frequencies bytea not null,
    written timestamptz not null default now(),
    primary key (tenant, id),
    unique (tenant, digest)
) partition by list (tenant);

-- A passage by its part and its place there. `text` is the digest of the text that was encoded; `sentence` is its vector,
-- null where it has no word and is never found.
create table plans.passages (
    tenant text not null,
    part bigint not null,
    place integer not null,
    reference text not null,
    heading text not null,
    item integer not null,
    text text not null,
    record bytea not null,
    sentence halfvec,
    primary key (tenant, part, place)
) partition by list (tenant);

-- An encoded text, by a model's fingerprint and the digest of the text: its sentence vector and its tokens. `rough` are
-- the first dimensions of `codes`, which tell which passages are worth comparing in full.
create table plans.encodings (
    tenant text not null,
    model text not null,
    text text not null,
    sentence halfvec not null,
    rough bytea not null,
    codes bytea not null,
    scales bytea not null,
    ids bytea not null,
    spans bytea not null,
    written timestamptz not null default now(),
    primary key (tenant, model, text)
) partition by list (tenant);

-- Which of a part's passages have a stem, and how often: `places` and `times`, int32.
create table plans.postings (
    tenant text not null,
    stem text not null,
    part bigint not null,
    passages integer not null,
    places bytea not null,
    times bytea not null,
    primary key (tenant, stem, part)
) partition by list (tenant);

-- `documents` are in the order of their names, `parts` in that of their passages. `frequencies`, int32 by the model's
-- token: how many passages have it. `cleared`: it can't be opened any more, and is deleted when nobody can have it open.
create table plans.generations (
    tenant text not null references plans.tenants,
    generation text not null,
    documents bigint[] not null,
    parts bigint[] not null,
    frequencies bytea not null,
    receipt bytea not null,
    manifest bytea not null,
    cleared timestamptz,
    primary key (tenant, generation)
);

-- The one pointer: generations that may be used, the one in use last, those that were undone, and one that waits for
-- somebody to accept it, as JSON.
create table plans.published (
    tenant text primary key references plans.tenants,
    entries text not null default '[]',
    undone text not null default '[]',
    waiting text
);

create function plans.tenants_read() returns text[]
    language sql stable security definer set search_path = plans, pg_temp
    as $$ select coalesce(array_agg(tenant), '{}') from plans.readers where reader = session_user $$;

do $$
declare
    named text;
begin
    foreach named in array array['tenants', 'documents', 'parts', 'passages', 'encodings', 'postings', 'generations',
                                 'published'] loop
        execute format('alter table plans.%I enable row level security', named);
        execute format('create policy own_tenants on plans.%I for select '
                       'using (tenant = any ((select plans.tenants_read())::text[]))', named);
    end loop;
end $$;

create function plans.add_tenant(named text) returns void
    language plpgsql as $$
declare
    its_number integer;
    parent text;
begin
    perform pg_advisory_xact_lock(hashtext('plans.add_tenant'));
    if exists (select from plans.tenants where tenant = named) then
        return;
    end if;
    insert into plans.tenants (tenant) values (named) returning number into its_number;
    foreach parent in array array['documents', 'parts', 'passages', 'encodings', 'postings'] loop
        execute format('create table plans.%I partition of plans.%I for values in (%L)',
                       parent || '_' || its_number, parent, named);
    end loop;
    execute format('alter table plans.%I alter rough set storage external, alter codes set storage external, '
                   'alter scales set storage external, alter ids set storage external, '
                   'alter spans set storage external', 'encodings_' || its_number);
end $$;

-- Lets a login role read a tenant's documents, and no other's.
create function plans.admit(role_name text, named text) returns void
    language plpgsql as $$
begin
    perform plans.add_tenant(named);
    insert into plans.readers (reader, tenant) values (role_name, named) on conflict do nothing;
    execute format('grant usage on schema plans to %I', role_name);
    execute format('grant select on plans.migrations, plans.tenants, plans.documents, plans.parts, plans.passages, '
                   'plans.encodings, plans.postings, plans.generations, plans.published to %I', role_name);
end $$;

-- The index for the nearest vectors of a tenant with so many passages that comparing all of them takes long.
create function plans.index_vectors(named text, dimensions integer) returns void
    language plpgsql as $$
declare
    its_number integer;
begin
    select number into strict its_number from plans.tenants where tenant = named;
    execute format('create index if not exists %I on plans.%I using hnsw ((sentence::halfvec(%s)) halfvec_ip_ops)',
                   'nearest_' || its_number || '_' || dimensions, 'passages_' || its_number, dimensions);
end $$;

revoke execute on function plans.add_tenant(text), plans.admit(text, text), plans.index_vectors(text, integer) from public;
