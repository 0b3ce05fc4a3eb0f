"""The store for many machines: PostgreSQL with pgvector."""

from index.postgresql.store import PostgresStore

__all__ = ["PostgresStore"]
