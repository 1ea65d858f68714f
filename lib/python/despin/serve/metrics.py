"""What Prometheus reads. A registry for each application: two in one process do not mix."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_BYTES = tuple(1 << power for power in range(8, 27, 2))


class Metrics:
    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        self.requests = Counter(
            "despin_requests_total", "Requests answered.", ["route", "status"], registry=registry
        )
        self.seconds = Histogram(
            "despin_request_seconds", "From head to answer.", ["route"],
            buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self.bytes = Histogram(
            "despin_request_bytes", "Of bodies.", buckets=_BYTES, registry=registry
        )
        self.checks = Counter(
            "despin_checks_total", "Texts checked.", ["verdict"], registry=registry
        )
        self.check_seconds = Histogram(
            "despin_check_seconds", "Of a text.", buckets=_SECONDS, registry=registry
        )
        self.refused = Counter(
            "despin_refused_total", "Requests answered with a problem.", ["code"], registry=registry
        )
        self.canceled = Counter(
            "despin_canceled_total", "Requests whose client went away.", registry=registry
        )
        self.queue = Gauge("despin_queue_length", "Waiting for a thread.", registry=registry)
        self.running = Gauge("despin_running", "Threads at work.", registry=registry)
        self.held = Gauge("despin_body_bytes", "Of bodies in memory.", registry=registry)
        self.documents = Gauge(
            "despin_index_documents", "Documents of an index.", ["index"], registry=registry
        )
        self.reloads = Counter(
            "despin_reloads_total", "Of model and indexes.", ["what", "outcome"], registry=registry
        )
        self.webhooks = Counter(
            "despin_webhooks_total", "Attempts to deliver.", ["outcome"], registry=registry
        )
        self.build = Gauge(
            "despin_build_info", "What judges.", ["version", "model"], registry=registry
        )
