-- Texts that a build offers to whoever encodes, by the model's fingerprint and the text's digest; `number` is their order
-- in the build. A row is deleted together with the writing of its vectors. No policy: only the owner sees them.

create table plans.jobs (
    tenant text not null references plans.tenants,
    model text not null,
    text text not null,
    content text not null,
    number integer not null,
    primary key (tenant, model, text)
);

create index on plans.jobs (model, number desc);

alter table plans.jobs enable row level security;
