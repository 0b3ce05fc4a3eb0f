-- The rows of a document apart from what else is known of it, which is read without them; and documents that a build has
-- read and no generation has yet, by their files and the rules by which they were read. Only the owner sees those.

alter table plans.documents add column rows bytea, add column row_count integer;

update plans.documents set
    rows = convert_to((convert_from(record, 'UTF8')::jsonb -> 'rows')::text, 'UTF8'),
    row_count = jsonb_array_length(convert_from(record, 'UTF8')::jsonb -> 'rows'),
    record = convert_to((convert_from(record, 'UTF8')::jsonb || '{"rows": []}')::text, 'UTF8');

alter table plans.documents alter column rows set not null, alter column row_count set not null;

create table plans.readings (
    tenant text not null references plans.tenants,
    file text not null,
    rules text not null,
    document bigint not null,
    primary key (tenant, file),
    foreign key (tenant, document) references plans.documents
);

alter table plans.readings enable row level security;
