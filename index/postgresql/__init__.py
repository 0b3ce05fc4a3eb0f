"""The store for many machines: PostgreSQL with pgvector."""

from index.postgresql.councils import Councils
from index.postgresql.store import PostgresStore

__all__ = ["Councils", "PostgresStore"]
