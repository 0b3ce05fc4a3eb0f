"""Figures for Prometheus: how many questions and how quickly, open pages, refusals, memory; no words of anybody's."""

from __future__ import annotations

import hmac
import os

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector
from starlette.datastructures import Headers
from starlette.responses import Response

from assistant.settings import METRICS_KEY

PATH = "/metrics"
REGISTRY = CollectorRegistry()
ProcessCollector("plans", registry=REGISTRY)

ANSWER_SECONDS = Histogram(
    "plans_answer_seconds",
    "Seconds in which questions were answered, without the time that they waited.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
ANSWERING = Gauge("plans_questions_in_flight", "Questions being answered.", registry=REGISTRY)
REFUSED = Counter("plans_refused", "Calls and questions that were refused, by the limit.", ["limit"], registry=REGISTRY)
SOCKETS = Gauge("plans_open_pages", "Pages open in browsers.", registry=REGISTRY)
READY = Gauge("plans_ready", "1 while questions are answered at once.", registry=REGISTRY)
BUILDING = Gauge("plans_building", "1 while documents are being read.", registry=REGISTRY)


def figures() -> Response:
    """All figures as they are now, in the format of Prometheus."""
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


def may_watch(headers: Headers) -> bool:
    """Whether a program has sent the key that the settings give to what watches the server."""
    key = os.environ.get(METRICS_KEY, "")
    sent = headers.get("authorization", "")
    return bool(key) and hmac.compare_digest(sent.encode(), f"Bearer {key}".encode())
