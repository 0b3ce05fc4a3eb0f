"""Encoding on many machines: a build offers texts, and takes from the first on; workers take from the last on."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from index.model.encoder import Encoder
from index.postgresql.connection import Connection
from index.postgresql.encodings import write_encodings
from index.store import Encodings

# Texts that a worker takes at once: about 2 seconds of a processor, which is what a worker that is killed loses. Far
# fewer, and asking for them takes longer than encoding; far more, and a build waits for the last of them.
TAKEN = 64


def offer(connection: Connection, tenant: str, model: str, texts: Mapping[str, str], first: int = 0) -> None:
    """Offers texts, by their digests, in their order, unless they are encoded already; `first` come before them."""
    connection.execute(
        "insert into plans.jobs (tenant, model, text, content, number) select %s, %s, text, content, %s + number"
        " from unnest(%s::text[], %s::text[]) with ordinality new (text, content, number) where not exists"
        " (select from plans.encodings e where (e.tenant, e.model, e.text) = (%s, %s, new.text))"
        " on conflict do nothing",
        [tenant, model, first, list(texts), list(texts.values()), tenant, model],
    )


def withdraw(connection: Connection, tenant: str, model: str, texts: Collection[str]) -> bool:
    """Takes texts back; False where a worker is just encoding some of them."""
    given: dict[str, object] = {"tenant": tenant, "model": model, "texts": list(texts)}
    named = "tenant = %(tenant)s and model = %(model)s and text = any(%(texts)s)"
    connection.execute(
        f"delete from plans.jobs where {named} and text in"
        f" (select text from plans.jobs where {named} for update skip locked)".encode(),
        given,
    )
    return connection.execute(f"select from plans.jobs where {named} limit 1".encode(), given).fetchone() is None


def work_once(connection: Connection, encoder: Encoder) -> int:
    """Encodes some texts that are offered for this model; returns how many. Those of a worker that is killed are
    offered as before, because all of it is one transaction."""
    with connection.transaction():
        taken = connection.execute(
            "select tenant, text, content from plans.jobs where model = %s order by number desc limit %s"
            " for update skip locked",
            [encoder.fingerprint, TAKEN],
        ).fetchall()
        for tenant in dict.fromkeys(tenant for tenant, *_ in taken):
            texts = {text: content for of, text, content in taken if of == tenant}
            write_encodings(connection, tenant, encoder.fingerprint, Encodings.of(texts, encoder))
            connection.execute(
                "delete from plans.jobs where tenant = %s and model = %s and text = any(%s)",
                [tenant, encoder.fingerprint, list(texts)],
            )
    return len(taken)
